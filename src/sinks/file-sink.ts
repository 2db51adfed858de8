import { resolve } from 'node:path'
import type { RowFileWriter } from '../formats/row-file-writer.ts'
import type { Sink, SinkContext } from '../plan/sink.ts'
import type { StructType } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'
import { type FileBatchPlan, fileBatch } from './file-batch.ts'
import { fileNames, finishedFiles, makeFolder, removeLeftOvers } from './file-folder.ts'
import { checkPartitionBy, fileSchema } from './partition-rows.ts'

/** A format that rows are written in, a file for each batch and folder. */
export interface FileFormat {
  /** The last word of error texts: `parquet`. */
  readonly name: string
  /** Of the files, with its dots: `.snappy.parquet`. */
  readonly extension: string
  /**
   * A writer of one file; an existing file is replaced. No file is made before rows are written.
   *
   * @throws SluiceError for columns that the format cannot hold
   */
  newWriter(path: string, schema: StructType, context: SinkContext): RowFileWriter
}

/** A sink that writes each batch into a folder, once per batch id. How a crash is survived: `fileBatch`. */
export function fileSink(format: FileFormat, path: string, partitionBy: readonly string[]): Sink {
  if (typeof path !== 'string' || path === '') {
    throw new SluiceError(
      'INVALID_OPTION',
      `Cannot write ${format.name} without a path. Give one: ${format.name}Sink({ path: "output/name" }).`,
    )
  }
  let plan: Omit<FileBatchPlan, 'mayExist'> | undefined
  let lastBatchId = -1
  return {
    name: format.name,
    description: `FileSink[${path}]`,
    outputModes: ['append'],
    needsCheckpoint: true,
    async open(context) {
      checkPartitionBy(context.schema, partitionBy)
      const folder = resolve(path)
      const names = fileNames(context.queryId, format.extension)
      const schema = fileSchema(context.schema, partitionBy)
      // Refuses columns that cannot be written before the first batch is read; no file is made.
      format.newWriter(folder, schema, context)
      await makeFolder(folder)
      await removeLeftOvers(folder, names)
      lastBatchId = (await finishedFiles(folder, names)).reduce((last, file) => Math.max(last, file.batchId), -1)
      const { timeZone = 'UTC' } = context
      plan = { folder, names, partitionBy, timeZone, newWriter: file => format.newWriter(file, schema, context) }
    },
    async beginBatch(batchId) {
      if (plan === undefined) throw new SluiceError('USAGE', `Cannot write batch ${batchId} to ${path}: open the sink first.`)
      const mayExist = batchId <= lastBatchId
      lastBatchId = Math.max(lastBatchId, batchId)
      return fileBatch(batchId, { ...plan, mayExist })
    },
    async close() {},
  }
}
