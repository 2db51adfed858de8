import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { compareStored } from '../compare-stored.ts'
import type { Accumulator } from './accumulator.ts'

/** The least or greatest value; nulls are ignored, NaN is above every number. @see Spark `Min`, `Max` */
export class ExtremeAccumulator implements Accumulator {
  readonly resultType: DataType
  /** 1 for max, -1 for min. */
  readonly #sign: 1 | -1
  #values: Stored[] = []

  constructor(resultType: DataType, sign: 1 | -1) {
    this.resultType = resultType
    this.#sign = sign
  }

  grow(groups: number): void {
    while (this.#values.length < groups) this.#values.push(null)
  }

  update(groups: Int32Array, input: ColumnVector | null, numRows: number): void {
    if (input === null) return
    for (let row = 0; row < numRows; row++) this.#take(groups[row]!, storedAt(input, row))
  }

  merge(other: ExtremeAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) this.#take(into[i]!, other.#values[from[i]!]!)
  }

  #take(group: number, value: Stored): void {
    if (value === null) return
    const held = this.#values[group]!
    // A binary value is a view into a buffer that will be let go.
    if (held === null || compareStored(value, held) * this.#sign > 0)
      this.#values[group] = value instanceof Uint8Array ? value.slice() : value
  }

  clear(groups: Int32Array): void {
    for (const group of groups) this.#values[group] = null
  }

  finish(groups: Int32Array): ColumnVector {
    return vectorOf(
      this.resultType,
      Array.from(groups, group => this.#values[group]!),
    )
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return [this.finish(groups)]
  }

  load([values]: readonly ColumnVector[], groups: Int32Array): void {
    if (values === undefined) return
    for (let i = 0; i < groups.length; i++) this.#values[groups[i]!] = storedAt(values, i)
  }
}
