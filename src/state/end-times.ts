import { grown } from '../expressions/accumulators/accumulator.ts'
import { gathered } from '../expressions/accumulators/gathered.ts'
import type { ChangedRows } from './changed-rows.ts'

/** Where more than one in so many rows is found, all are looked at in one go: quicker than one by one. */
const MANY = 16

/**
 * When a watermark closes each row of a table: a heap, so that a batch looks at the rows that end and at no others. Kept in
 * milliseconds, rounded up: watermarks are whole milliseconds, so nothing is lost, and every timestamp is exact as a double.
 */
export class EndTimes {
  /** NaN for never. */
  #endsMs = new Float64Array(0)
  /** Rows that end, each once; none ends before the one at half its place. Rows that are not held any more leave when found. */
  #heap = new Int32Array(0)
  #size = 0
  /** By row: its place in the heap and 1; 0 for none. */
  #places = new Int32Array(0)

  grow(length: number): void {
    this.#endsMs = grown(this.#endsMs, length)
    this.#places = grown(this.#places, length)
  }

  /** The ends of these rows, milliseconds. */
  of(rows: Int32Array): Float64Array {
    return gathered(this.#endsMs, rows)
  }

  /** When a row ends, milliseconds; NaN for never. */
  at(row: number): number {
    return this.#endsMs[row]!
  }

  /** @param endMs rounded up; NaN for never */
  set(row: number, endMs: number): void {
    const place = this.#places[row]! - 1
    if (Number.isNaN(endMs)) {
      if (place >= 0) this.#removeAt(place)
      this.#endsMs[row] = endMs
      return
    }
    this.#endsMs[row] = endMs
    if (place >= 0) this.#settle(row, place)
    else {
      this.#heap = grown(this.#heap, this.#size + 1)
      this.#rise(row, this.#size++)
    }
  }

  /** The rows held that end at or before the watermark, ascending; they stay known until the caller lets go of them. */
  expired(watermarkMs: number, rows: ChangedRows): Int32Array {
    if (this.#size === 0 || this.#endsMs[this.#heap[0]!]! > watermarkMs) return new Int32Array(0)
    const places = this.#placesUpTo(watermarkMs)
    if (places === null) return this.#expiredOfAll(watermarkMs, rows)
    const found = Int32Array.from(places, place => this.#heap[place]!)
    for (const row of found) if (!rows.isHeld(row)) this.#removeAt(this.#places[row]! - 1)
    return found.filter(row => rows.isHeld(row)).sort()
  }

  /** The row held that ends first, of several the one with the lowest number; -1 where none ever ends. */
  earliest(rows: ChangedRows): number {
    if (this.#size - rows.size > this.#size / MANY) this.#expiredOfAll(Number.NEGATIVE_INFINITY, rows)
    while (this.#size > 0 && !rows.isHeld(this.#heap[0]!)) this.#removeAt(0)
    return this.#size === 0 ? -1 : this.#heap[0]!
  }

  /** The earliest end of a row held, microseconds; `null` where none ever ends. */
  earliestUs(rows: ChangedRows): number | null {
    const row = this.earliest(rows)
    return row < 0 ? null : this.#endsMs[row]! * 1000
  }

  /** The places of rows that end up to then; `null` where they are many. */
  #placesUpTo(watermarkMs: number): readonly number[] | null {
    const places = [0]
    for (let i = 0; i < places.length; i++) {
      if (places.length * MANY > this.#size + MANY * MANY) return null
      const child = 2 * places[i]! + 1
      for (let place = child; place < Math.min(child + 2, this.#size); place++)
        if (this.#endsMs[this.#heap[place]!]! <= watermarkMs) places.push(place)
    }
    return places
  }

  #expiredOfAll(watermarkMs: number, rows: ChangedRows): Int32Array {
    const expired: number[] = []
    const before = this.#heap.subarray(0, this.#size)
    for (const row of before) this.#places[row] = 0
    this.#size = 0
    for (const row of before) {
      if (!rows.isHeld(row)) continue
      this.#heap[this.#size] = row
      this.#places[row] = ++this.#size
      if (this.#endsMs[row]! <= watermarkMs) expired.push(row)
    }
    for (let place = (this.#size >> 1) - 1; place >= 0; place--) this.#sink(this.#heap[place]!, place)
    return Int32Array.from(expired).sort()
  }

  #removeAt(place: number): void {
    this.#places[this.#heap[place]!] = 0
    const last = this.#heap[--this.#size]!
    if (place < this.#size) this.#settle(last, place)
  }

  #settle(row: number, place: number): void {
    this.#put(row, place)
    this.#rise(row, place)
    this.#sink(row, this.#places[row]! - 1)
  }

  #rise(row: number, from: number): void {
    let place = from
    while (place > 0) {
      const above = (place - 1) >> 1
      if (!this.#isBefore(row, this.#heap[above]!)) break
      this.#put(this.#heap[above]!, place)
      place = above
    }
    this.#put(row, place)
  }

  #sink(row: number, from: number): void {
    let place = from
    for (;;) {
      let child = 2 * place + 1
      if (child >= this.#size) break
      if (child + 1 < this.#size && this.#isBefore(this.#heap[child + 1]!, this.#heap[child]!)) child++
      if (!this.#isBefore(this.#heap[child]!, row)) break
      this.#put(this.#heap[child]!, place)
      place = child
    }
    this.#put(row, place)
  }

  #put(row: number, place: number): void {
    this.#heap[place] = row
    this.#places[row] = place + 1
  }

  #isBefore(row: number, other: number): boolean {
    const ms = this.#endsMs[row]!
    const otherMs = this.#endsMs[other]!
    return ms < otherMs || (ms === otherMs && row < other)
  }
}
