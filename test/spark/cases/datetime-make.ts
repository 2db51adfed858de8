import * as dates from '../../../src/expressions/functions/time-dates.ts'
import * as moments from '../../../src/expressions/functions/time-moments.ts'
import { double, integer, struct } from '../../../src/schema/data-type.ts'
import { type Case, expressions } from '../case.ts'

const days = [2024, 2023, 1900, 0, -5, null].flatMap(year =>
  [
    [2, 29],
    [2, 30],
    [13, 1],
    [0, 1],
    [1, 32],
    [3, 10],
    [11, 3],
  ].map(([month, day]) => ({ year, month, day, hour: 1, minute: 30, second: 59.9999999 })),
)
const clocks = [
  [0, 0],
  [2, 30],
  [23, 59],
  [24, 0],
  [1, 60],
  [-1, 0],
].flatMap(([hour, minute]) =>
  [0, 59.999999, 60, 60.5, 61, -1, 'NaN', 1e11, null].map(second => ({ year: 2024, month: 3, day: 10, hour, minute, second })),
)

export const cases: readonly Case[] = ['UTC', 'America/Los_Angeles'].map(zone =>
  expressions({
    name: `dates and moments from parts, ${zone}`,
    schema: struct({ year: integer(), month: integer(), day: integer(), hour: integer(), minute: integer(), second: double() }),
    rows: [...days, ...clocks],
    conf: { 'spark.sql.session.timeZone': zone },
    expressions: [
      { pyspark: 'F.make_date(t.year, t.month, t.day)', sluice: t => dates.makeDate(t.year, t.month, t.day) },
      {
        pyspark: 'F.make_timestamp(t.year, t.month, t.day, t.hour, t.minute, t.second)',
        sluice: t => moments.makeTimestamp(t.year, t.month, t.day, t.hour, t.minute, t.second),
      },
      {
        pyspark: 'F.try_make_timestamp(t.year, t.month, t.day, t.hour, t.minute, t.second)',
        sluice: t => moments.tryMakeTimestamp(t.year, t.month, t.day, t.hour, t.minute, t.second),
      },
      {
        pyspark: "F.make_timestamp(t.year, t.month, t.day, t.hour, t.minute, t.second, F.lit('Europe/Moscow'))",
        sluice: t => moments.makeTimestamp(t.year, t.month, t.day, t.hour, t.minute, t.second, 'Europe/Moscow'),
      },
      {
        pyspark: "F.make_timestamp(t.year, t.month, t.day, t.hour, t.minute, t.second, F.lit('nowhere'))",
        sluice: t => moments.makeTimestamp(t.year, t.month, t.day, t.hour, t.minute, t.second, 'nowhere'),
      },
    ],
  }),
)
