import type { ColumnVector } from '../../schema/column-vector.ts'
import type { Accumulator } from './accumulator.ts'
import { NumberCells, type NumberLike } from './number-cells.ts'

const TWO_32 = 2 ** 32

export type BitOperator = 'and' | 'or' | 'xor'

/** Bits of whole numbers combined; null without a value. @see Spark `BitAndAgg`, `BitOrAgg`, `BitXorAgg` */
export class BitsAccumulator implements Accumulator {
  readonly resultType: NumberLike
  readonly #operator: BitOperator
  readonly #cells: NumberCells

  constructor(resultType: NumberLike, operator: BitOperator) {
    this.resultType = resultType
    this.#operator = operator
    this.#cells = new NumberCells(resultType)
  }

  grow(groups: number): void {
    this.#cells.grow(groups)
  }

  update(groups: Int32Array, [input]: readonly ColumnVector[], numRows: number): void {
    if (input?.layout !== 'int32' && input?.layout !== 'int64') return
    const { values, validity } = input
    for (let row = 0; row < numRows; row++) if (validity === null || validity[row] === 1) this.#add(groups[row]!, values[row]!)
  }

  merge(other: BitsAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) {
      const value = other.#cells.at(from[i]!)
      if (value !== null) this.#add(into[i]!, value)
    }
  }

  #add(group: number, value: number | bigint): void {
    const held = this.#cells.at(group)
    this.#cells.put(group, held === null ? value : this.#combine(held, value))
  }

  #combine(a: number | bigint, b: number | bigint): number | bigint {
    const operator = this.#operator
    if (typeof a === 'number' && typeof b === 'number') {
      const high = this.#combineHalves(Math.floor(a / TWO_32), Math.floor(b / TWO_32))
      const whole = high * TWO_32 + (this.#combineHalves(a, b) >>> 0)
      if (Number.isSafeInteger(whole)) return whole
    }
    const [x, y] = [BigInt(a), BigInt(b)]
    return operator === 'and' ? x & y : operator === 'or' ? x | y : x ^ y
  }

  /** The lower 32 bits. */
  #combineHalves(a: number, b: number): number {
    if (this.#operator === 'and') return a & b
    return this.#operator === 'or' ? a | b : a ^ b
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
