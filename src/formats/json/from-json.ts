import { type ByteValues, byteValuesOf } from '../../schema/byte-values.ts'
import type { Stored } from '../../schema/column-builder.ts'
import type { ColumnVector, StructVector, Utf8Vector } from '../../schema/column-vector.ts'
import { fieldsOf, struct } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'
import { zoneOf } from '../time/zone.ts'
import { checkOptions } from './check-options.ts'
import { ColumnWriter, GAVE_UP } from './column-writer.ts'
import { malformed } from './fail-fast.ts'
import { layoutsOf } from './layouts.ts'
import { type JsonOptions, timeTexts } from './options.ts'
import { corruptColumnOf, type JsonSchema, recordParser } from './parse-record.ts'
import { type ScanInput, scan } from './scan.ts'
import { viewOf } from './string-dictionary.ts'

export { checkOptions as checkJsonOptions } from './check-options.ts'
export { parseRecord } from './parse-record.ts'
export type { JsonOptions, JsonSchema }

/** Why a row is bad: 'syntax', 'empty', 'an array', 'not an object', 'wrong type: <field>'. */
export interface BadRow {
  readonly row: number
  readonly reason: string
}

export interface JsonRead {
  /** The wanted fields, in the order of the schema. By an array or a map: one field `value`. */
  readonly struct: StructVector
  /** What `from_json` gives: that struct, or the array or map itself. */
  readonly vector: ColumnVector
  /** Per row: 0 a good record (or none), 1 a bad one. null when none is bad. */
  readonly bad: Uint8Array | null
  readonly reasons: readonly BadRow[]
}

/** Reads JSON records by one schema. Keep it for the life of a query: it learns how the records look. */
export interface JsonReader {
  /**
   * One struct for each row of `input`, strings or binaries in UTF-8. The vectors stay valid after later reads.
   *
   * @param todayMs the moment whose day is that of a time alone; default now
   */
  read(input: Utf8Vector, todayMs?: number): JsonRead
}

/**
 * Spark's `from_json(col, schema, options)` straight into columns. A scanner reads the records that look as the last
 * ones did; any other goes through `parseRecord`, which alone says what is right.
 *
 * @param root a struct, an array or a map
 * @param wanted the top-level fields of a struct to fill, default all; whether a record is bad does not depend on it
 * @throws SluiceError TYPE_MISMATCH, INVALID_OPTION, COLUMN_NOT_FOUND here; MALFORMED_RECORD_IN_PARSING from `read` in mode FAILFAST
 * @see Spark `JsonToStructs`, `FailureSafeParser`
 */
export function jsonReader(root: JsonSchema, wanted?: readonly string[], given: JsonOptions = {}): JsonReader {
  const options = checkOptions({ ...given })
  const schema = root.kind === 'struct' ? root : struct({ value: root })
  const fields = fieldsOf(schema)
  for (const name of wanted ?? []) {
    if (!fields.some(field => field.name === name)) {
      throw new SluiceError(
        'COLUMN_NOT_FOUND',
        `Cannot find field "${name}". Fields: ${fields.map(field => field.name).join(', ')}.`,
        {
          column: name,
        },
      )
    }
  }
  const corrupt = root.kind === 'struct' ? corruptColumnOf(root, options) : null
  const texts = timeTexts(options)
  const parse = recordParser(root, options, texts)
  const writers = fields.map(field => (wanted === undefined || wanted.includes(field.name) ? new ColumnWriter(field.type) : null))
  const filled = writers.filter(writer => writer !== null)
  const type = struct(Object.fromEntries(fields.flatMap((field, i) => (writers[i] === null ? [] : [[field.name, field.type]]))))
  const { fixedMs } = zoneOf(options.timeZone ?? 'UTC')
  const times = { timestamps: fixedMs !== null && options.timestampFormat === undefined, dates: options.dateFormat === undefined }
  const keys = fields.map((field, i) => (i === corrupt?.index ? null : field.name))
  const layouts = layoutsOf(schema, keys, writers, times)

  function attempt(input: ScanInput): JsonRead {
    const { rows, bytes, codes } = input
    for (const writer of filled) writer.begin(rows)
    let bound = layouts.bind(rows)
    let active = 0
    let validity: Uint8Array | null = null
    let bad: Uint8Array | null = null
    const reasons: BadRow[] = []
    for (let row = 0; row < rows; row++) {
      for (let tries = 0; tries < bound.length; tries++) {
        const reached = scan(input, bound[active]!, row)
        // A layout that got on is tried again before the row is given up, the others after it.
        if (reached > row) tries = 0
        row = reached
        if (row === rows) break
        active = (active + 1) % bound.length
      }
      if (row === rows) break
      const present = input.validity === null || input.validity[row] === 1
      const entry = codes === null ? row : codes[row]!
      const start = input.starts[entry]!
      const end = input.ends[entry]!
      const record = present ? parse(bytes, start, end) : null
      const value: Stored[] | null = record?.value ?? null
      for (let i = 0; i < writers.length; i++) writers[i]?.set(row, value === null ? null : value[i]!)
      if (value === null) {
        validity ??= new Uint8Array(rows).fill(1)
        validity[row] = 0
      }
      if (record === null) continue
      if (record.bad === null) {
        if (root.kind === 'struct' && layouts.learn(bytes.subarray(start, end))) bound = layouts.bind(rows)
        continue
      }
      bad ??= new Uint8Array(rows)
      bad[row] = 1
      reasons.push({ row, reason: record.bad })
      if (options.mode === 'FAILFAST' && value !== null) throw malformed(schema, record, bytes.toString('utf8', start, end), row)
    }
    const vectors = filled.map(writer => writer.finish(bytes))
    const result: StructVector = { layout: 'struct', type, length: rows, validity, fields: vectors }
    return { struct: result, vector: root.kind === 'struct' ? result : vectors[0]!, bad, reasons }
  }

  return {
    read(vector, todayMs) {
      texts.todayMs = todayMs
      const input = scanInput(vector, fixedMs ?? 0)
      for (;;) {
        try {
          return attempt(input)
        } catch (error) {
          if (error !== GAVE_UP) throw error
        }
      }
    },
  }
}

function scanInput(vector: Utf8Vector, zoneMs: number): ScanInput {
  const dictionary: ByteValues = vector.length === 0 ? byteValuesOf([]) : vector.dictionary
  const { bytes, starts, ends } = dictionary
  return {
    bytes: Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    view: viewOf(bytes),
    starts,
    ends,
    codes: vector.codes,
    validity: vector.validity,
    rows: vector.length,
    zoneMs,
  }
}
