import { type EvaluationContext, evaluate } from '../expressions/evaluate.ts'
import { WINDOW_TYPE } from '../expressions/type-of.ts'
import { zoneOf } from '../formats/time/zone.ts'
import type { PlanOf } from '../plan/plan.ts'
import { int64Values } from '../schema/column-builder.ts'
import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import { storedAt } from '../schema/stored-at.ts'
import type { CalendarInterval } from '../util/duration.ts'
import { sessionEnd, sessionGap } from '../windows/session-end.ts'
import { type Rows, selectRows } from './rows.ts'

const TIMESTAMP = { kind: 'timestamp' } as const

/**
 * Adds the session that each row would make alone as the last column. Rows without a time, or whose session would end
 * where it starts or before, are dropped.
 *
 * @see Spark `ResolveTimeWindows.scala`, rule SessionWindowing
 */
export function assignSessions(rows: Rows, step: PlanOf<'assignSessions'>, context: EvaluationContext): Rows {
  const { numRows } = rows.batch
  const times = evaluate(step.time, rows.batch, context) as ColumnVector & { layout: 'int64' }
  const gaps = evaluate(step.gap, rows.batch, context)
  const zone = zoneOf(context.timeZone)
  const known = new Map<string, CalendarInterval | null>()
  const gapAt = (row: number): CalendarInterval | null => {
    const text = storedAt(gaps, row)
    if (typeof text !== 'string') return null
    const gap = known.get(text)
    if (gap !== undefined) return gap
    const parsed = sessionGap(text)
    known.set(text, parsed)
    return parsed
  }
  const kept = new Int32Array(numRows)
  const starts: (number | bigint)[] = []
  const ends: (number | bigint)[] = []
  let count = 0
  for (let row = 0; row < numRows; row++) {
    const gap = isNullAt(times, row) ? null : gapAt(row)
    if (gap === null) continue
    const start = times.values[row]!
    const end = sessionEnd(start, gap, zone)
    if (end <= start) continue
    kept[count++] = row
    starts.push(start)
    ends.push(end)
  }
  const selected = count === numRows ? rows : selectRows(rows, kept.subarray(0, count))
  const bounds = [starts, ends].map(
    timesUs => ({ layout: 'int64', type: TIMESTAMP, length: count, validity: null, values: int64Values(timesUs) }) as const,
  )
  const column: ColumnVector = { layout: 'struct', type: WINDOW_TYPE, length: count, validity: null, fields: bounds }
  const schema = { kind: 'struct', fields: { ...rows.batch.schema.fields, [step.column]: WINDOW_TYPE } } as const
  return { batch: { schema, numRows: count, columns: [...selected.batch.columns, column] }, records: selected.records }
}
