import type { Stored } from '../../schema/column-builder.ts'
import type { DataType } from '../../schema/data-type.ts'
import type { Builtin } from './builtin.ts'
import { wrongArguments } from './builtin.ts'
import { bytesOfText, charactersOf, countCharacters, hasRawBytes, javaString, overBytes, sliceCharacters } from './text-bytes.ts'
import { rowFunction, textFunction } from './text-rows.ts'

const STRING = { kind: 'string' } as const
const INTEGER = { kind: 'integer' } as const
const BOOLEAN = { kind: 'boolean' } as const
const MAX_INT = 0x7fffffff

const sameAsFirst = (args: readonly DataType[]): DataType => args[0]!
const sizeOf = (value: string | Uint8Array) => (typeof value === 'string' ? countCharacters(value) : value.length)
const byteSizeOf = (value: string | Uint8Array) => (typeof value === 'string' ? bytesOfText(value).length : value.length)

/** Positions count from 1; those below zero count from the end, and 0 is the first. @see Spark `UTF8String.substringSQL` */
export function substringSql<T extends string | Uint8Array>(value: T, position: number, length: number): T {
  const start = position > 0 ? position - 1 : position < 0 ? sizeOf(value) + position : 0
  const end = Math.max(Math.min(start + length, MAX_INT), -MAX_INT - 1)
  if (typeof value === 'string') return sliceCharacters(value, start, end) as T
  return (end <= start || end <= 0 ? value.subarray(0, 0) : value.subarray(Math.max(start, 0), end)) as T
}

/** What stands before the count-th delimiter; counted from the right where the count is negative. */
function substringIndex(text: string, delimiter: string, count: number): string {
  if (delimiter === '' || count === 0) return ''
  let at = count > 0 ? -1 : text.length - delimiter.length + 1
  for (let left = Math.abs(count); left > 0; left--) {
    // A negative position would be taken as 0.
    at = count > 0 ? text.indexOf(delimiter, at + 1) : at === 0 ? -1 : text.lastIndexOf(delimiter, at - 1)
    if (at === -1) return text
  }
  return count > 0 ? text.slice(0, at) : text.slice(at + delimiter.length)
}

/** The position of a part from a character on, from 1; 0 where there is none. @see Spark `UTF8String.indexOf` */
function positionOf(part: string, text: string, from: number): number {
  if (part === '') return 1
  const start = sliceCharacters(text, 0, from).length
  const at = text.indexOf(part, start)
  return at === -1 ? 0 : countCharacters(text.slice(0, at)) + 1
}

/** The position may be null: then nothing is found. */
const locate: Builtin = rowFunction({
  name: 'locate',
  mayFail: false,
  takesNulls: true,
  type(args) {
    const [part, text, position] = args.map(({ kind }) => kind)
    if (args.length !== 3 || part !== 'string' || text !== 'string' || !['integer', 'short', 'byte'].includes(position!))
      throw wrongArguments('locate', 'string, string, int', args)
    return INTEGER
  },
  apply([part, text, position]): Stored {
    if (position === null) return 0
    if (part === null || text === null) return null
    return (position as number) < 1 ? 0 : positionOf(part as string, text as string, (position as number) - 1)
  },
})

const byteTest = (test: (text: Buffer, part: Buffer) => boolean, fast: (text: string, part: string) => boolean) => {
  return (text: string, part: string) =>
    // A part that is not UTF-8 may be found inside a character.
    hasRawBytes(part) ? test(bytesOfText(text), bytesOfText(part)) : fast(text, part)
}

/** Parts of texts and where they stand. @see Spark `stringExpressions.scala`, `UTF8String.java` */
export const TEXT_PARTS_BUILTINS: readonly Builtin[] = [
  textFunction('length', ['bytes'], INTEGER, sizeOf),
  textFunction('octet_length', ['bytes'], INTEGER, byteSizeOf),
  textFunction('bit_length', ['bytes'], INTEGER, value => byteSizeOf(value) * 8),
  textFunction('substring', ['bytes', 'int', 'int'], sameAsFirst, substringSql),
  textFunction('substring_index', ['string', 'string', 'int'], STRING, (text, delimiter, count) =>
    hasRawBytes(text) || hasRawBytes(delimiter)
      ? overBytes([text, delimiter], (bytes, part) => substringIndex(bytes, part, count))
      : substringIndex(text, delimiter, count),
  ),
  textFunction('left', ['bytes', 'int'], sameAsFirst, (value, length) => substringSql(value, 1, length)),
  textFunction('right', ['bytes', 'int'], sameAsFirst, (value, length) =>
    length <= 0 ? substringSql(value, 1, 0) : substringSql(value, -length, MAX_INT),
  ),
  textFunction('instr', ['string', 'string'], INTEGER, (text, part) => positionOf(part, text, 0)),
  locate,
  textFunction(
    'startswith',
    ['string', 'string'],
    BOOLEAN,
    byteTest(
      (text, part) => text.subarray(0, part.length).equals(part),
      (text, part) => text.startsWith(part),
    ),
  ),
  textFunction(
    'endswith',
    ['string', 'string'],
    BOOLEAN,
    byteTest(
      (text, part) => part.length === 0 || text.subarray(-part.length).equals(part),
      (text, part) => text.endsWith(part),
    ),
  ),
  textFunction(
    'contains',
    ['string', 'string'],
    BOOLEAN,
    byteTest(
      (text, part) => text.includes(part),
      (text, part) => text.includes(part),
    ),
  ),
  textFunction('ascii', ['string'], INTEGER, text => javaString(charactersOf(text)[0] ?? '').codePointAt(0) ?? 0),
]
