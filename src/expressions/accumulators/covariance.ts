import type { ColumnVector } from '../../schema/column-vector.ts'
import { SluiceError } from '../../util/error.ts'
import { bothValid } from '../numbers-of.ts'
import { type Accumulator, grown } from './accumulator.ts'
import { doublesOf } from './doubles-of.ts'
import { doubleVector, nullableDoubles, numbersIn } from './state-vectors.ts'

/** Count, the sum of products of deviations, and those of their squares. */
export interface Comoments {
  readonly n: number
  readonly ck: number
  readonly xMk: number
  readonly yMk: number
}

/** What the moments of a group that has pairs say; `undefined` is null. */
export type ComomentResult = (moments: Comoments) => number | undefined

/**
 * Covariance and correlation of pairs of numbers, in the order of Spark's additions and multiplications. A pair with a null is
 * left out. @see Spark `Covariance`, `PearsonCorrelation`
 */
export class CovarianceAccumulator implements Accumulator {
  readonly resultType = { kind: 'double' } as const
  readonly #result: ComomentResult
  /** n, mean of x, mean of y, ck, xMk, yMk. */
  #buffers = Array.from({ length: 6 }, () => new Float64Array(0))

  constructor(result: ComomentResult) {
    this.#result = result
  }

  grow(groups: number): void {
    this.#buffers = this.#buffers.map(buffer => grown(buffer, groups))
  }

  update(groups: Int32Array, [first, second]: readonly ColumnVector[], numRows: number): void {
    if (first === undefined || second === undefined) return
    const [xs, ys] = [doublesOf(first), doublesOf(second)]
    const [ns, xMeans, yMeans, cks, xMks, yMks] = this.#arrays()
    const valid = bothValid(first.validity, second.validity, numRows)
    for (let row = 0; row < numRows; row++) {
      if (valid !== null && valid[row] === 0) continue
      const group = groups[row]!
      const [x, y] = [xs[row]!, ys[row]!]
      const n = ns[group]! + 1
      const dx = x - xMeans[group]!
      const dy = y - yMeans[group]!
      const xMean = xMeans[group]! + dx / n
      const yMean = yMeans[group]! + dy / n
      ns[group] = n
      xMeans[group] = xMean
      yMeans[group] = yMean
      cks[group]! += dx * (y - yMean)
      xMks[group]! += dx * (x - xMean)
      yMks[group]! += dy * (y - yMean)
    }
  }

  merge(other: CovarianceAccumulator, from: Int32Array, into: Int32Array): void {
    const [ns, xMeans, yMeans, cks, xMks, yMks] = this.#arrays()
    const [otherNs, otherXMeans, otherYMeans, otherCks, otherXMks, otherYMks] = other.#arrays()
    for (let i = 0; i < from.length; i++) {
      const [source, group] = [from[i]!, into[i]!]
      const [n1, n2] = [ns[group]!, otherNs[source]!]
      const n = n1 + n2
      const dx = otherXMeans[source]! - xMeans[group]!
      const dxN = n === 0 ? 0 : dx / n
      const dy = otherYMeans[source]! - yMeans[group]!
      const dyN = n === 0 ? 0 : dy / n
      ns[group] = n
      xMeans[group] = xMeans[group]! + dxN * n2
      yMeans[group] = yMeans[group]! + dyN * n2
      cks[group] = cks[group]! + otherCks[source]! + dx * dyN * n1 * n2
      xMks[group] = xMks[group]! + otherXMks[source]! + dx * dxN * n1 * n2
      yMks[group] = yMks[group]! + otherYMks[source]! + dy * dyN * n1 * n2
    }
  }

  #arrays() {
    const [ns, xMeans, yMeans, cks, xMks, yMks] = this.#buffers
    return [ns!, xMeans!, yMeans!, cks!, xMks!, yMks!] as const
  }

  clear(groups: Int32Array): void {
    for (const buffer of this.#buffers) for (const group of groups) buffer[group] = 0
  }

  finish(groups: Int32Array): ColumnVector {
    const [ns, , , cks, xMks, yMks] = this.#arrays()
    return nullableDoubles(groups, group => {
      const n = ns[group]!
      return n === 0 ? undefined : this.#result({ n, ck: cks[group]!, xMk: xMks[group]!, yMk: yMks[group]! })
    })
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    return this.#buffers.map(buffer => doubleVector(groups, buffer))
  }

  load(columns: readonly ColumnVector[], groups: Int32Array): void {
    for (const [b, column] of columns.entries()) {
      const values = numbersIn(column)
      for (let i = 0; i < groups.length; i++) this.#buffers[b]![groups[i]!] = values[i]!
    }
  }
}

// Spark's division in ANSI mode: two constant columns have no correlation, which ends the batch.
function correlation({ n, ck, xMk, yMk }: Comoments): number | undefined {
  if (n === 1) return undefined
  const divisor = Math.sqrt(xMk * yMk)
  if (divisor !== 0) return ck / divisor
  throw new SluiceError(
    'DIVIDE_BY_ZERO',
    '[DIVIDE_BY_ZERO] Division by zero in corr(…): a column has one value in all rows of a group, so there is no correlation.',
  )
}

/** @see Spark `CovPopulation`, `CovSample`, `Corr` */
export const COMOMENT_RESULTS = {
  covar_pop: ({ n, ck }) => ck / n,
  covar_samp: ({ n, ck }) => (n === 1 ? undefined : ck / (n - 1)),
  corr: correlation,
} as const satisfies Record<string, ComomentResult>
