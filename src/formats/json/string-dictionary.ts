import type { ByteValues } from '../../schema/byte-values.ts'

/** Entries beyond which a field's texts are not worth collecting. */
const MAX_ENTRIES = 65_536
/** A field is judged after so many distinct texts, and at each doubling. */
const FIRST_JUDGEMENT = 4096

/**
 * The distinct texts of one field, numbered in the order in which they came. It only grows, so codes and snapshots
 * stay valid for the life of the query. `code` answers -1 once the texts turn out to be mostly different.
 */
export class StringDictionary {
  /** Its texts turned out to be mostly different. */
  gaveUp = false
  private bytes = Buffer.alloc(4096)
  private view = viewOf(this.bytes)
  private used = 0
  private starts = new Int32Array(256)
  private ends = new Int32Array(256)
  private hashes = new Int32Array(256)
  private length = 0
  /** Open addressing: code + 1, 0 free. */
  private table = new Int32Array(1024)
  private lookups = 0
  private judgement = FIRST_JUDGEMENT
  private snapshotTaken: ByteValues | null = null

  /** The number of the text `bytes[start .. end)`; -1: give up collecting. `view` is over the same bytes. */
  code(bytes: Uint8Array, view: DataView, start: number, end: number): number {
    this.lookups++
    let hash = end - start
    if (hash >= 4) {
      let p = start
      for (; p + 4 <= end; p += 4) {
        hash = Math.imul(hash ^ view.getInt32(p, true), 0x9e3779b1)
        hash ^= hash >>> 15
      }
      if (p < end) {
        hash = Math.imul(hash ^ view.getInt32(end - 4, true), 0x9e3779b1)
        hash ^= hash >>> 15
      }
    } else {
      for (let p = start; p < end; p++) hash = Math.imul(hash ^ bytes[p]!, 0x9e3779b1)
      hash ^= hash >>> 15
    }
    const mask = this.table.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = this.table[slot]! - 1
      if (code < 0) return this.add(bytes, start, end, hash, slot)
      if (this.hashes[code] === hash && this.same(code, bytes, view, start, end)) return code
    }
  }

  /** All texts so far; the same object while none is added. */
  snapshot(): ByteValues {
    if (this.snapshotTaken?.length !== this.length) {
      this.snapshotTaken = { bytes: this.bytes, starts: this.starts, ends: this.ends, length: this.length }
    }
    return this.snapshotTaken!
  }

  private same(code: number, bytes: Uint8Array, view: DataView, start: number, end: number): boolean {
    let mine = this.starts[code]!
    if (this.ends[code]! - mine !== end - start) return false
    let p = start
    for (; p + 4 <= end; p += 4, mine += 4) if (view.getInt32(p, true) !== this.view.getInt32(mine, true)) return false
    for (; p < end; p++, mine++) if (bytes[p] !== this.bytes[mine]) return false
    return true
  }

  private add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const code = this.length
    if (code >= this.judgement) {
      if (code >= MAX_ENTRIES || code * 5 > this.lookups * 4) {
        this.gaveUp = true
        return -1
      }
      this.judgement *= 2
    }
    if (code === this.starts.length) this.growEntries()
    if (this.used + end - start > this.bytes.length) this.growBytes(end - start)
    this.starts[code] = this.used
    this.bytes.set(bytes.subarray(start, end), this.used)
    this.used += end - start
    this.ends[code] = this.used
    this.hashes[code] = hash
    this.table[slot] = code + 1
    this.length++
    if (this.length * 2 > this.table.length) this.growTable()
    return code
  }

  private growBytes(more: number): void {
    const bytes = Buffer.alloc(Math.max(this.bytes.length * 2, this.used + more))
    bytes.set(this.bytes)
    this.bytes = bytes
    this.view = viewOf(bytes)
  }

  private growEntries(): void {
    this.starts = doubled(this.starts)
    this.ends = doubled(this.ends)
    this.hashes = doubled(this.hashes)
  }

  private growTable(): void {
    const mask = this.table.length * 2 - 1
    const table = new Int32Array(mask + 1)
    for (let code = 0; code < this.length; code++) {
      let slot = this.hashes[code]! & mask
      while (table[slot] !== 0) slot = (slot + 1) & mask
      table[slot] = code + 1
    }
    this.table = table
  }
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function doubled(values: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2)
  larger.set(values)
  return larger
}
