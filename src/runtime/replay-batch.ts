import type { ColumnBatch } from '../schema/column-batch.ts'
import { concatBatches } from '../schema/concat-batches.ts'
import type { Offsets } from '../sources/offsets.ts'
import type { Source } from '../sources/source.ts'
import type { PlannedBatch } from '../state/offset-log.ts'
import type { OperatorState } from '../state/operator-state.ts'
import { SluiceError } from '../util/error.ts'
import type { RunBatch } from './batch-run.ts'
import { BATCHES_TO_RETAIN, type Checkpoint } from './checkpoint.ts'
import type { PhysicalPlan } from './physical-plan.ts'
import { type BatchInput, runBatch } from './run-batch.ts'
import { stateProgress } from './state-progress.ts'
import { Stopwatch } from './stopwatch.ts'

/**
 * The record of a committed batch.
 *
 * @throws UNSUPPORTED_OPERATION for a batch that has not run, or is not on record any more
 */
export async function recorded({ offsets, commits }: Checkpoint, batchId: number, nextBatchId: number): Promise<PlannedBatch> {
  const planned = await offsets.get(batchId)
  if (planned !== null && (await commits.get(batchId)) !== null) return planned
  if (batchId >= 0 && batchId < nextBatchId) throw forgotten(batchId)
  const known = nextBatchId === 0 ? 'no batch yet' : `batches 0 to ${nextBatchId - 1}`
  throw new SluiceError('UNSUPPORTED_OPERATION', `Cannot replay batch ${batchId}: this query has run ${known}.`, { batchId })
}

export function forgotten(batchId: number): SluiceError {
  const message = `Cannot run batch ${batchId} again: only the last ${BATCHES_TO_RETAIN} batches are kept on record.`
  return new SluiceError('UNSUPPORTED_OPERATION', message, { batchId })
}

/** Runs a batch from its record, with the state it had; no sink sees it. */
export async function replayBatch(
  plan: PhysicalPlan,
  sources: readonly Source[],
  states: readonly OperatorState[],
  input: BatchInput,
  { planned, startOffsets }: { readonly planned: PlannedBatch; readonly startOffsets: readonly Offsets[] },
): Promise<RunBatch> {
  const watch = new Stopwatch()
  const kept: ColumnBatch[] = []
  const outcome = await runBatch(plan, sources, states, input, async rows => {
    kept.push(concatBatches(plan.schema, [rows]))
  })
  const output = concatBatches(plan.schema, kept)
  watch.end('triggerExecution')
  return {
    batchId: planned.batchId,
    output,
    ledger: outcome.ledger.close(),
    numInputRows: outcome.numInputRows,
    inputRows: outcome.inputRows,
    numOutputRows: output.numRows,
    watermarkMs: planned.watermarkMs,
    eventTimes: outcome.eventTimes,
    startOffsets,
    endOffsets: planned.endOffsets,
    latestOffsets: planned.endOffsets,
    stateOperators: stateProgress(plan.operators, outcome.changes, 0),
    durationMs: watch.durations,
  }
}
