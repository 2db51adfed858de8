import type { ColumnBatch } from '../schema/column-batch.ts'
import type { StructType } from '../schema/data-type.ts'
import type { Offsets } from './offsets.ts'

/** Offsets `[startOffset, endOffset)` of one partition. */
export interface OffsetRange {
  readonly topic: string
  readonly partition: number
  /** Inclusive. */
  readonly startOffset: number
  /** Exclusive: the next batch starts here. */
  readonly endOffset: number
}

/** Some consecutive records of one partition, with the offsets they account for. */
export interface SourceChunk {
  readonly topic: string
  readonly partition: number
  /** The offsets `[startOffset, endOffset)` this chunk accounts for; chunks of a partition follow each other without a hole. */
  readonly startOffset: number
  readonly endOffset: number
  /** Rows in offset order; the columns that were asked for. */
  readonly records: ColumnBatch
  /** The offset of each row. */
  readonly offsets: Float64Array
  /** Offsets in this chunk without a row: `endOffset - startOffset = records.numRows + gaps`. */
  readonly gaps: { readonly control: number; readonly aborted: number; readonly compacted: number; readonly lost: number }
}

/** What is there to read now, per partition. */
export interface Available {
  /** The first offset still there. */
  readonly earliest: Offsets
  /** One past the last offset that may be read (for Kafka: the last stable offset). */
  readonly latest: Offsets
}

export interface ReadOptions {
  /** Columns of `schema` that the plan needs; others need not be made. */
  readonly columns: readonly string[]
  readonly signal?: AbortSignal
}

/** `minOffsetsPerTrigger` and `maxTriggerDelay`: so many offsets, or so long since the last batch. */
export interface MinOffsets {
  readonly offsets: number
  readonly maxDelayMs: number
}

/**
 * Where records come from, by offset ranges that are planned and logged before they are read, so that the same
 * ranges give the same rows again. Ranges are read in the order given, each in offset order.
 */
export interface Source {
  /** As Spark's progress names it: `KafkaV2[Subscribe[real-time-transactions]]`. */
  readonly description: string
  readonly schema: StructType
  /** Where a new query starts (`startingOffsets`), resolved once and kept in the checkpoint. */
  initialOffsets(): Promise<Offsets>
  /**
   * What may be read now. `since` holds the end of the last batch: a partition unknown to it starts at its earliest
   * offset, and what has gone missing since is refused here (`failOnDataLoss`), before a batch is planned.
   */
  available(since: Offsets): Promise<Available>
  /** `maxOffsetsPerTrigger` of this source; `null` without limit. */
  readonly maxOffsetsPerTrigger: number | null
  /** Below so many offsets a batch waits; without it none does. */
  readonly minOffsetsPerTrigger?: MinOffsets | null
  read(ranges: readonly OffsetRange[], options: ReadOptions): AsyncIterable<SourceChunk>
  close(): Promise<void>
}
