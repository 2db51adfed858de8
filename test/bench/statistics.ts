/** Median, smallest and largest of some runs. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** @returns null for no values */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  return { median: percentileOf(sorted, 50), min: sorted[0]!, max: sorted.at(-1)! }
}

/**
 * The value below which `percent` of the values lie, between two of them in proportion. @see numpy.percentile, "linear"
 *
 * @throws RangeError for no values
 */
export function percentileOf(values: readonly number[], percent: number): number {
  if (values.length === 0) throw new RangeError('Cannot take a percentile of no values.')
  const sorted = [...values].sort((a, b) => a - b)
  const place = ((sorted.length - 1) * percent) / 100
  const below = Math.floor(place)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (high - low) * (place - below)
}

/** How often `value` holds `unit`; null where one of them is not there. */
export function ratioOf(value: number | null | undefined, unit: number | null | undefined): number | null {
  if (value === null || value === undefined || unit === null || unit === undefined || unit === 0) return null
  return value / unit
}
