import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import type { ArrayType, DataType } from '../../schema/data-type.ts'
import type { Accumulator } from './accumulator.ts'
import { setHash } from './java-hash.ts'
import { ownedAt, ownedKeys } from './owned-values.ts'
import { valueKey } from './value-key.ts'

/** The load of a hash table of Scala at which it grows, and its first size. */
const LOAD_FACTOR = 0.75
const INITIAL_CAPACITY = 16

/**
 * The distinct values but null. -0.0 is 0.0, every NaN is one. They stand in the order of Spark's hash table, which says nothing
 * but is the same in every run.
 *
 * @see Spark `CollectSet`; Scala `mutable.HashSet`
 */
export class CollectSetAccumulator implements Accumulator {
  readonly resultType: ArrayType
  readonly #sets: Map<unknown, Stored>[] = []

  constructor(element: DataType) {
    this.resultType = { kind: 'array', element }
  }

  grow(groups: number): void {
    while (this.#sets.length < groups) this.#sets.push(new Map())
  }

  update(groups: Int32Array, [input]: readonly ColumnVector[], numRows: number): void {
    if (input === undefined) return
    const keyOf = ownedKeys(input)
    for (let row = 0; row < numRows; row++) {
      if (input.validity !== null && input.validity[row] === 0) continue
      const set = this.#sets[groups[row]!]!
      const key = keyOf(row)
      if (!set.has(key)) set.set(key, normal(ownedAt(input, row)))
    }
  }

  merge(other: CollectSetAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) {
      const set = this.#sets[into[i]!]!
      for (const [key, value] of other.#sets[from[i]!]!) if (!set.has(key)) set.set(key, value)
    }
  }

  clear(groups: Int32Array): void {
    for (const group of groups) this.#sets[group] = new Map()
  }

  finish(groups: Int32Array): ColumnVector {
    const { element } = this.resultType
    return vectorOf(
      this.resultType,
      Array.from(groups, group => inTableOrder(element, [...this.#sets[group]!.values()])),
    )
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return [
      vectorOf(
        this.resultType,
        Array.from(groups, group => [...this.#sets[group]!.values()]),
      ),
    ]
  }

  load([sets]: readonly ColumnVector[], groups: Int32Array): void {
    if (sets?.layout !== 'list') return
    for (let i = 0; i < groups.length; i++) {
      const set = new Map<unknown, Stored>()
      for (let entry = sets.offsets[i]!; entry < sets.offsets[i + 1]!; entry++) {
        const value = ownedAt(sets.elements, entry)
        set.set(valueKey(value), value)
      }
      this.#sets[groups[i]!] = set
    }
  }
}

function normal(value: Stored): Stored {
  if (typeof value === 'number') return value + 0
  return Array.isArray(value) ? value.map(normal) : value
}

/** Bucket by bucket; in a bucket by hash, then in the order they came. */
function inTableOrder(type: DataType, values: readonly Stored[]): readonly Stored[] {
  const wanted = Math.trunc((values.length + 1) / LOAD_FACTOR)
  const size = Math.max(INITIAL_CAPACITY, 2 ** (32 - Math.clz32(Math.max(wanted - 1, 4))))
  const entries = values.map(value => {
    const hash = setHash(type, value)
    const spread = hash ^ (hash >>> 16)
    return { value, spread, bucket: spread & (size - 1) }
  })
  return entries.sort((a, b) => a.bucket - b.bucket || a.spread - b.spread).map(({ value }) => value)
}
