import { gathered } from '../expressions/accumulators/gathered.ts'
import { HASH_SEEDS } from './hash-seeds.ts'

// Odd, so that no bit is lost.
const FIRST_FACTOR = HASH_SEEDS[0]! | 1
const SECOND_FACTOR = HASH_SEEDS[1]! | 1
const SEED = HASH_SEEDS[2]!

/** Numbers pairs of codes 0, 1, 2 … in the order they first come: an open-addressing hash over typed arrays. */
export class PairTable {
  #firsts = new Int32Array(64)
  #seconds = new Int32Array(64)
  #slots = new Int32Array(128).fill(-1)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The number of each pair `(firsts[i], seconds[i])`. */
  encode(firsts: Int32Array, seconds: Int32Array, length: number): Int32Array {
    const numbers = new Int32Array(length)
    let [first, second, number] = [-1, -1, -1]
    for (let i = 0; i < length; i++) {
      // Neighbouring rows often fall into the same group.
      if (firsts[i] !== first || seconds[i] !== second || number < 0) {
        first = firsts[i]!
        second = seconds[i]!
        number = this.find(first, second)
      }
      numbers[i] = number
    }
    return numbers
  }

  firstsOf(numbers: Int32Array): Int32Array {
    return gathered(this.#firsts, numbers)
  }

  secondsOf(numbers: Int32Array): Int32Array {
    return gathered(this.#seconds, numbers)
  }

  /** The number of a pair of 32-bit numbers, which is added where it is new. */
  find(first: number, second: number): number {
    const mask = this.#slots.length - 1
    for (let slot = mix(first, second) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot]!
      if (number < 0) return this.#insert(first, second, slot)
      if (this.#firsts[number] === first && this.#seconds[number] === second) return number
    }
  }

  /** The number of a pair; -1 where it has none. */
  peek(first: number, second: number): number {
    const mask = this.#slots.length - 1
    for (let slot = mix(first, second) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot]!
      if (number < 0 || (this.#firsts[number] === first && this.#seconds[number] === second)) return number
    }
  }

  #insert(first: number, second: number, slot: number): number {
    const number = this.#size++
    if (number === this.#firsts.length) this.#grow()
    this.#firsts[number] = first
    this.#seconds[number] = second
    if (this.#size * 2 > this.#slots.length) this.#rehash()
    else this.#slots[slot] = number
    return number
  }

  #grow(): void {
    const [firsts, seconds] = [this.#firsts, this.#seconds]
    this.#firsts = new Int32Array(firsts.length * 2)
    this.#seconds = new Int32Array(seconds.length * 2)
    this.#firsts.set(firsts)
    this.#seconds.set(seconds)
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1)
    const mask = this.#slots.length - 1
    for (let number = 0; number < this.#size; number++) {
      let slot = mix(this.#firsts[number]!, this.#seconds[number]!) & mask
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask
      this.#slots[slot] = number
    }
  }
}

/** Both steps that mix are keyed: pairs that meet in the first one would meet whatever comes behind it. */
function mix(first: number, second: number): number {
  let hash = Math.imul(first ^ SEED, FIRST_FACTOR)
  hash = Math.imul((hash ^ (hash >>> 15)) + second, SECOND_FACTOR)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return hash ^ (hash >>> 13)
}
