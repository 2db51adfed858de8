import { grown } from '../expressions/accumulators/accumulator.ts'
import { gathered } from '../expressions/accumulators/gathered.ts'
import type { ChangedRows } from './changed-rows.ts'

/**
 * When a watermark closes each row of a table. Kept in milliseconds, rounded up: watermarks are whole milliseconds, so
 * nothing is lost, and every timestamp is exact as a double.
 */
export class EndTimes {
  /** NaN for never. */
  #endsMs = new Float64Array(0)
  /** No row that is held ends before it. */
  #earliestMs = Number.POSITIVE_INFINITY

  grow(length: number): void {
    this.#endsMs = grown(this.#endsMs, length)
  }

  /** The ends of these rows, milliseconds. */
  of(rows: Int32Array): Float64Array {
    return gathered(this.#endsMs, rows)
  }

  /** @param endMs rounded up; NaN for never */
  set(row: number, endMs: number): void {
    this.#endsMs[row] = endMs
    if (endMs < this.#earliestMs) this.#earliestMs = endMs
  }

  /** The rows held that end at or before the watermark; looked for only where there may be one. */
  expired(watermarkMs: number, rows: ChangedRows): Int32Array {
    if (this.#earliestMs > watermarkMs) return new Int32Array(0)
    const expired: number[] = []
    let earliestMs = Number.POSITIVE_INFINITY
    for (let row = 0; row < rows.length; row++) {
      if (!rows.isHeld(row)) continue
      const endMs = this.#endsMs[row]!
      if (endMs <= watermarkMs) expired.push(row)
      if (endMs < earliestMs) earliestMs = endMs
    }
    // Of the rows found as well: they are held until the caller removes them.
    this.#earliestMs = earliestMs
    return Int32Array.from(expired)
  }

  /** The earliest end of a row held, microseconds; `null` where none ever ends. */
  earliestUs(rows: ChangedRows): number | null {
    this.expired(this.#earliestMs, rows)
    return this.#earliestMs === Number.POSITIVE_INFINITY ? null : this.#earliestMs * 1000
  }
}
