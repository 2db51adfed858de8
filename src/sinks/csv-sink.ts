import { cellText } from '../formats/cell-text.ts'
import { type CsvWriteOptions, csvLine } from '../formats/csv/csv-line.ts'
import { checkLineSep } from '../formats/csv/line-sep.ts'
import { type TextCompression, textExtension, textFileWriter } from '../formats/text-file-writer.ts'
import { formatPattern } from '../formats/time/format-pattern.ts'
import type { Sink } from '../plan/sink.ts'
import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import { type DataType, fieldsOf, type StructType, simpleString } from '../schema/data-type.ts'
import { storedAt } from '../schema/stored-at.ts'
import { SluiceError } from '../util/error.ts'
import { type FileFormat, fileSink } from './file-sink.ts'

/** Where and how the CSV sink writes. Names and meaning are Spark's. */
export interface CsvSinkOptions extends CsvWriteOptions {
  /** The folder; made when the query starts. Several queries may write into one. */
  readonly path: string
  /** Columns that become folders, `type=deposit/`, and do not stand in the files. */
  readonly partitionBy?: readonly string[]
  /** `none` by default. */
  readonly compression?: TextCompression
}

const OPTIONS: readonly string[] = [
  'header',
  'sep',
  'quote',
  'escape',
  'charToEscapeQuoteEscaping',
  'escapeQuotes',
  'quoteAll',
  'nullValue',
  'emptyValue',
  'ignoreLeadingWhiteSpace',
  'ignoreTrailingWhiteSpace',
  'comment',
  'timestampFormat',
  'dateFormat',
  'lineSep',
]
const TIMESTAMP_FORMAT = "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXXXX]"
const MICROS_PER_DAY = 86_400_000_000

/**
 * Writes each batch into a folder as CSV, once per batch id. Append only. A null and a text of white space only are told
 * apart: nothing and `""`.
 *
 * @throws INVALID_OPTION at once; when the query starts COLUMN_NOT_FOUND, TYPE_MISMATCH for a struct, an array or a map
 * and PERMISSION_DENIED, SINK_FAILED for the folder; in a batch also NO_SPACE_LEFT
 * @see Spark docs, sql-data-sources-csv
 * @example csvSink({ path: 'output/suspicious', header: true })
 */
export function csvSink(options: CsvSinkOptions): Sink {
  const { path, partitionBy = [], compression = 'none', ...how } = options
  const unknown = Object.keys(how).find(name => !OPTIONS.includes(name))
  if (unknown !== undefined) {
    throw new SluiceError(
      'INVALID_OPTION',
      `Cannot write CSV with "${unknown}": there is no such option. There are: ${OPTIONS.join(', ')}.`,
      { name: unknown },
    )
  }
  for (const name of ['quote', 'escape', 'comment', 'charToEscapeQuoteEscaping'] as const) {
    if ((how[name]?.length ?? 1) !== 1)
      throw new SluiceError('INVALID_OPTION', `Cannot write CSV with ${name} "${how[name]}": it is one character.`, { name })
  }
  checkLineSep(how.lineSep, 'write CSV')
  if (how.sep === '') throw new SluiceError('INVALID_OPTION', 'Cannot write CSV without a separator: sep is empty.')
  const format: FileFormat = {
    name: 'csv',
    extension: `.csv${textExtension(compression)}`,
    newWriter(file, schema, { timeZone = 'UTC' }) {
      requireFlat(schema)
      const line = csvLine(how)
      const fields = fieldsOf(schema)
      const texts = fields.map(({ type }) => textOf(type, how, timeZone))
      const header = how.header === true ? line(fields.map(({ name }) => name)) : ''
      return textFileWriter(
        file,
        header,
        (batch, rows) => Array.from(rows, row => line(batch.columns.map((column, i) => texts[i]!(column, row)))),
        compression,
      )
    },
  }
  return fileSink(format, path, partitionBy)
}

function requireFlat(schema: StructType): void {
  for (const { name, type } of fieldsOf(schema)) {
    if (type.kind !== 'struct' && type.kind !== 'array' && type.kind !== 'map') continue
    throw new SluiceError(
      'TYPE_MISMATCH',
      `[UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE] The CSV datasource doesn't support the column \`${name}\` of the type "${simpleString(type).toUpperCase()}". Select its fields, or make it a text with toJson(…).`,
      { column: name },
    )
  }
}

function textOf(
  type: DataType,
  options: CsvWriteOptions,
  timeZone: string,
): (column: ColumnVector, row: number) => string | null {
  const format =
    type.kind === 'timestamp'
      ? formatPattern(options.timestampFormat ?? TIMESTAMP_FORMAT, timeZone)
      : type.kind === 'date' && options.dateFormat !== undefined
        ? dateFormat(options.dateFormat)
        : null
  if (format === null) return (column, row) => (isNullAt(column, row) ? null : cellText(column, row, timeZone))
  return (column, row) => (isNullAt(column, row) ? null : format(storedAt(column, row) as number | bigint))
}

function dateFormat(pattern: string): (day: number | bigint) => string {
  const format = formatPattern(pattern, 'UTC')
  return day => format(Number(day) * MICROS_PER_DAY)
}
