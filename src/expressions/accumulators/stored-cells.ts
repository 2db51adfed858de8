import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { compareStored } from '../compare-stored.ts'
import type { Cells } from './cells.ts'
import { ownedAt } from './owned-values.ts'

/** One value or null of any type a group. */
export class StoredCells implements Cells {
  readonly #type: DataType
  #values: Stored[] = []

  constructor(type: DataType) {
    this.#type = type
  }

  grow(groups: number): void {
    while (this.#values.length < groups) this.#values.push(null)
  }

  set(group: number, vector: ColumnVector, row: number): void {
    this.#values[group] = ownedAt(vector, row)
  }

  copy(group: number, other: StoredCells, from: number): void {
    this.#values[group] = other.#values[from]!
  }

  clear(group: number): void {
    this.#values[group] = null
  }

  compare(group: number, vector: ColumnVector, row: number): number {
    const held = this.#values[group]!
    if (vector.layout !== 'utf8' || !(held instanceof Uint8Array)) return compareStored(storedAt(vector, row), held)
    const { bytes, starts, ends } = vector.dictionary
    const entry = vector.codes === null ? row : vector.codes[row]!
    const [start, end] = [starts[entry]!, ends[entry]!]
    const common = Math.min(end - start, held.length)
    for (let i = 0; i < common; i++) {
      const difference = bytes[start + i]! - held[i]!
      if (difference !== 0) return difference
    }
    return end - start - held.length
  }

  compareCells(group: number, other: StoredCells, from: number): number {
    return compareStored(other.#values[from]!, this.#values[group]!)
  }

  vector(groups: Int32Array): ColumnVector {
    return vectorOf(
      this.#type,
      Array.from(groups, group => this.#values[group]!),
    )
  }
}
