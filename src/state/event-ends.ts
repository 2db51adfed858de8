import type { ColumnVector } from '../schema/column-vector.ts'

/**
 * The moment at or after which a watermark closes each row: the end of a window, or the event time itself; NaN (never)
 * for null. Microseconds, rounded where no double is exact: after the year 2255.
 *
 * @see Spark `WatermarkSupport.watermarkExpression`: `LessThanOrEqual(end, watermark)`
 */
export function eventEndsUs(vector: ColumnVector): Float64Array {
  return eventEnds(vector, Number)
}

/** The same in milliseconds, rounded up: exact beside a watermark, which is a whole number of them. */
export function eventEndsMs(vector: ColumnVector): Float64Array {
  return eventEnds(vector, ceilMs)
}

/** Microseconds as milliseconds, rounded up. */
export function ceilMs(timeUs: number | bigint): number {
  if (typeof timeUs === 'number') return Math.ceil(timeUs / 1000)
  const downMs = timeUs / 1000n
  return Number(timeUs > downMs * 1000n ? downMs + 1n : downMs)
}

function eventEnds(vector: ColumnVector, of: (timeUs: number | bigint) => number): Float64Array {
  const times = vector.layout === 'struct' ? vector.fields[1]! : vector
  const ends = new Float64Array(vector.length)
  if (times.layout !== 'int64') return ends.fill(Number.NaN)
  const { validity, values } = times
  for (let row = 0; row < vector.length; row++)
    ends[row] = validity !== null && validity[row] === 0 ? Number.NaN : of(values[row]!)
  return ends
}
