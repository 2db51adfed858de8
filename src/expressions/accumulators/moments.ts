import type { ColumnVector } from '../../schema/column-vector.ts'
import { type Accumulator, grown } from './accumulator.ts'
import { doublesOf } from './doubles-of.ts'
import { doubleVector, nullableDoubles, numbersIn } from './state-vectors.ts'

/** Count, mean, and sums of the 2nd, 3rd and 4th power of the deviations from it. */
export interface Moments {
  readonly n: number
  readonly m2: number
  readonly m3: number
  readonly m4: number
}

/** What the moments of a group that has values say; `undefined` is null. */
export type MomentResult = (moments: Moments) => number | undefined

/**
 * Central moments in one pass, in the order of Spark's additions and multiplications, so that the last bit agrees.
 *
 * @see Spark `CentralMomentAgg`; X. Meng, "Simpler Online Updates for Arbitrary-Order Central Moments", 2015
 */
export class MomentsAccumulator implements Accumulator {
  readonly resultType = { kind: 'double' } as const
  readonly #order: 2 | 3 | 4
  readonly #result: MomentResult
  /** n, mean, m2, m3, m4; those above the order stay empty. */
  #buffers = Array.from({ length: 5 }, () => new Float64Array(0))

  constructor(order: 2 | 3 | 4, result: MomentResult) {
    this.#order = order
    this.#result = result
  }

  grow(groups: number): void {
    this.#buffers = this.#buffers.map(buffer => grown(buffer, groups))
  }

  update(groups: Int32Array, [input]: readonly ColumnVector[], numRows: number): void {
    if (input === undefined) return
    const values = doublesOf(input)
    const [ns, means, m2s, m3s, m4s] = this.#arrays()
    const { validity } = input
    const order = this.#order
    for (let row = 0; row < numRows; row++) {
      if (validity !== null && validity[row] === 0) continue
      const group = groups[row]!
      const n = ns[group]! + 1
      const delta = values[row]! - means[group]!
      const deltaN = delta / n
      const m2 = m2s[group]! + delta * (delta - deltaN)
      ns[group] = n
      means[group] = means[group]! + deltaN
      m2s[group] = m2
      if (order === 2) continue
      const [delta2, deltaN2] = [delta * delta, deltaN * deltaN]
      const m3 = m3s[group]! - 3 * deltaN * m2 + delta * (delta2 - deltaN2)
      m3s[group] = m3
      if (order === 4) m4s[group] = m4s[group]! - 4 * deltaN * m3 - 6 * deltaN2 * m2 + delta * (delta * delta2 - deltaN * deltaN2)
    }
  }

  merge(other: MomentsAccumulator, from: Int32Array, into: Int32Array): void {
    const [ns, means, m2s, m3s, m4s] = this.#arrays()
    const [otherNs, otherMeans, otherM2s, otherM3s, otherM4s] = other.#arrays()
    for (let i = 0; i < from.length; i++) {
      const [source, group] = [from[i]!, into[i]!]
      const [n1, n2] = [ns[group]!, otherNs[source]!]
      const n = n1 + n2
      const delta = otherMeans[source]! - means[group]!
      const deltaN = n === 0 ? 0 : delta / n
      const [m2, otherM2] = [m2s[group]!, otherM2s[source]!]
      const [m3, otherM3] = [m3s[group]!, otherM3s[source]!]
      ns[group] = n
      means[group] = means[group]! + deltaN * n2
      m2s[group] = m2 + otherM2 + delta * deltaN * n1 * n2
      if (this.#order === 2) continue
      m3s[group] = m3 + otherM3 + deltaN * deltaN * delta * n1 * n2 * (n1 - n2) + 3 * deltaN * (n1 * otherM2 - n2 * m2)
      if (this.#order === 3) continue
      m4s[group] =
        m4s[group]! +
        otherM4s[source]! +
        deltaN * deltaN * deltaN * delta * n1 * n2 * (n1 * n1 - n1 * n2 + n2 * n2) +
        6 * deltaN * deltaN * (n1 * n1 * otherM2 + n2 * n2 * m2) +
        4 * deltaN * (n1 * otherM3 - n2 * m3)
    }
  }

  #arrays(): readonly [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array] {
    const [ns, means, m2s, m3s, m4s] = this.#buffers
    return [ns!, means!, m2s!, m3s!, m4s!]
  }

  clear(groups: Int32Array): void {
    for (const buffer of this.#buffers) for (const group of groups) buffer[group] = 0
  }

  finish(groups: Int32Array): ColumnVector {
    const [ns, , m2s, m3s, m4s] = this.#arrays()
    return nullableDoubles(groups, group => {
      const n = ns[group]!
      return n === 0 ? undefined : this.#result({ n, m2: m2s[group]!, m3: m3s[group]!, m4: m4s[group]! })
    })
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return this.#buffers.slice(0, this.#order + 1).map(buffer => doubleVector(groups, buffer))
  }

  load(columns: readonly ColumnVector[], groups: Int32Array): void {
    for (const [b, column] of columns.entries()) {
      const values = numbersIn(column)
      for (let i = 0; i < groups.length; i++) this.#buffers[b]![groups[i]!] = values[i]!
    }
  }
}

/** @see Spark `StddevPop`, `VarianceSamp`, `Skewness` …: where the divisor would be zero the result is null */
export const MOMENT_RESULTS = {
  stddev_pop: ({ n, m2 }) => Math.sqrt(m2 / n),
  stddev_samp: ({ n, m2 }) => (n === 1 ? undefined : Math.sqrt(m2 / (n - 1))),
  var_pop: ({ n, m2 }) => m2 / n,
  var_samp: ({ n, m2 }) => (n === 1 ? undefined : m2 / (n - 1)),
  skewness: ({ n, m2, m3 }) => (m2 === 0 ? undefined : (Math.sqrt(n) * m3) / Math.sqrt(m2 * m2 * m2)),
  kurtosis: ({ n, m2, m4 }) => (m2 === 0 ? undefined : (n * m4) / (m2 * m2) - 3),
} as const satisfies Record<string, MomentResult>
