import type { OutputMode, Sink } from '../plan/sink.ts'
import type { Ledger, StateOperatorProgress } from '../plan/streaming-query.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { Offsets } from '../sources/offsets.ts'
import type { OffsetRange } from '../sources/source.ts'
import type { PlannedBatch } from '../state/offset-log.ts'
import type { EventTimeStats, WatermarkPolicy } from '../windows/watermark.ts'
import type { Clock } from './clock.ts'
import type { PhysicalPlan } from './physical-plan.ts'

export interface MicroBatchOptions {
  readonly plan: PhysicalPlan
  readonly sink: Sink
  readonly outputMode: OutputMode
  readonly checkpointLocation: string | null
  readonly timeZone: string
  readonly clock: Clock
  /** Kept in the checkpoint: a restart goes on with the one the query began with. */
  readonly multipleWatermarkPolicy: WatermarkPolicy
  /** Whether a batch without data runs when only the watermark has moved. */
  readonly noDataMicroBatches: boolean
}

export interface TriggerOptions {
  readonly maxRecords?: number | undefined
  /** `availableNow`: what was there when the drain began, per source; later records wait. */
  readonly upTo?: readonly Offsets[] | undefined
  /** `Trigger.Once`: one batch with everything, and none without data. */
  readonly once?: boolean
  /** Whether the result is wanted; a drain of millions is not held in memory. */
  readonly keepOutput: boolean
  readonly signal?: AbortSignal | undefined
  /** Ends the planning, where nothing has begun yet. */
  readonly planSignal?: AbortSignal | undefined
  onPlanned?(records: number): void
  onChunk?(recordsSoFar: number): void
}

/** A batch that was run. */
export interface RunBatch {
  readonly batchId: number
  readonly output: ColumnBatch
  readonly ledger: Ledger
  readonly numInputRows: number
  /** Per source. */
  readonly inputRows: readonly number[]
  readonly numOutputRows: number
  readonly watermarkMs: number
  readonly eventTimes: readonly EventTimeStats[]
  /** These three per source. */
  readonly startOffsets: readonly Offsets[]
  readonly endOffsets: readonly Offsets[]
  readonly latestOffsets: readonly Offsets[]
  readonly stateOperators: readonly StateOperatorProgress[]
  readonly durationMs: Readonly<Record<string, number>>
}

/** What a checkpoint remembers of its query, to refuse another one. */
export function settingsOf({ plan, outputMode }: MicroBatchOptions): Readonly<Record<string, string>> {
  const operators = plan.operators.map(({ name, settings }) => (settings === '' ? name : `${name} (${settings})`))
  return {
    'sluice.source': plan.sources.map(({ description }) => description).join(', '),
    'sluice.outputMode': outputMode,
    'sluice.statefulOperators': operators.length === 0 ? 'none' : operators.join(', '),
  }
}

/** Spark keeps the policy under this name, too. */
export const POLICY_CONF = 'spark.sql.streaming.multipleWatermarkPolicy'

/** What `runBatch` is told of a planned batch, but for what a live run adds. */
export function batchInput(
  { outputMode, timeZone }: MicroBatchOptions,
  planned: PlannedBatch,
  ranges: readonly (readonly OffsetRange[])[],
  lateWatermarkMs: number,
) {
  const { batchId, watermarkMs, timestampMs } = planned
  return { batchId, ranges, lateWatermarkMs, watermarkMs, timestampMs, outputMode, timeZone }
}
