import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import type { ArrayType, DataType } from '../../schema/data-type.ts'
import type { Accumulator } from './accumulator.ts'
import { ownedAt, ownedValues } from './owned-values.ts'

/** All values but nulls, in the order of first rows, then partitions, then batches. @see Spark `CollectList` */
export class CollectListAccumulator implements Accumulator {
  readonly resultType: ArrayType
  readonly #lists: Stored[][] = []

  constructor(element: DataType) {
    this.resultType = { kind: 'array', element }
  }

  grow(groups: number): void {
    while (this.#lists.length < groups) this.#lists.push([])
  }

  update(groups: Int32Array, [input]: readonly ColumnVector[], numRows: number): void {
    if (input === undefined) return
    const ownedOf = ownedValues(input)
    for (let row = 0; row < numRows; row++)
      if (input.validity === null || input.validity[row] === 1) this.#lists[groups[row]!]!.push(ownedOf(row))
  }

  merge(other: CollectListAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) {
      const list = this.#lists[into[i]!]!
      for (const value of other.#lists[from[i]!]!) list.push(value)
    }
  }

  clear(groups: Int32Array): void {
    for (const group of groups) this.#lists[group] = []
  }

  /** The values of one group, where they are texts or byte strings. */
  bytesOf(group: number): readonly Uint8Array[] {
    return this.#lists[group]!.filter(value => value instanceof Uint8Array)
  }

  finish(groups: Int32Array): ColumnVector {
    return vectorOf(
      this.resultType,
      Array.from(groups, group => this.#lists[group]!),
    )
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return [this.finish(groups)]
  }

  load([lists]: readonly ColumnVector[], groups: Int32Array): void {
    if (lists?.layout !== 'list') return
    for (let i = 0; i < groups.length; i++) {
      const list: Stored[] = []
      for (let entry = lists.offsets[i]!; entry < lists.offsets[i + 1]!; entry++) list.push(ownedAt(lists.elements, entry))
      this.#lists[groups[i]!] = list
    }
  }
}
