import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import type { Accumulator } from './accumulator.ts'
import { doublesOf } from './doubles-of.ts'
import { doublesAt, doublesVector } from './number-lists.ts'

/**
 * Exact percentiles of numbers, between two values where the position falls between them; null without a value. The state holds
 * every value. @see Spark `Percentile`, `Median`
 */
export class PercentileAccumulator implements Accumulator {
  readonly resultType: DataType
  readonly #percentages: readonly number[]
  readonly #lists: number[][] = []

  constructor(resultType: DataType, percentages: readonly number[]) {
    this.resultType = resultType
    this.#percentages = percentages
  }

  grow(groups: number): void {
    while (this.#lists.length < groups) this.#lists.push([])
  }

  update(groups: Int32Array, [input]: readonly ColumnVector[], numRows: number): void {
    if (input === undefined) return
    const values = doublesOf(input)
    for (let row = 0; row < numRows; row++)
      if (input.validity === null || input.validity[row] === 1) this.#lists[groups[row]!]!.push(values[row]!)
  }

  merge(other: PercentileAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) {
      const list = this.#lists[into[i]!]!
      for (const value of other.#lists[from[i]!]!) list.push(value)
    }
  }

  clear(groups: Int32Array): void {
    for (const group of groups) this.#lists[group] = []
  }

  finish(groups: Int32Array): ColumnVector {
    const isList = this.resultType.kind === 'array'
    return vectorOf(
      this.resultType,
      Array.from(groups, (group): Stored => {
        if (this.#lists[group]!.length === 0 || this.#percentages.length === 0) return null
        // Also puts NaN last, as Spark does.
        const sorted = Float64Array.from(this.#lists[group]!).sort()
        const results = this.#percentages.map(percentage => interpolated(sorted, percentage))
        return isList ? results : results[0]!
      }),
    )
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return [doublesVector(Array.from(groups, group => this.#lists[group]!))]
  }

  load([lists]: readonly ColumnVector[], groups: Int32Array): void {
    for (let i = 0; i < groups.length; i++) this.#lists[groups[i]!] = doublesAt(lists, i)
  }
}

function interpolated(sorted: Float64Array, percentage: number): number {
  const position = (sorted.length - 1) * percentage
  const [below, above] = [Math.floor(position), Math.ceil(position)]
  const [low, high] = [sorted[below]!, sorted[above]!]
  if (below === above || low === high || (Number.isNaN(low) && Number.isNaN(high))) return low
  return (above - position) * low + (position - below) * high
}
