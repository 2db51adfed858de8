import { randomUUID } from 'node:crypto'
import type { Node } from '../expressions/node.ts'
import type { JsonReader } from '../formats/json/from-json.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { concatBatches } from '../schema/concat-batches.ts'
import type { Offsets } from '../sources/offsets.ts'
import type { OffsetRange } from '../sources/source.ts'
import { memoryFiles } from '../state/checkpoint-files.ts'
import type { PlannedBatch } from '../state/offset-log.ts'
import type { OperatorState } from '../state/operator-state.ts'
import { faultPoint } from '../util/fault-point.ts'
import { advanceWatermark, type WatermarkPolicy } from '../windows/watermark.ts'
import { batchInput, type MicroBatchOptions, POLICY_CONF, type RunBatch, settingsOf, type TriggerOptions } from './batch-run.ts'
import { type Checkpoint, openCheckpoint, purge, requireSameQuery, type Standing, standingOf } from './checkpoint.ts'
import { inputWatermarks, wantsEmptyBatch } from './propagate-watermark.ts'
import { rangesOf, startsOf } from './ranges.ts'
import { forgotten, recorded, replayBatch } from './replay-batch.ts'
import { type BatchOutcome, runBatch } from './run-batch.ts'
import { endsRead, stoppedBefore } from './shrink-batch.ts'
import { type SourceOffsets, SourceSet, sameEverywhere } from './source-set.ts'
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
  readonly sources: SourceSet
  readonly #readers = new Map<Node, JsonReader>()
  /** The files of a query without a checkpoint folder: they outlive a checkpoint that is given up and opened anew. */
  readonly #memory = memoryFiles()
  #checkpoint: Checkpoint | null = null
  #queryId: string = randomUUID()
  #standing: Standing = { nextBatchId: 0, committed: null, pending: null, watermarkMs: 0, lateWatermarkMs: 0 }
  /** Per source. */
  #initial: readonly Offsets[] = []
  #policy: WatermarkPolicy
  #nodeWatermarksMs: number[]
  /** By the id of the operator. */
  #states: readonly OperatorState[]
  /** The watermark of the last batch of this run; after a restart no empty batch runs until one with data did. */
  #lastWatermarkMs: number | null = null

  constructor(options: MicroBatchOptions) {
    this.#options = options
    this.sources = new SourceSet(options.plan.sources)
    this.#policy = options.multipleWatermarkPolicy
    this.#nodeWatermarksMs = options.plan.delaysMs.map(() => 0)
    this.#states = this.#newStates()
  }

  get standing(): Standing {
    return this.#standing
  }
  get policy(): WatermarkPolicy {
    return this.#policy
  }
  /** The id in the checkpoint, once it was opened. */
  get queryId(): string {
    return this.#queryId
  }
  get states(): readonly OperatorState[] {
    return this.#states
  }

  #newStates(): readonly OperatorState[] {
    return this.#options.plan.operators.map(operator => operator.newState())
  }

  /** Opens checkpoint and sink once; finds where the query stands. */
  async open(): Promise<Checkpoint> {
    if (this.#checkpoint !== null) return this.#checkpoint
    const { sink, outputMode, plan, timeZone } = this.#options
    const checkpoint = await openCheckpoint(this.#options.checkpointLocation, this.#queryId, this.#memory)
    try {
      this.#standing = await standingOf(checkpoint)
      const last = await requireSameQuery(checkpoint, settingsOf(this.#options), plan.sources.length)
      this.#policy = (last?.conf[POLICY_CONF] as WatermarkPolicy | undefined) ?? this.#options.multipleWatermarkPolicy
      this.#states = this.#newStates()
      await checkpoint.state.load(this.#standing.nextBatchId, this.#states)
      const initial: Offsets[] = []
      for (const [i, source] of this.sources.all.entries())
        initial.push(await checkpoint.initialOffsets(i, () => source.initialOffsets()))
      this.#initial = initial
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
      await this.sources.close()
    } finally {
      if (checkpoint !== null) await this.#options.sink.close().finally(() => checkpoint.close())
    }
  }

  /** What there is to read now, per source. */
  async latest(): Promise<readonly Offsets[]> {
    await this.open()
    return (await this.sources.available(this.#standing.committed ?? this.#initial)).map(({ latest }) => latest)
  }

  /** Runs the next batch; `null` where there is nothing to do. */
  async trigger(options: TriggerOptions): Promise<RunBatch | null> {
    const watch = new Stopwatch()
    const checkpoint = await this.open()
    const { pending } = this.#standing
    if (pending !== null) {
      const [starts, ends] = [await this.#startOf(pending, checkpoint), pending.endOffsets]
      const offsets = { starts, ends, latest: ends }
      return this.#run(checkpoint, pending, offsets, { ...options, mayShrink: false }, watch)
    }

    const before = this.#standing.committed ?? this.#initial
    const available = await watch.time('latestOffset', () => untilAborted(this.sources.available(before), options.planSignal))
    const offsets = this.sources.plan(before, available, options, this.#options.clock.now())
    const hasNews = this.#standing.committed === null || !sameEverywhere(offsets.ends, offsets.starts)
    if (!hasNews && !this.#wantsEmptyBatch(options)) return null
    const planned: PlannedBatch = {
      batchId: this.#standing.nextBatchId,
      watermarkMs: this.#standing.watermarkMs,
      timestampMs: this.#options.clock.now(),
      endOffsets: offsets.ends,
      conf: { 'sluice.queryId': checkpoint.queryId, ...settingsOf(this.#options), [POLICY_CONF]: this.#policy },
    }
    // A plan whose watermarks contradict each other is refused before anything is logged.
    inputWatermarks(this.#options.plan.root, planned.watermarkMs)
    faultPoint('batch planned')
    await watch.time('walCommit', () => checkpoint.offsets.add(planned))
    this.#standing = { ...this.#standing, pending: planned }
    faultPoint('offsets logged')
    return this.#run(checkpoint, planned, offsets, { ...options, mayShrink: true }, watch)
  }

  #wantsEmptyBatch({ once }: TriggerOptions): boolean {
    const { plan, outputMode, noDataMicroBatches, clock } = this.#options
    if (!noDataMicroBatches || once === true || this.#lastWatermarkMs === null) return false
    return wantsEmptyBatch(plan, this.#standing.watermarkMs, this.#lastWatermarkMs, outputMode, this.#states, clock.now())
  }

  async #run(
    checkpoint: Checkpoint,
    planned: PlannedBatch,
    { starts, latest }: SourceOffsets,
    options: TriggerOptions & { mayShrink: boolean },
    watch: Stopwatch,
  ): Promise<RunBatch> {
    const { plan, sink, clock } = this.#options
    const ranges = watch.timeSync('getBatch', () => starts.map((start, i) => rangesOf(start, planned.endOffsets[i]!)))
    options.onPlanned?.(ranges.flat().reduce((sum, range) => sum + range.endOffset - range.startOffset, 0))
    const sinkBatch = await watch.time('queryPlanning', () => sink.beginBatch(planned.batchId))
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
      const outcome = await runBatch(plan, this.sources.all, this.#states, input, async rows => {
        if (options.keepOutput) kept.push(concatBatches(plan.schema, [rows]))
        await sinkBatch.write(rows)
      })
      const ledger = outcome.ledger.close()
      const actual = await this.#shrink(checkpoint, planned, ranges, outcome, options.mayShrink)
      const saveStart = clock.now()
      await checkpoint.state.save(planned.batchId + 1, this.#states)
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
        inputRows: outcome.inputRows,
        numOutputRows,
        watermarkMs: planned.watermarkMs,
        eventTimes: outcome.eventTimes,
        startOffsets: starts,
        endOffsets: actual.endOffsets,
        latestOffsets: latest,
        stateOperators: stateProgress(plan.operators, outcome.changes, stateCommitMs),
        durationMs: watch.durations,
      }
      await this.#commit(checkpoint, planned, completed, watch)
    } catch (thrown) {
      if (!inSink) await sinkBatch.abort().catch(() => {})
      await this.#undo(checkpoint)
      throw thrown
    }
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
    const { delaysMs } = this.#options.plan
    const watermarkMs = advanceWatermark(planned.watermarkMs, nodeWatermarksMs, eventTimes, delaysMs, this.#policy)
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

  // The batch stays planned, as its file says: the next trigger runs it again, from the state before it. Where that cannot
  // be read now, the checkpoint is given up, and the next trigger opens it anew.
  async #undo(checkpoint: Checkpoint): Promise<void> {
    try {
      if (this.#standing.pending !== null) this.#standing = await standingOf(checkpoint)
      const states = this.#newStates()
      await checkpoint.state.load(this.#standing.nextBatchId, states)
      this.#states = states
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
    ranges: readonly (readonly OffsetRange[])[],
    outcome: BatchOutcome,
    mayShrink: boolean,
  ): Promise<PlannedBatch> {
    const endOffsets = endsRead(planned.endOffsets, ranges, outcome)
    if (endOffsets === planned.endOffsets) return planned
    if (!mayShrink || endOffsets === null) {
      // A fresh plan that nothing was read of is dropped: the next one may be smaller.
      if (mayShrink) this.#standing = { ...this.#standing, pending: null }
      throw stoppedBefore(planned.batchId)
    }
    const shrunk = { ...planned, endOffsets }
    await checkpoint.offsets.add(shrunk)
    this.#standing = { ...this.#standing, pending: shrunk }
    return shrunk
  }

  async #startOf(planned: PlannedBatch, checkpoint: Checkpoint): Promise<readonly Offsets[]> {
    const before = planned.batchId === 0 ? this.#initial : (await checkpoint.offsets.get(planned.batchId - 1))?.endOffsets
    if (before === undefined) throw forgotten(planned.batchId)
    const available = await this.sources.available(before)
    return planned.endOffsets.map((end, i) => startsOf(end, before[i]!, available[i]!.earliest))
  }

  /** Runs a committed batch again from its record. Writes nothing and leaves the query where it stands. */
  async replay(batchId: number): Promise<RunBatch> {
    const checkpoint = await this.open()
    const planned = await recorded(checkpoint, batchId, this.#standing.nextBatchId)
    const before = batchId === 0 ? null : await checkpoint.offsets.get(batchId - 1)
    const startOffsets = await this.#startOf(planned, checkpoint)
    const states = this.#newStates()
    await checkpoint.readState(batchId, states)
    const ranges = startOffsets.map((start, i) => rangesOf(start, planned.endOffsets[i]!))
    const input = { ...batchInput(this.#options, planned, ranges, before?.watermarkMs ?? 0), readers: new Map() }
    return replayBatch(this.#options.plan, this.sources.all, states, input, { planned, startOffsets })
  }
}
