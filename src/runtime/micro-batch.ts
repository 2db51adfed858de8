import { randomUUID } from 'node:crypto'
import type { Node } from '../expressions/node.ts'
import type { JsonReader } from '../formats/json/from-json.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { concatBatches } from '../schema/concat-batches.ts'
import { type Offsets, sameOffsets } from '../sources/offsets.ts'
import { rateLimit } from '../sources/rate-limit.ts'
import type { OffsetRange, Source } from '../sources/source.ts'
import { AggregationState } from '../state/aggregation-state.ts'
import type { PlannedBatch } from '../state/offset-log.ts'
import { SluiceError } from '../util/error.ts'
import { faultPoint } from '../util/fault-point.ts'
import { advanceWatermark } from '../windows/watermark.ts'
import { batchInput, type MicroBatchOptions, type RunBatch, settingsOf, type TriggerOptions } from './batch-run.ts'
import { type Checkpoint, openCheckpoint, purge, requireSameQuery, type Standing, standingOf } from './checkpoint.ts'
import { endsReadTo, rangesOf, startsOf, withStart } from './ranges.ts'
import { forgotten, recorded, replayBatch } from './replay-batch.ts'
import { runBatch } from './run-batch.ts'
import { stateProgress } from './state-progress.ts'
import { Stopwatch } from './stopwatch.ts'
import { untilAborted } from './until-aborted.ts'

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
  #queryId: string = randomUUID()
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
  /** The id in the checkpoint, once it was opened. */
  get queryId(): string {
    return this.#queryId
  }
  get state(): AggregationState | null {
    return this.#state
  }
  get source(): Source {
    return this.#source
  }

  #newState(): AggregationState | null {
    const { aggregate } = this.#options.plan
    return aggregate === null ? null : new AggregationState(aggregate.shape)
  }

  /** Opens checkpoint and sink once; finds where the query stands. */
  async open(): Promise<Checkpoint> {
    if (this.#checkpoint !== null) return this.#checkpoint
    const { sink, outputMode, plan, timeZone } = this.#options
    const checkpoint = await openCheckpoint(this.#options.checkpointLocation, this.#queryId)
    try {
      this.#standing = await standingOf(checkpoint)
      await requireSameQuery(checkpoint, settingsOf(this.#options))
      this.#state = this.#newState()
      if (this.#state !== null) await checkpoint.state.load(this.#standing.nextBatchId, this.#state)
      this.#initial = await checkpoint.initialOffsets(() => this.#source.initialOffsets())
      await sink.open({ queryId: checkpoint.queryId, schema: plan.schema, outputMode, timeZone })
    } catch (thrown) {
      await checkpoint.close()
      throw thrown
    }
    this.#checkpoint = checkpoint
    this.#queryId = checkpoint.queryId
    return checkpoint
  }

  /** Gives connections, sink and lock back, each also when another cannot be. The next `open` begins from the files. */
  async close(): Promise<void> {
    const checkpoint = this.#checkpoint
    this.#checkpoint = null
    try {
      await this.#source.close()
    } finally {
      if (checkpoint !== null) await this.#options.sink.close().finally(() => checkpoint.close())
    }
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
    if (pending !== null) {
      const startOffsets = await this.#startOf(pending, checkpoint)
      return this.#run(
        checkpoint,
        pending,
        { startOffsets, latestOffsets: pending.endOffsets },
        { ...options, mayShrink: false },
        watch,
      )
    }

    const before = this.#standing.committed ?? this.#initial
    const available = await watch.time('latestOffset', () => untilAborted(this.#source.available(before), options.planSignal))
    const latest = options.upTo ?? available.latest
    const start = startsOf(withStart(before, latest), before, available.earliest)
    const limit = options.maxRecords ?? this.#source.maxOffsetsPerTrigger
    const endOffsets = limit === null ? withStart(start, latest) : rateLimit(start, { ...available, latest }, limit)
    const isFirst = this.#standing.committed === null
    if (!isFirst && sameOffsets(endOffsets, start) && !this.#wantsEmptyBatch()) return null
    const planned: PlannedBatch = {
      batchId: this.#standing.nextBatchId,
      watermarkMs: this.#standing.watermarkMs,
      timestampMs: this.#options.clock.now(),
      endOffsets,
      conf: { 'sluice.queryId': checkpoint.queryId, ...settingsOf(this.#options) },
    }
    faultPoint('batch planned')
    await watch.time('walCommit', () => checkpoint.offsets.add(planned))
    this.#standing = { ...this.#standing, pending: planned }
    faultPoint('offsets logged')
    const offsets = { startOffsets: start, latestOffsets: available.latest }
    return this.#run(checkpoint, planned, offsets, { ...options, mayShrink: true }, watch)
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
    { startOffsets, latestOffsets }: { readonly startOffsets: Offsets; readonly latestOffsets: Offsets },
    options: TriggerOptions & { mayShrink: boolean },
    watch: Stopwatch,
  ): Promise<RunBatch> {
    const { plan, sink, clock } = this.#options
    const ranges = rangesOf(startOffsets, planned.endOffsets)
    options.onPlanned?.(ranges.reduce((sum, range) => sum + range.endOffset - range.startOffset, 0))
    const sinkBatch = await sink.beginBatch(planned.batchId)
    const kept: ColumnBatch[] = []
    let completed: RunBatch
    let inSink = false
    try {
      const addStart = clock.now()
      const input = {
        ...batchInput(this.#options, planned, ranges, this.#standing.lateWatermarkMs),
        readers: this.#readers,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        onChunk: (records: number) => options.onChunk?.(records),
      }
      const outcome = await runBatch(plan, this.#source, this.#state, input, async rows => {
        if (options.keepOutput) kept.push(concatBatches(plan.schema, [rows]))
        await sinkBatch.write(rows)
      })
      const ledger = outcome.ledger.close()
      const actual = await this.#shrink(checkpoint, planned, ranges, outcome.readTo, options.mayShrink)
      const saveStart = clock.now()
      if (this.#state !== null && outcome.state !== null) {
        await checkpoint.state.save(planned.batchId + 1, this.#state, outcome.state.changed)
      }
      const stateCommitMs = clock.now() - saveStart
      const { numOutputRows } = await sinkBatch.commit()
      inSink = true
      faultPoint('sink committed')
      watch.add('addBatch', clock.now() - addStart)
      completed = {
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
        stateOperator: stateProgress(outcome, this.#state, stateCommitMs),
        durationMs: watch.durations,
      }
      await this.#commit(checkpoint, planned, completed, watch)
    } catch (thrown) {
      if (!inSink) await sinkBatch.abort().catch(() => {})
      await this.#undo(checkpoint)
      throw thrown
    }
    this.#state?.compact()
    // The batch is done: old files that cannot be removed now are removed with the next ones.
    await purge(checkpoint, planned.batchId).catch(() => {})
    watch.end('triggerExecution')
    return completed
  }

  async #commit(
    checkpoint: Checkpoint,
    planned: PlannedBatch,
    { eventTimes, endOffsets }: RunBatch,
    watch: Stopwatch,
  ): Promise<void> {
    const nodeWatermarksMs = [...this.#nodeWatermarksMs]
    const watermarkMs = advanceWatermark(planned.watermarkMs, nodeWatermarksMs, eventTimes, this.#options.plan.delaysMs)
    await watch.time('commitOffsets', () =>
      checkpoint.commits.add(planned.batchId, watermarkMs, () => faultPoint('commit file written')),
    )
    faultPoint('commit logged')
    this.#nodeWatermarksMs = nodeWatermarksMs
    this.#lastWatermarkMs = planned.watermarkMs
    this.#standing = {
      nextBatchId: planned.batchId + 1,
      committed: endOffsets,
      pending: null,
      watermarkMs,
      lateWatermarkMs: planned.watermarkMs,
    }
  }

  // The batch stays planned: the next trigger runs it again, from the state before it. Where that cannot be read now,
  // the checkpoint is given up, and the next trigger opens it anew.
  async #undo(checkpoint: Checkpoint): Promise<void> {
    try {
      const state = this.#newState()
      if (state !== null) await checkpoint.state.load(this.#standing.nextBatchId, state)
      this.#state = state
    } catch {
      await this.close().catch(() => {})
    }
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
    mayShrink: boolean,
  ): Promise<PlannedBatch> {
    if (ranges.every(range => readTo.get(range) === range.endOffset)) return planned
    const readSome = ranges.some(range => readTo.get(range)! > range.startOffset)
    if (!mayShrink || !readSome) {
      // A fresh plan that nothing was read of is dropped: the next one may be smaller.
      if (mayShrink) this.#standing = { ...this.#standing, pending: null }
      throw new SluiceError(
        'QUERY_STOPPED',
        `Batch ${planned.batchId} was stopped before it was read. Nothing was written; the next call runs it again.`,
        { batchId: planned.batchId },
      )
    }
    const shrunk = { ...planned, endOffsets: endsReadTo(planned.endOffsets, ranges, readTo) }
    await checkpoint.offsets.add(shrunk)
    this.#standing = { ...this.#standing, pending: shrunk }
    return shrunk
  }

  async #startOf(planned: PlannedBatch, checkpoint: Checkpoint): Promise<Offsets> {
    const before = planned.batchId === 0 ? this.#initial : (await checkpoint.offsets.get(planned.batchId - 1))?.endOffsets
    if (before === undefined) throw forgotten(planned.batchId)
    const { earliest } = await this.#source.available(before)
    return startsOf(planned.endOffsets, before, earliest)
  }

  /** Runs a committed batch again from its record. Writes nothing and leaves the query where it stands. */
  async replay(batchId: number): Promise<RunBatch> {
    const checkpoint = await this.open()
    const planned = await recorded(checkpoint, batchId, this.#standing.nextBatchId)
    const before = batchId === 0 ? null : await checkpoint.offsets.get(batchId - 1)
    const startOffsets = await this.#startOf(planned, checkpoint)
    const state = this.#newState()
    if (state !== null) await checkpoint.state.load(batchId, state)
    const ranges = rangesOf(startOffsets, planned.endOffsets)
    const input = { ...batchInput(this.#options, planned, ranges, before?.watermarkMs ?? 0), readers: new Map() }
    return replayBatch(this.#options.plan, this.#source, state, input, { planned, startOffsets })
  }
}
