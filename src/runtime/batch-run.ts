import type { OutputMode, Sink } from '../plan/sink.ts'
import type { Ledger, StateOperatorProgress } from '../plan/streaming-query.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { Offsets } from '../sources/offsets.ts'
import type { OffsetRange } from '../sources/source.ts'
import type { PlannedBatch } from '../state/offset-log.ts'
import type { EventTimeStats } from '../windows/watermark.ts'
import type { Clock } from './clock.ts'
import type { PhysicalPlan } from './physical-plan.ts'

export interface MicroBatchOptions {
  readonly plan: PhysicalPlan
  readonly sink: Sink
  readonly outputMode: OutputMode
  readonly checkpointLocation: string | null
  readonly timeZone: string
  readonly clock: Clock
}

export interface TriggerOptions {
  readonly maxRecords?: number | undefined
  /** `availableNow`: what was there when the drain began; later records wait. */
  readonly upTo?: Offsets | undefined
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
  readonly numOutputRows: number
  readonly watermarkMs: number
  readonly eventTimes: readonly EventTimeStats[]
  readonly startOffsets: Offsets
  readonly endOffsets: Offsets
  readonly latestOffsets: Offsets
  readonly stateOperator: StateOperatorProgress | null
  readonly durationMs: Readonly<Record<string, number>>
}

/** What a checkpoint remembers of its query. */
export function settingsOf({ plan, outputMode }: MicroBatchOptions): Readonly<Record<string, string>> {
  const aggregation = plan.aggregate === null ? 'no' : 'yes'
  return { 'sluice.source': plan.source.description, 'sluice.outputMode': outputMode, 'sluice.aggregation': aggregation }
}

/** What `runBatch` is told of a planned batch, but for what a live run adds. */
export function batchInput(
  { outputMode, timeZone }: MicroBatchOptions,
  planned: PlannedBatch,
  ranges: readonly OffsetRange[],
  lateWatermarkMs: number,
) {
  return { ranges, lateWatermarkMs, watermarkMs: planned.watermarkMs, timestampMs: planned.timestampMs, outputMode, timeZone }
}
