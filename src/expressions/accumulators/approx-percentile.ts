import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import type { Accumulator } from './accumulator.ts'
import { decimalNearest } from './decimal-nearest.ts'
import { doublesOf } from './doubles-of.ts'
import { doublesAt, doublesVector } from './number-lists.ts'
import { QuantileSummary } from './quantile-summary.ts'
import { countVector, numbersIn } from './state-vectors.ts'

/** The greatest and the least long. */
const [MAX_LONG, MIN_LONG] = [2n ** 63n - 1n, -(2n ** 63n)]

/**
 * Approximate percentiles of numbers, days or moments, in their own type; null without a value. Values are compared as doubles.
 *
 * @see Spark `ApproximatePercentile`
 */
export class ApproxPercentileAccumulator implements Accumulator {
  readonly resultType: DataType
  readonly #valueType: DataType
  readonly #percentages: readonly number[]
  readonly #error: number
  readonly #summaries: QuantileSummary[] = []

  constructor(valueType: DataType, resultType: DataType, percentages: readonly number[], accuracy: number) {
    this.resultType = resultType
    this.#valueType = valueType
    this.#percentages = percentages
    this.#error = 1 / accuracy
  }

  grow(groups: number): void {
    while (this.#summaries.length < groups) this.#summaries.push(new QuantileSummary(this.#error))
  }

  update(groups: Int32Array, [input]: readonly ColumnVector[], numRows: number): void {
    if (input === undefined) return
    const values = doublesOf(input)
    for (let row = 0; row < numRows; row++)
      if (input.validity === null || input.validity[row] === 1) this.#summaries[groups[row]!]!.insert(values[row]!)
  }

  merge(other: ApproxPercentileAccumulator, from: Int32Array, into: Int32Array): void {
    for (let i = 0; i < from.length; i++) this.#summaries[into[i]!]!.merge(other.#summaries[from[i]!]!)
  }

  clear(groups: Int32Array): void {
    for (const group of groups) this.#summaries[group] = new QuantileSummary(this.#error)
  }

  finish(groups: Int32Array): ColumnVector {
    const isList = this.resultType.kind === 'array'
    return vectorOf(
      this.resultType,
      Array.from(groups, group => {
        const values = this.#summaries[group]!.query(this.#percentages)?.map(value => ofType(this.#valueType, value)) ?? []
        if (values.length === 0) return null
        return isList ? values : values[0]!
      }),
    )
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    const summaries = Array.from(groups, group => this.#summaries[group]!)
    for (const summary of summaries) summary.compress()
    const counts = Float64Array.from(summaries, ({ count }) => count)
    return [
      doublesVector(summaries.map(({ values }) => values)),
      doublesVector(summaries.map(({ gaps }) => gaps)),
      doublesVector(summaries.map(({ spreads }) => spreads)),
      countVector(
        groups.map((_, i) => i),
        counts,
      ),
    ]
  }

  load([values, gaps, spreads, counts]: readonly ColumnVector[], groups: Int32Array): void {
    const saved = numbersIn(counts)
    for (let i = 0; i < groups.length; i++)
      this.#summaries[groups[i]!]!.restore(doublesAt(values, i), doublesAt(gaps, i), doublesAt(spreads, i), saved[i]!)
  }
}

/** A double back in the type it came from, as the JVM narrows it. */
function ofType(type: DataType, value: number): Stored {
  switch (type.kind) {
    case 'decimal':
      return decimalNearest(value, type)
    case 'long':
    case 'timestamp': {
      if (Number.isSafeInteger(value)) return value
      const whole = BigInt(Math.trunc(value))
      return whole > MAX_LONG ? MAX_LONG : whole < MIN_LONG ? MIN_LONG : whole
    }
    default:
      return value
  }
}
