import { cellText } from '../formats/cell-text.ts'
import { formatTimestamp } from '../formats/time/timestamp-text.ts'
import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import { fieldsOf } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'
import { columnBatchOf, frameRows, isFrame, keysOf, type Viewable } from './viewable.ts'
import { isWindowType, type WindowBounds, windowBounds, windowLabels } from './window-label.ts'

/** One column, ready to be drawn. */
export interface Series {
  readonly name: string
  /** `time`: texts `YYYY-MM-DD HH:MM:SS.ssssss`; `window`: labels `12:00–12:05`. */
  readonly kind: 'number' | 'time' | 'window' | 'text'
  readonly values: readonly (number | string | null)[]
  /** What rows are sorted by where the values are labels. */
  readonly order?: readonly number[]
  /** Added to the axis title: the day of all windows. */
  readonly note?: string
}

/**
 * A column of what is to be drawn. A window column becomes labels in order of their start; `a.b` is a field of a struct.
 *
 * @throws SluiceError COLUMN_NOT_FOUND
 */
export function seriesOf(data: Viewable, name: string, timeZone = 'UTC'): Series {
  const batch = columnBatchOf(data)
  if (batch !== undefined) {
    const names = fieldsOf(batch.schema).map(field => field.name)
    const vector = vectorNamed(names, batch.columns, name)
    return vector === undefined ? notFound(name, names) : vectorSeries(name, vector, batch.numRows, timeZone)
  }
  if (isFrame(data)) {
    const position = data.columns.indexOf(name)
    if (position < 0) return notFound(name, data.columns)
    return valueSeries(
      name,
      frameRows(data).map(row => row[position]),
      timeZone,
    )
  }
  const rows = data as readonly Record<string, unknown>[]
  const names = keysOf(rows)
  if (rows.length > 0 && !names.includes(name)) return notFound(name, names)
  return valueSeries(
    name,
    rows.map(row => row[name]),
    timeZone,
  )
}

function vectorNamed(names: readonly string[], columns: readonly ColumnVector[], path: string): ColumnVector | undefined {
  const position = names.indexOf(path)
  if (position >= 0) return columns[position]
  const parent = names.findIndex(name => path.startsWith(`${name}.`))
  const vector = columns[parent]
  if (vector?.layout !== 'struct') return undefined
  const fieldNames = fieldsOf(vector.type).map(field => field.name)
  return vectorNamed(fieldNames, vector.fields, path.slice(names[parent]!.length + 1))
}

function vectorSeries(name: string, vector: ColumnVector, numRows: number, timeZone: string): Series {
  if (isWindowType(vector.type)) return windowSeries(name, windowBounds(vector, numRows), timeZone)
  const each = <T>(read: (row: number) => T) =>
    Array.from({ length: numRows }, (_, row) => (isNullAt(vector, row) ? null : read(row)))
  switch (vector.type.kind) {
    case 'byte':
    case 'short':
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
    case 'decimal':
      return { name, kind: 'number', values: each(row => Number(cellText(vector, row))) }
    case 'timestamp':
    case 'date':
      return { name, kind: 'time', values: each(row => cellText(vector, row, timeZone)) }
    default:
      return { name, kind: 'text', values: each(row => cellText(vector, row, timeZone)) }
  }
}

function valueSeries(name: string, values: readonly unknown[], timeZone: string): Series {
  const present = values.filter(value => value !== null && value !== undefined)
  const each = <T>(read: (value: unknown) => T) =>
    values.map(value => (value === null || value === undefined ? null : read(value)))
  if (present.length > 0 && present.every(value => typeof value === 'number' || typeof value === 'bigint')) {
    return { name, kind: 'number', values: each(Number) }
  }
  if (present.length > 0 && present.every(value => value instanceof Date)) {
    return { name, kind: 'time', values: each(value => formatTimestamp(microsOf(value as Date), timeZone)) }
  }
  if (present.length > 0 && present.every(isWindowValue)) {
    return windowSeries(
      name,
      each(value => [microsOf((value as Interval).start), microsOf((value as Interval).end)] as const),
      timeZone,
    )
  }
  return { name, kind: 'text', values: each(String) }
}

function windowSeries(name: string, windows: readonly (WindowBounds | null)[], timeZone: string): Series {
  const { labels, day } = windowLabels(windows, timeZone)
  const order = windows.map(window => Number(window?.[0] ?? 0))
  return { name, kind: 'window', values: labels, order, ...(day === undefined ? {} : { note: day }) }
}

interface Interval {
  readonly start: Date
  readonly end: Date
}

function isWindowValue(value: unknown): value is Interval {
  return (
    typeof value === 'object' &&
    value !== null &&
    'start' in value &&
    value.start instanceof Date &&
    'end' in value &&
    value.end instanceof Date
  )
}

function microsOf(date: Date): number {
  return date.getTime() * 1000
}

function notFound(name: string, names: readonly string[]): never {
  throw new SluiceError('COLUMN_NOT_FOUND', `Cannot find column "${name}" to draw. Columns: ${names.join(', ')}.`, {
    column: name,
  })
}
