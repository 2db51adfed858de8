import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import type { DecimalType } from '../../schema/data-type.ts'
import { simpleString } from '../../schema/data-type.ts'
import { decimalText } from '../../schema/value-at.ts'
import { atScale, divideHalfUp, hasDigits, powerOfTen } from '../decimal-math.ts'
import { type Accumulator, grown } from './accumulator.ts'
import { decimalOverflow, meanOutOfRange } from './overflow.ts'
import { countVector, numbersIn } from './state-vectors.ts'

/** Digits after the point to which Spark divides before it rounds to the type of the result. @see `Decimal./` */
const QUOTIENT_SCALE = 39
const SUM_DIGITS = 38

/**
 * Sums and means of decimals, with ten digits more than the input and at most 38. A sum that needs more digits on the way
 * counts as overflown for good, as Spark's buffer, which holds null from then on.
 *
 * @throws ARITHMETIC_OVERFLOW when the result is asked for, unless tolerant (`try_sum`, `try_avg`: null)
 * @see Spark `Sum`, `Average`, `DecimalAddNoOverflowCheck`, `CheckOverflowInSum`, `DecimalDivideWithOverflowCheck`
 */
export class SumDecimalAccumulator implements Accumulator {
  readonly resultType: DecimalType
  readonly #sumType: DecimalType
  readonly #mean: boolean
  readonly #tolerant: boolean
  /** Null once overflown. */
  readonly #sums: (bigint | null)[] = []
  #counts = new Float64Array(0)

  constructor(input: DecimalType, resultType: DecimalType, mean: boolean, tolerant: boolean) {
    this.resultType = resultType
    this.#sumType = { ...input, precision: Math.min(input.precision + 10, SUM_DIGITS) }
    this.#mean = mean
    this.#tolerant = tolerant
  }

  grow(groups: number): void {
    while (this.#sums.length < groups) this.#sums.push(0n)
    this.#counts = grown(this.#counts, groups)
  }

  update(groups: Int32Array, [input]: readonly ColumnVector[], numRows: number): void {
    if (input?.layout !== 'decimal') return
    for (let row = 0; row < numRows; row++) {
      if (input.validity !== null && input.validity[row] === 0) continue
      this.#add(groups[row]!, input.values[row]!, 1)
    }
  }

  merge(other: SumDecimalAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) this.#add(into[i]!, other.#sums[from[i]!]!, other.#counts[from[i]!]!)
  }

  #add(group: number, value: bigint | null, count: number): void {
    this.#counts[group]! += count
    const held = this.#sums[group]!
    if (held === null) return
    const sum = value === null ? null : held + value
    this.#sums[group] = sum !== null && hasDigits(sum, this.#sumType.precision) ? sum : null
  }

  clear(groups: Int32Array): void {
    for (const group of groups) {
      this.#sums[group] = 0n
      this.#counts[group] = 0
    }
  }

  finish(groups: Int32Array): ColumnVector {
    return vectorOf(
      this.resultType,
      Array.from(groups, group => (this.#counts[group] === 0 ? null : this.#result(group))),
    )
  }

  #result(group: number): bigint | null {
    const sum = this.#sums[group]!
    if (sum === null) {
      if (this.#tolerant) return null
      throw decimalOverflow(this.#mean ? 'avg' : 'sum')
    }
    if (!this.#mean) return sum
    const quotient = divideHalfUp(sum * powerOfTen(QUOTIENT_SCALE - this.#sumType.scale), BigInt(this.#counts[group]!))
    const mean = atScale(quotient, QUOTIENT_SCALE, this.resultType.scale)
    if (hasDigits(mean, this.resultType.precision)) return mean
    if (this.#tolerant) return null
    throw meanOutOfRange(decimalText(quotient, QUOTIENT_SCALE), simpleString(this.resultType))
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    const sums = Array.from(groups, (group): Stored => this.#sums[group]!)
    return [vectorOf(this.#sumType, sums), countVector(groups, this.#counts)]
  }

  load([sums, counts]: readonly ColumnVector[], groups: Int32Array): void {
    if (sums?.layout !== 'decimal') return
    const savedCounts = numbersIn(counts)
    for (let i = 0; i < groups.length; i++) {
      this.#sums[groups[i]!] = sums.validity === null || sums.validity[i] === 1 ? sums.values[i]! : null
      this.#counts[groups[i]!] = savedCounts[i]!
    }
  }
}
