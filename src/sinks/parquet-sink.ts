import { resolve } from 'node:path'
import { type ParquetCompression, type ParquetWriterName, parquetExtension, parquetWriter } from '../formats/parquet/writer.ts'
import type { Sink } from '../plan/sink.ts'
import { SluiceError } from '../util/error.ts'
import { type ParquetBatchPlan, parquetBatch } from './parquet-batch.ts'
import { finishedFiles, makeFolder, parquetNames, removeLeftOvers } from './parquet-folder.ts'
import { checkPartitionBy, fileSchema } from './partition-rows.ts'

/** Where and how the Parquet sink writes. */
export interface ParquetSinkOptions {
  /** The folder; made when the query starts. Several queries may write into one. */
  readonly path: string
  /**
   * Columns that become folders, `type=deposit/`, and do not stand in the files. Each folder's rows wait in memory until
   * they fill a row group or the batch ends: columns of few values.
   */
  readonly partitionBy?: readonly string[]
  /** `hyparquet-writer` by default; `parquetjs-lite` is slower, has no decimals and lists, and refuses what it would round. */
  readonly writer?: ParquetWriterName
  /** `snappy` by default. */
  readonly compression?: ParquetCompression
  /** Rows of a row group, 128 Ki by default. */
  readonly rowGroupRows?: number
}

/**
 * Writes each batch into a plain Parquet folder, once per batch id, for any reader: there is no log beside the files
 * that a reader would have to know. Append only. How a crash is survived: `parquetBatch`.
 *
 * @throws INVALID_OPTION at once; when the query starts COLUMN_NOT_FOUND, TYPE_MISMATCH, PARQUET_VALUE_UNSUPPORTED for
 * its columns and PERMISSION_DENIED, SINK_FAILED for the folder; in a batch also NO_SPACE_LEFT
 */
export function parquetSink(options: ParquetSinkOptions): Sink {
  const { path, partitionBy = [], compression = 'snappy' } = options
  if (typeof path !== 'string' || path === '') {
    throw new SluiceError(
      'INVALID_OPTION',
      'Cannot write Parquet without a path. Give one: parquetSink({ path: "output/name" }).',
    )
  }
  const extension = parquetExtension(compression)
  let plan: Omit<ParquetBatchPlan, 'mayExist'> | undefined
  let lastBatchId = -1
  return {
    name: 'parquet',
    description: `FileSink[${path}]`,
    outputModes: ['append'],
    needsCheckpoint: true,
    async open(context) {
      checkPartitionBy(context.schema, partitionBy)
      const folder = resolve(path)
      const names = parquetNames(context.queryId, extension)
      const schema = fileSchema(context.schema, partitionBy)
      // Refuses columns that the writer cannot write before the first batch is read; no file is made.
      parquetWriter(folder, schema, options)
      await makeFolder(folder)
      await removeLeftOvers(folder, names)
      lastBatchId = (await finishedFiles(folder, names)).reduce((last, file) => Math.max(last, file.batchId), -1)
      plan = { folder, names, fileSchema: schema, partitionBy, writerOptions: options }
    },
    async beginBatch(batchId) {
      if (plan === undefined) throw new SluiceError('USAGE', `Cannot write batch ${batchId} to ${path}: open the sink first.`)
      const mayExist = batchId <= lastBatchId
      lastBatchId = Math.max(lastBatchId, batchId)
      return parquetBatch(batchId, { ...plan, mayExist })
    },
    async close() {},
  }
}
