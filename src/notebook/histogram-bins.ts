export interface HistogramBins {
  readonly centers: readonly number[]
  readonly counts: readonly number[]
  /** Of one bin, in the unit of the values. */
  readonly width: number
}

/** Counts values in about 20 bins of a round width (1, 2 or 5 times a power of ten), bounds at multiples of it. */
export function histogramBins(values: readonly number[]): HistogramBins {
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0) return { centers: [], counts: [], width: 1 }
  const min = finite.reduce((a, b) => Math.min(a, b))
  const max = finite.reduce((a, b) => Math.max(a, b))
  const width = roundWidth((max - min) / 20)
  const first = Math.floor(min / width)
  const counts = new Array<number>(Math.floor(max / width) - first + 1).fill(0)
  for (const value of finite) counts[Math.floor(value / width) - first]! += 1
  return { centers: counts.map((_, i) => (first + i + 0.5) * width), counts, width }
}

function roundWidth(width: number): number {
  if (width === 0) return 1
  const power = 10 ** Math.floor(Math.log10(width))
  const factor = [1, 2, 5, 10].find(candidate => candidate * power >= width * 0.999) ?? 10
  return factor * power
}
