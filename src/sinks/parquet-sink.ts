import { type ParquetCompression, type ParquetWriterName, parquetExtension, parquetWriter } from '../formats/parquet/writer.ts'
import type { Sink } from '../plan/sink.ts'
import { type FileFormat, fileSink } from './file-sink.ts'

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
 * that a reader would have to know. Append only. How a crash is survived: `fileBatch`.
 *
 * @throws INVALID_OPTION at once; when the query starts COLUMN_NOT_FOUND, TYPE_MISMATCH, PARQUET_VALUE_UNSUPPORTED for
 * its columns and PERMISSION_DENIED, SINK_FAILED for the folder; in a batch also NO_SPACE_LEFT
 */
export function parquetSink(options: ParquetSinkOptions): Sink {
  const { path, partitionBy = [], compression = 'snappy' } = options
  const format: FileFormat = {
    name: 'parquet',
    extension: parquetExtension(compression),
    newWriter: (file, schema) => parquetWriter(file, schema, options),
  }
  return fileSink(format, path, partitionBy)
}
