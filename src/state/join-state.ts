import type { DataType } from '../schema/data-type.ts'
import { GroupTable } from './group-table.ts'
import { type EncodeKeys, type JoinSideShape, JoinSideState } from './join-state-side.ts'
import type { OperatorState, StateTable } from './operator-state.ts'

/** The buffered rows of both sides of a stream–stream join, and the numbers of their keys. */
export interface JoinState extends OperatorState {
  readonly left: JoinSideState
  readonly right: JoinSideState
  /** The number of each row's key; nulls are a value, -0.0 is 0.0 and NaN is NaN. */
  readonly encode: EncodeKeys
}

/** @param keyTypes one for each pair of keys: both sides give the same type */
export function joinState(keyTypes: readonly DataType[], leftShape: JoinSideShape, rightShape: JoinSideShape): JoinState {
  let keys = new GroupTable(keyTypes)
  const encode: EncodeKeys = (vectors, numRows) => keys.encode(vectors, numRows)
  const left = new JoinSideState(leftShape, encode)
  const right = new JoinSideState(rightShape, encode)
  // Keys that only rows now gone had are forgotten with them, so the sides are rebuilt together.
  const compact = () => {
    if (!left.isSparse && !right.isSparse) return
    keys = new GroupTable(keyTypes)
    left.rebuild()
    right.rebuild()
  }
  const compacted = (table: JoinSideState): StateTable => ({
    name: table.name,
    get size() {
      return table.size
    },
    takeChanged: () => table.takeChanged(),
    all: () => table.all(),
    save: rows => table.save(rows),
    load: (file, path) => table.load(file, path),
    compact,
  })
  return {
    left,
    right,
    encode,
    tables: [compacted(left), compacted(right)],
    earliestEndUs() {
      const ends = [left.earliestEndUs(), right.earliestEndUs()].filter(end => end !== null)
      return ends.length === 0 ? null : Math.min(...ends)
    },
  }
}
