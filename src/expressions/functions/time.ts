import { type DateColumn, TimestampColumn } from '../column.ts'
import { call } from './call.ts'

/**
 * The time at which the batch was planned: one value for all its rows, the same again in a replay.
 *
 * @see Spark `CurrentBatchTimestamp`
 */
export function currentTimestamp(): TimestampColumn {
  return new TimestampColumn({ node: { kind: 'currentTimestamp' }, type: { kind: 'timestamp' } })
}

/** The same as `currentTimestamp`. */
export const now = currentTimestamp

/**
 * The day, in the session's time zone, at which the batch was planned.
 *
 * @example currentDate()
 * @see Spark `CurrentDate`
 */
export function currentDate(): DateColumn {
  return call('current_date', []) as DateColumn
}
