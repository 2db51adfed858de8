import type { StreamingQueryProgress } from '../plan/streaming-query.ts'
import type { RunBatch } from './batch-run.ts'
import type { Standing } from './checkpoint.ts'
import type { PhysicalPlan } from './physical-plan.ts'
import { type ProgressParts, progressOf } from './progress.ts'

type OfQuery = 'id' | 'runId' | 'name' | 'sinkDescription' | 'triggerStartMs' | 'triggerEndMs' | 'previousTriggerMs'

/** The progress of a batch that was run, or of a trigger that had none to run: it stands where the query stands. */
export function runProgress(
  run: RunBatch | null,
  standing: Standing,
  plan: PhysicalPlan,
  ofQuery: Pick<ProgressParts, OfQuery>,
): StreamingQueryProgress {
  return progressOf({
    ...ofQuery,
    batchId: run?.batchId ?? standing.nextBatchId,
    durationMs: run?.durationMs ?? {},
    numInputRows: run?.numInputRows ?? 0,
    numOutputRows: run?.numOutputRows ?? 0,
    watermarkMs: plan.delaysMs.length === 0 ? null : (run?.watermarkMs ?? standing.watermarkMs),
    eventTimes: run?.eventTimes ?? [],
    stateOperators: run?.stateOperators ?? [],
    sourceDescriptions: plan.sources.map(({ description }) => description),
    inputRows: run?.inputRows ?? [],
    startOffsets: run?.startOffsets ?? standing.committed,
    endOffsets: run?.endOffsets ?? standing.committed,
    latestOffsets: run?.latestOffsets ?? standing.committed,
  })
}
