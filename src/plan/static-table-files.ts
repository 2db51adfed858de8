import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type CastContext, castStored } from '../expressions/cast-stored.ts'
import { checkLineSep } from '../formats/csv/line-sep.ts'
import { jsonReader } from '../formats/json/from-json.ts'
import { readParquet } from '../formats/parquet/read.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { type Stored, vectorOf } from '../schema/column-builder.ts'
import type { StructVector, Utf8Vector } from '../schema/column-vector.ts'
import { type DataType, type Fields, fieldsOf, type StructType, sameType, simpleString } from '../schema/data-type.ts'
import { nullVector } from '../schema/null-rows.ts'
import { storedAt } from '../schema/stored-at.ts'
import { fileError } from '../util/durable-file.ts'
import { SluiceError } from '../util/error.ts'
import { type Table, tableOf } from './static-table.ts'
import { type CsvReadOptions, parseCsv } from './static-table-csv.ts'
import type { ColumnsOf } from './stream.ts'

/** How a table of JSON or CSV files is read. */
export interface TextTableOptions {
  /** For timestamps that say no zone. Default 'UTC'. */
  readonly timeZone?: string
}

/**
 * A table of a Parquet file, or of a folder of them with its partition columns. Read anew for each batch.
 *
 * @param schema the columns wanted; one that the files lack is null
 * @throws when a batch runs: SINK_FAILED where nothing is there, TYPE_MISMATCH where a column has another type
 * @see Spark `spark.read.schema(…).parquet`
 */
export function parquetTable<F extends Fields>(path: string, schema: StructType<F>): Table<ColumnsOf<F>> {
  return fileTable('parquet', path, schema, async () => {
    const { batch } = await readParquet(path)
    const columns = fieldsOf(schema).map(({ name, type }) => {
      const position = Object.keys(batch.schema.fields).indexOf(name)
      if (position < 0) return nullVector(type, batch.numRows)
      const vector = batch.columns[position]!
      if (sameType(vector.type, type)) return vector
      throw new SluiceError(
        'TYPE_MISMATCH',
        `Cannot read column "${name}" of ${path} as ${simpleString(type)}: the files hold ${simpleString(vector.type)}. Give that type in the schema.`,
        { path, name },
      )
    })
    return { schema, numRows: batch.numRows, columns }
  })
}

/**
 * A table of JSON, one object or list of objects a line: a file, or a folder of them. Read anew for each batch. What cannot be read is null.
 *
 * @throws when a batch runs: SINK_FAILED where nothing is there
 * @see Spark `spark.read.schema(…).json`
 */
export function jsonTable<F extends Fields>(
  path: string,
  schema: StructType<F>,
  options: TextTableOptions = {},
): Table<ColumnsOf<F>> {
  return fileTable('json', path, schema, async () => {
    const texts = await textsOf(path)
    const lines = texts.flatMap(text => text.split(/\r\n|[\r\n]/)).filter(line => line.trim() !== '')
    const given = { timeZone: options.timeZone ?? 'UTC' }
    const rows = jsonReader(schema, Object.keys(schema.fields), given).read(textVector(lines)).struct
    if (!lines.some(isArray)) return { schema, numRows: lines.length, columns: rows.fields }
    // Each element of an array is a row.
    const lists = jsonReader({ kind: 'array', element: schema }, undefined, given).read(textVector(lines)).vector
    const all = lines.flatMap((line, i): readonly Stored[] =>
      isArray(line) ? ((storedAt(lists, i) as readonly Stored[] | null) ?? [null]) : [storedAt(rows, i)],
    )
    const { fields } = vectorOf(schema, all) as StructVector
    return { schema, numRows: all.length, columns: fields }
  })
}

const textVector = (lines: readonly string[]) => vectorOf({ kind: 'string' }, lines) as Utf8Vector
const isArray = (line: string) => line.trimStart().startsWith('[')

/**
 * A table of CSV: a file, or a folder of them. Read anew for each batch. An empty field is null, and so is one that is
 * not of its type; a line with too few fields has nulls at its end, fields beyond the schema are left out. A time without
 * a day is one of 1970-01-01 (in Spark: of today). With a `lineSep` a line feed is a character as any other (of two
 * characters, Spark cuts the second line and those after it there).
 *
 * @throws INVALID_OPTION for a `lineSep` of other than one or two characters; when a batch runs: SINK_FAILED where nothing is there
 * @see Spark `spark.read.schema(…).csv`
 */
export function csvTable<F extends Fields>(
  path: string,
  schema: StructType<F>,
  options: TextTableOptions & CsvReadOptions = {},
): Table<ColumnsOf<F>> {
  checkLineSep(options.lineSep, 'read CSV')
  return fileTable('csv', path, schema, async () => {
    const records = (await textsOf(path)).flatMap(text => parseCsv(text, options))
    const context = { timeZone: options.timeZone ?? 'UTC', batchTimestampUs: 0 }
    const columns = fieldsOf(schema).map(({ type }, i) =>
      vectorOf(
        type,
        records.map(record => csvValue(record[i] ?? null, type, context)),
      ),
    )
    return { schema, numRows: records.length, columns }
  })
}

/** @see Spark `UnivocityParser.makeConverter` */
function csvValue(text: string | null, type: DataType, context: CastContext): Stored {
  if (text === null || type.kind === 'string') return text
  if (type.kind === 'boolean') return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : null
  // A cast takes blanks around these, this does not.
  if (['byte', 'short', 'integer', 'long', 'decimal'].includes(type.kind) && text !== text.trim()) return null
  return castStored(text, { kind: 'string' }, type, context, () => null)
}

function fileTable<F extends Fields>(
  format: string,
  path: string,
  schema: StructType<F>,
  load: () => Promise<ColumnBatch>,
): Table<ColumnsOf<F>> {
  return tableOf({ description: `${format}[${path}]`, schema, load })
}

/** The text of the file, or of all files of a folder and the folders in it; what begins with `.` or `_` is hidden. */
async function textsOf(path: string): Promise<string[]> {
  const info = await stat(path).catch(thrown => {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw fileError(thrown, 'read', path)
    const message = `[PATH_NOT_FOUND] Path does not exist: ${path}. Check the path of the table.`
    throw new SluiceError('SINK_FAILED', message, { path }, thrown)
  })
  if (!info.isDirectory()) {
    return [
      await readFile(path, 'utf8').catch(thrown => {
        throw fileError(thrown, 'read', path)
      }),
    ]
  }
  const names = (await readdir(path)).filter(name => !/^[._]/.test(name)).sort()
  const texts: string[] = []
  for (const name of names) texts.push(...(await textsOf(join(path, name))))
  return texts
}
