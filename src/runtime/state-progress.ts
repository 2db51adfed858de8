import type { StateChanges, StatefulOperator } from '../operators/stateful-operator.ts'
import type { StateOperatorProgress } from '../plan/streaming-query.ts'

/** The state of each operator after a batch, in Spark's words. */
export function stateProgress(
  operators: readonly StatefulOperator[],
  changes: readonly StateChanges[],
  commitTimeMs: number,
): readonly StateOperatorProgress[] {
  return operators.map((operator, id) => {
    const { numRowsTotal, numRowsUpdated, numRowsRemoved, numRowsDroppedByWatermark } = changes[id]!
    return {
      operatorName: operator.name!,
      numRowsTotal,
      numRowsUpdated,
      allUpdatesTimeMs: 0,
      numRowsRemoved,
      allRemovalsTimeMs: 0,
      commitTimeMs: id === 0 ? commitTimeMs : 0,
      memoryUsedBytes: 0,
      numRowsDroppedByWatermark,
      numShufflePartitions: 1,
      numStateStoreInstances: 1,
    }
  })
}
