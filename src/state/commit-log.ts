import type { CheckpointFiles } from './checkpoint-files.ts'
import { metadataLog } from './metadata-log.ts'

export interface CommitLog {
  /** @param nextWatermarkMs the watermark that batch `batchId` led to */
  add(batchId: number, nextWatermarkMs: number, beforeRename?: () => void): Promise<void>
  /** The watermark after a batch; `null` where it was not committed. */
  get(batchId: number): Promise<number | null>
  latestId(): Promise<number | null>
  purge(belowId: number): Promise<void>
}

/** `commits/N`: written when the sink has batch N. @see Spark `CommitLog.scala` */
export function commitLog(files: CheckpointFiles): CommitLog {
  const log = metadataLog(files, 'commits')
  return {
    add: (batchId, nextWatermarkMs, beforeRename) =>
      log.add(batchId, [JSON.stringify({ nextBatchWatermarkMs: nextWatermarkMs })], beforeRename),
    async get(batchId) {
      const lines = await log.get(batchId)
      return lines === null ? null : (JSON.parse(lines[0]!) as { nextBatchWatermarkMs: number }).nextBatchWatermarkMs
    },
    latestId: log.latestId,
    purge: log.purge,
  }
}
