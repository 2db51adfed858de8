import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import type { ArrayType, DataType } from '../../schema/data-type.ts'
import { compareStored } from '../compare-stored.ts'
import type { Accumulator } from './accumulator.ts'
import { ownedAt, ownedValues } from './owned-values.ts'

interface Entry {
  readonly value: Stored
  readonly ordering: Stored
}

/**
 * The values of the k rows with the greatest or least orderings, the most extreme first; null where no row has an ordering. The
 * heap is Spark's, because it decides which of the rows with one ordering stay. @see Spark `MaxMinByK`, `MaxMinByKHeap`
 */
export class MaxByKAccumulator implements Accumulator {
  readonly resultType: ArrayType
  readonly #ordering: DataType
  readonly #sign: 1 | -1
  readonly #k: number
  /** The first entry is the next to go. */
  readonly #heaps: Entry[][] = []

  /** @param sign 1 for max_by, -1 for min_by */
  constructor(value: DataType, ordering: DataType, k: number, sign: 1 | -1) {
    this.resultType = { kind: 'array', element: value }
    this.#ordering = ordering
    this.#k = k
    this.#sign = sign
  }

  grow(groups: number): void {
    while (this.#heaps.length < groups) this.#heaps.push([])
  }

  update(groups: Int32Array, [value, ordering]: readonly ColumnVector[], numRows: number): void {
    if (value === undefined || ordering === undefined) return
    const orderingOf = ownedValues(ordering)
    for (let row = 0; row < numRows; row++) {
      if (ordering.validity !== null && ordering.validity[row] === 0) continue
      const heap = this.#heaps[groups[row]!]!
      const own = orderingOf(row)
      if (heap.length < this.#k || this.#compare(own, heap[0]!.ordering) > 0)
        this.#insert(heap, { value: ownedAt(value, row), ordering: own })
    }
  }

  merge(other: MaxByKAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) for (const entry of other.#heaps[from[i]!]!) this.#insert(this.#heaps[into[i]!]!, entry)
  }

  #compare(a: Stored, b: Stored): number {
    return compareStored(a, b) * this.#sign
  }

  #insert(heap: Entry[], entry: Entry): void {
    if (heap.length < this.#k) {
      heap.push(entry)
      this.#up(heap)
    } else if (this.#compare(entry.ordering, heap[0]!.ordering) > 0) {
      heap[0] = entry
      this.#down(heap)
    }
  }

  #up(heap: Entry[]): void {
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1
      if (this.#compare(heap[at]!.ordering, heap[parent]!.ordering) >= 0) return
      swap(heap, at, parent)
      at = parent
    }
  }

  #down(heap: Entry[]): void {
    for (let at = 0; 2 * at + 1 < heap.length; ) {
      const left = 2 * at + 1
      const right = left + 1
      const isRight = right < heap.length && this.#compare(heap[right]!.ordering, heap[left]!.ordering) < 0
      const child = isRight ? right : left
      if (this.#compare(heap[at]!.ordering, heap[child]!.ordering) <= 0) return
      swap(heap, at, child)
      at = child
    }
  }

  clear(groups: Int32Array): void {
    for (const group of groups) this.#heaps[group] = []
  }

  finish(groups: Int32Array): ColumnVector {
    return vectorOf(
      this.resultType,
      Array.from(groups, group => {
        const heap = this.#heaps[group]!
        if (heap.length === 0) return null
        return [...heap].sort((a, b) => this.#compare(b.ordering, a.ordering)).map(({ value }) => value)
      }),
    )
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    const heaps = Array.from(groups, group => this.#heaps[group]!)
    const values = heaps.map(heap => heap.map(({ value }) => value))
    const orderings = heaps.map(heap => heap.map(({ ordering }) => ordering))
    return [vectorOf(this.resultType, values), vectorOf({ kind: 'array', element: this.#ordering }, orderings)]
  }

  load([values, orderings]: readonly ColumnVector[], groups: Int32Array): void {
    if (values?.layout !== 'list' || orderings?.layout !== 'list') return
    for (let i = 0; i < groups.length; i++) {
      const [start, end] = [values.offsets[i]!, values.offsets[i + 1]!]
      this.#heaps[groups[i]!] = Array.from({ length: end - start }, (_, j) => ({
        value: ownedAt(values.elements, start + j),
        ordering: ownedAt(orderings.elements, start + j),
      }))
    }
  }
}

function swap(heap: Entry[], a: number, b: number): void {
  const held = heap[a]!
  heap[a] = heap[b]!
  heap[b] = held
}
