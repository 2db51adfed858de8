import type { Stored } from '../../schema/column-builder.ts'
import { type ArrayType, fieldsOf, type MapType, type StructType, simpleString } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'
import { SYNTAX_ERROR, WRONG_TYPE } from './bad-value.ts'
import { checkOptions } from './check-options.ts'
import { Converter, type NotNumber } from './convert.ts'
import { featuresOf, type JsonOptions, timeTexts } from './options.ts'
import { NONE } from './token.ts'
import { JsonTokens } from './tokens.ts'
import { decodeUtf8 } from './utf8.ts'

/** What a record may be read as. */
export type JsonSchema = StructType | ArrayType | MapType

/** One record as stored values in the order of the schema's fields; by an array or a map, the one value of it. */
export interface ParsedRecord {
  /** null: the NULL struct. */
  readonly value: Stored[] | null
  /** null: a good record. Else why not: 'empty', 'syntax', 'an array', 'not an object', 'wrong type: <field>'. */
  readonly bad: string | null
  /** The first bad value, where it is a text that should be a float or a double. */
  readonly notNumber?: NotNumber
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
      `[INVALID_CORRUPT_RECORD_TYPE] The column \`${name}\` for corrupt records must have the nullable STRING type, but got "${simpleString(type).toUpperCase()}".`,
      { column: name },
    )
  }
  return { name, index }
}

/** The careful path, made ready for many records: the truth that the scanner must equal. */
export function recordParser(schema: JsonSchema, options: JsonOptions = {}, times = timeTexts(options)): RecordParser {
  const corrupt = schema.kind === 'struct' ? corruptColumnOf(schema, options) : null
  const width = schema.kind === 'struct' ? fieldsOf(schema).length : 1
  const tokens = new JsonTokens(featuresOf(options))
  const converter = new Converter(schema, tokens, times, corrupt?.name ?? null)

  return (bytes, start, end) => {
    const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let value: Stored[] | null = null
    let bad: string | null
    try {
      tokens.reset(decodeUtf8(buffer, start, end))
      if (tokens.next() === NONE) return EMPTY
      value = converter.record()
      bad = converter.bad
    } catch (error) {
      if (error !== SYNTAX_ERROR && error !== WRONG_TYPE) throw error
      bad = error === SYNTAX_ERROR ? 'syntax' : 'wrong type'
    }
    const { notNumber } = converter
    value ??= new Array<Stored>(width).fill(null)
    if (bad !== null && corrupt !== null) value[corrupt.index] = new Uint8Array(bytes.subarray(start, end))
    return bad !== null && notNumber !== null ? { value, bad, notNumber } : { value, bad }
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
  schema: JsonSchema,
  options: JsonOptions = {},
): ParsedRecord {
  return recordParser(schema, checkOptions({ ...options }))(bytes, start, end)
}
