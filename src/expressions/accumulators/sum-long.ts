import type { ColumnVector } from '../../schema/column-vector.ts'
import { type Accumulator, grown } from './accumulator.ts'
import { NumberCells } from './number-cells.ts'
import { longOverflow } from './overflow.ts'
import { flagsOf, flagVector } from './state-vectors.ts'

const LONG = { kind: 'long' } as const
const LIMIT = 2n ** 63n

/**
 * The sum of whole numbers as a long; null without a value. It is checked after each value, as Spark's: a sum that leaves the
 * 64 bits on the way is an error, or null for `try_sum`, even where later values would bring it back.
 *
 * @throws ARITHMETIC_OVERFLOW
 * @see Spark `Sum` in ANSI and TRY mode
 */
export class SumLongAccumulator implements Accumulator {
  readonly resultType = LONG
  readonly #tolerant: boolean
  readonly #sums = new NumberCells(LONG)
  /** 1 for groups whose sum has overflown; they hold no sum any more. */
  #overflown = new Uint8Array(0)

  /** @param tolerant overflow gives null */
  constructor(tolerant: boolean) {
    this.#tolerant = tolerant
  }

  grow(groups: number): void {
    this.#sums.grow(groups)
    this.#overflown = grown(this.#overflown, groups)
  }

  update(groups: Int32Array, [input]: readonly ColumnVector[], numRows: number): void {
    if (input?.layout !== 'int32' && input?.layout !== 'int64') return
    const { values: sums, present, exact } = this.#sums
    const { values, validity } = input
    for (let row = 0; row < numRows; row++) {
      if (validity !== null && validity[row] === 0) continue
      const group = groups[row]!
      const value = values[row]!
      // Plain numbers while they are exact, which they nearly always are.
      const sum = present[group] === 1 && typeof value === 'number' ? sums[group]! + value : Number.NaN
      if (Number.isSafeInteger(sum) && (exact.size === 0 || !exact.has(group))) sums[group] = sum
      else this.#add(group, value)
    }
  }

  merge(other: SumLongAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) {
      const sum = other.#sums.at(from[i]!)
      const held = this.#sums.at(into[i]!)
      const both = typeof sum === 'number' && typeof held === 'number' ? sum + held : Number.NaN
      // Plain numbers while they are exact, as above.
      if (Number.isSafeInteger(both)) this.#sums.put(into[i]!, both)
      else if (sum !== null) this.#add(into[i]!, sum)
      else if (other.#overflown[from[i]!] === 1) this.#overflow(into[i]!)
    }
  }

  #add(group: number, value: number | bigint): void {
    if (this.#overflown[group] === 1) return
    const sum = BigInt(this.#sums.at(group) ?? 0) + BigInt(value)
    if (sum >= LIMIT || sum < -LIMIT) this.#overflow(group)
    else this.#sums.put(group, sum)
  }

  #overflow(group: number): void {
    if (!this.#tolerant) throw longOverflow()
    this.#sums.clear(group)
    this.#overflown[group] = 1
  }

  clear(groups: Int32Array): void {
    for (const group of groups) {
      this.#sums.clear(group)
      this.#overflown[group] = 0
    }
  }

  finish(groups: Int32Array): ColumnVector {
    return this.#sums.vector(groups)
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return [this.#sums.vector(groups), flagVector(groups, this.#overflown)]
  }

  load([sums, overflown]: readonly ColumnVector[], groups: Int32Array): void {
    if (sums === undefined || overflown === undefined) return
    const flags = flagsOf(overflown)
    for (let i = 0; i < groups.length; i++) {
      this.#sums.set(groups[i]!, sums, i)
      this.#overflown[groups[i]!] = flags[i]!
    }
  }
}
