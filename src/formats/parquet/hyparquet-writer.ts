import type { ParquetWriter } from 'hyparquet-writer'
import type { ColumnBatch } from '../../schema/column-batch.ts'
import { fieldsOf, type StructType } from '../../schema/data-type.ts'
import { messageOf, SluiceError } from '../../util/error.ts'
import { outputFile } from '../output-file.ts'
import type { RowFileWriter } from '../row-file-writer.ts'
import type { ChunkEncoder } from './chunks/chunk-encoder.ts'
import { codecOf } from './chunks/codec.ts'
import type { ChunkFile } from './chunks/column-pages.ts'
import { encoderOf } from './chunks/encoder-of.ts'
import { type PendingBytes, pendingBytes } from './chunks/pending-bytes.ts'
import { rowNumbers } from './chunks/row-numbers.ts'
import { columnElement, parquetSchema } from './parquet-schema.ts'
import type { ParquetCompression } from './writer.ts'

/** A row group is also written when it holds about this much, so that long texts do not fill the memory. */
const rowGroupBytes = 64 * 1024 * 1024
/** Finished column chunks go to the file when they are this long together. */
const flushBytes = 1024 * 1024
/** Of texts in the statistics, as parquet-mr cuts them in its column index. */
const statisticsTruncateLength = 64

/**
 * The default writer. Columns of single values are encoded here, from typed arrays; nested ones and the metadata by
 * hyparquet-writer. A row group is kept in memory, its texts already compressed where they are mostly different.
 *
 * @throws as `RowFileWriter` says
 */
export function hyparquetWriter(
  path: string,
  schema: StructType,
  compression: ParquetCompression,
  rowGroupRows: number,
): RowFileWriter {
  const file = outputFile(path)
  // A sink makes a writer when its query starts: the library is there when the first rows have been fetched. Where it
  // cannot be loaded, the first rows say so.
  void load(compression).catch(() => {})
  let started: Promise<Started> | undefined
  let heldRows = 0
  let rows = 0

  async function flushRowGroup({ pending, writer, encoders, chunkFile }: Started): Promise<void> {
    const [groupRows, start] = [heldRows, writer.writer.offset]
    heldRows = 0
    const columns = []
    for (const encoder of encoders) {
      try {
        columns.push(...encoder.writeTo(chunkFile))
      } catch (thrown) {
        const message = `Cannot write rows ${rows - groupRows} to ${rows - 1} to ${path}: ${messageOf(thrown)}. Check the columns' values against the schema.`
        throw new SluiceError('SINK_FAILED', message, { path }, thrown)
      }
      await pending.writeTo(file, flushBytes)
    }
    await pending.writeTo(file, 0)
    writer.num_rows += BigInt(groupRows)
    writer.row_groups.push({
      columns,
      total_byte_size: columns.reduce((sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n), 0n),
      num_rows: BigInt(groupRows),
      total_compressed_size: BigInt(writer.writer.offset - start),
    })
  }

  return {
    path,
    get rows() {
      return rows
    },
    async write(batch: ColumnBatch, selected?: Int32Array) {
      started ??= start(schema, compression)
      const parts = await started
      const total = selected?.length ?? batch.numRows
      for (let from = 0; from < total; ) {
        const to = Math.min(total, from + rowGroupRows - heldRows)
        const part = selected?.subarray(from, to) ?? rowNumbers(from, to)
        for (const [i, column] of batch.columns.entries()) parts.encoders[i]!.append(column, part)
        heldRows += to - from
        rows += to - from
        from = to
        if (heldRows >= rowGroupRows || heldBytes(parts.encoders) >= rowGroupBytes) await flushRowGroup(parts)
      }
    },
    async close() {
      started ??= start(schema, compression)
      const parts = await started
      if (heldRows > 0) await flushRowGroup(parts)
      parts.writer.finish()
      await parts.pending.writeTo(file, 0)
      started = undefined
      return { bytes: await file.finish(), rows }
    },
    async abort() {
      started = undefined
      await file.discard()
    },
  }
}

interface Started {
  readonly pending: PendingBytes
  readonly writer: ParquetWriter
  readonly chunkFile: ChunkFile
  /** One a column. */
  readonly encoders: readonly ChunkEncoder[]
}

async function start(schema: StructType, compression: ParquetCompression): Promise<Started> {
  const { ByteWriter, ParquetWriter, writePageHeader, codec } = await load(compression)
  const bytes = new ByteWriter(1024)
  const elements = parquetSchema(schema)
  const writer = new ParquetWriter({
    writer: bytes,
    schema: elements,
    codec: codec.name,
    compressors: { SNAPPY: codec.compress, GZIP: codec.compress },
    createdBy: 'sluice',
    statisticsTruncateLength,
  })
  const pending = pendingBytes(bytes)
  const chunkFile: ChunkFile = {
    writer,
    codec,
    append: part => pending.append(part),
    newBytes: () => new ByteWriter(64),
    writePageHeader,
  }
  const encoders = fieldsOf(schema).map(field => encoderOf(field.type, columnElement(field.name, field.type), chunkFile))
  return { pending, writer, chunkFile, encoders }
}

function heldBytes(encoders: readonly ChunkEncoder[]): number {
  return encoders.reduce((sum, encoder) => sum + encoder.heldBytes, 0)
}

async function load(compression: ParquetCompression) {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer')
  const { writePageHeader } = await import('hyparquet-writer/src/datapage.js')
  return { ByteWriter, ParquetWriter, writePageHeader, codec: await codecOf(compression) }
}
