import type { Stored } from '../../schema/column-builder.ts'
import { fieldsOf, type StructType, simpleString } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'
import { SYNTAX_ERROR } from './bad-value.ts'
import { Converter } from './convert.ts'
import { type JsonOptions, timeTexts } from './options.ts'
import { NONE, START_OBJECT } from './token.ts'
import { JsonTokens } from './tokens.ts'
import { decodeUtf8 } from './utf8.ts'

/** One record as stored values in the order of the schema's fields. */
export interface ParsedRecord {
  /** null: the NULL struct. */
  readonly value: Stored[] | null
  /** null: a good record. Else why not: 'empty', 'syntax', 'not an object', 'wrong type: <field>'. */
  readonly bad: string | null
}

export type RecordParser = (bytes: Uint8Array, start: number, end: number) => ParsedRecord

const EMPTY: ParsedRecord = { value: null, bad: 'empty' }
const DEFAULT_CORRUPT_COLUMN = '_corrupt_record'

/** Name and place of the column that keeps bad records, if the schema has it. @throws SluiceError TYPE_MISMATCH when it is no string */
export function corruptColumnOf(
  schema: StructType,
  options: JsonOptions,
): { readonly name: string; readonly index: number } | null {
  const name = options.columnNameOfCorruptRecord ?? DEFAULT_CORRUPT_COLUMN
  const fields = fieldsOf(schema)
  const index = fields.findIndex(field => field.name === name)
  if (index < 0) return null
  const { type } = fields[index]!
  if (type.kind !== 'string') {
    throw new SluiceError(
      'TYPE_MISMATCH',
      `Cannot keep bad records in column "${name}" of type ${simpleString(type)}: make it a string.`,
      {
        column: name,
      },
    )
  }
  return { name, index }
}

/** The careful path, made ready for many records: the truth that the scanner must equal. */
export function recordParser(schema: StructType, options: JsonOptions = {}, times = timeTexts(options)): RecordParser {
  const corrupt = corruptColumnOf(schema, options)
  const width = fieldsOf(schema).length
  const tokens = new JsonTokens()
  const converter = new Converter(schema, tokens, times, corrupt?.name ?? null)

  return (bytes, start, end) => {
    const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let value: Stored[] | null = null
    let bad: string | null
    try {
      tokens.reset(decodeUtf8(buffer, start, end))
      const token = tokens.next()
      if (token === NONE) return EMPTY
      if (token === START_OBJECT) value = converter.record()
      bad = value === null ? 'not an object' : converter.bad
    } catch (error) {
      if (error !== SYNTAX_ERROR) throw error
      value = null
      bad = 'syntax'
    }
    value ??= new Array<Stored>(width).fill(null)
    if (bad !== null && corrupt !== null) value[corrupt.index] = new Uint8Array(bytes.subarray(start, end))
    return { value, bad }
  }
}

/**
 * Reads one JSON record as Spark's `from_json` does in PERMISSIVE mode. For many records, keep a `recordParser`.
 *
 * @param bytes where the record lies: `bytes[start .. end)`, in UTF-8
 */
export function parseRecord(
  bytes: Uint8Array,
  start: number,
  end: number,
  schema: StructType,
  options: JsonOptions = {},
): ParsedRecord {
  return recordParser(schema, options)(bytes, start, end)
}
