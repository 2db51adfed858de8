import type { RowHash } from '../builtins/hash-row.ts'

// The five primes of XXH64, upper and lower halves.
const [P1_HIGH, P1_LOW] = [0x9e3779b1, 0x85ebca87]
const [P2_HIGH, P2_LOW] = [0xc2b2ae3d, 0x27d4eb4f]
const [P3_HIGH, P3_LOW] = [0x165667b1, 0x9e3779f9]
const [P4_HIGH, P4_LOW] = [0x85ebca77, 0xc2b2ae63]
const [P5_HIGH, P5_LOW] = [0x27d4eb2f, 0x165667c5]

/**
 * XXH64 in two halves of 32 bits, which is many times as fast as bigints. What it holds is the seed of the next value, as Spark
 * chains the hashes of the elements of a list or struct.
 *
 * @see Spark `XXH64.java`, `XxHash64Function`; https://github.com/Cyan4973/xxHash (the public specification)
 */
export class XxHash64 {
  high: number
  low: number

  constructor(high = 0, low = 42) {
    this.high = high
    this.low = low
  }

  /** Hashes 4 bytes: whole numbers up to 32 bits, days, booleans, floats. */
  int32(value: number): void {
    this.#add(P5_HIGH, P5_LOW)
    this.#add(0, 4)
    this.#mixInt(value)
    this.#finish()
  }

  /** Hashes 8 bytes: longs, timestamps, doubles. */
  int64(high: number, low: number): void {
    this.#add(P5_HIGH, P5_LOW)
    this.#add(0, 8)
    this.#mixLong(high, low)
    this.#finish()
  }

  /** Hashes bytes: texts, byte strings, long decimals. */
  bytes(bytes: Uint8Array, start: number, end: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let position = start
    if (end - start < 32) this.#add(P5_HIGH, P5_LOW)
    else position = this.#blocks(view, start, end)
    this.#add(0, end - start)
    for (; position + 8 <= end; position += 8) this.#mixLong(view.getInt32(position + 4, true), view.getInt32(position, true))
    if (position + 4 <= end) {
      this.#mixInt(view.getInt32(position, true))
      position += 4
    }
    for (; position < end; position++) {
      multiply(P5_HIGH, P5_LOW, 0, bytes[position]!)
      this.#xor()
      this.#rotate(11)
      this.#multiply(P1_HIGH, P1_LOW)
    }
    this.#finish()
  }

  #blocks(view: DataView, start: number, end: number): number {
    const lanes = Array.from({ length: 4 }, () => new XxHash64(this.high, this.low))
    const [v1, v2, , v4] = lanes as [XxHash64, XxHash64, XxHash64, XxHash64]
    v1.#add(P1_HIGH, P1_LOW)
    v1.#add(P2_HIGH, P2_LOW)
    v2.#add(P2_HIGH, P2_LOW)
    // Less P1: its complement and one.
    v4.#add(~P1_HIGH, ~P1_LOW)
    v4.#add(0, 1)
    let position = start
    for (; position + 32 <= end; position += 32)
      for (let lane = 0; lane < 4; lane++) {
        const at = position + lane * 8
        lanes[lane]!.#round(view.getInt32(at + 4, true), view.getInt32(at, true))
      }
    this.high = 0
    this.low = 0
    for (const [lane, bits] of [1, 7, 12, 18].entries()) {
      const { high, low } = lanes[lane]!
      const rotated = new XxHash64(high, low)
      rotated.#rotate(bits)
      this.#add(rotated.high, rotated.low)
    }
    for (const lane of lanes) {
      const { high, low } = lane
      const mixed = new XxHash64(0, 0)
      mixed.#round(high, low)
      ;[productHigh, productLow] = [mixed.high, mixed.low]
      this.#xor()
      this.#multiply(P1_HIGH, P1_LOW)
      this.#add(P4_HIGH, P4_LOW)
    }
    return position
  }

  #round(high: number, low: number): void {
    multiply(high, low, P2_HIGH, P2_LOW)
    this.#add(productHigh, productLow)
    this.#rotate(31)
    this.#multiply(P1_HIGH, P1_LOW)
  }

  #mixInt(value: number): void {
    multiply(P1_HIGH, P1_LOW, 0, value)
    this.#xor()
    this.#rotate(23)
    this.#multiply(P2_HIGH, P2_LOW)
    this.#add(P3_HIGH, P3_LOW)
  }

  #mixLong(high: number, low: number): void {
    multiply(high, low, P2_HIGH, P2_LOW)
    const rotatedHigh = (productHigh << 31) | (productLow >>> 1)
    const rotatedLow = (productLow << 31) | (productHigh >>> 1)
    multiply(rotatedHigh, rotatedLow, P1_HIGH, P1_LOW)
    this.#xor()
    this.#rotate(27)
    this.#multiply(P1_HIGH, P1_LOW)
    this.#add(P4_HIGH, P4_LOW)
  }

  #finish(): void {
    this.low ^= this.high >>> 1
    this.#multiply(P2_HIGH, P2_LOW)
    const { high } = this
    this.high ^= high >>> 29
    this.low ^= (high << 3) | (this.low >>> 29)
    this.#multiply(P3_HIGH, P3_LOW)
    this.low ^= this.high
    this.high |= 0
    this.low |= 0
  }

  #add(high: number, low: number): void {
    const sum = (this.low >>> 0) + (low >>> 0)
    this.high = (this.high + high + (sum > 0xffffffff ? 1 : 0)) | 0
    this.low = sum | 0
  }

  /** With the last product. */
  #xor(): void {
    this.high ^= productHigh
    this.low ^= productLow
  }

  #multiply(high: number, low: number): void {
    multiply(this.high, this.low, high, low)
    this.high = productHigh
    this.low = productLow
  }

  /** To the left, by less than 32 bits. */
  #rotate(bits: number): void {
    const { high, low } = this
    this.high = (high << bits) | (low >>> (32 - bits))
    this.low = (low << bits) | (high >>> (32 - bits))
  }
}

// Two numbers cannot be returned without an object for them.
let productHigh = 0
let productLow = 0

function multiply(aHigh: number, aLow: number, bHigh: number, bLow: number): void {
  const a0 = aLow & 0xffff
  const a1 = aLow >>> 16
  const b0 = bLow & 0xffff
  const b1 = bLow >>> 16
  const low = a0 * b0
  const cross = a0 * b1
  const crossed = a1 * b0
  const middle = (low >>> 16) + (cross & 0xffff) + (crossed & 0xffff)
  productLow = (middle << 16) | (low & 0xffff)
  const carried = a1 * b1 + (cross >>> 16) + (crossed >>> 16) + (middle >>> 16)
  productHigh = (carried + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh)) | 0
}

/** The same as a hash of rows: it goes on from what the seed holds, in place. */
export const inPlaceXxHash64: RowHash<XxHash64> = {
  int(value, seed) {
    seed.int32(value)
    return seed
  },
  long(value, seed) {
    if (typeof value === 'number') seed.int64(Math.floor(value / 2 ** 32) | 0, value | 0)
    else seed.int64(Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asIntN(32, value)))
    return seed
  },
  bytes(value, seed) {
    seed.bytes(value, 0, value.length)
    return seed
  },
}
