import type { DataType } from '../schema/data-type.ts'
import { GroupTable } from './group-table.ts'
import { isSparse } from './is-sparse.ts'
import { type EncodeKeys, type JoinSideShape, JoinSideState } from './join-state-side.ts'
import type { OperatorState, StateTable } from './operator-state.ts'

/** The buffered rows of both sides of a stream–stream join, and the numbers of their keys. */
export interface JoinState extends OperatorState {
  readonly left: JoinSideState
  readonly right: JoinSideState
  /** The number of each row's key; nulls are a value, -0.0 is 0.0 and NaN is NaN. */
  readonly encode: EncodeKeys
  /** Keys that have a number. */
  readonly numKeys: number
}

/** @param keyTypes one for each pair of keys: both sides give the same type */
export function joinState(keyTypes: readonly DataType[], leftShape: JoinSideShape, rightShape: JoinSideShape): JoinState {
  let keys = new GroupTable(keyTypes)
  const encode: EncodeKeys = (vectors, numRows) => keys.encode(vectors, numRows)
  const left = new JoinSideState(leftShape, encode)
  const right = new JoinSideState(rightShape, encode)
  /** Rows that need not be kept have keys too. */
  const hasDeadKeys = () => {
    const rows = left.size + right.size
    return isSparse(keys.size - rows, rows, keys.numBytes)
  }
  /** The sides whose rows may get other numbers: those that have been written since the last batch. */
  const movable = new Set<JoinSideState>()
  const compact = (side: JoinSideState) => {
    movable.add(side)
    if (side.isSparse) side.become(side.rebuilt(encode))
    // Both sides know their keys by the same numbers.
    if (movable.size < 2 || !hasDeadKeys()) return
    const numbers = new GroupTable(keyTypes)
    const copies = [left, right].map(each => each.rebuilt((vectors, numRows) => numbers.encode(vectors, numRows)))
    keys = numbers
    left.become(copies[0]!)
    right.become(copies[1]!)
  }
  const tableOf = (side: JoinSideState): StateTable => ({
    name: side.name,
    get size() {
      return side.size
    },
    takeChanged() {
      movable.delete(side)
      return side.takeChanged()
    },
    all: () => side.all(),
    save: rows => side.save(rows),
    load: (file, path) => side.load(file, path),
    compact: () => compact(side),
  })
  return {
    left,
    right,
    encode,
    get numKeys() {
      return keys.size
    },
    tables: [tableOf(left), tableOf(right)],
    earliestEndUs() {
      const ends = [left.earliestEndUs(), right.earliestEndUs()].filter(end => end !== null)
      return ends.length === 0 ? null : Math.min(...ends)
    },
  }
}
