import type { ColumnVector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'

/**
 * One aggregate for many groups, in typed arrays indexed by group number. The same class serves as a partial of one
 * source partition, as the sum over partitions and as state: Spark's partial, merge and final steps.
 *
 * A fresh or cleared group holds the aggregate of no rows.
 */
export interface Accumulator {
  readonly resultType: DataType
  /** Makes room for groups `0 .. groups - 1`. */
  grow(groups: number): void
  /** Adds row i of the inputs to group `groups[i]`, in row order; `count()` has none. */
  update(groups: Int32Array, inputs: readonly ColumnVector[], numRows: number): void
  /** Adds group `from[i]` of `other` (of the same class) to group `into[i]`. */
  merge(other: Accumulator, from: Int32Array, into: Int32Array): void
  clear(groups: Int32Array): void
  /** The results of these groups. */
  finish(groups: Int32Array): ColumnVector
  /** What must be kept of these groups to go on later. */
  save(groups: Int32Array): readonly ColumnVector[]
  /** Sets these groups from what `save` gave. */
  load(columns: readonly ColumnVector[], groups: Int32Array): void
}

/** An array twice as long as before, or as long as asked. */
export function grown<T extends Float64Array | Uint8Array | Int32Array>(values: T, length: number): T {
  if (values.length >= length) return values
  const larger = new (values.constructor as new (length: number) => T)(Math.max(length, values.length * 2, 64))
  larger.set(values)
  return larger
}
