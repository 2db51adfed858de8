import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { SluiceError } from '../../util/error.ts'
import { divideHalfUp } from '../cast-stored.ts'
import type { Accumulator } from './accumulator.ts'

/**
 * Exact sums: of integers as a long, of decimals as a decimal with ten digits more; means of decimals, rounded half up.
 *
 * @throws ARITHMETIC_OVERFLOW where the sum does not fit its type (ANSI mode)
 * @see Spark `Sum`, `Average`, `DecimalPrecision`
 */
export class SumExactAccumulator implements Accumulator {
  readonly resultType: DataType
  readonly #inputScale: number
  readonly #mean: boolean
  #sums: (number | bigint)[] = []
  #counts: number[] = []

  constructor(resultType: DataType, inputScale: number, mean: boolean) {
    this.resultType = resultType
    this.#inputScale = inputScale
    this.#mean = mean
  }

  grow(groups: number): void {
    while (this.#sums.length < groups) {
      this.#sums.push(0)
      this.#counts.push(0)
    }
  }

  update(groups: Int32Array, input: ColumnVector | null, numRows: number): void {
    if (input === null) return
    for (let row = 0; row < numRows; row++) {
      const value = storedAt(input, row)
      if (value !== null) this.#add(groups[row]!, value as number | bigint, 1)
    }
  }

  merge(other: SumExactAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) this.#add(into[i]!, other.#sums[from[i]!]!, other.#counts[from[i]!]!)
  }

  // Plain numbers while they are exact, which they nearly always are; bigints from then on.
  #add(group: number, value: number | bigint, count: number): void {
    const sum = this.#sums[group]!
    if (typeof sum === 'number' && typeof value === 'number' && Number.isSafeInteger(sum + value)) this.#sums[group] = sum + value
    else this.#sums[group] = BigInt(sum) + BigInt(value)
    this.#counts[group]! += count
  }

  clear(groups: Int32Array): void {
    for (const group of groups) {
      this.#sums[group] = 0
      this.#counts[group] = 0
    }
  }

  finish(groups: Int32Array): ColumnVector {
    return vectorOf(
      this.resultType,
      Array.from(groups, group => (this.#counts[group] === 0 ? null : this.#result(group))),
    )
  }

  #result(group: number): Stored {
    const sum = this.#sums[group]!
    if (this.resultType.kind !== 'decimal') return this.#within(sum, 2n ** 63n)
    const unscaled = BigInt(sum)
    if (!this.#mean) return this.#within(unscaled, 10n ** BigInt(this.resultType.precision))
    const scaled = unscaled * 10n ** BigInt(this.resultType.scale - this.#inputScale)
    return divideHalfUp(scaled, BigInt(this.#counts[group]!))
  }

  #within(sum: number | bigint, limit: bigint): Stored {
    if (typeof sum === 'number' || (sum < limit && sum >= -limit)) return sum
    throw new SluiceError(
      'ARITHMETIC_OVERFLOW',
      `[ARITHMETIC_OVERFLOW] ${this.resultType.kind} overflow in sum: ${sum}. Cast the column to double or decimal(38, …) before sum(…).`,
    )
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    const text = (group: number): Stored => String(this.#sums[group]!)
    return [
      vectorOf({ kind: 'string' }, Array.from(groups, text)),
      vectorOf(
        { kind: 'long' },
        Array.from(groups, group => this.#counts[group]!),
      ),
    ]
  }

  load([sums, counts]: readonly ColumnVector[], groups: Int32Array): void {
    if (sums === undefined || counts === undefined) return
    for (let i = 0; i < groups.length; i++) {
      const sum = BigInt(storedAt(sums, i) as string)
      const exact = Number.isSafeInteger(Number(sum)) && this.resultType.kind !== 'decimal'
      this.#sums[groups[i]!] = exact ? Number(sum) : sum
      this.#counts[groups[i]!] = Number(storedAt(counts, i))
    }
  }
}
