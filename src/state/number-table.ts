import { PairTable } from './pair-table.ts'

const double = new Float64Array(1)
const words = new Int32Array(double.buffer)
/** Every NaN is one key. */
const NAN_HIGH = 0x7ff80000

/**
 * Numbers doubles 0, 1, 2 … in the order they first come; -0 is 0, and every NaN every other. A `Map` would end at 2^24 of
 * them.
 */
export class NumberTable {
  readonly #pairs = new PairTable()

  get size(): number {
    return this.#pairs.size
  }

  /** The number of a double, which is added where it is new. */
  find(value: number): number {
    double[0] = value + 0
    return Number.isNaN(value) ? this.#pairs.find(NAN_HIGH, 0) : this.#pairs.find(words[1]!, words[0]!)
  }

  /** The number of a double; -1 where it has none. */
  peek(value: number): number {
    double[0] = value + 0
    return Number.isNaN(value) ? this.#pairs.peek(NAN_HIGH, 0) : this.#pairs.peek(words[1]!, words[0]!)
  }
}
