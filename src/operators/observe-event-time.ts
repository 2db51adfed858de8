import { type EventTimeStats, observe } from '../windows/watermark.ts'
import type { Rows } from './rows.ts'

/** Notes the event times that pass, for the watermark of the next batch; rows go on unchanged. @see Spark `EventTimeWatermarkExec` */
export function observeEventTime(rows: Rows, column: number, stats: EventTimeStats): Rows {
  const vector = rows.batch.columns[column]!
  const times = vector.layout === 'struct' ? vector.fields[1]! : vector
  if (times.layout === 'int64') observe(stats, times.values, times.validity, rows.batch.numRows)
  return rows
}
