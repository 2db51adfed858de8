import type { ColumnVector } from '../../schema/column-vector.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { numbersOf } from '../numbers-of.ts'
import { type Accumulator, grown } from './accumulator.ts'

const DOUBLE = { kind: 'double' } as const
const LONG = { kind: 'long' } as const

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

  update(groups: Int32Array, input: ColumnVector | null, numRows: number): void {
    if (input === null) return
    const values = numbersOf(input) ?? Float64Array.from({ length: numRows }, (_, row) => Number(storedAt(input, row) ?? 0))
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
    const values = new Float64Array(groups.length)
    const validity = new Uint8Array(groups.length)
    for (let i = 0; i < groups.length; i++) {
      const count = this.#counts[groups[i]!]!
      validity[i] = count > 0 ? 1 : 0
      values[i] = this.#mean ? this.#sums[groups[i]!]! / count : this.#sums[groups[i]!]!
    }
    return { layout: 'float64', type: DOUBLE, length: groups.length, validity: validity.includes(0) ? validity : null, values }
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    const length = groups.length
    return [
      { layout: 'float64', type: DOUBLE, length, validity: null, values: Float64Array.from(groups, group => this.#sums[group]!) },
      { layout: 'int64', type: LONG, length, validity: null, values: Float64Array.from(groups, group => this.#counts[group]!) },
    ]
  }

  load([sums, counts]: readonly ColumnVector[], groups: Int32Array): void {
    if (sums?.layout !== 'float64' || counts?.layout !== 'int64') return
    for (let i = 0; i < groups.length; i++) {
      this.#sums[groups[i]!] = sums.values[i]!
      this.#counts[groups[i]!] = Number(counts.values[i]!)
    }
  }
}
