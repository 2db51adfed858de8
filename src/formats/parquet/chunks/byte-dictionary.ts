import type { ByteValues } from '../../../schema/byte-values.ts'
import { ByteBuffer } from './byte-buffer.ts'

/** Distinct byte strings, numbered in the order in which they came. */
export class ByteDictionary {
  length = 0
  /** The entries, one behind the other. */
  readonly buffer: ByteBuffer = new ByteBuffer()
  private starts: Int32Array<ArrayBuffer> = new Int32Array(16)
  private ends: Int32Array<ArrayBuffer> = new Int32Array(16)
  private hashes: Int32Array<ArrayBuffer> = new Int32Array(16)
  /** Open addressing: number + 1, 0 free. */
  private table: Int32Array<ArrayBuffer> = new Int32Array(64)

  /** Views, good until more are added. */
  get entries(): ByteValues {
    return { bytes: this.buffer.bytes, starts: this.starts, ends: this.ends, length: this.length }
  }

  /** Writes the numbers of `entries[from .. to)` of the source, new or not, to `target[at]` and behind. */
  codes(source: ByteValues, entries: Int32Array, from: number, to: number, target: Int32Array, at: number): void {
    const { bytes, starts, ends } = source
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    for (let i = from; i < to; i++) {
      const entry = entries[i]!
      target[at + i - from] = this.code(bytes, view, starts[entry]!, ends[entry]!)
    }
  }

  private code(bytes: Uint8Array, view: DataView, start: number, end: number): number {
    let hash = end - start
    let at = start
    for (; at + 4 <= end; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1)
      hash ^= hash >>> 15
    }
    for (; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x9e3779b1)
    hash ^= hash >>> 15
    const { table, hashes } = this
    const mask = table.length - 1
    let slot = hash & mask
    let code = table[slot]! - 1
    while (code >= 0 && (hashes[code] !== hash || !this.isSame(code, bytes, start, end))) {
      slot = (slot + 1) & mask
      code = table[slot]! - 1
    }
    return code >= 0 ? code : this.add(bytes, start, end, hash, slot)
  }

  private isSame(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const mine = this.starts[code]!
    if (this.ends[code]! - mine !== end - start) return false
    const own = this.buffer.bytes
    for (let i = 0; i < end - start; i++) if (bytes[start + i] !== own[mine + i]) return false
    return true
  }

  private add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const code = this.length++
    if (code === this.starts.length) {
      this.starts = doubled(this.starts)
      this.ends = doubled(this.ends)
      this.hashes = doubled(this.hashes)
    }
    const { buffer } = this
    buffer.reserve(end - start)
    const { bytes: own, used } = buffer
    if (end - start > 64) own.set(bytes.subarray(start, end), used)
    else for (let i = 0; i < end - start; i++) own[used + i] = bytes[start + i]!
    this.starts[code] = used
    buffer.used = used + end - start
    this.ends[code] = buffer.used
    this.hashes[code] = hash
    this.table[slot] = this.length
    if (this.length * 2 > this.table.length) this.growTable()
    return code
  }

  private growTable(): void {
    const table = new Int32Array(this.table.length * 4)
    const mask = table.length - 1
    for (let code = 0; code < this.length; code++) {
      let slot = this.hashes[code]! & mask
      while (table[slot] !== 0) slot = (slot + 1) & mask
      table[slot] = code + 1
    }
    this.table = table
  }
}

function doubled(values: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(values.length * 2)
  longer.set(values)
  return longer
}
