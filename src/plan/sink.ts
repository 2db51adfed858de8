import type { ColumnBatch } from '../schema/column-batch.ts'
import type { StructType } from '../schema/data-type.ts'

export type OutputMode = 'append' | 'update' | 'complete'

/** What a sink is told of its query when it is opened. */
export interface SinkContext {
  /** The query's id, kept in its checkpoint: file names derive from it. */
  readonly queryId: string
  readonly schema: StructType
  readonly outputMode: OutputMode
  /** The session's, for sinks that write timestamps as text. Default 'UTC'. */
  readonly timeZone?: string
}

/**
 * Where results go, once per batch id. A batch written again under the same id (after a crash, or by `replay`)
 * must leave one result. Sinks implement this; plans only carry it.
 */
export interface Sink {
  /** The last word of Spark's error texts: `parquet`, `console`. */
  readonly name: string
  /** As progress names it. */
  readonly description: string
  /** Modes it takes: file sinks append only. */
  readonly outputModes: readonly OutputMode[]
  /** Whether results last, so that the query needs a checkpoint folder (as Spark's file sink does). */
  readonly needsCheckpoint: boolean
  /** Once before the first batch: checks options, permissions, left-overs of a crash. Fast and idempotent. */
  open(context: SinkContext): Promise<void>
  beginBatch(batchId: number): Promise<SinkBatch>
  close(): Promise<void>
}

/** One batch on its way into a sink: `write` any number of times, then `commit` or `abort`. */
export interface SinkBatch {
  /** Takes some rows; nothing is visible to readers yet. */
  write(rows: ColumnBatch): Promise<void>
  /** Makes the whole batch visible and durable. @returns rows written, or -1 where Spark reports that (file sinks). */
  commit(): Promise<{ readonly numOutputRows: number }>
  /** Drops what was written; leaves nothing behind. */
  abort(): Promise<void>
}
