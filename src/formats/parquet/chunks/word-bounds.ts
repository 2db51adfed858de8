import type { Statistics } from 'hyparquet'

/** Least and greatest of a chunk's numbers, as parquet-mr orders them: NaN is left out, a least zero is -0 and a greatest one 0. */
export class WordBounds {
  #min: number | bigint | null = null
  #max: number | bigint | null = null
  #nans = 0

  addNumbers(values: Float64Array | Int32Array, rows: Int32Array): void {
    const { min, max, nans } = values instanceof Int32Array ? integerBounds(values, rows) : doubleBounds(values, rows)
    this.#nans += nans
    if (min <= max) this.#widen(min, max)
  }

  addBigints(values: BigInt64Array | readonly bigint[], rows: Int32Array): void {
    if (rows.length === 0) return
    let min = values[rows[0]!]!
    let max = min
    for (let i = 1; i < rows.length; i++) {
      const value = values[rows[i]!]!
      if (value < min) min = value
      if (value > max) max = value
    }
    this.#widen(min, max)
  }

  // Numbers and bigints compare by value.
  #widen(min: number | bigint, max: number | bigint): void {
    if (this.#min === null || min < this.#min) this.#min = min
    if (this.#max === null || max > this.#max) this.#max = max
  }

  /**
   * @param kind how the metadata takes them: `bigint` for 64-bit integers and for decimals, where it means the unscaled value
   */
  statistics(kind: 'bigint' | 'integer' | 'float'): Statistics & { nan_count?: bigint } {
    const nans = kind === 'float' ? { nan_count: BigInt(this.#nans) } : {}
    if (this.#min === null || this.#max === null) return nans
    if (kind === 'bigint') return { min_value: BigInt(this.#min), max_value: BigInt(this.#max) }
    const [min, max] = [Number(this.#min), Number(this.#max)]
    if (kind === 'integer') return { min_value: min, max_value: max }
    return { ...nans, min_value: min === 0 ? -0 : min, max_value: max === 0 ? 0 : max }
  }

  clear(): void {
    this.#min = null
    this.#max = null
    this.#nans = 0
  }
}

interface Bounds {
  /** Above `max` where there is no number. */
  readonly min: number
  readonly max: number
  readonly nans: number
}

function doubleBounds(values: Float64Array, rows: Int32Array): Bounds {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  let nans = 0
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!
    if (value < min) min = value
    if (value > max) max = value
    else if (!(value <= max)) nans++
  }
  return { min, max, nans }
}

function integerBounds(values: Int32Array, rows: Int32Array): Bounds {
  let min = 2_147_483_647
  let max = -2_147_483_648
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!
    if (value < min) min = value
    if (value > max) max = value
  }
  return { min, max, nans: 0 }
}
