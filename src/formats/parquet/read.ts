import { stat } from 'node:fs/promises'
import type { ColumnBatch } from '../../schema/column-batch.ts'
import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import { type DataType, fieldsOf, type StructType, sameType, simpleString, struct } from '../../schema/data-type.ts'
import type { Value } from '../../schema/row.ts'
import { rowsOf } from '../../schema/value-at.ts'
import { messageOf, SluiceError } from '../../util/error.ts'
import { type DataFrame, toDataFrame } from '../data-frame.ts'
import { parquetFiles } from './parquet-files.ts'
import { type FooterElement, isMap, structOfFooter } from './parquet-types.ts'
import { partitionColumn } from './partition-column.ts'

/** What `readParquet` found. */
export interface ParquetContents {
  /** The files read, in the order of their rows. */
  readonly files: readonly { readonly path: string; readonly rows: number; readonly bytes: number }[]
  /** All rows; partition columns, from the names of folders, come last, as in Spark. */
  readonly batch: ColumnBatch
  /** The same as row objects. */
  rows(): Record<string, Value>[]
  /** The same as a danfo DataFrame. */
  readonly frame: DataFrame
}

/**
 * Reads a Parquet file, or a folder of them with its partition columns, whole into memory. A column that only some
 * files have is null in the others.
 *
 * @throws SINK_FAILED for what is not there or not Parquet, TYPE_MISMATCH where files disagree on a column's type,
 * UNSUPPORTED_OPERATION for intervals and unsigned 64-bit integers
 */
export async function readParquet(path: string): Promise<ParquetContents> {
  const found = await parquetFiles(path)
  const files: { path: string; rows: number; bytes: number }[] = []
  const types: Record<string, DataType> = Object.create(null)
  const parts: { rows: number; columns: ReadonlyMap<string, readonly Stored[]> }[] = []
  for (const file of found) {
    const part = await readFile(file.path)
    for (const field of fieldsOf(part.schema)) {
      const known = types[field.name]
      if (known !== undefined && !sameType(known, field.type)) throw differs(field.name, known, field.type, file.path)
      types[field.name] = field.type
    }
    files.push({ path: file.path, rows: part.rows, bytes: (await stat(file.path)).size })
    parts.push(part)
  }
  const columns = Object.entries(types).map(([name, type]) =>
    vectorOf(
      type,
      parts.flatMap(part => part.columns.get(name) ?? new Array<Stored>(part.rows).fill(null)),
    ),
  )
  for (const name of new Set(found.flatMap(file => [...file.partitions.keys()]))) {
    if (name in types) continue
    const values = found.flatMap((file, i) => new Array<string | null>(parts[i]!.rows).fill(file.partitions.get(name) ?? null))
    const column = partitionColumn(values)
    types[name] = column.type
    columns.push(column)
  }
  const batch = { schema: struct(types), numRows: files.reduce((sum, file) => sum + file.rows, 0), columns }
  return {
    files,
    batch,
    rows: () => rowsOf(batch),
    get frame() {
      return toDataFrame(batch)
    },
  }
}

interface FileContents {
  readonly schema: StructType
  readonly rows: number
  readonly columns: ReadonlyMap<string, readonly Stored[]>
}

async function readFile(path: string): Promise<FileContents> {
  try {
    const { asyncBufferFromFile, parquetMetadataAsync, parquetRead } = await import('hyparquet')
    const { compressors } = await import('hyparquet-compressors')
    const file = await asyncBufferFromFile(path)
    const metadata = await parquetMetadataAsync(file, { geoparquet: false })
    const schema = structOfFooter(metadata.schema as readonly FooterElement[], path)
    const raw = { ...metadata, schema: metadata.schema.map(withoutMeaning) }
    const rows = Number(metadata.num_rows)
    const read = new Map<string, unknown[]>(fieldsOf(schema).map(field => [field.name, new Array(rows)]))
    const onChunk = (chunk: { columnName: string; columnData: ArrayLike<unknown>; rowStart: number }) => {
      const column = read.get(chunk.columnName)!
      for (let i = 0; i < chunk.columnData.length; i++) column[chunk.rowStart + i] = chunk.columnData[i]
    }
    await parquetRead({ file, metadata: raw, compressors, utf8: false, geoparquet: false, parsers, onChunk })
    const columns = new Map(
      fieldsOf(schema).map(field => [field.name, read.get(field.name)!.map(value => storedOf(field.type, value))]),
    )
    return { schema, rows, columns }
  } catch (thrown) {
    if (thrown instanceof SluiceError) throw thrown
    const message = `Cannot read ${path} as Parquet: ${messageOf(thrown)}. Check that it is a whole Parquet file; a file without its footer was never finished.`
    throw new SluiceError('SINK_FAILED', message, { path }, thrown)
  }
}

/**
 * hyparquet makes decimals floating point numbers, and maps objects with texts for keys; without the annotation it hands
 * over the unscaled value, and a struct with the list of entries.
 */
function withoutMeaning<T extends { converted_type?: string; logical_type?: { readonly type: string } | undefined }>(
  element: T,
): T {
  if (element.converted_type !== 'DECIMAL' && element.logical_type?.type !== 'DECIMAL' && !isMap(element)) return element
  const bare = { ...element }
  delete bare.converted_type
  delete bare.logical_type
  return bare
}

// Values as they are stored, so that nothing is rounded to milliseconds on the way.
const parsers = {
  timestampFromMilliseconds: (millis: bigint) => millis * 1000n,
  timestampFromMicroseconds: (micros: bigint) => micros,
  timestampFromNanoseconds: (nanos: bigint) => nanos / 1000n,
  dateFromDays: (days: number) => days,
  stringFromBytes: (bytes: Uint8Array) => bytes,
  jsonFromBytes: (bytes: Uint8Array) => bytes,
}

function storedOf(type: DataType, value: unknown): Stored {
  if (value === null || value === undefined) return null
  switch (type.kind) {
    case 'decimal':
      return value instanceof Uint8Array ? signedBigEndian(value) : BigInt(value as number | bigint)
    case 'array':
      return Array.from(value as ArrayLike<unknown>, element => storedOf(type.element, element))
    case 'map':
      // The names of the repeated group, of key and value are whatever the writer called them.
      return Array.from((Object.values(value as object)[0] ?? []) as ArrayLike<object>, entry => {
        const [key, held] = Object.values(entry)
        return [storedOf(type.key, key), storedOf(type.value, held)]
      })
    case 'struct':
      return fieldsOf(type).map(field => storedOf(field.type, (value as Record<string, unknown>)[field.name]))
    default:
      return value as Stored
  }
}

function signedBigEndian(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`))
}

function differs(column: string, known: DataType, other: DataType, path: string): SluiceError {
  const message = `Cannot read column "${column}" as one: it is ${simpleString(known)} in the files before and ${simpleString(other)} in ${path}. Read the files one by one.`
  return new SluiceError('TYPE_MISMATCH', message, { column, path })
}
