import { vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import type { BinaryType, StringType } from '../../schema/data-type.ts'
import type { Accumulator } from './accumulator.ts'
import { CollectListAccumulator } from './collect-list.ts'

/** All texts or byte strings but nulls put together, with a delimiter between them; null without a value. @see Spark `ListAgg` */
export class ListAggAccumulator implements Accumulator {
  readonly resultType: StringType | BinaryType
  readonly #delimiter: Buffer
  readonly #lists: CollectListAccumulator

  constructor(resultType: StringType | BinaryType, delimiter: string) {
    this.resultType = resultType
    this.#delimiter = Buffer.from(delimiter)
    this.#lists = new CollectListAccumulator(resultType)
  }

  grow(groups: number): void {
    this.#lists.grow(groups)
  }

  update(groups: Int32Array, inputs: readonly ColumnVector[], numRows: number): void {
    this.#lists.update(groups, inputs, numRows)
  }

  merge(other: ListAggAccumulator, from: Int32Array, into: Int32Array): void {
    this.#lists.merge(other.#lists, from, into)
  }

  clear(groups: Int32Array): void {
    this.#lists.clear(groups)
  }

  finish(groups: Int32Array): ColumnVector {
    const texts = Array.from(groups, group => {
      const parts = this.#lists.bytesOf(group)
      return parts.length === 0 ? null : Buffer.concat(parts.flatMap((part, i) => (i === 0 ? [part] : [this.#delimiter, part])))
    })
    return vectorOf(this.resultType, texts)
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return this.#lists.save(groups)
  }

  load(columns: readonly ColumnVector[], groups: Int32Array): void {
    this.#lists.load(columns, groups)
  }
}
