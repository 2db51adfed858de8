import type { DataType, StringType } from '../../schema/data-type.ts'
import type { ArrayColumn, BinaryColumn, IntegerColumn, LongColumn, StringColumn } from '../column.ts'
import { call } from './call.ts'
import type { Int, Text, TextOrBytes } from './text-arguments.ts'

/**
 * Joins texts, bytes or arrays; null when one is null.
 *
 * @throws TYPE_MISMATCH where the types differ
 * @example concat(t.type, lit('!'))
 * @see Spark `Concat`
 */
export function concat<C extends StringColumn | BinaryColumn | ArrayColumn<DataType>>(...columns: readonly C[]): C {
  return call('concat', columns) as C
}

/**
 * Joins texts with a separator between them. What is null is left out, also in arrays of texts; a null separator gives null.
 *
 * @example concatWs('-', t.type, lit('x'))
 * @see Spark `ConcatWs`
 */
export function concatWs(separator: Text, ...columns: readonly (StringColumn | ArrayColumn<StringType>)[]): StringColumn {
  return call('concat_ws', [separator, ...columns]) as StringColumn
}

/** In capitals, by Unicode: ß becomes SS. @example upper(t.type) @see Spark `Upper` */
export function upper(text: StringColumn): StringColumn {
  return call('upper', [text]) as StringColumn
}

/** In small letters, by Unicode: Σ at the end of a word becomes ς. @example lower(t.type) @see Spark `Lower` */
export function lower(text: StringColumn): StringColumn {
  return call('lower', [text]) as StringColumn
}

/**
 * Each word with a capital and then small letters; words are parted by blanks alone.
 *
 * @example initcap(t.type)
 * @see Spark `InitCap`
 */
export function initcap(text: StringColumn): StringColumn {
  return call('initcap', [text]) as StringColumn
}

/**
 * The characters of a text, or the elements of an array, from the last to the first.
 *
 * @example reverse(t.type)
 * @see Spark `Reverse`
 */
export function reverse<C extends StringColumn | ArrayColumn<DataType>>(column: C): C {
  return call('reverse', [column]) as C
}

/** The text so many times; empty for none and fewer. @example repeat(t.type, 2) @see Spark `StringRepeat` */
export function repeat(text: StringColumn, times: Int): StringColumn {
  return call('repeat', [text, times]) as StringColumn
}

/** The number of the first character in Unicode; 0 for an empty text. @example ascii(t.type) @see Spark `Ascii` */
export function ascii(text: StringColumn): IntegerColumn {
  return call('ascii', [text]) as IntegerColumn
}

/** The character of a number modulo 256; empty for a negative one. @example chr(lit(65)) @see Spark `Chr` */
export function chr(code: IntegerColumn | LongColumn): StringColumn {
  return call('chr', [code]) as StringColumn
}

/**
 * How a text sounds in English, as a letter and three digits; itself where it begins with no letter.
 *
 * @example soundex(t.type)
 * @see Spark `SoundEx`
 */
export function soundex(text: StringColumn): StringColumn {
  return call('soundex', [text]) as StringColumn
}

/**
 * The fewest characters to put in, take out or replace to make one text of another.
 *
 * @param threshold -1 where there are more
 * @example levenshtein(t.type, 'transfer')
 * @see Spark `Levenshtein`
 */
export function levenshtein(left: StringColumn, right: Text, threshold?: Int): IntegerColumn {
  return call('levenshtein', threshold === undefined ? [left, right] : [left, right, threshold]) as IntegerColumn
}

/** Characters (code points) of a text; bytes of bytes. @example length(t.type) @see Spark `Length` */
export function length(column: TextOrBytes): IntegerColumn {
  return call('length', [column]) as IntegerColumn
}

/**
 * Without the blanks at both ends; blanks alone, no tabs or line ends.
 *
 * @param characters other characters to take away
 * @example trim(t.type)
 * @see Spark `StringTrim`
 */
export function trim(text: StringColumn, characters?: Text): StringColumn {
  return call('trim', characters === undefined ? [text] : [text, characters]) as StringColumn
}

/** The same as `trim`. @example btrim(t.type, '-') @see Spark `btrim` */
export function btrim(text: StringColumn, characters?: Text): StringColumn {
  return trim(text, characters)
}

/** `trim` at the beginning alone. @example ltrim(t.type) @see Spark `StringTrimLeft` */
export function ltrim(text: StringColumn, characters?: Text): StringColumn {
  return call('ltrim', characters === undefined ? [text] : [text, characters]) as StringColumn
}

/** `trim` at the end alone. @example rtrim(t.type) @see Spark `StringTrimRight` */
export function rtrim(text: StringColumn, characters?: Text): StringColumn {
  return call('rtrim', characters === undefined ? [text] : [text, characters]) as StringColumn
}
