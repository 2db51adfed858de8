/** Samples that are put in order and inserted together. */
const HEAD_SIZE = 50_000
/** Samples from which on a summary is compressed when it is inserted into. */
const COMPRESS_THRESHOLD = 10_000

/**
 * Approximate quantiles in bounded memory: samples in order, each with the least number of values since the one before it (`gap`)
 * and how uncertain its rank is (`spread`). Inserting, compressing and merging go step by step as in Spark, because the steps
 * decide which sample is the answer.
 *
 * @see Spark `QuantileSummaries`; M. Greenwald, S. Khanna, "Space-efficient Online Computation of Quantile Summaries", 2001
 */
export class QuantileSummary {
  readonly #error: number
  values: number[] = []
  gaps: number[] = []
  spreads: number[] = []
  /** Values that the samples stand for; those in the head are not among them. */
  count = 0
  #head: number[] = []
  #isCompressed = true

  /** @param error 1 / accuracy: by which part of all values a rank may be off */
  constructor(error: number) {
    this.#error = error
  }

  insert(value: number): void {
    this.#head.push(value)
    this.#isCompressed = false
    if (this.#head.length < HEAD_SIZE) return
    this.#insertHead()
    if (this.values.length >= COMPRESS_THRESHOLD) this.compress()
  }

  #insertHead(): void {
    if (this.#head.length === 0) return
    const sorted = Float64Array.from(this.#head).sort()
    this.#head = []
    const { values, gaps, spreads } = this
    const [newValues, newGaps, newSpreads]: [number[], number[], number[]] = [[], [], []]
    const keep = (sample: number) => {
      newValues.push(values[sample]!)
      newGaps.push(gaps[sample]!)
      newSpreads.push(spreads[sample]!)
    }
    let sample = 0
    for (const [i, value] of sorted.entries()) {
      while (sample < values.length && values[sample]! <= value) keep(sample++)
      this.count++
      const isEdge = newValues.length === 0 || (sample === values.length && i === sorted.length - 1)
      newValues.push(value)
      newGaps.push(1)
      newSpreads.push(isEdge ? 0 : Math.floor(2 * this.#error * this.count))
    }
    while (sample < values.length) keep(sample++)
    this.values = newValues
    this.gaps = newGaps
    this.spreads = newSpreads
  }

  /** Puts samples together where the error allows it. */
  compress(): void {
    if (this.#isCompressed) return
    this.#insertHead()
    this.#compressSamples(2 * this.#error * this.count)
    this.#isCompressed = true
  }

  // From the last sample to the second; the first is kept as the least value.
  #compressSamples(threshold: number): void {
    const { values, gaps, spreads } = this
    if (values.length === 0) return
    const [kept, keptGaps]: [number[], number[]] = [[], []]
    let head = values.length - 1
    let gap = gaps[head]!
    for (let i = values.length - 2; i >= 1; i--) {
      if (gaps[i]! + gap + spreads[head]! < threshold) gap += gaps[i]!
      else {
        kept.push(head)
        keptGaps.push(gap)
        head = i
        gap = gaps[i]!
      }
    }
    kept.push(head)
    keptGaps.push(gap)
    if (values.length > 1 && values[0]! <= values[head]!) {
      kept.push(0)
      keptGaps.push(gaps[0]!)
    }
    kept.reverse()
    this.values = kept.map(sample => values[sample]!)
    this.gaps = keptGaps.reverse()
    this.spreads = kept.map(sample => spreads[sample]!)
  }

  /** Adds another summary, which is compressed by it but stays what it is. */
  merge(other: QuantileSummary): void {
    this.compress()
    other.compress()
    if (other.count === 0) return
    if (this.count === 0) {
      this.restore(other.values.slice(), other.gaps.slice(), other.spreads.slice(), other.count)
      return
    }
    const [values, gaps, spreads]: [number[], number[], number[]] = [[], [], []]
    const ownDoubt = Math.floor(2 * this.#error * other.count)
    const othersDoubt = Math.floor(2 * this.#error * this.count)
    let [own, others] = [0, 0]
    const take = (from: QuantileSummary, sample: number, doubt: number) => {
      values.push(from.values[sample]!)
      gaps.push(from.gaps[sample]!)
      spreads.push(from.spreads[sample]! + doubt)
    }
    // Ranks between samples of the other side are as uncertain as those are.
    while (own < this.values.length && others < other.values.length) {
      if (this.values[own]! < other.values[others]!) take(this, own++, others > 0 ? ownDoubt : 0)
      else take(other, others++, own > 0 ? othersDoubt : 0)
    }
    while (own < this.values.length) take(this, own++, 0)
    while (others < other.values.length) take(other, others++, 0)
    this.restore(values, gaps, spreads, this.count + other.count)
    this.#compressSamples(2 * this.#error * this.count)
  }

  /** Sets the summary to these samples, which are compressed. */
  restore(values: number[], gaps: number[], spreads: number[], count: number): void {
    this.values = values
    this.gaps = gaps
    this.spreads = spreads
    this.count = count
    this.#head = []
    this.#isCompressed = true
  }

  /** The values at these shares of the ranks, each 0 to 1; `null` when there are none. */
  query(percentages: readonly number[]): readonly number[] | null {
    this.compress()
    const { values, gaps, spreads } = this
    if (values.length === 0) return null
    let widest = Number.NEGATIVE_INFINITY
    for (let i = 0; i < values.length; i++) widest = Math.max(widest, spreads[i]! + gaps[i]!)
    const targetError = widest / 2
    const results = new Array<number>(percentages.length).fill(0)
    let [index, rank] = [0, gaps[0]!]
    const ascending = percentages.map((percentage, position) => ({ percentage, position }))
    for (const { percentage, position } of ascending.sort((a, b) => a.percentage - b.percentage)) {
      if (percentage <= this.#error || values.length === 1) results[position] = values[0]!
      else if (percentage >= 1 - this.#error) results[position] = values.at(-1)!
      else {
        const target = Math.ceil(percentage * this.count)
        const last = values.length - 1
        const isHit = () => rank + spreads[index]! - targetError <= target && target <= rank + targetError
        while (index < last && !isHit()) {
          index++
          rank += gaps[index]!
        }
        results[position] = values[index]!
      }
    }
    return results
  }
}
