import type { ByteBuffer } from './byte-buffer.ts'
import { appendRleHybrid, appendRun } from './rle-hybrid.ts'

/** Which rows of a column chunk hold a value. */
export class DefinitionLevels {
  rows = 0
  /** One byte a row: 1 there is a value; `null` while there is one in each. */
  #present: Uint8Array<ArrayBuffer> | null = null

  /** Adds these rows of a vector. @returns those of them that hold a value */
  add(validity: Uint8Array | null, rows: Int32Array): Int32Array {
    const before = this.rows
    this.rows += rows.length
    if (validity === null) {
      if (this.#present !== null) {
        this.#present = grown(this.#present, this.rows)
        this.#present.fill(1, before, this.rows)
      }
      return rows
    }
    const present = grown(this.#present ?? new Uint8Array(this.rows).fill(1), this.rows)
    this.#present = present
    const held = new Int32Array(rows.length)
    let count = 0
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const isThere = validity[row]!
      present[before + i] = isThere
      held[count] = row
      count += isThere
    }
    return held.subarray(0, count)
  }

  nulls(from: number, to: number): number {
    const present = this.#present
    if (present === null) return 0
    let values = 0
    for (let row = from; row < to; row++) values += present[row]!
    return to - from - values
  }

  /** The row behind the next so many values from row `from` on. */
  rowAfter(from: number, values: number): number {
    const present = this.#present
    if (present === null) return from + values
    let row = from
    for (let left = values; left > 0; row++) left -= present[row]!
    return row
  }

  /** As a data page of version 2 holds them: level 1 for a value, 0 for null. */
  appendTo(out: ByteBuffer, from: number, to: number): void {
    if (this.#present === null) appendRun(out, 1, to - from, 1)
    else appendRleHybrid(out, Int32Array.from(this.#present.subarray(from, to)), 0, to - from, 1)
  }

  clear(): void {
    this.rows = 0
    this.#present = null
  }
}

function grown(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (length <= bytes.length) return bytes
  const longer = new Uint8Array(Math.max(length, bytes.length * 2))
  longer.set(bytes)
  return longer
}
