import { type Column, expressionOf, type NumericColumn, type StringColumn } from '../column.ts'
import type { NumericType } from '../numeric-type.ts'
import { call } from './call.ts'
import type { Int, Text, TextOrBytes } from './text-arguments.ts'

/**
 * A text of so many characters: filled on the left, or cut on the right. Bytes likewise.
 *
 * @param padding repeated as often as needed; where it is empty a text only gets shorter
 * @example lpad(t.type, 10, '.')
 * @see Spark `StringLPad`
 */
export function lpad<C extends TextOrBytes>(column: C, length: Int, padding: C | string): C {
  return call('lpad', [column, length, padding]) as C
}

/** A text of so many characters: filled or cut on the right. @example rpad(t.type, 10, '.') @see Spark `StringRPad` */
export function rpad<C extends TextOrBytes>(column: C, length: Int, padding: C | string): C {
  return call('rpad', [column, length, padding]) as C
}

/**
 * With another text wherever one stands; without it where no other is given.
 *
 * @example replace(t.type, '-', ' ')
 * @see Spark `StringReplace`
 */
export function replace(text: StringColumn, search: Text, replacement: Text = ''): StringColumn {
  return call('replace', [text, search, replacement]) as StringColumn
}

/**
 * Each character of `from` becomes the one at its place in `to`; those without one are taken away.
 *
 * @example translate(t.type, 'abc', '12')
 * @see Spark `StringTranslate`
 */
export function translate(text: StringColumn, from: Text, to: Text): StringColumn {
  return call('translate', [text, from, to]) as StringColumn
}

/**
 * A text with another put over it.
 *
 * @param position where the other begins, from 1
 * @param length how much is put away; below 0: as much as the other is long
 * @example overlay(t.type, 'X', 2)
 * @see Spark `Overlay`
 */
export function overlay<C extends TextOrBytes>(column: C, replacement: C | string, position: Int, length: Int = -1): C {
  return call('overlay', [column, replacement, position, length]) as C
}

/**
 * A number as `1,234.50`, with so many digits behind the point; halves to the even neighbour. Null for fewer than none.
 *
 * @example formatNumber(t.amount, 2)
 * @see Spark `FormatNumber`
 */
export function formatNumber(column: NumericColumn<NumericType>, places: Int): StringColumn {
  return call('format_number', [column, places]) as StringColumn
}

/**
 * A format with its `%s`, `%d`, `%x`, `%o`, `%f`, `%e`, `%b`, `%c` filled in, as `java.util.Formatter` does; null is `null`.
 * Times are the numbers that they are stored as: cast them to strings.
 *
 * @throws INVALID_OPTION when the batch runs, for a format that does not fit its arguments; `%g`, `%a`, `%h`, `%t` and `%<`
 *   are not there
 * @example formatString('%s: %.2f', t.type, t.amount)
 * @see Spark `FormatString`
 */
export function formatString(format: Text, ...columns: readonly Column[]): StringColumn {
  return call('format_string', [format, ...columns.map(asColumn)]) as StringColumn
}

/** The same as `formatString`. @example printf('%s!', t.type) @see Spark `printf` */
export function printf(format: Text, ...columns: readonly Column[]): StringColumn {
  return formatString(format, ...columns)
}

/** Constants are no arguments: `lit('x')` says which type they have. */
function asColumn(column: Column): Column {
  expressionOf(column)
  return column
}
