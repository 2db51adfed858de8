import { Chart, chartBundle } from './chart.ts'
import { type Grid, type GridCell, gridBundle, NULL_CELL } from './grid.ts'
import { inspectable } from './inspectable.ts'
import type { DisplayBundle } from './kernel.ts'
import { displayBundle, inNotebook } from './kernel.ts'
import { doubleText, fractionDigits, groupColumn } from './number-text.ts'
import { type TableOptions, tableBundle } from './table.ts'
import { columnBatchOf, type FrameLike, frameRows, isFrame, keysOf, type Viewable } from './viewable.ts'

/**
 * Shows something in the middle of a cell: a batch, a column batch, a danfo DataFrame, rows as objects, a chart.
 *
 * @example show(batch.frame, { maxRows: 5, title: 'Transactions' })
 */
export function show(data: Viewable | Chart, options: TableOptions = {}): void {
  displayBundle(data instanceof Chart ? chartBundle(data.figure) : bundleOf(data, options))
}

/** What `show` shows, as an output. */
export function bundleOf(data: Viewable, options: TableOptions = {}): DisplayBundle {
  const batch = columnBatchOf(data)
  if (batch !== undefined) return tableBundle(batch, options)
  if (isFrame(data)) return frameBundle(data, options)
  const rows = data as readonly object[]
  const names = keysOf(rows)
  return valuesBundle(
    names.map(name => ({ name })),
    rows.map(row => names.map(name => (row as Record<string, unknown>)[name])),
    options,
  )
}

/** A danfo DataFrame as a table with its dtypes; its own print cuts cells, and its inspection dumps internals. */
export function frameBundle(frame: FrameLike, options: TableOptions = {}): DisplayBundle {
  const [numRows = 0, numColumns = 0] = frame.shape
  const title = `danfo DataFrame · ${numRows.toLocaleString('en-US')} ${numRows === 1 ? 'row' : 'rows'} × ${numColumns} ${numColumns === 1 ? 'column' : 'columns'}`
  const columns = frame.columns.map((name, i) => ({ name: String(name), type: frame.dtypes[i] ?? '' }))
  return valuesBundle(columns, frameRows(frame), { ...options, title: options.title ?? title })
}

const prepared = new WeakSet<object>()

/**
 * Lets danfo frames show themselves as the last expression of a cell, as the table of `frameBundle`. Called with the
 * first frame that is made; it serves the class of that frame, so all frames after it.
 */
export function inspectableFrame<F extends FrameLike>(frame: F): F {
  // head() and describe() give frames of the class that danfo's own derives from: the whole chain is prepared.
  let prototype = Object.getPrototypeOf(frame) as FrameLike
  while (prototype !== Object.prototype && !prepared.has(prototype)) {
    prepared.add(prototype)
    inspectable(prototype, self => (inNotebook() ? frameBundle(self) : { 'text/plain': String(self) }))
    prototype = Object.getPrototypeOf(prototype) as FrameLike
  }
  return frame
}

function valuesBundle(
  columns: readonly { readonly name: string; readonly type?: string }[],
  rows: readonly (readonly unknown[])[],
  options: TableOptions,
): DisplayBundle {
  const shown = rows.slice(0, options.maxRows ?? 20)
  const parts = columns.map(({ name, type }, i) => {
    const values = shown.map(row => row[i])
    const present = values.filter(value => value !== null && value !== undefined)
    const isNumeric = present.length > 0 && present.every(value => typeof value === 'number' || typeof value === 'bigint')
    return { column: { name, note: type ?? typeNote(present), isNumeric }, cells: cellsOf(values) }
  })
  const grid: Grid = {
    ...(options.title === undefined ? {} : { title: options.title }),
    columns: parts.map(part => part.column),
    rows: shown.map((_, row) => parts.map(part => part.cells[row]!)),
    numRows: rows.length,
  }
  return gridBundle(grid)
}

function cellsOf(values: readonly unknown[]): GridCell[] {
  const digits = fractionDigits(values.map(value => (typeof value === 'number' ? value : null)))
  const texts = groupColumn(values.map(value => (typeof value === 'number' ? doubleText(value, digits) : valueText(value))))
  return values.map((value, row) => {
    if (value === null || value === undefined) return NULL_CELL
    const text = texts[row]!
    const isExact = typeof value !== 'number' || Number(text.replaceAll(',', '')) === value
    return isExact ? { text } : { text, exact: String(value) }
  })
}

function valueText(value: unknown): string {
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString().replace('T', ' ').replace('Z', '')
  if (value instanceof Uint8Array) return `[${value.length} bytes]`
  if (value instanceof Map) return `{${[...value].map(([key, held]) => `${valueText(key)} -> ${valueText(held)}`).join(', ')}}`
  if (typeof value !== 'object') return String(value)
  const plain = (_: string, inner: unknown) => (typeof inner === 'bigint' || inner instanceof Map ? valueText(inner) : inner)
  return JSON.stringify(value, plain) ?? ''
}

function typeNote(present: readonly unknown[]): string {
  const names = new Set(present.map(value => (value instanceof Date ? 'date' : Array.isArray(value) ? 'array' : typeof value)))
  return names.size === 1 ? [...names][0]! : names.size === 0 ? '' : 'mixed'
}
