import type { ColumnBatch } from '../schema/column-batch.ts'
import { fieldsOf } from '../schema/data-type.ts'
import { cellText } from './cell-text.ts'

export { cellText } from './cell-text.ts'

export interface ShowOptions {
  /** Rows shown, 20 by default. */
  readonly numRows?: number
  /** Cells are cut to this many UTF-16 units, 20 by default; 0 cuts nothing and aligns to the left. */
  readonly truncate?: number
  /** The session's time zone, for timestamps; UTC by default. */
  readonly timeZone?: string
}

/**
 * A batch as Spark 4.2's `show()` prints it, byte for byte, without the last line break of `println`.
 * One difference: control and bidirectional marks, which Spark sends raw to the terminal, are shown as `\u001b`.
 *
 * @example showString(batch) // '+-----+\n|value|\n+-----+\n|    1|\n+-----+\n'
 * @see Spark `Dataset.showString`
 */
export function showString(batch: ColumnBatch, options: ShowOptions = {}): string {
  const numRows = Math.max(0, options.numRows ?? 20)
  const cells = cellRows(batch, Math.min(numRows, batch.numRows), options.timeZone)
  const names = fieldsOf(batch.schema).map(field => field.name)
  return tableText(names, cells, { numRows, truncate: options.truncate ?? 20, hasMore: batch.numRows > numRows })
}

/** The three lines above each batch on Spark's console, with the last line break. */
export function batchHeader(batchId: number): string {
  const rule = '-'.repeat(43)
  return `${rule}\nBatch: ${batchId}\n${rule}\n`
}

/** The texts of the first `count` rows: what a table needs, without keeping the batch. */
export function cellRows(batch: ColumnBatch, count: number, timeZone = 'UTC'): string[][] {
  return Array.from({ length: count }, (_, row) => batch.columns.map(column => cellText(column, row, timeZone)))
}

/** The table from cell texts. @param layout.hasMore adds `only showing top … rows`, in 4.x without a line break at its end */
export function tableText(
  names: readonly string[],
  cells: readonly (readonly string[])[],
  layout: { readonly numRows: number; readonly truncate: number; readonly hasMore: boolean },
): string {
  const { numRows, truncate, hasMore } = layout
  const header = names.map(escapeMetaCharacters)
  const body = cells.map(row => row.map(text => cut(escapeMetaCharacters(text), truncate)))
  const widths = header.map((name, column) =>
    body.reduce((width, row) => Math.max(width, halfWidth(row[column]!)), Math.max(3, halfWidth(name))),
  )
  const rule = `+${widths.map(width => '-'.repeat(width)).join('+')}+\n`
  const line = (row: readonly string[]) =>
    `|${row.map((text, column) => pad(encodable(text), widths[column]!, truncate > 0)).join('|')}|\n`
  const footer = hasMore ? `only showing top ${numRows} ${numRows === 1 ? 'row' : 'rows'}` : ''
  return rule + line(header) + rule + body.map(line).join('') + rule + footer
}

function cut(text: string, truncate: number): string {
  if (truncate <= 0 || text.length <= truncate) return text
  return truncate < 4 ? text.slice(0, truncate) : `${text.slice(0, truncate - 3)}...`
}

/** A cut may leave half of a surrogate pair, which has no UTF-8: Java writes `?` for it. */
function encodable(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '?')
}

function pad(text: string, width: number, right: boolean): string {
  const spaces = ' '.repeat(width - halfWidth(text))
  return right ? spaces + text : text + spaces
}

// Spark's own ranges, Utils.fullWidthRegex: CJK, Hangul and full-width forms take two columns of a terminal.
const fullWidth = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/g

function halfWidth(text: string): number {
  return text.length + (text.match(fullWidth)?.length ?? 0)
}

const metaCharacters: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\b': '\\b',
  '\u000B': '\\v',
  '\u0007': '\\a',
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not reach the terminal
const unsafe = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** Spark's seven escapes, and for the rest of what can take over a terminal its code. @see Spark `SchemaUtils.escapeMetaCharacters` */
function escapeMetaCharacters(text: string): string {
  return text.replace(
    unsafe,
    character => metaCharacters[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
