import type { BooleanColumn, IntegerColumn, StringColumn } from '../column.ts'
import { call } from './call.ts'
import type { Int, Text, TextOrBytes } from './text-arguments.ts'

/** The same as `length`. @example charLength(t.type) @see Spark `char_length` */
export function charLength(column: TextOrBytes): IntegerColumn {
  return call('length', [column]) as IntegerColumn
}

/** Bytes: of a text in UTF-8. @example octetLength(t.type) @see Spark `OctetLength` */
export function octetLength(column: TextOrBytes): IntegerColumn {
  return call('octet_length', [column]) as IntegerColumn
}

/** Bits: eight a byte. @example bitLength(t.type) @see Spark `BitLength` */
export function bitLength(column: TextOrBytes): IntegerColumn {
  return call('bit_length', [column]) as IntegerColumn
}

/**
 * A part of a text or of bytes.
 *
 * @param position from 1; from the end where it is negative; 0 is the first, too
 * @param length to the end where it is not given; nothing below 1
 * @example substring(t.type, 1, 3)
 * @see Spark `UTF8String.substringSQL`
 */
export function substring<C extends TextOrBytes>(column: C, position: Int, length: Int = 0x7fffffff): C {
  return call('substring', [column, position, length]) as C
}

/** The same as `substring`. @example substr(t.type, -3) @see Spark `substr` */
export function substr<C extends TextOrBytes>(column: C, position: Int, length: Int = 0x7fffffff): C {
  return substring(column, position, length)
}

/**
 * What stands before the count-th delimiter from the left; behind it from the right where the count is negative. The whole
 * text where there are not so many.
 *
 * @example substringIndex(t.type, '.', 2)
 * @see Spark `SubstringIndex`
 */
export function substringIndex(text: StringColumn, delimiter: Text, count: Int): StringColumn {
  return call('substring_index', [text, delimiter, count]) as StringColumn
}

/** The first characters or bytes. @example left(t.type, 3) @see Spark `Left` */
export function left<C extends TextOrBytes>(column: C, length: Int): C {
  return call('left', [column, length]) as C
}

/** The last characters or bytes. @example right(t.type, 3) @see Spark `Right` */
export function right<C extends TextOrBytes>(column: C, length: Int): C {
  return call('right', [column, length]) as C
}

/**
 * Where a text stands first, from 1; 0 where it does not; an empty one stands at 1.
 *
 * @example instr(t.type, 'fer')
 * @see Spark `StringInstr`
 */
export function instr(text: StringColumn, part: Text): IntegerColumn {
  return call('instr', [text, part]) as IntegerColumn
}

/**
 * Where a text stands first from a position on, from 1; 0 where it does not, and where the position is below 1 or null.
 *
 * @example locate('a', t.type, 2)
 * @see Spark `StringLocate`
 */
export function locate(part: Text, text: StringColumn, position: Int = 1): IntegerColumn {
  return call('locate', [part, text, position]) as IntegerColumn
}

/** The same as `locate`. @example position('a', t.type) @see Spark `position` */
export function position(part: Text, text: StringColumn, start: Int = 1): IntegerColumn {
  return locate(part, text, start)
}

/** Whether a text begins with another. @example startswith(t.type, 'trans') @see Spark `StartsWith` */
export function startswith(text: StringColumn, part: Text): BooleanColumn {
  return call('startswith', [text, part]) as BooleanColumn
}

/** Whether a text ends with another. @example endswith(t.type, 'fer') @see Spark `EndsWith` */
export function endswith(text: StringColumn, part: Text): BooleanColumn {
  return call('endswith', [text, part]) as BooleanColumn
}

/** Whether a text stands in another. @example contains(t.type, 'fer') @see Spark `Contains` */
export function contains(text: StringColumn, part: Text): BooleanColumn {
  return call('contains', [text, part]) as BooleanColumn
}

/**
 * The n-th part between delimiters, from the end where n is negative; empty where there are not so many.
 *
 * @throws INVALID_OPTION when the batch runs, for part 0
 * @example splitPart(t.type, '-', 1)
 * @see Spark `SplitPart`
 */
export function splitPart(text: StringColumn, delimiter: Text, part: Int): StringColumn {
  return call('split_part', [text, delimiter, part]) as StringColumn
}
