import { gzipSync } from 'node:zlib'
import type { ColumnBatch } from '../../schema/column-batch.ts'
import { fieldsOf, type StructType } from '../../schema/data-type.ts'
import { messageOf, SluiceError } from '../../util/error.ts'
import { outputFile } from '../output-file.ts'
import type { RowFileWriter } from '../row-file-writer.ts'
import { parquetSchema } from './parquet-schema.ts'
import { appendParquetValues, type ParquetValue } from './parquet-values.ts'
import type { ParquetCompression } from './writer.ts'

/** A row group is also written when it holds about this much, so that long texts do not fill the memory. */
const rowGroupBytes = 64 * 1024 * 1024

const codecs = { snappy: 'SNAPPY', gzip: 'GZIP', uncompressed: 'UNCOMPRESSED' } as const

/**
 * The default writer: hyparquet-writer, fed with whole columns of a row group and flushed to the file after each.
 *
 * @throws as `RowFileWriter` says
 */
export function hyparquetWriter(
  path: string,
  schema: StructType,
  compression: ParquetCompression,
  rowGroupRows: number,
): RowFileWriter {
  const names = fieldsOf(schema).map(field => field.name)
  const file = outputFile(path)
  let columns: ParquetValue[][] = names.map(() => [])
  let heldRows = 0
  let heldBytes = 0
  let rows = 0
  let encoder: Promise<Encoder> | undefined

  async function flushRowGroup(): Promise<void> {
    encoder ??= startEncoder(schema, compression)
    const { bytes, writer } = await encoder
    try {
      // Its dictionary would merge 0 and -0.
      const columnData = names.map((name, i) => ({ name, data: columns[i]!, ...(hasNegativeZero(columns[i]!) && plain) }))
      writer.write({ columnData, rowGroupSize: heldRows })
    } catch (thrown) {
      const message = `Cannot write rows ${rows - heldRows} to ${rows - 1} to ${path}: ${messageOf(thrown)}. Check the columns' values against the schema.`
      throw new SluiceError('SINK_FAILED', message, { path }, thrown)
    }
    columns = names.map(() => [])
    heldRows = 0
    heldBytes = 0
    await file.append(bytes.getBytes())
    bytes.index = 0
  }

  return {
    path,
    get rows() {
      return rows
    },
    async write(batch: ColumnBatch, selected?: Int32Array) {
      const total = selected?.length ?? batch.numRows
      for (let start = 0; start < total; ) {
        const end = Math.min(total, start + rowGroupRows - heldRows)
        const part = start === 0 && end === batch.numRows && selected === undefined ? null : rowsBetween(selected, start, end)
        for (const [i, column] of batch.columns.entries()) heldBytes += appendParquetValues(columns[i]!, column, part)
        heldRows += end - start
        rows += end - start
        start = end
        if (heldRows >= rowGroupRows || heldBytes >= rowGroupBytes) await flushRowGroup()
      }
    },
    async close() {
      if (heldRows > 0) await flushRowGroup()
      encoder ??= startEncoder(schema, compression)
      const { bytes, writer } = await encoder
      writer.finish()
      await file.append(bytes.getBytes())
      return { bytes: await file.finish(), rows }
    },
    async abort() {
      columns = []
      await file.discard()
    },
  }
}

const plain = { encoding: 'PLAIN' } as const

type Encoder = Awaited<ReturnType<typeof startEncoder>>

/** The buffer keeps counting its offset while its bytes are moved to the file and its index is set back. */
async function startEncoder(schema: StructType, compression: ParquetCompression) {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer')
  const { snappyCompressor } = await import('hysnappy')
  const bytes = new ByteWriter(1024 * 1024)
  const writer = new ParquetWriter({
    writer: bytes,
    schema: parquetSchema(schema),
    codec: codecs[compression],
    compressors: { SNAPPY: snappyCompressor(), GZIP: input => gzipSync(input) },
    createdBy: 'sluice',
  })
  return { bytes, writer }
}

function rowsBetween(selected: Int32Array | undefined, start: number, end: number): Int32Array {
  return selected === undefined ? Int32Array.from({ length: end - start }, (_, i) => start + i) : selected.subarray(start, end)
}

function hasNegativeZero(values: readonly ParquetValue[]): boolean {
  return values.some(value => {
    if (typeof value === 'number') return Object.is(value, -0)
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false
    return hasNegativeZero(Array.isArray(value) ? value : Object.values(value))
  })
}
