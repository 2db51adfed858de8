import { TimestampColumn } from '../column.ts'

/** The time at which the batch was planned: one value for all its rows, the same again in a replay. */
export function currentTimestamp(): TimestampColumn {
  return new TimestampColumn({ node: { kind: 'currentTimestamp' }, type: { kind: 'timestamp' } })
}
