import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { compareStored } from '../compare-stored.ts'
import type { Accumulator } from './accumulator.ts'
import { javaHash } from './java-hash.ts'
import { doublesAt, doublesVector } from './number-lists.ts'
import { hashTableOrder } from './open-hash-order.ts'
import { ownedAt, ownedKeys } from './owned-values.ts'
import { valueKey } from './value-key.ts'

interface Entry {
  readonly value: Stored
  count: number
}

/**
 * The most frequent value but null; null without a value. Of values with one frequency the least where asked for, else the first
 * in Spark's hash table. @see Spark `Mode`
 */
export class ModeAccumulator implements Accumulator {
  readonly resultType: DataType
  readonly #deterministic: boolean
  readonly #entries: Map<unknown, Entry>[] = []

  constructor(resultType: DataType, deterministic: boolean) {
    this.resultType = resultType
    this.#deterministic = deterministic
  }

  grow(groups: number): void {
    while (this.#entries.length < groups) this.#entries.push(new Map())
  }

  update(groups: Int32Array, [input]: readonly ColumnVector[], numRows: number): void {
    if (input === undefined) return
    const keyOf = ownedKeys(input)
    for (let row = 0; row < numRows; row++) {
      if (input.validity !== null && input.validity[row] === 0) continue
      const entries = this.#entries[groups[row]!]!
      const key = keyOf(row)
      const entry = entries.get(key)
      if (entry === undefined) entries.set(key, { value: ownedAt(input, row), count: 1 })
      else entry.count++
    }
  }

  merge(other: ModeAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) {
      const entries = this.#entries[into[i]!]!
      for (const [key, { value, count }] of other.#entries[from[i]!]!) {
        const entry = entries.get(key)
        if (entry === undefined) entries.set(key, { value, count })
        else entry.count += count
      }
    }
  }

  clear(groups: Int32Array): void {
    for (const group of groups) this.#entries[group] = new Map()
  }

  finish(groups: Int32Array): ColumnVector {
    return vectorOf(
      this.resultType,
      Array.from(groups, group => this.#winner([...this.#entries[group]!.values()])),
    )
  }

  #winner(entries: readonly Entry[]): Stored {
    const most = entries.reduce((greatest, { count }) => Math.max(greatest, count), 0)
    const values = entries.filter(({ count }) => count === most).map(({ value }) => value)
    if (values.length <= 1) return values[0] ?? null
    if (this.#deterministic) return values.reduce((least, value) => (compareStored(value, least) < 0 ? value : least))
    const hashes = entries.map(({ value }) => javaHash(this.resultType, value))
    return entries[hashTableOrder(hashes).find(i => entries[i]!.count === most)!]!.value
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    const entries = Array.from(groups, group => [...this.#entries[group]!.values()])
    return [
      vectorOf(
        { kind: 'array', element: this.resultType },
        entries.map(list => list.map(({ value }) => value)),
      ),
      doublesVector(entries.map(list => list.map(({ count }) => count))),
    ]
  }

  load([values, counts]: readonly ColumnVector[], groups: Int32Array): void {
    if (values?.layout !== 'list') return
    for (let i = 0; i < groups.length; i++) {
      const entries = new Map<unknown, Entry>()
      for (const [j, count] of doublesAt(counts, i).entries()) {
        const value = ownedAt(values.elements, values.offsets[i]! + j)
        entries.set(valueKey(value), { value, count })
      }
      this.#entries[groups[i]!] = entries
    }
  }
}
