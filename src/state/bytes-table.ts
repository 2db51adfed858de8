import type { ByteValues } from '../schema/byte-values.ts'
import { SluiceError } from '../util/error.ts'
import { HASH_SEEDS } from './hash-seeds.ts'

const KEY_0 = HASH_SEEDS[0]!
const KEY_1 = HASH_SEEDS[3]!

/** Positions in the buffer are 32-bit numbers with a sign. */
const MOST_BYTES = 2 ** 31 - 1

/** Numbers byte strings 0, 1, 2 … in the order they first come; keeps a copy of each in one growing buffer. */
export class BytesTable {
  readonly #mostBytes: number
  #bytes = new Uint8Array(1024)
  #starts = new Int32Array(64)
  #ends = new Int32Array(64)
  #hashes = new Int32Array(64)
  #slots = new Int32Array(128).fill(-1)
  #size = 0

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes
  }

  /** The byte strings by number. */
  get values(): ByteValues {
    return { bytes: this.#bytes, starts: this.#starts, ends: this.#ends, length: this.#size }
  }

  /** Bytes of all texts together. */
  get numBytes(): number {
    return this.#size === 0 ? 0 : this.#ends[this.#size - 1]!
  }

  /** The number of entry `index` of some byte strings. @throws UNSUPPORTED_OPERATION where all together have 2 GiB */
  find(from: ByteValues, index: number): number {
    const { bytes } = from
    const start = from.starts[index]!
    const end = from.ends[index]!
    const hash = hashOf(bytes, start, end)
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot]!
      if (number < 0) return this.#insert(bytes, start, end, hash, slot)
      if (this.#hashes[number] === hash && this.#equals(number, bytes, start, end)) return number
    }
  }

  #equals(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#starts[number]!
    if (this.#ends[number]! - from !== end - start) return false
    for (let i = start, j = from; i < end; i++, j++) if (this.#bytes[j] !== bytes[i]) return false
    return true
  }

  #insert(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const number = this.#size
    const position = number === 0 ? 0 : this.#ends[number - 1]!
    if (position + end - start > this.#mostBytes) throw tooLong(this.#size)
    this.#size++
    if (number === this.#starts.length) this.#growEntries()
    if (position + end - start > this.#bytes.length) this.#growBytes(position + end - start)
    this.#bytes.set(bytes.subarray(start, end), position)
    this.#starts[number] = position
    this.#ends[number] = position + end - start
    this.#hashes[number] = hash
    if (this.#size * 2 > this.#slots.length) this.#rehash()
    else this.#slots[slot] = number
    return number
  }

  #growEntries(): void {
    const double = (values: Int32Array) => {
      const larger = new Int32Array(values.length * 2)
      larger.set(values)
      return larger
    }
    this.#starts = double(this.#starts)
    this.#ends = double(this.#ends)
    this.#hashes = double(this.#hashes)
  }

  #growBytes(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, Math.min(this.#bytes.length * 2, this.#mostBytes)))
    larger.set(this.#bytes)
    this.#bytes = larger
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1)
    const mask = this.#slots.length - 1
    for (let number = 0; number < this.#size; number++) {
      let slot = this.#hashes[number]! & mask
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask
      this.#slots[slot] = number
    }
  }
}

/** HalfSipHash-1-3: quick, and keyed at every step. @see Linux `lib/siphash.c`, `hsiphash` on 32-bit machines */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let [v0, v1, v2, v3] = [KEY_0, KEY_1, 0x6c796765 ^ KEY_0, 0x74656462 ^ KEY_1]
  const length = end - start
  const wholeWords = length >>> 2
  // Behind the whole words comes one with the bytes left and the length, then three rounds without a word.
  for (let round = 0, i = start; round < wholeWords + 4; round++, i += 4) {
    let word = 0
    if (round < wholeWords) word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    else if (round === wholeWords) {
      word = length << 24
      if (i + 2 < end) word |= bytes[i + 2]! << 16
      if (i + 1 < end) word |= bytes[i + 1]! << 8
      if (i < end) word |= bytes[i]!
    } else if (round === wholeWords + 1) v2 ^= 0xff
    v3 ^= word
    v0 = (v0 + v1) | 0
    v1 = (v1 << 5) | (v1 >>> 27)
    v1 ^= v0
    v0 = (v0 << 16) | (v0 >>> 16)
    v2 = (v2 + v3) | 0
    v3 = (v3 << 8) | (v3 >>> 24)
    v3 ^= v2
    v0 = (v0 + v3) | 0
    v3 = (v3 << 7) | (v3 >>> 25)
    v3 ^= v0
    v2 = (v2 + v1) | 0
    v1 = (v1 << 13) | (v1 >>> 19)
    v1 ^= v2
    v2 = (v2 << 16) | (v2 >>> 16)
    v0 ^= word
  }
  return v1 ^ v3
}

function tooLong(size: number): SluiceError {
  return new SluiceError(
    'UNSUPPORTED_OPERATION',
    `Cannot keep more keys: the texts of one key column, ${size} different ones, have reached 2 GiB. Group by fewer or shorter texts (a hash of them), or add withWatermark and a window, so that old groups are forgotten.`,
    { size },
  )
}
