import type { ColumnVector } from '../../schema/column-vector.ts'
import { numbersOf } from '../numbers-of.ts'
import type { Accumulator } from './accumulator.ts'
import { NumberCells, type NumberLike } from './number-cells.ts'

/**
 * The least or greatest number, day, moment or condition. Nulls are ignored; NaN is above every number; of -0.0 and 0.0, which
 * are equal, the first stays.
 *
 * @see Spark `Min`, `Max`, `CodeGenerator.reassignIfGreater`
 */
export class ExtremeNumberAccumulator implements Accumulator {
  readonly resultType: NumberLike
  /** 1 for max, -1 for min. */
  readonly #sign: 1 | -1
  readonly #cells: NumberCells

  constructor(resultType: NumberLike, sign: 1 | -1) {
    this.resultType = resultType
    this.#sign = sign
    this.#cells = new NumberCells(resultType)
  }

  grow(groups: number): void {
    this.#cells.grow(groups)
  }

  update(groups: Int32Array, [input]: readonly ColumnVector[], numRows: number): void {
    if (input === undefined) return
    const numbers = numbersOf(input)
    if (numbers === null || this.#cells.exact.size > 0) this.#updateExact(groups, input, numRows)
    else if (this.#sign > 0) this.#greatest(groups, numbers, input.validity, numRows)
    else this.#least(groups, numbers, input.validity, numRows)
  }

  #greatest(groups: Int32Array, numbers: ArrayLike<number>, validity: Uint8Array | null, numRows: number): void {
    const { values, present } = this.#cells
    for (let row = 0; row < numRows; row++) {
      if (validity !== null && validity[row] === 0) continue
      const [group, value] = [groups[row]!, numbers[row]!]
      const held = values[group]!
      if (present[group] === 1 && !(value > held || (Number.isNaN(value) && !Number.isNaN(held)))) continue
      values[group] = value
      present[group] = 1
    }
  }

  #least(groups: Int32Array, numbers: ArrayLike<number>, validity: Uint8Array | null, numRows: number): void {
    const { values, present } = this.#cells
    for (let row = 0; row < numRows; row++) {
      if (validity !== null && validity[row] === 0) continue
      const [group, value] = [groups[row]!, numbers[row]!]
      const held = values[group]!
      if (present[group] === 1 && !(value < held || (Number.isNaN(held) && !Number.isNaN(value)))) continue
      values[group] = value
      present[group] = 1
    }
  }

  #updateExact(groups: Int32Array, input: ColumnVector, numRows: number): void {
    const cells = this.#cells
    for (let row = 0; row < numRows; row++) {
      if (input.validity !== null && input.validity[row] === 0) continue
      const group = groups[row]!
      if (cells.present[group] === 0 || cells.compare(group, input, row) * this.#sign > 0) cells.set(group, input, row)
    }
  }

  merge(other: ExtremeNumberAccumulator, from: Int32Array, into: Int32Array): void {
    const cells = this.#cells
    for (let i = 0; i < from.length; i++) {
      const [source, group] = [from[i]!, into[i]!]
      if (other.#cells.present[source] === 0) continue
      if (cells.present[group] === 0 || cells.compareCells(group, other.#cells, source) * this.#sign > 0)
        cells.copy(group, other.#cells, source)
    }
  }

  clear(groups: Int32Array): void {
    for (const group of groups) this.#cells.clear(group)
  }

  finish(groups: Int32Array): ColumnVector {
    return this.#cells.vector(groups)
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return [this.#cells.vector(groups)]
  }

  load([values]: readonly ColumnVector[], groups: Int32Array): void {
    if (values === undefined) return
    for (let i = 0; i < groups.length; i++) this.#cells.set(groups[i]!, values, i)
  }
}
