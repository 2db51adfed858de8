import type { ColumnVector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { type Accumulator, grown } from './accumulator.ts'
import type { Cells } from './cells.ts'
import { newCells } from './new-cells.ts'
import { flagsOf, flagVector } from './state-vectors.ts'

/**
 * The value of the first or last row; nulls count unless they are ignored. Rows go in the order of a partition, then
 * partition by partition, then batch by batch. @see Spark `First`, `Last`
 */
export class FirstAccumulator implements Accumulator {
  readonly resultType: DataType
  readonly #ignoreNulls: boolean
  readonly #last: boolean
  readonly #cells: Cells
  /** 1 once a row was taken, whose value may be null. */
  #taken = new Uint8Array(0)
  /** The row of the chunk that a group is to take; -1 for none. Only between the lines of `update`. */
  #rows = new Int32Array(0)

  constructor(resultType: DataType, ignoreNulls: boolean, last: boolean) {
    this.resultType = resultType
    this.#ignoreNulls = ignoreNulls
    this.#last = last
    this.#cells = newCells(resultType)
  }

  grow(groups: number): void {
    this.#cells.grow(groups)
    this.#taken = grown(this.#taken, groups)
    if (this.#rows.length < groups) this.#rows = grown(this.#rows, groups).fill(-1)
  }

  update(groups: Int32Array, [input]: readonly ColumnVector[], numRows: number): void {
    if (input === undefined) return
    const skipped = this.#ignoreNulls ? input.validity : null
    if (!this.#last) {
      for (let row = 0; row < numRows; row++) {
        const group = groups[row]!
        if (this.#taken[group] === 1 || (skipped !== null && skipped[row] === 0)) continue
        this.#cells.set(group, input, row)
        this.#taken[group] = 1
      }
      return
    }
    // Only the last row of a chunk is copied, not every row on the way to it.
    const touched: number[] = []
    for (let row = 0; row < numRows; row++) {
      if (skipped !== null && skipped[row] === 0) continue
      const group = groups[row]!
      if (this.#rows[group] === -1) touched.push(group)
      this.#rows[group] = row
    }
    for (const group of touched) {
      this.#cells.set(group, input, this.#rows[group]!)
      this.#taken[group] = 1
      this.#rows[group] = -1
    }
  }

  merge(other: FirstAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) {
      const [source, group] = [from[i]!, into[i]!]
      if (other.#taken[source] === 0 || (!this.#last && this.#taken[group] === 1)) continue
      this.#cells.copy(group, other.#cells, source)
      this.#taken[group] = 1
    }
  }

  clear(groups: Int32Array): void {
    for (const group of groups) {
      this.#cells.clear(group)
      this.#taken[group] = 0
    }
  }

  finish(groups: Int32Array): ColumnVector {
    return this.#cells.vector(groups)
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return [this.#cells.vector(groups), flagVector(groups, this.#taken)]
  }

  load([values, taken]: readonly ColumnVector[], groups: Int32Array): void {
    if (values === undefined || taken === undefined) return
    const flags = flagsOf(taken)
    for (let i = 0; i < groups.length; i++) {
      this.#cells.set(groups[i]!, values, i)
      this.#taken[groups[i]!] = flags[i]!
    }
  }
}
