import { checkToJsonOptions, jsonWriter, type ToJsonOptions } from '../expressions/builtins/json-write.ts'
import { type TextCompression, textExtension, textFileWriter } from '../formats/text-file-writer.ts'
import type { Sink } from '../plan/sink.ts'
import { storedAt } from '../schema/stored-at.ts'
import { type FileFormat, fileSink } from './file-sink.ts'

/** Where and how the JSON sink writes. Names and meaning are Spark's. */
export interface JsonSinkOptions extends ToJsonOptions {
  /** The folder; made when the query starts. Several queries may write into one. */
  readonly path: string
  /** Columns that become folders, `type=deposit/`, and do not stand in the files. */
  readonly partitionBy?: readonly string[]
  /** `none` by default. */
  readonly compression?: TextCompression
}

/**
 * Writes each batch into a folder as lines of JSON, once per batch id. Append only.
 *
 * @throws INVALID_OPTION at once; when the query starts COLUMN_NOT_FOUND, TYPE_MISMATCH for its columns and
 * PERMISSION_DENIED, SINK_FAILED for the folder; in a batch also NO_SPACE_LEFT
 * @see Spark docs, sql-data-sources-json
 * @example jsonSink({ path: 'output/suspicious', partitionBy: ['type'] })
 */
export function jsonSink(options: JsonSinkOptions): Sink {
  const { path, partitionBy = [], compression = 'none', ...how } = options
  checkToJsonOptions(how)
  const format: FileFormat = {
    name: 'json',
    extension: `.json${textExtension(compression)}`,
    newWriter(file, schema, { timeZone = 'UTC' }) {
      const write = jsonWriter(schema, how, timeZone)
      return textFileWriter(
        file,
        '',
        (batch, rows) =>
          Array.from(rows, row => {
            return `${write(batch.columns.map(column => storedAt(column, row)))}\n`
          }),
        compression,
      )
    },
  }
  return fileSink(format, path, partitionBy)
}
