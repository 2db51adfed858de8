import { type Offsets, offsetsFromJson, offsetsToJson } from '../sources/offsets.ts'
import type { CheckpointFiles } from './checkpoint-files.ts'
import { metadataLog } from './metadata-log.ts'

/** What was decided about a batch before anything was read: its end offsets, time and watermark. */
export interface PlannedBatch {
  readonly batchId: number
  /** Eviction uses it; late rows are judged by the watermark of the batch before. */
  readonly watermarkMs: number
  readonly timestampMs: number
  /** Per source, where each partition ends; it starts where the batch before ended. */
  readonly endOffsets: readonly Offsets[]
  /** Settings that a query keeps for life: the plan's shape, to refuse a checkpoint of another query. */
  readonly conf: Readonly<Record<string, string>>
}

export interface OffsetLog {
  add(batch: PlannedBatch, beforeRename?: () => void): Promise<void>
  get(batchId: number): Promise<PlannedBatch | null>
  latestId(): Promise<number | null>
  purge(belowId: number): Promise<void>
}

/** `offsets/N`: written before batch N reads; a line for each source. @see Spark `OffsetSeqLog.scala` */
export function offsetLog(files: CheckpointFiles): OffsetLog {
  const log = metadataLog(files, 'offsets')
  return {
    add: ({ batchId, watermarkMs, timestampMs, endOffsets, conf }, beforeRename) =>
      log.add(
        batchId,
        [
          JSON.stringify({ batchWatermarkMs: watermarkMs, batchTimestampMs: timestampMs, conf }),
          ...endOffsets.map(offsetsToJson),
        ],
        beforeRename,
      ),
    async get(batchId) {
      const lines = await log.get(batchId)
      if (lines === null) return null
      const { batchWatermarkMs, batchTimestampMs, conf } = JSON.parse(lines[0]!) as {
        batchWatermarkMs: number
        batchTimestampMs: number
        conf: Record<string, string>
      }
      return {
        batchId,
        watermarkMs: batchWatermarkMs,
        timestampMs: batchTimestampMs,
        endOffsets: lines.slice(1).map(offsetsFromJson),
        conf,
      }
    },
    latestId: log.latestId,
    purge: log.purge,
  }
}
