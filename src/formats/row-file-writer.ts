import type { ColumnBatch } from '../schema/column-batch.ts'

/**
 * Writes rows into one file. The file is opened when a good part has been gathered or by `close`, so that many writers
 * may wait with few rows each and few files open.
 */
export interface RowFileWriter {
  readonly path: string
  /** Rows taken so far. */
  readonly rows: number
  /**
   * Takes rows; copies what it keeps, so the batch's buffers are free afterwards.
   *
   * @param rows which rows, in this order; all where it is left out
   * @throws NO_SPACE_LEFT, PERMISSION_DENIED, SINK_FAILED, PARQUET_VALUE_UNSUPPORTED
   */
  write(batch: ColumnBatch, rows?: Int32Array): Promise<void>
  /** Writes what is left; when it returns the file is on disk (fsync). */
  close(): Promise<{ readonly bytes: number; readonly rows: number }>
  /** Removes the file, also after a failure. */
  abort(): Promise<void>
}
