import type { Accumulator } from '../expressions/accumulators/accumulator.ts'
import { int64Values } from '../schema/column-builder.ts'
import type { ColumnVector, Int64Vector } from '../schema/column-vector.ts'
import { takeValues } from '../schema/take-rows.ts'
import type { GroupedShape } from '../state/grouped-accumulators.ts'
import type { SessionBounds, SessionState } from '../state/session-state.ts'

/** Sessions that rows of a batch make, one for each group: not yet merged, with neither each other nor the state. */
export interface RowSessions {
  /** The grouping columns besides the session. */
  readonly keys: readonly ColumnVector[]
  readonly bounds: SessionBounds
  readonly accumulators: readonly Accumulator[]
  /** Their numbers in `accumulators`. */
  readonly groups: Int32Array
}

/** A session that is being merged. Its row, the first of the batch that belongs to it, carries the key. */
interface Merged {
  readonly key: number
  readonly startUs: number | bigint
  endUs: number | bigint
  isNew: boolean
  row: number
}

/**
 * Merges the sessions of a batch with those of the state, key by key in the order of their starts: one that starts at
 * or before the end of another belongs to it.
 *
 * @returns what Spark counts, which writes all sessions of a key anew where one changes: those, and those that are gone
 * @see Spark `MergingSortWithSessionWindowStateIterator`, `UpdatingSessionsIterator`
 */
export function mergeSessions(
  shape: GroupedShape,
  state: SessionState,
  rows: RowSessions,
): { readonly updated: number; readonly removed: number } {
  const count = rows.groups.length
  if (count === 0) return { updated: 0, removed: 0 }
  const keyNumbers = state.keyNumbers(rows.keys, count)
  const held = [...new Set(keyNumbers)].flatMap(key => state.sessionsOf(key).map(session => ({ key, session })))
  const heldSessions = Int32Array.from(held, ({ session }) => session)

  // All pieces in one set of accumulators: those of the batch first, then those of the state.
  const pieces = shape.newAccumulators()
  const total = count + held.length
  const own = Int32Array.from({ length: count }, (_, i) => i)
  const copies = Int32Array.from({ length: held.length }, (_, i) => count + i)
  for (const [i, accumulator] of pieces.entries()) {
    accumulator.grow(total)
    accumulator.merge(rows.accumulators[i]!, rows.groups, own)
    accumulator.merge(state.accumulators[i]!, heldSessions, copies)
  }
  const { starts, ends } = rows.bounds
  const keyOf = (piece: number) => (piece < count ? keyNumbers[piece]! : held[piece - count]!.key)
  const startOf = (piece: number) => (piece < count ? starts.values[piece]! : state.startOf(held[piece - count]!.session))
  const endOf = (piece: number) => (piece < count ? ends.values[piece]! : state.endOf(held[piece - count]!.session))
  // Of two with one start, what the state holds comes first.
  const order = Int32Array.from({ length: total }, (_, piece) => piece).sort(
    (a, b) => keyOf(a) - keyOf(b) || compareTimes(startOf(a), startOf(b)) || Number(b >= count) - Number(a >= count) || a - b,
  )

  const into = new Int32Array(total)
  const merged: Merged[] = []
  for (const [i, piece] of order.entries()) {
    const last = merged.at(-1)
    const [key, startUs, endUs] = [keyOf(piece), startOf(piece), endOf(piece)]
    if (last === undefined || last.key !== key || startUs > last.endUs)
      merged.push({ key, startUs, endUs, isNew: piece < count, row: piece })
    else {
      if (endUs > last.endUs) last.endUs = endUs
      last.isNew ||= piece < count
      last.row = Math.min(last.row, piece)
    }
    into[i] = merged.length - 1
  }
  const results = shape.newAccumulators()
  for (const [i, accumulator] of results.entries()) {
    accumulator.grow(merged.length)
    accumulator.merge(pieces[i]!, order, into)
  }

  // A session of the state that no row touched stays as it is; of the others each has a row, which carries the key.
  const touched = Int32Array.from(merged.keys()).filter(i => merged[i]!.isNew)
  const gone: number[] = []
  for (const [i, piece] of order.entries()) {
    const whole = merged[into[i]!]!
    if (piece >= count && whole.isNew && compareTimes(startOf(piece), whole.startUs) !== 0)
      gone.push(held[piece - count]!.session)
  }
  state.remove(Int32Array.from(gone))
  const carriers = touched.map(i => merged[i]!.row)
  const keys = rows.keys.map(key => takeValues(key, carriers))
  const bounds = {
    starts: timesOf(Array.from(touched, i => merged[i]!.startUs)),
    ends: timesOf(Array.from(touched, i => merged[i]!.endUs)),
  }
  state.put(keys, bounds, results, touched)
  return { updated: merged.length, removed: gone.length }
}

/** Of a number and a bigint as well, exactly. */
const compareTimes = (a: number | bigint, b: number | bigint): number => Number(a > b) - Number(a < b)

function timesOf(timesUs: readonly (number | bigint)[]): Int64Vector {
  return { layout: 'int64', type: { kind: 'timestamp' }, length: timesUs.length, validity: null, values: int64Values(timesUs) }
}
