import type { ColumnVector } from '../../schema/column-vector.ts'
import { type Accumulator, grown } from './accumulator.ts'
import { doublesOf } from './doubles-of.ts'
import { countVector, doubleVector, nullableDoubles, numbersIn } from './state-vectors.ts'

const DOUBLE = { kind: 'double' } as const

/**
 * Sum and mean of numbers as doubles; null without a value. Values are added in row order, partials in the order of
 * partitions, the batch to the state last: Spark's order, so that the last bit agrees.
 *
 * @see Spark `Sum`, `Average`: integers are averaged as doubles and never overflow
 */
export class SumDoubleAccumulator implements Accumulator {
  readonly resultType = DOUBLE
  readonly #mean: boolean
  #sums = new Float64Array(0)
  #counts = new Float64Array(0)

  constructor(mean: boolean) {
    this.#mean = mean
  }

  grow(groups: number): void {
    this.#sums = grown(this.#sums, groups)
    this.#counts = grown(this.#counts, groups)
  }

  update(groups: Int32Array, [input]: readonly ColumnVector[], numRows: number): void {
    if (input === undefined) return
    const values = doublesOf(input)
    const [sums, counts, validity] = [this.#sums, this.#counts, input.validity]
    for (let row = 0; row < numRows; row++) {
      if (validity !== null && validity[row] === 0) continue
      const group = groups[row]!
      sums[group]! += values[row]!
      counts[group]!++
    }
  }

  merge(other: SumDoubleAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) {
      this.#sums[into[i]!]! += other.#sums[from[i]!]!
      this.#counts[into[i]!]! += other.#counts[from[i]!]!
    }
  }

  clear(groups: Int32Array): void {
    for (const group of groups) {
      this.#sums[group] = 0
      this.#counts[group] = 0
    }
  }

  finish(groups: Int32Array): ColumnVector {
    return nullableDoubles(groups, group => {
      const count = this.#counts[group]!
      if (count === 0) return undefined
      return this.#mean ? this.#sums[group]! / count : this.#sums[group]!
    })
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return [doubleVector(groups, this.#sums), countVector(groups, this.#counts)]
  }

  load([sums, counts]: readonly ColumnVector[], groups: Int32Array): void {
    const [savedSums, savedCounts] = [numbersIn(sums), numbersIn(counts)]
    for (let i = 0; i < groups.length; i++) {
      this.#sums[groups[i]!] = savedSums[i]!
      this.#counts[groups[i]!] = savedCounts[i]!
    }
  }
}
