import type { ColumnVector } from '../../schema/column-vector.ts'
import { type Accumulator, grown } from './accumulator.ts'
import { doublesOf } from './doubles-of.ts'
import { doubleVector, flagsOf, flagVector, nullableDoubles, numbersIn } from './state-vectors.ts'

/** The product of numbers as doubles; null without a value. @see Spark `Product` */
export class ProductAccumulator implements Accumulator {
  readonly resultType = { kind: 'double' } as const
  #products = new Float64Array(0)
  #present = new Uint8Array(0)

  grow(groups: number): void {
    this.#products = grown(this.#products, groups)
    this.#present = grown(this.#present, groups)
  }

  update(groups: Int32Array, [input]: readonly ColumnVector[], numRows: number): void {
    if (input === undefined) return
    const values = doublesOf(input)
    for (let row = 0; row < numRows; row++) {
      if (input.validity === null || input.validity[row] === 1) this.#multiply(groups[row]!, values[row]!)
    }
  }

  merge(other: ProductAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) if (other.#present[from[i]!] === 1) this.#multiply(into[i]!, other.#products[from[i]!]!)
  }

  #multiply(group: number, value: number): void {
    this.#products[group] = this.#present[group] === 1 ? this.#products[group]! * value : value
    this.#present[group] = 1
  }

  clear(groups: Int32Array): void {
    for (const group of groups) this.#present[group] = 0
  }

  finish(groups: Int32Array): ColumnVector {
    return nullableDoubles(groups, group => (this.#present[group] === 1 ? this.#products[group] : undefined))
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return [doubleVector(groups, this.#products), flagVector(groups, this.#present)]
  }

  load([products, present]: readonly ColumnVector[], groups: Int32Array): void {
    if (present === undefined) return
    const [saved, flags] = [numbersIn(products), flagsOf(present)]
    for (let i = 0; i < groups.length; i++) {
      this.#products[groups[i]!] = saved[i]!
      this.#present[groups[i]!] = flags[i]!
    }
  }
}
