import { formatTimestamp } from '../formats/time/timestamp-text.ts'
import { type ColumnVector, type Int64Vector, isNullAt, type StructVector } from '../schema/column-vector.ts'
import type { DataType } from '../schema/data-type.ts'

/** Start and end of a window in microseconds. */
export type WindowBounds = readonly [startMicros: number | bigint, endMicros: number | bigint]

export interface WindowLabels {
  /** By row; null where the window is null. */
  readonly labels: readonly (string | null)[]
  /** The day that all windows share and the labels leave out, or undefined. */
  readonly day: string | undefined
}

/** Whether a type is what `window()` and `session_window()` give: `struct<start:timestamp,end:timestamp>`. */
export function isWindowType(type: DataType): boolean {
  if (type.kind !== 'struct') return false
  const { start, end, ...others } = type.fields
  return start?.kind === 'timestamp' && end?.kind === 'timestamp' && Object.keys(others).length === 0
}

/** The bounds of the first `numRows` windows of a column of window type. */
export function windowBounds(vector: ColumnVector, numRows: number): (WindowBounds | null)[] {
  const [start, end] = (vector as StructVector).fields as [Int64Vector, Int64Vector]
  return Array.from({ length: numRows }, (_, row) => (isNullAt(vector, row) ? null : [start.values[row]!, end.values[row]!]))
}

/**
 * Windows as people write them: `12:00–12:05`, with seconds only where a bound has them, with the day only when the
 * windows span several.
 */
export function windowLabels(windows: readonly (WindowBounds | null)[], timeZone = 'UTC'): WindowLabels {
  const bounds = windows.map(window => window?.map(micros => boundOf(micros, timeZone)) ?? null)
  const present = bounds.filter(bound => bound !== null).flat()
  const days = new Set(present.filter((_, i) => i % 2 === 0).map(bound => bound.day))
  const hasSeconds = present.some(bound => !bound.time.endsWith(':00') || bound.time.length < 8)
  const timeOf = (bound: Bound) => (hasSeconds ? bound.time : bound.time.slice(0, 5))
  return {
    labels: bounds.map(pair => {
      if (pair === null) return null
      const [from, to] = pair as [Bound, Bound]
      const range = `${timeOf(from)}–${timeOf(to)}`
      return days.size > 1 ? `${from.day} ${range}` : range
    }),
    day: days.size === 1 ? [...days][0] : undefined,
  }
}

interface Bound {
  readonly day: string
  readonly time: string
}

function boundOf(micros: number | bigint, timeZone: string): Bound {
  const [day = '', time = ''] = formatTimestamp(micros, timeZone).split(' ')
  return { day, time }
}
