import { createRequire } from 'node:module'
import type { ColumnBatch } from '../../schema/column-batch.ts'
import { type DataType, fieldsOf, type StructType, simpleString } from '../../schema/data-type.ts'
import { assertNever } from '../../util/assert-never.ts'
import { messageOf, SluiceError } from '../../util/error.ts'
import { outputFile } from '../output-file.ts'
import type { RowFileWriter } from '../row-file-writer.ts'
import { parquetjsRow } from './parquetjs-row.ts'
import type { ParquetCompression } from './writer.ts'

interface ParquetjsField {
  readonly type?: string
  readonly optional: true
  readonly compression?: string
  readonly statistics?: false
  readonly fields?: Readonly<Record<string, ParquetjsField>>
}

interface Parquetjs {
  readonly ParquetSchema: new (fields: Readonly<Record<string, ParquetjsField>>) => object
  readonly ParquetWriter: {
    openStream(
      schema: object,
      stream: object,
      options: object,
    ): Promise<{ appendRow(row: object): Promise<void>; close(): Promise<void> }>
  }
}

const codecs = { snappy: 'SNAPPY', gzip: 'GZIP', uncompressed: 'UNCOMPRESSED' } as const

/**
 * The writer by parquetjs-lite: a row at a time, about a seventh of the default's speed. What it would round, refuse
 * with a bare word or store without its meaning is refused here, with the column and the row.
 *
 * @throws PARQUET_VALUE_UNSUPPORTED at once for decimal, array and map columns, when writing for NaN, for longs beyond
 * 2^53 and for timestamps before 1970 that are not whole milliseconds
 */
export function parquetjsWriter(
  path: string,
  schema: StructType,
  compression: ParquetCompression,
  rowGroupRows: number,
): RowFileWriter {
  const fields = parquetjsFields(schema, codecs[compression], '')
  const file = outputFile(path)
  let pending: Uint8Array[] = []
  let rows = 0
  let opened: ReturnType<Parquetjs['ParquetWriter']['openStream']> | undefined

  // Its own stream loses write errors; this one only collects, and the bytes go to the file in order below.
  const stream = {
    write(bytes: Uint8Array, done: () => void) {
      pending.push(bytes)
      done()
    },
    end: (done: () => void) => done(),
  }
  function encoder() {
    const parquet = createRequire(__filename)('parquetjs-lite') as Parquetjs
    opened ??= parquet.ParquetWriter.openStream(new parquet.ParquetSchema(fields), stream, { rowGroupSize: rowGroupRows })
    return opened
  }
  async function flush() {
    for (const bytes of pending.splice(0)) if (bytes.length > 0) await file.append(bytes)
  }
  const attempt = async (step: () => Promise<void>): Promise<void> => {
    try {
      await step()
    } catch (thrown) {
      if (thrown instanceof SluiceError) throw thrown
      // It throws strings.
      const message = `Cannot write row ${rows} to ${path} by parquetjs-lite: ${messageOf(thrown)}. Use the default writer, hyparquet-writer.`
      throw new SluiceError('PARQUET_VALUE_UNSUPPORTED', message, { path, row: rows }, thrown)
    }
  }

  return {
    path,
    get rows() {
      return rows
    },
    write: (batch: ColumnBatch, selected?: Int32Array) =>
      attempt(async () => {
        const writer = await encoder()
        const total = selected?.length ?? batch.numRows
        for (let i = 0; i < total; i++) {
          await writer.appendRow(parquetjsRow(batch, selected === undefined ? i : selected[i]!, rows))
          rows++
          if (pending.length > 1) await flush()
        }
      }),
    async close() {
      await attempt(async () => {
        const writer = await encoder()
        await writer.close()
        await flush()
      })
      return { bytes: await file.finish(), rows }
    },
    async abort() {
      pending = []
      await file.discard()
    },
  }
}

/** Statistics are off: it orders text by UTF-16, and readers that trust that order skip rows. */
function parquetjsFields(type: StructType, compression: string, prefix: string): Record<string, ParquetjsField> {
  const fields: Record<string, ParquetjsField> = Object.create(null)
  for (const field of fieldsOf(type)) {
    const column = prefix + field.name
    fields[field.name] =
      field.type.kind === 'struct'
        ? { optional: true, fields: parquetjsFields(field.type, compression, `${column}.`) }
        : { type: parquetjsType(field.type, column), optional: true, compression, statistics: false }
  }
  return fields
}

function parquetjsType(type: Exclude<DataType, StructType>, column: string): string {
  switch (type.kind) {
    case 'string':
      return 'UTF8'
    case 'binary':
      return 'BYTE_ARRAY'
    case 'boolean':
      return 'BOOLEAN'
    case 'byte':
      return 'INT_8'
    case 'short':
      return 'INT_16'
    case 'integer':
      return 'INT32'
    case 'long':
      return 'INT64'
    case 'float':
      return 'FLOAT'
    case 'double':
      return 'DOUBLE'
    case 'date':
      return 'DATE'
    case 'timestamp':
      return 'TIMESTAMP_MICROS'
    case 'decimal':
    case 'array':
    case 'map': {
      const message = `Cannot write column "${column}" of type ${simpleString(type)} by parquetjs-lite, which has no such type. Use the default writer, hyparquet-writer.`
      throw new SluiceError('PARQUET_VALUE_UNSUPPORTED', message, { column, type: simpleString(type) })
    }
    default:
      return assertNever(type)
  }
}
