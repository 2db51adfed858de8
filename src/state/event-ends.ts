import type { ColumnVector } from '../schema/column-vector.ts'

/**
 * The moment at or after which a watermark closes each row: the end of a window, or the event time itself; NaN (never)
 * for null. Microseconds.
 *
 * @see Spark `WatermarkSupport.watermarkExpression`: `LessThanOrEqual(end, watermark)`
 */
export function eventEndsUs(vector: ColumnVector): Float64Array {
  const times = vector.layout === 'struct' ? vector.fields[1]! : vector
  const ends = new Float64Array(vector.length)
  if (times.layout !== 'int64') return ends.fill(Number.NaN)
  for (let row = 0; row < vector.length; row++) {
    ends[row] = times.validity !== null && times.validity[row] === 0 ? Number.NaN : Number(times.values[row]!)
  }
  return ends
}
