import { cellText } from '../formats/cell-text.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import { type DataType, fieldsOf, simpleString } from '../schema/data-type.ts'
import { type Grid, type GridCell, type GridColumn, gridBundle, gridHtml, NULL_CELL } from './grid.ts'
import type { Html } from './html.ts'
import type { DisplayBundle } from './kernel.ts'
import { doubleText, fractionDigits, groupDigits } from './number-text.ts'
import { isWindowType, windowBounds, windowLabels } from './window-label.ts'

export interface TableOptions {
  /** Rows shown, 20 by default. */
  readonly maxRows?: number
  readonly title?: string
  /** IANA name of the session's zone, UTC by default. */
  readonly timeZone?: string
}

const NUMERIC: ReadonlySet<DataType['kind']> = new Set(['integer', 'long', 'double', 'decimal'])

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
  const cellOf = cellWriter(vector, count, timeZone)
  const cells = Array.from({ length: count }, (_, row) => (isNullAt(vector, row) ? NULL_CELL : cellOf(row)))
  return { column, cells }
}

function cellWriter(vector: ColumnVector, count: number, timeZone: string): (row: number) => GridCell {
  if (vector.layout === 'float64') {
    const shown = Array.from({ length: count }, (_, row) => (isNullAt(vector, row) ? null : vector.values[row]!))
    const digits = fractionDigits(shown)
    return row => {
      const value = vector.values[row]!
      const text = doubleText(value, digits)
      return Number(text.replaceAll(',', '')) === value ? { text, exact: text } : { text, exact: String(value) }
    }
  }
  if (NUMERIC.has(vector.type.kind)) {
    return row => {
      const text = groupDigits(cellText(vector, row, timeZone))
      return { text, exact: text }
    }
  }
  return row => ({ text: cellText(vector, row, timeZone) })
}
