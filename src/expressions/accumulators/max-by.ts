import type { ColumnVector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { type Accumulator, grown } from './accumulator.ts'
import type { Cells } from './cells.ts'
import { newCells } from './new-cells.ts'
import { flagsOf, flagVector } from './state-vectors.ts'

/**
 * The value of the row with the greatest or least ordering. Rows with a null ordering are left out; of equal orderings the
 * later row wins; the value may be null. @see Spark `MaxBy`, `MinBy`
 */
export class MaxByAccumulator implements Accumulator {
  readonly resultType: DataType
  readonly #sign: 1 | -1
  readonly #values: Cells
  readonly #orderings: Cells
  #present = new Uint8Array(0)
  /** The row of the chunk that a group is to take; -1 for none. Only between the lines of `update`. */
  #rows = new Int32Array(0)

  /** @param sign 1 for max_by, -1 for min_by */
  constructor(resultType: DataType, ordering: DataType, sign: 1 | -1) {
    this.resultType = resultType
    this.#sign = sign
    this.#values = newCells(resultType)
    this.#orderings = newCells(ordering)
  }

  grow(groups: number): void {
    this.#values.grow(groups)
    this.#orderings.grow(groups)
    this.#present = grown(this.#present, groups)
    if (this.#rows.length < groups) this.#rows = grown(this.#rows, groups).fill(-1)
  }

  update(groups: Int32Array, [value, ordering]: readonly ColumnVector[], numRows: number): void {
    if (value === undefined || ordering === undefined) return
    // Only the value that wins the chunk is copied.
    const touched: number[] = []
    for (let row = 0; row < numRows; row++) {
      if (ordering.validity !== null && ordering.validity[row] === 0) continue
      const group = groups[row]!
      const order = this.#present[group] === 1 ? this.#orderings.compare(group, ordering, row) * this.#sign : 1
      if (order < 0) continue
      if (order > 0) this.#orderings.set(group, ordering, row)
      this.#present[group] = 1
      if (this.#rows[group] === -1) touched.push(group)
      this.#rows[group] = row
    }
    for (const group of touched) {
      this.#values.set(group, value, this.#rows[group]!)
      this.#rows[group] = -1
    }
  }

  merge(other: MaxByAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) {
      const [source, group] = [from[i]!, into[i]!]
      if (other.#present[source] === 0) continue
      const isBeyond =
        this.#present[group] === 0 || this.#orderings.compareCells(group, other.#orderings, source) * this.#sign >= 0
      if (!isBeyond) continue
      this.#orderings.copy(group, other.#orderings, source)
      this.#values.copy(group, other.#values, source)
      this.#present[group] = 1
    }
  }

  clear(groups: Int32Array): void {
    for (const group of groups) {
      this.#values.clear(group)
      this.#orderings.clear(group)
      this.#present[group] = 0
    }
  }

  finish(groups: Int32Array): ColumnVector {
    return this.#values.vector(groups)
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return [this.#values.vector(groups), this.#orderings.vector(groups), flagVector(groups, this.#present)]
  }

  load([values, orderings, present]: readonly ColumnVector[], groups: Int32Array): void {
    if (values === undefined || orderings === undefined || present === undefined) return
    const flags = flagsOf(present)
    for (let i = 0; i < groups.length; i++) {
      this.#values.set(groups[i]!, values, i)
      this.#orderings.set(groups[i]!, orderings, i)
      this.#present[groups[i]!] = flags[i]!
    }
  }
}
