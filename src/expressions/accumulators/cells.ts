import type { ColumnVector } from '../../schema/column-vector.ts'

/** One value or null a group: what `first`, `max` or `max_by` hold. New groups hold null. */
export interface Cells {
  grow(groups: number): void
  /** Sets a group to the value of a row, or to null. */
  set(group: number, vector: ColumnVector, row: number): void
  /** Sets a group to what a group of other cells of the same type holds. */
  copy(group: number, other: Cells, from: number): void
  clear(group: number): void
  /** Orders the value of a row against that of the group, as Spark does: below, at or above zero. Neither may be null. */
  compare(group: number, vector: ColumnVector, row: number): number
  /** Orders the value of another group against that of the group. Neither may be null. */
  compareCells(group: number, other: Cells, from: number): number
  vector(groups: Int32Array): ColumnVector
}
