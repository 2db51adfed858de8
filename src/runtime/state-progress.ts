import type { StateOperatorProgress } from '../plan/streaming-query.ts'
import type { AggregationState } from '../state/aggregation-state.ts'
import type { BatchOutcome } from './run-batch.ts'

/** The state of an aggregation after a batch, in Spark's words; `null` for a query without state. */
export function stateProgress(
  outcome: BatchOutcome,
  state: AggregationState | null,
  commitTimeMs: number,
): StateOperatorProgress | null {
  if (state === null || outcome.state === null) return null
  return {
    operatorName: 'stateStoreSave',
    numRowsTotal: state.size,
    numRowsUpdated: outcome.state.updated,
    allUpdatesTimeMs: 0,
    numRowsRemoved: outcome.state.removed,
    allRemovalsTimeMs: 0,
    commitTimeMs,
    memoryUsedBytes: 0,
    numRowsDroppedByWatermark: outcome.lateGroups.length,
    numShufflePartitions: 1,
    numStateStoreInstances: 1,
  }
}
