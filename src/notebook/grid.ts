import { tableText } from '../formats/show-string.ts'
import { cutText, MAX_CELL_CHARACTERS, visibleText } from './escape-html.ts'
import { type Html, html, nothing } from './html.ts'
import type { DisplayBundle } from './kernel.ts'
import { CODE_FONT, COLOUR, UI_FONT } from './theme.ts'

/** Characters of a tooltip. */
const MAX_TITLE_CHARACTERS = 1000

export interface GridColumn {
  readonly name: string
  /** Below the name, small: the type. */
  readonly note: string
  readonly isNumeric: boolean
}

/** What stands in a cell; `exact` is the whole value where `text` had to be shortened or rounded. */
export interface GridCell {
  readonly text: string
  readonly exact?: string
  readonly isNull?: boolean
}

export interface Grid {
  /** A line above the table; plain text. */
  readonly title?: string
  readonly columns: readonly GridColumn[]
  /** The rows shown. */
  readonly rows: readonly (readonly GridCell[])[]
  /** All rows there are. */
  readonly numRows: number
}

export const NULL_CELL: GridCell = { text: 'NULL', isNull: true }

/** A table as HTML: a header with types, numbers to the right, NULL muted, a note when rows are left out. Escapes everything. */
export function gridHtml(grid: Grid): Html {
  const title =
    grid.title === undefined
      ? nothing
      : html`<div style="${UI_FONT};font-size:13px;font-weight:600;color:${COLOUR.text};margin:4px 0">${grid.title}</div>`
  const head = grid.columns.map(
    column =>
      html`<th style="text-align:${align(column)};vertical-align:bottom;padding:4px 12px;border-bottom:1px solid ${COLOUR.faint};color:${COLOUR.text};background:transparent">${cutText(column.name, 60)}<br><span style="font-weight:400;font-size:11px;color:${COLOUR.faint}">${cutText(column.note, 60)}</span></th>`,
  )
  const body = grid.rows.map(
    (row, i) =>
      html`<tr style="background:${i % 2 === 1 ? COLOUR.band : 'transparent'}">${row.map((cell, c) => cellHtml(cell, grid.columns[c]!))}</tr>`,
  )
  const note = footNote(grid)
  return html`<div style="overflow-x:auto;margin:4px 0">${title}<table style="border-collapse:collapse;margin:0;${CODE_FONT};font-size:12px;line-height:1.5;font-variant-numeric:tabular-nums"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>${note === '' ? nothing : html`<div style="${UI_FONT};font-size:12px;color:${COLOUR.muted};margin:4px 0">${note}</div>`}</div>`
}

/** The same for `text/plain`, in the form of Spark's console. */
export function gridText(grid: Grid): string {
  const names = grid.columns.map(column => visibleText(column.name))
  const cells = grid.rows.map(row => row.map(cell => visibleText(cell.text, MAX_CELL_CHARACTERS)))
  const text = tableText(names, cells, { numRows: grid.rows.length, truncate: MAX_CELL_CHARACTERS, hasMore: false })
  const note = footNote(grid)
  return `${grid.title === undefined ? '' : `${visibleText(grid.title)}\n`}${text}${note}`.trimEnd()
}

export function gridBundle(grid: Grid): DisplayBundle {
  return { 'text/html': gridHtml(grid).markup, 'text/plain': gridText(grid) }
}

function cellHtml(cell: GridCell, column: GridColumn): Html {
  const colour = cell.isNull === true ? COLOUR.faint : COLOUR.text
  const style = html`text-align:${align(column)};padding:2px 12px;white-space:pre;color:${colour};border:none`
  const text = cutText(cell.text, MAX_CELL_CHARACTERS)
  const exact = cell.exact ?? cell.text
  return exact === text
    ? html`<td style="${style}">${text}</td>`
    : html`<td style="${style}" title="${cutText(exact, MAX_TITLE_CHARACTERS)}">${text}</td>`
}

function align(column: GridColumn): string {
  return column.isNumeric ? 'right' : 'left'
}

function footNote(grid: Grid): string {
  const more = grid.numRows - grid.rows.length
  if (grid.numRows === 0) return 'no rows'
  return more > 0 ? `${more.toLocaleString('en-US')} more ${more === 1 ? 'row' : 'rows'}` : ''
}
