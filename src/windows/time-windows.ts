import type { TimeWindow } from '../expressions/node.ts'

/** Most windows a moment can fall into: ceil(duration / slide). */
export function windowsPerRow({ durationUs, slideUs }: TimeWindow): number {
  return Math.ceil(durationUs / slideUs)
}

/**
 * The start of the newest window that may hold a moment, microseconds. For a tumbling window the only one.
 *
 * @example lastWindowStart(12.5 minutes, window('5 minutes')) // 10 minutes
 * @see Spark `ResolveTimeWindows.scala`, rule TimeWindowing: the remainder is truncated, hence the correction below zero
 */
export function lastWindowStart(timeUs: number, { slideUs, startUs }: TimeWindow): number {
  const remainder = (timeUs - startUs) % slideUs
  return timeUs - (remainder < 0 ? remainder + slideUs : remainder)
}

/** `lastWindowStart` for many moments. */
export function lastWindowStarts(timesUs: Float64Array, length: number, window: TimeWindow): Float64Array {
  const starts = new Float64Array(length)
  // Neighbouring records mostly share their window, so its bounds are tried before the division.
  let start = Number.NaN
  let end = Number.NaN
  for (let row = 0; row < length; row++) {
    const time = timesUs[row]!
    if (!(time >= start && time < end)) {
      start = lastWindowStart(time, window)
      end = start + window.slideUs
    }
    starts[row] = start
  }
  return starts
}

/** Whether the i-th newest window, starting at `startUs`, holds the moment. */
export function holds(timeUs: number, startUs: number, { durationUs, slideUs }: TimeWindow): boolean {
  return durationUs % slideUs === 0 || (timeUs >= startUs && timeUs < startUs + durationUs)
}
