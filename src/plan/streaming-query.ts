import type { ArrowTable } from '../formats/arrow.ts'
import type { DataFrame } from '../formats/data-frame.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { WatermarkPolicy } from '../windows/watermark.ts'
import type { Plan } from './plan.ts'
import type { OutputMode, Sink } from './sink.ts'

/** How a query writes, and what it remembers. */
export interface WriteStreamOptions {
  /** Default 'append'. */
  readonly outputMode?: OutputMode
  readonly sink: Sink
  /** Folder that remembers offsets and state, so that the query goes on where it stopped. Sinks that last need one. */
  readonly checkpointLocation?: string
  /** Name shown in progress. */
  readonly queryName?: string
  /**
   * How several `withWatermark` of a query make one: `min` (default) waits for the slowest, `max` follows the fastest.
   * Kept in the checkpoint. @see Spark conf spark.sql.streaming.multipleWatermarkPolicy
   */
  readonly multipleWatermarkPolicy?: WatermarkPolicy
  /**
   * Whether a batch without data runs when the watermark has moved, to close windows at once. Default true.
   * @see Spark conf spark.sql.streaming.noDataMicroBatches.enabled
   */
  readonly noDataMicroBatches?: boolean
}

/**
 * When a started query runs its batches, in the words of PySpark's `trigger`. One of them:
 *
 * - `processingTime`: at every interval, aligned to the epoch, until `stop`. Default: as soon as the last batch has ended.
 * - `once`: one batch with all there is, limits ignored, then the query ends.
 * - `availableNow`: all there is now, in batches that obey the limits, and batches that close windows; then the query ends.
 *
 * @see Spark `Trigger`
 */
export type StartOptions =
  | { readonly processingTime?: string; readonly maxRecords?: number }
  | { readonly once: true }
  | { readonly availableNow: true; readonly maxRecords?: number }

/** How far one batch may go. */
export interface NextOptions {
  /**
   * About how many records this batch takes, over all partitions. Shared by Spark's rule for `maxOffsetsPerTrigger`:
   * rounded down per partition, but each partition with records gives one, so 100 over three may be 99, and 1 may be 3.
   * Default: all there are.
   */
  readonly maxRecords?: number
  /** How long to wait for a first record when there is none. Default 0 ms. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export interface SourceProgress {
  readonly description: string
  readonly startOffset: unknown
  readonly endOffset: unknown
  readonly latestOffset: unknown
  readonly numInputRows: number
  readonly inputRowsPerSecond: number
  readonly processedRowsPerSecond: number
  readonly metrics?: Readonly<Record<string, string>>
}

export interface StateOperatorProgress {
  readonly operatorName: string
  readonly numRowsTotal: number
  readonly numRowsUpdated: number
  readonly allUpdatesTimeMs: number
  readonly numRowsRemoved: number
  readonly allRemovalsTimeMs: number
  readonly commitTimeMs: number
  readonly memoryUsedBytes: number
  /** Groups, not rows: Spark counts after partial aggregation. The ledger counts rows. */
  readonly numRowsDroppedByWatermark: number
  readonly numShufflePartitions: number
  readonly numStateStoreInstances: number
}

/** One batch in the shape of Spark's `StreamingQueryProgress` JSON. */
export interface StreamingQueryProgress {
  readonly id: string
  readonly runId: string
  readonly name: string | null
  readonly timestamp: string
  readonly batchId: number
  readonly batchDuration: number
  readonly numInputRows: number
  readonly inputRowsPerSecond: number
  readonly processedRowsPerSecond: number
  readonly durationMs: Readonly<Record<string, number>>
  readonly eventTime: Readonly<{ avg?: string; max?: string; min?: string; watermark?: string }>
  readonly stateOperators: readonly StateOperatorProgress[]
  readonly sources: readonly SourceProgress[]
  readonly sink: { readonly description: string; readonly numOutputRows: number }
}

/** Where the offsets of one partition went: `counted + late + bad + filtered + gap = offsets`. */
export interface PartitionLedger {
  readonly topic: string
  readonly partition: number
  readonly startOffset: number
  readonly endOffset: number
  /** Offsets accounted for: `endOffset - startOffset`, unless the topic was made anew in between. */
  readonly offsets: number
  /** Records that reached the output or the state. */
  readonly counted: number
  /** Records dropped because their window had closed. */
  readonly late: number
  /** Records that `fromJson` could not read as the schema says. Their nulls go on as Spark's do, but they are counted here. */
  readonly bad: number
  /** Good records that a filter, or a missing event time, took out. */
  readonly filtered: number
  /** Offsets without a record: control, aborted, compacted, lost. */
  readonly gap: number
}

/** The fate of every offset read. The sums are checked after each batch. */
export interface Ledger {
  readonly partitions: readonly PartitionLedger[]
  readonly total: Readonly<{ offsets: number; counted: number; late: number; bad: number; filtered: number; gap: number }>
  /** Records per reason, e.g. `wrong type: amount` → 3. */
  readonly badReasons: ReadonlyMap<string, number>
  /** The first bad records, to look them up. */
  readonly badExamples: readonly {
    readonly topic: string
    readonly partition: number
    readonly offset: number
    readonly reason: string
  }[]
  /** Late records per window (or event time), with how far the watermark was past its end; beyond 1,000 windows as `others`. */
  readonly lateWindows: readonly { readonly windowEnd: string; readonly records: number; readonly lateByMs: number }[]
  /** Offsets without a record, by kind. */
  readonly gaps: Readonly<{ control: number; aborted: number; compacted: number; lost: number }>
}

/** One bounded micro-batch and its result. Last in a cell it shows itself; `String(batch)` is Spark's console text. */
export interface Batch<R = Record<string, unknown>> {
  readonly id: number
  /** The result as a danfo DataFrame. */
  readonly frame: DataFrame
  /** The result as row objects. */
  rows(): R[]
  /** The result as an Apache Arrow table. */
  readonly arrow: ArrowTable
  /** The result as the engine holds it: columns in typed arrays. */
  readonly output: ColumnBatch
  readonly ledger: Ledger
  readonly progress: StreamingQueryProgress
  /** Why there is nothing in the result, in a sentence; `null` where there is something. */
  readonly emptyBecause: string | null
}

/** A query: reads when told to, in bounded batches that can be run again. */
export interface StreamingQuery<R = Record<string, unknown>> {
  /** Kept in the checkpoint: the same after a restart. */
  readonly id: string
  readonly runId: string
  readonly name: string | null
  /** Whether it runs since `start`. */
  readonly isActive: boolean
  /** What ended a started query; `null` while nothing did. */
  readonly exception: unknown
  /** Takes the next micro-batch. With nothing new, an empty batch that says why. */
  next(options?: NextOptions): Promise<Batch<R>>
  /** Takes all that is there now, in batches, as Spark's `availableNow`; then one progress per batch. */
  drain(options?: { readonly maxRecords?: number; readonly signal?: AbortSignal }): Promise<readonly StreamingQueryProgress[]>
  /** Runs a batch again from its recorded offsets, timestamp and state: the same rows. Writes nothing. */
  replay(batchId: number): Promise<Batch<R>>
  /**
   * Runs batches in the background, see {@link StartOptions}. Returns the query.
   *
   * @throws INVALID_OPTION, UNSUPPORTED_OPERATION where it runs already
   */
  start(options?: StartOptions): this
  /** Ends between two batches and closes connections and the checkpoint. */
  stop(): Promise<void>
  /**
   * Resolves when the query ended, by `stop` or of itself; rejects with the error that ended it.
   *
   * @see PySpark `StreamingQuery.awaitTermination`
   * @example
   * await query.start().awaitTermination()
   */
  awaitTermination(): Promise<void>
  /**
   * Waits for the end of the query, but not longer than a time. The query runs on.
   *
   * @param timeoutMs milliseconds; PySpark's is in seconds
   * @returns whether the query has ended; rejects with the error that ended it
   * @throws INVALID_OPTION for a time that is not positive
   * @see PySpark `StreamingQuery.awaitTermination`
   * @example
   * const hasEnded = await query.start().awaitTermination(10_000)
   */
  awaitTermination(timeoutMs: number): Promise<boolean>
  readonly lastProgress: StreamingQueryProgress | null
  readonly recentProgress: readonly StreamingQueryProgress[]
  /** The fate of every offset this run has read. */
  ledger(): Ledger
  /** Why there is no output yet: the watermark, who holds it, and what closes the next window. */
  why(): string
  explain(): string
}

/** Who runs plans. The embedded engine and Spark implement it; streams only carry it. */
export interface QueryEngine {
  createQuery<R>(plan: Plan, options: WriteStreamOptions): StreamingQuery<R>
}
