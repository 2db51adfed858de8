import type { Node } from '../expressions/node.ts'
import type { JsonReader } from '../formats/json/from-json.ts'
import type { OutputMode, Sink, SinkBatch } from '../plan/sink.ts'
import type { Ledger, StateOperatorProgress } from '../plan/streaming-query.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { concatBatches } from '../schema/concat-batches.ts'
import { type Offsets, offsetAt, offsetEntries, offsetsOf, sameOffsets } from '../sources/offsets.ts'
import { rateLimit } from '../sources/rate-limit.ts'
import type { OffsetRange, Source } from '../sources/source.ts'
import { AggregationState } from '../state/aggregation-state.ts'
import type { PlannedBatch } from '../state/offset-log.ts'
import { SluiceError } from '../util/error.ts'
import { faultPoint } from '../util/fault-point.ts'
import { advanceWatermark, type EventTimeStats } from '../windows/watermark.ts'
import { BATCHES_TO_RETAIN, type Checkpoint, openCheckpoint, type Standing, standingOf } from './checkpoint.ts'
import type { Clock } from './clock.ts'
import type { PhysicalPlan } from './physical-plan.ts'
import { runBatch } from './run-batch.ts'
import { Stopwatch } from './stopwatch.ts'

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

/**
 * Plans, runs and commits one batch after another. The order is the protocol: offsets logged, read, state written, sink
 * committed, commit logged. A crash between any two leaves a planned batch that is run again exactly as planned, and a
 * sink that takes the same batch id once.
 *
 * @see Spark `MicroBatchExecution.scala`
 */
export class MicroBatchExecution {
  readonly #options: MicroBatchOptions
  readonly #source: Source
  readonly #readers = new Map<Node, JsonReader>()
  #checkpoint: Checkpoint | null = null
  #standing: Standing = { nextBatchId: 0, committed: null, pending: null, watermarkMs: 0, lateWatermarkMs: 0 }
  #initial: Offsets = new Map()
  #nodeWatermarksMs: number[]
  #state: AggregationState | null
  /** The watermark of the last batch of this run; after a restart no empty batch runs until one with data did. */
  #lastWatermarkMs: number | null = null

  constructor(options: MicroBatchOptions) {
    this.#options = options
    this.#source = options.plan.source.open()
    this.#nodeWatermarksMs = options.plan.delaysMs.map(() => 0)
    this.#state = this.#newState()
  }

  get standing(): Standing {
    return this.#standing
  }
  get queryId(): string | null {
    return this.#checkpoint?.queryId ?? null
  }
  get state(): AggregationState | null {
    return this.#state
  }
  get source(): Source {
    return this.#source
  }
  /** What each `withWatermark` of this run has reached, less its delay. */
  get nodeWatermarksMs(): readonly number[] {
    return this.#nodeWatermarksMs
  }

  #newState(): AggregationState | null {
    const { aggregate } = this.#options.plan
    return aggregate === null ? null : new AggregationState(aggregate.shape)
  }

  /** Opens checkpoint and sink once; finds where the query stands. */
  async open(): Promise<Checkpoint> {
    if (this.#checkpoint !== null) return this.#checkpoint
    const checkpoint = await openCheckpoint(this.#options.checkpointLocation)
    try {
      this.#standing = await standingOf(checkpoint)
      await this.#requireSameQuery(checkpoint)
      if (this.#state !== null) await checkpoint.state.load(this.#standing.nextBatchId, this.#state)
      const { sink, outputMode, plan } = this.#options
      await sink.open({ queryId: checkpoint.queryId, schema: plan.schema, outputMode })
      this.#initial = await checkpoint.initialOffsets(() => this.#source.initialOffsets())
    } catch (thrown) {
      await checkpoint.close()
      throw thrown
    }
    this.#checkpoint = checkpoint
    return checkpoint
  }

  async close(): Promise<void> {
    await this.#source.close()
    if (this.#checkpoint === null) return
    await this.#options.sink.close()
    await this.#checkpoint.close()
    this.#checkpoint = null
  }

  /** What there is to read now. */
  async latest(): Promise<Offsets> {
    await this.open()
    return (await this.#source.available(this.#standing.committed ?? this.#initial)).latest
  }

  /** Runs the next batch; `null` where there is nothing to do. */
  async trigger(options: TriggerOptions): Promise<RunBatch | null> {
    const watch = new Stopwatch()
    const checkpoint = await this.open()
    const { pending } = this.#standing
    if (pending !== null) return this.#run(checkpoint, pending, pending.endOffsets, { ...options, mayShrink: false }, watch)

    const start = this.#standing.committed ?? this.#initial
    const available = await watch.time('latestOffset', () => this.#source.available(start))
    const latest = options.upTo ?? available.latest
    const limit = options.maxRecords ?? this.#source.maxOffsetsPerTrigger
    const endOffsets = limit === null ? withStart(start, latest) : rateLimit(start, { ...available, latest }, limit)
    const isFirst = this.#standing.committed === null
    if (!isFirst && sameOffsets(endOffsets, start) && !this.#wantsEmptyBatch()) return null
    const planned: PlannedBatch = {
      batchId: this.#standing.nextBatchId,
      watermarkMs: this.#standing.watermarkMs,
      timestampMs: this.#options.clock.now(),
      endOffsets,
      conf: this.#conf(),
    }
    faultPoint('batch planned')
    await watch.time('walCommit', () => checkpoint.offsets.add(planned))
    this.#standing = { ...this.#standing, pending: planned }
    faultPoint('offsets logged')
    return this.#run(checkpoint, planned, available.latest, { ...options, mayShrink: true }, watch)
  }

  /** After the watermark moved, a batch without data closes windows. @see Spark `shouldRunAnotherBatch` */
  #wantsEmptyBatch(): boolean {
    const { plan, outputMode } = this.#options
    if (plan.aggregate === null || plan.delaysMs.length === 0 || outputMode === 'complete' || this.#lastWatermarkMs === null)
      return false
    return this.#standing.watermarkMs > this.#lastWatermarkMs
  }

  async #run(
    checkpoint: Checkpoint,
    planned: PlannedBatch,
    latestOffsets: Offsets,
    options: TriggerOptions & { mayShrink: boolean },
    watch: Stopwatch,
  ): Promise<RunBatch> {
    const { plan, sink, clock } = this.#options
    const startOffsets = await this.#startOf(planned, checkpoint)
    const ranges = rangesOf(startOffsets, planned.endOffsets)
    options.onPlanned?.(ranges.reduce((sum, range) => sum + range.endOffset - range.startOffset, 0))
    const sinkBatch = await sink.beginBatch(planned.batchId)
    const kept: ColumnBatch[] = []
    try {
      const addStart = clock.now()
      const outcome = await runBatch(
        plan,
        this.#source,
        this.#state,
        {
          ...this.#batchInput(planned, ranges, this.#standing.lateWatermarkMs),
          readers: this.#readers,
          ...onlyDefined({ signal: options.signal, onChunk: options.onChunk }),
        },
        async rows => {
          if (options.keepOutput) kept.push(concatBatches(plan.schema, [rows]))
          await sinkBatch.write(rows)
        },
      )
      const ledger = outcome.ledger.close()
      const actual = await this.#shrink(checkpoint, planned, ranges, outcome.readTo, options)
      const updateStart = clock.now()
      if (this.#state !== null && outcome.state !== null)
        await checkpoint.state.save(planned.batchId + 1, this.#state, outcome.state.changed)
      const stateCommitMs = clock.now() - updateStart
      const { numOutputRows } = await sinkBatch.commit()
      faultPoint('sink committed')
      watch.add('addBatch', clock.now() - addStart)

      const watermarkMs = advanceWatermark(planned.watermarkMs, this.#nodeWatermarksMs, outcome.eventTimes, plan.delaysMs)
      await watch.time('commitOffsets', () =>
        checkpoint.commits.add(planned.batchId, watermarkMs, () => faultPoint('commit file written')),
      )
      faultPoint('commit logged')
      this.#standing = {
        nextBatchId: planned.batchId + 1,
        committed: actual.endOffsets,
        pending: null,
        watermarkMs,
        lateWatermarkMs: planned.watermarkMs,
      }
      this.#lastWatermarkMs = planned.watermarkMs
      this.#state?.compact()
      await this.#purge(checkpoint, planned.batchId)
      watch.end('triggerExecution')
      return {
        batchId: planned.batchId,
        output: concatBatches(plan.schema, kept),
        ledger,
        numInputRows: outcome.numInputRows,
        numOutputRows,
        watermarkMs: planned.watermarkMs,
        eventTimes: outcome.eventTimes,
        startOffsets,
        endOffsets: actual.endOffsets,
        latestOffsets,
        stateOperator: this.#stateProgress(outcome, stateCommitMs),
        durationMs: watch.durations,
      }
    } catch (thrown) {
      await this.#undo(checkpoint, sinkBatch)
      throw thrown
    }
  }

  // The batch stays planned: the next trigger runs it again, from the state before it.
  async #undo(checkpoint: Checkpoint, sinkBatch: SinkBatch): Promise<void> {
    await sinkBatch.abort().catch(() => {})
    if (this.#state === null) return
    this.#state = this.#newState()
    await checkpoint.state.load(this.#standing.nextBatchId, this.#state!)
  }

  /**
   * A stopped batch ends where its reading ended: its plan is written anew before the sink sees it. A batch that is run
   * again may already be in the sink as it was planned, so it cannot be cut.
   */
  async #shrink(
    checkpoint: Checkpoint,
    planned: PlannedBatch,
    ranges: readonly OffsetRange[],
    readTo: ReadonlyMap<OffsetRange, number>,
    options: TriggerOptions & { mayShrink: boolean },
  ): Promise<PlannedBatch> {
    if (ranges.every(range => readTo.get(range) === range.endOffset)) return planned
    const readSome = ranges.some(range => readTo.get(range)! > range.startOffset)
    if (!options.mayShrink || !readSome) {
      throw new SluiceError(
        'QUERY_STOPPED',
        `Batch ${planned.batchId} was stopped before it was read. Nothing was written; the next call runs it again.`,
        { batchId: planned.batchId },
      )
    }
    const ends = new Map(ranges.map(range => [`${range.partition} ${range.topic}`, readTo.get(range)!]))
    const endOffsets = offsetsOf(
      [...offsetEntries(planned.endOffsets)].map(([topic, partition, offset]) => [
        topic,
        partition,
        ends.get(`${partition} ${topic}`) ?? offset,
      ]),
    )
    const shrunk = { ...planned, endOffsets }
    await checkpoint.offsets.add(shrunk)
    this.#standing = { ...this.#standing, pending: shrunk }
    return shrunk
  }

  #batchInput(planned: PlannedBatch, ranges: readonly OffsetRange[], lateWatermarkMs: number) {
    const { outputMode, timeZone } = this.#options
    return {
      ranges,
      lateWatermarkMs,
      watermarkMs: planned.watermarkMs,
      timestampMs: planned.timestampMs,
      outputMode,
      timeZone,
      readers: new Map<Node, JsonReader>(),
    }
  }

  async #startOf(planned: PlannedBatch, checkpoint: Checkpoint): Promise<Offsets> {
    const before = planned.batchId === 0 ? this.#initial : (await checkpoint.offsets.get(planned.batchId - 1))?.endOffsets
    if (before === undefined) throw this.#forgotten(planned.batchId)
    const { earliest } = await this.#source.available(before)
    // A partition that is new in this batch starts at its first record.
    return offsetsOf(
      [...offsetEntries(planned.endOffsets)].map(([topic, partition, end]) => [
        topic,
        partition,
        offsetAt(before, topic, partition) ?? offsetAt(earliest, topic, partition) ?? end,
      ]),
    )
  }

  #forgotten(batchId: number): SluiceError {
    return new SluiceError(
      'UNSUPPORTED_OPERATION',
      `Cannot run batch ${batchId} again: only the last ${BATCHES_TO_RETAIN} batches are kept on record.`,
      { batchId },
    )
  }

  /** Runs a committed batch again from its record. Writes nothing and leaves the query where it stands. */
  async replay(batchId: number): Promise<RunBatch> {
    const watch = new Stopwatch()
    const checkpoint = await this.open()
    const committed = await checkpoint.commits.get(batchId)
    const planned = await checkpoint.offsets.get(batchId)
    if (planned === null || committed === null) {
      if (batchId < this.#standing.nextBatchId && batchId >= 0) throw this.#forgotten(batchId)
      throw new SluiceError(
        'UNSUPPORTED_OPERATION',
        `Cannot replay batch ${batchId}: this query has run batches 0 to ${this.#standing.nextBatchId - 1}.`,
        { batchId },
      )
    }
    const before = batchId === 0 ? null : await checkpoint.offsets.get(batchId - 1)
    const startOffsets = await this.#startOf(planned, checkpoint)
    const state = this.#newState()
    if (state !== null) await checkpoint.state.load(batchId, state)
    const kept: ColumnBatch[] = []
    const { plan } = this.#options
    const outcome = await runBatch(
      plan,
      this.#source,
      state,
      this.#batchInput(planned, rangesOf(startOffsets, planned.endOffsets), before?.watermarkMs ?? 0),
      async rows => {
        kept.push(concatBatches(plan.schema, [rows]))
      },
    )
    const output = concatBatches(plan.schema, kept)
    watch.end('triggerExecution')
    return {
      batchId,
      output,
      ledger: outcome.ledger.close(),
      numInputRows: outcome.numInputRows,
      numOutputRows: output.numRows,
      watermarkMs: planned.watermarkMs,
      eventTimes: outcome.eventTimes,
      startOffsets,
      endOffsets: planned.endOffsets,
      latestOffsets: planned.endOffsets,
      stateOperator: this.#stateProgress(outcome, 0, state),
      durationMs: watch.durations,
    }
  }

  #stateProgress(
    outcome: Awaited<ReturnType<typeof runBatch>>,
    commitTimeMs: number,
    state = this.#state,
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

  async #purge(checkpoint: Checkpoint, batchId: number): Promise<void> {
    const oldest = batchId - BATCHES_TO_RETAIN
    // Listing folders each time would make every batch pay for it.
    if (oldest <= 0 || batchId % 10 !== 0) return
    await checkpoint.offsets.purge(oldest)
    await checkpoint.commits.purge(oldest)
    await checkpoint.state.purge(oldest + 1)
    faultPoint('old files purged')
  }

  #conf(): Readonly<Record<string, string>> {
    const { plan, outputMode } = this.#options
    return { 'sluice.source': plan.source.description, 'sluice.outputMode': outputMode }
  }

  async #requireSameQuery(checkpoint: Checkpoint): Promise<void> {
    const latest = await checkpoint.offsets.latestId()
    const stored = latest === null ? null : await checkpoint.offsets.get(latest)
    if (stored === null) return
    for (const [name, now] of Object.entries(this.#conf())) {
      const before = stored.conf[name]
      if (before === now || before === undefined) continue
      throw new SluiceError(
        'CHECKPOINT_MISMATCH',
        `Cannot go on from ${checkpoint.location}: it belongs to a query with ${name.slice(7)} ${before}, this one has ${now}. Use the old query, or a new checkpointLocation.`,
        { name, before, now },
      )
    }
  }
}

/** Ends for all partitions that started; one that is gone keeps its start. */
function withStart(start: Offsets, latest: Offsets): Offsets {
  const gone = [...offsetEntries(start)].filter(([topic, partition]) => offsetAt(latest, topic, partition) === undefined)
  return gone.length === 0 ? latest : offsetsOf([...offsetEntries(latest), ...gone])
}

function rangesOf(start: Offsets, end: Offsets): OffsetRange[] {
  return [...offsetEntries(end)].map(([topic, partition, endOffset]) => ({
    topic,
    partition,
    startOffset: offsetAt(start, topic, partition) ?? endOffset,
    endOffset,
  }))
}

function onlyDefined<T extends Record<string, unknown>>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}
