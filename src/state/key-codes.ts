import { grown } from '../expressions/accumulators/accumulator.ts'
import { SluiceError } from '../util/error.ts'
import { NumberTable } from './number-table.ts'
import { PairTable } from './pair-table.ts'

/** No `Map` has more entries. */
const MOST_ENTRIES = 2 ** 24

const long = new BigInt64Array(1)
const words = new Int32Array(long.buffer)

/** Numbers keys that are no texts 0, 1, 2 … in the order they first come; equal as the keys of a `Map` are. */
export class KeyCodes {
  readonly #mostOthers: number
  readonly #numbers = new NumberTable()
  readonly #longs = new PairTable()
  // By number in the table of its kind.
  #numberCodes = new Int32Array(64)
  #longCodes = new Int32Array(0)
  readonly #others = new Map<unknown, number>()
  #size = 0
  #numChars = 0

  /** @param mostOthers keys that are neither numbers nor longs */
  constructor(mostOthers = MOST_ENTRIES) {
    this.#mostOthers = mostOthers
  }

  get size(): number {
    return this.#size
  }

  /** About the bytes of those keys that have no fixed length. */
  get numBytes(): number {
    return this.#numChars
  }

  ofNumber(key: number): number {
    const known = this.#numbers.size
    const number = this.#numbers.find(key)
    if (number < known) return this.#numberCodes[number]!
    if (number === this.#numberCodes.length) this.#numberCodes = grown(this.#numberCodes, number + 1)
    this.#numberCodes[number] = this.#size
    return this.#size++
  }

  /** @throws UNSUPPORTED_OPERATION where there are too many that are neither numbers nor longs */
  of(key: unknown): number {
    if (typeof key === 'number') return this.ofNumber(key)
    if (typeof key === 'bigint' && BigInt.asIntN(64, key) === key) return this.#ofLong(key)
    const known = this.#others.get(key)
    if (known !== undefined) return known
    if (this.#others.size >= this.#mostOthers) throw tooMany(this.#mostOthers)
    this.#others.set(key, this.#size)
    if (typeof key === 'string') this.#numChars += key.length
    return this.#size++
  }

  #ofLong(key: bigint): number {
    long[0] = key
    const known = this.#longs.size
    const number = this.#longs.find(words[1]!, words[0]!)
    if (number < known) return this.#longCodes[number]!
    this.#longCodes = grown(this.#longCodes, number + 1)
    this.#longCodes[number] = this.#size
    return this.#size++
  }
}

function tooMany(mostOthers: number): SluiceError {
  return new SluiceError(
    'UNSUPPORTED_OPERATION',
    `Cannot keep more than ${mostOthers} keys of one column whose values are neither texts nor numbers. Group by its fields, or by a text or a number made of it, or add withWatermark and a window, so that old groups are forgotten.`,
    { mostOthers },
  )
}
