import { interval } from '../../../src/expressions/functions/interval.ts'
import { struct, type TimestampType, timestamp } from '../../../src/schema/data-type.ts'
import { type Case, type ExpressionCase, type ExpressionTable, expressions } from '../case.ts'

const INTERVALS = [
  '5 seconds',
  '1 day',
  '3 days 4 hours 5 minutes',
  '1 week',
  '0 seconds',
  '23 hours 59 minutes 59.999999 seconds',
  '-1 day',
]

/** Times plus and minus intervals, around changes of the clocks. */
function around(zone: string, times: readonly string[]): ExpressionTable {
  return expressions({
    name: `time and interval in ${zone}`,
    schema: struct({ t: timestamp() }),
    rows: [...times.map(t => ({ t })), { t: null }],
    conf: { 'spark.sql.session.timeZone': zone },
    expressions: INTERVALS.flatMap((text): ExpressionCase<{ readonly t: TimestampType }>[] => [
      { pyspark: `t['t'] + F.expr("interval '${text}'")`, sluice: t => t.t.plus(interval(text)) },
      { pyspark: `t['t'] - F.expr("interval '${text}'")`, sluice: t => t.t.minus(interval(text)) },
    ]),
  })
}

export const cases: readonly Case[] = [
  around('UTC', ['2024-02-28T12:00:00.000001Z', '1969-12-31T23:59:59.5Z', '0001-01-01T00:00:00Z']),
  around('America/Los_Angeles', ['2024-03-09T10:30:00Z', '2024-03-10T09:59:59Z', '2024-11-02T08:30:00Z', '2024-11-03T09:30:00Z']),
  around('Europe/Berlin', ['2024-03-30T01:30:00.25Z', '2024-10-26T00:30:00Z', '2024-10-27T01:30:00Z']),
]
