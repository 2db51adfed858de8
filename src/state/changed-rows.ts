import { grown } from '../expressions/accumulators/accumulator.ts'
import type { BooleanVector } from '../schema/column-vector.ts'
import { isSparse } from './is-sparse.ts'

/**
 * The bookkeeping of a state table: which of its rows are held, and which have changed since they were last written. Rows
 * are numbered 0, 1, 2 …; a number that is dropped may be held again.
 */
export class ChangedRows {
  #live = new Uint8Array(0)
  #isChanged = new Uint8Array(0)
  #changed: number[] = []
  #size = 0
  #length = 0

  /** Rows held. */
  get size(): number {
    return this.#size
  }

  /** Rows that have a number, held or not. */
  get length(): number {
    return this.#length
  }

  /** Makes room for rows `0 .. length - 1`; new ones are not held. */
  grow(length: number): void {
    if (length <= this.#length) return
    this.#live = grown(this.#live, length)
    this.#isChanged = grown(this.#isChanged, length)
    this.#length = length
  }

  isHeld(row: number): boolean {
    return this.#live[row] === 1
  }

  /** @returns whether the row was not held before */
  hold(row: number): boolean {
    if (this.#live[row] === 1) return false
    this.#live[row] = 1
    this.#size++
    return true
  }

  /** @returns whether the row was held before */
  drop(row: number): boolean {
    if (this.#live[row] !== 1) return false
    this.#live[row] = 0
    this.#size--
    return true
  }

  /** The next `takeChanged` gives the row, once however often it is noted. */
  noteChanged(row: number): void {
    if (this.#isChanged[row] === 1) return
    this.#isChanged[row] = 1
    this.#changed.push(row)
  }

  takeChanged(): Int32Array {
    const changed = Int32Array.from(this.#changed)
    for (const row of changed) this.#isChanged[row] = 0
    this.#changed = []
    return changed
  }

  /** All rows held, ascending. */
  all(): Int32Array {
    const rows = new Int32Array(this.#size)
    for (let row = 0, count = 0; count < rows.length; row++) if (this.#live[row] === 1) rows[count++] = row
    return rows
  }

  /** The column `removed` of a state file: true for the rows that are not held any more. */
  removed(rows: Int32Array): BooleanVector {
    const values = new Uint8Array(rows.length)
    for (let i = 0; i < rows.length; i++) values[i] = 1 - this.#live[rows[i]!]!
    return { layout: 'boolean', type: { kind: 'boolean' }, length: rows.length, validity: null, values }
  }

  /** Whether most numbers belong to no row any more. @param numBytes of texts that the table keeps for all its numbers */
  isSparse(numBytes: number): boolean {
    return isSparse(this.#length - this.#size, this.#size, numBytes)
  }
}
