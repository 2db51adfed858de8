import type { ColumnVector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { type Accumulator, grown } from './accumulator.ts'
import { StoredCells } from './stored-cells.ts'

/**
 * The least or greatest text, byte string, decimal, list or struct. Nulls are ignored; within lists and structs null is the
 * least. @see Spark `Min`, `Max`
 */
export class ExtremeAccumulator implements Accumulator {
  readonly resultType: DataType
  /** 1 for max, -1 for min. */
  readonly #sign: 1 | -1
  readonly #cells: StoredCells
  #present = new Uint8Array(0)

  constructor(resultType: DataType, sign: 1 | -1) {
    this.resultType = resultType
    this.#sign = sign
    this.#cells = new StoredCells(resultType)
  }

  grow(groups: number): void {
    this.#cells.grow(groups)
    this.#present = grown(this.#present, groups)
  }

  update(groups: Int32Array, [input]: readonly ColumnVector[], numRows: number): void {
    if (input === undefined) return
    for (let row = 0; row < numRows; row++) {
      if (input.validity !== null && input.validity[row] === 0) continue
      const group = groups[row]!
      if (this.#present[group] === 1 && this.#cells.compare(group, input, row) * this.#sign <= 0) continue
      this.#cells.set(group, input, row)
      this.#present[group] = 1
    }
  }

  merge(other: ExtremeAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) {
      const [source, group] = [from[i]!, into[i]!]
      if (other.#present[source] === 0) continue
      if (this.#present[group] === 1 && this.#cells.compareCells(group, other.#cells, source) * this.#sign <= 0) continue
      this.#cells.copy(group, other.#cells, source)
      this.#present[group] = 1
    }
  }

  clear(groups: Int32Array): void {
    for (const group of groups) {
      this.#cells.clear(group)
      this.#present[group] = 0
    }
  }

  finish(groups: Int32Array): ColumnVector {
    return this.#cells.vector(groups)
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return [this.#cells.vector(groups)]
  }

  load([values]: readonly ColumnVector[], groups: Int32Array): void {
    if (values === undefined) return
    for (let i = 0; i < groups.length; i++) {
      this.#cells.set(groups[i]!, values, i)
      this.#present[groups[i]!] = values.validity === null ? 1 : values.validity[i]!
    }
  }
}
