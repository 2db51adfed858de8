import { cellText } from '../formats/cell-text.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import { type DataType, fieldsOf, simpleString } from '../schema/data-type.ts'
import { type Grid, type GridCell, type GridColumn, gridBundle, gridHtml, NULL_CELL } from './grid.ts'
import type { Html } from './html.ts'
import type { DisplayBundle } from './kernel.ts'
import { doubleText, fractionDigits, groupColumn } from './number-text.ts'
import { isWindowType, windowBounds, windowLabels } from './window-label.ts'

export interface TableOptions {
  /** Rows shown, 20 by default. */
  readonly maxRows?: number
  readonly title?: string
  /** IANA name of the session's zone, UTC by default. */
  readonly timeZone?: string
}

const NUMERIC: ReadonlySet<DataType['kind']> = new Set(['byte', 'short', 'integer', 'long', 'float', 'double', 'decimal'])

/** A batch as an HTML table with Spark's type names; nothing from the data becomes markup. */
export function tableHtml(batch: ColumnBatch, options: TableOptions = {}): Html {
  return gridHtml(gridOf(batch, options))
}

/** A batch as an output: the table, and the same as text. */
export function tableBundle(batch: ColumnBatch, options: TableOptions = {}): DisplayBundle {
  return gridBundle(gridOf(batch, options))
}

/** What of a batch is shown: its first rows as texts. */
export function gridOf(batch: ColumnBatch, options: TableOptions = {}): Grid {
  const count = Math.min(batch.numRows, options.maxRows ?? 20)
  const columns = fieldsOf(batch.schema).map((field, i) =>
    columnOf(field.name, batch.columns[i]!, count, options.timeZone ?? 'UTC'),
  )
  return {
    ...(options.title === undefined ? {} : { title: options.title }),
    columns: columns.map(({ column }) => column),
    rows: Array.from({ length: count }, (_, row) => columns.map(({ cells }) => cells[row]!)),
    numRows: batch.numRows,
  }
}

function columnOf(
  name: string,
  vector: ColumnVector,
  count: number,
  timeZone: string,
): { column: GridColumn; cells: GridCell[] } {
  const { type } = vector
  const column = { name, note: simpleString(type), isNumeric: NUMERIC.has(type.kind) }
  if (isWindowType(type)) {
    const { labels, day } = windowLabels(windowBounds(vector, count), timeZone)
    const cells = labels.map((label, row) =>
      label === null ? NULL_CELL : { text: label, exact: cellText(vector, row, timeZone) },
    )
    return { column: { ...column, note: `window${day === undefined ? '' : ` on ${day}`}` }, cells }
  }
  const exact = Array.from({ length: count }, (_, row) => (isNullAt(vector, row) ? null : cellText(vector, row, timeZone)))
  const texts = column.isNumeric ? numberTexts(vector, exact) : exact
  const cells = texts.map((text, row) => (text === null ? NULL_CELL : cellOf(text, exact[row]!)))
  return { column, cells }
}

function numberTexts(vector: ColumnVector, exact: readonly (string | null)[]): (string | null)[] {
  const numbers = vector.layout === 'float64' ? doubleTexts(exact, vector.values) : exact
  const grouped = groupColumn(numbers.map(number => number ?? ''))
  return numbers.map((number, row) => (number === null ? null : grouped[row]!))
}

function doubleTexts(exact: readonly (string | null)[], values: Float64Array): (string | null)[] {
  const digits = fractionDigits(exact.map((text, row) => (text === null ? null : values[row]!)))
  return exact.map((text, row) => (text === null ? null : doubleText(values[row]!, digits)))
}

/** Separators and zeros at the end change no value: the exact one is given only where digits were rounded away. */
function cellOf(text: string, exact: string): GridCell {
  const plain = text.replaceAll(',', '')
  return plain === exact || Number(plain) === Number(exact) ? { text } : { text, exact }
}
