import type { ColumnVector } from '../../schema/column-vector.ts'
import { bothValid } from '../numbers-of.ts'
import { type Accumulator, grown } from './accumulator.ts'
import { countVector, numbersIn } from './state-vectors.ts'

/** Rows, or those with a value in every column; for `count_if` those where the condition is true. @see Spark `Count`, `CountIf` */
export class CountAccumulator implements Accumulator {
  readonly resultType = { kind: 'long' } as const
  readonly #onlyTrue: boolean
  // Exact below 2^53 rows.
  #counts = new Float64Array(0)

  constructor(onlyTrue = false) {
    this.#onlyTrue = onlyTrue
  }

  grow(groups: number): void {
    this.#counts = grown(this.#counts, groups)
  }

  update(groups: Int32Array, inputs: readonly ColumnVector[], numRows: number): void {
    const counts = this.#counts
    let valid = inputs.reduce<Uint8Array | null>((sum, input) => bothValid(sum, input.validity, numRows), null)
    const [condition] = inputs
    if (this.#onlyTrue && condition?.layout === 'boolean') valid = bothValid(valid, condition.values, numRows)
    if (valid === null) for (let row = 0; row < numRows; row++) counts[groups[row]!]!++
    else for (let row = 0; row < numRows; row++) counts[groups[row]!]! += valid[row]!
  }

  merge(other: CountAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) this.#counts[into[i]!]! += other.#counts[from[i]!]!
  }

  clear(groups: Int32Array): void {
    for (const group of groups) this.#counts[group] = 0
  }

  finish(groups: Int32Array): ColumnVector {
    return countVector(groups, this.#counts)
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return [countVector(groups, this.#counts)]
  }

  load([counts]: readonly ColumnVector[], groups: Int32Array): void {
    const saved = numbersIn(counts)
    for (let i = 0; i < groups.length; i++) this.#counts[groups[i]!] = saved[i]!
  }
}
