import type { ColumnVector } from '../../schema/column-vector.ts'
import { type Accumulator, grown } from './accumulator.ts'

const LONG = { kind: 'long' } as const

/** Rows, or non-null values of a column. @see Spark `Count` */
export class CountAccumulator implements Accumulator {
  readonly resultType = LONG
  // Exact below 2^53 rows.
  #counts = new Float64Array(0)

  grow(groups: number): void {
    this.#counts = grown(this.#counts, groups)
  }

  update(groups: Int32Array, input: ColumnVector | null, numRows: number): void {
    const counts = this.#counts
    const validity = input === null ? null : input.validity
    if (validity === null) for (let row = 0; row < numRows; row++) counts[groups[row]!]!++
    else for (let row = 0; row < numRows; row++) counts[groups[row]!]! += validity[row]!
  }

  merge(other: CountAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) this.#counts[into[i]!]! += other.#counts[from[i]!]!
  }

  clear(groups: Int32Array): void {
    for (const group of groups) this.#counts[group] = 0
  }

  finish(groups: Int32Array): ColumnVector {
    return {
      layout: 'int64',
      type: LONG,
      length: groups.length,
      validity: null,
      values: Float64Array.from(groups, group => this.#counts[group]!),
    }
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return [this.finish(groups)]
  }

  load([counts]: readonly ColumnVector[], groups: Int32Array): void {
    if (counts?.layout !== 'int64') return
    for (let i = 0; i < groups.length; i++) this.#counts[groups[i]!] = Number(counts.values[i]!)
  }
}
