import { randomUUID } from 'node:crypto'
import { explainPlan } from '../plan/explain.ts'
import type { Batch, Ledger, NextOptions, StartOptions, StreamingQuery, StreamingQueryProgress } from '../plan/streaming-query.ts'
import { concatBatches } from '../schema/concat-batches.ts'
import { SluiceError } from '../util/error.ts'
import { ResultBatch } from './batch.ts'
import type { RunBatch, TriggerOptions } from './batch-run.ts'
import { endsWithin } from './ends-within.ts'
import { LedgerBook } from './ledger.ts'
import { MicroBatchExecution } from './micro-batch.ts'
import { type PhysicalPlan, physicalPlan } from './physical-plan.ts'
import { RECENT_PROGRESSES } from './progress.ts'
import { checkMaxRecords, IDLE_CLOSE_MS, NONE_ASKED, POLLING_MS, type QueryParts, STOPPED } from './query-parts.ts'
import { runAvailable, runLoop } from './run-loop.ts'
import { runProgress } from './run-progress.ts'
import type { Watcher } from './surroundings.ts'
import { type Trigger, triggerOf } from './trigger.ts'
import { whyEmpty, whyWaiting } from './why.ts'

type BatchOptions = Omit<TriggerOptions, 'signal' | 'onPlanned' | 'onChunk'>

/** A query run by the embedded engine. */
export class EmbeddedQuery<R> implements StreamingQuery<R> {
  readonly runId = randomUUID()
  readonly name: string | null
  readonly #parts: QueryParts
  readonly #plan: PhysicalPlan
  readonly #execution: MicroBatchExecution
  readonly #book = new LedgerBook()
  readonly #progresses: StreamingQueryProgress[] = []
  /** One call at a time: a second one waits for the first. */
  #turn: Promise<unknown>
  #isLooping = false
  #ended: Promise<void> = Promise.resolve()
  #exception: unknown = null
  #closed: string | null = null
  #previousTriggerMs: number | null = null
  #idle: NodeJS.Timeout | undefined
  /** Fires when `stop` is called: ends waiting and planning, not a batch at work. */
  readonly #stopping = new AbortController()

  constructor(parts: QueryParts) {
    this.#parts = parts
    this.name = parts.name
    this.#turn = parts.after
    this.#plan = physicalPlan(parts.plan, parts.outputMode)
    this.#execution = new MicroBatchExecution({ ...parts, plan: this.#plan })
  }

  get id(): string {
    return this.#execution.queryId
  }
  get isActive(): boolean {
    return this.#isLooping
  }
  get lastProgress(): StreamingQueryProgress | null {
    return this.#progresses.at(-1) ?? null
  }
  get recentProgress(): readonly StreamingQueryProgress[] {
    return [...this.#progresses]
  }

  get exception(): unknown {
    return this.#exception
  }

  ledger(): Ledger {
    return this.#book.close()
  }

  explain(): string {
    return explainPlan(this.#parts.plan)
  }

  why(): string {
    return whyWaiting(this.#execution, this.#parts)
  }

  async next(options: NextOptions = {}): Promise<Batch<R>> {
    const { maxRecords, timeoutMs = 0 } = options
    checkMaxRecords(maxRecords)
    return this.#exclusive('next', async () => {
      const trigger = { maxRecords, keepOutput: true }
      const run = await this.#parts.surroundings.run({ title: 'next', signal: options.signal }, async watcher => {
        const deadline = performance.now() + timeoutMs
        let last: RunBatch | null = null
        for (;;) {
          last = (await this.#trigger(trigger, watcher)) ?? last
          const isStopped = watcher.signal?.aborted === true || this.#stopping.signal.aborted
          // The first batch of a query runs also where there is nothing to read yet.
          const hasSome = last !== null && (last.numInputRows > 0 || last.output.numRows > 0)
          if (hasSome || performance.now() >= deadline || isStopped) return { last, isStopped }
          await this.#parts.clock.sleep(POLLING_MS, watcher.signal)
        }
      })
      if (run.last !== null) return this.#batch(run.last)
      return this.#nothing(run.isStopped ? STOPPED : maxRecords === 0 ? NONE_ASKED : null)
    })
  }

  async drain(
    options: { readonly maxRecords?: number; readonly signal?: AbortSignal } = {},
  ): Promise<readonly StreamingQueryProgress[]> {
    checkMaxRecords(options.maxRecords)
    return this.#exclusive('drain', () =>
      this.#parts.surroundings.run({ title: 'drain', signal: options.signal }, async watcher => {
        const progresses: StreamingQueryProgress[] = []
        const looped = {
          stopped: watcher.signal ?? new AbortController().signal,
          latest: () => this.#execution.latest(),
          trigger: (trigger: BatchOptions) => this.#trigger(trigger, watcher),
        }
        await runAvailable(looped, options.maxRecords, () => progresses.push(this.lastProgress!))
        return progresses
      }),
    )
  }

  async replay(batchId: number): Promise<Batch<R>> {
    return this.#exclusive('replay', async () => {
      const run = await this.#execution.replay(batchId)
      const now = this.#parts.clock.now()
      return this.#batch(run, this.#progress(run, now, now))
    })
  }

  start(options: StartOptions = {}): this {
    const trigger = triggerOf(options)
    this.#requireOpen()
    if (this.#isLooping)
      throw new SluiceError('UNSUPPORTED_OPERATION', 'Cannot start: this query is running already. Call stop() first.')
    clearTimeout(this.#idle)
    const ended = this.#turn.then(() => this.#loop(trigger))
    // Without a listener of the user's the error must not end the process; awaitTermination still gives it.
    this.#turn = ended.catch(thrown => {
      this.#exception = thrown
    })
    this.#ended = ended
    this.#isLooping = true
    return this
  }

  async #loop(trigger: Trigger): Promise<void> {
    const watcher: Watcher = { signal: undefined, onPlanned: () => {}, onChunk: () => {} }
    const stopped = this.#stopping.signal
    try {
      await runLoop(trigger, {
        clock: this.#parts.clock,
        stopped,
        latest: () => this.#execution.latest(),
        trigger: options => this.#trigger(options, watcher),
      })
    } finally {
      this.#isLooping = false
      await this.#close(stopped.aborted ? 'it was stopped' : 'it has ended')
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#turn.catch(() => {})
    await this.#close('it was stopped')
  }

  /** Gives the checkpoint to a newer query; refused while this one runs. */
  async release(reason: string): Promise<void> {
    if (this.#isLooping) return
    await this.#turn.catch(() => {})
    await this.#close(reason)
  }

  async #close(reason: string): Promise<void> {
    clearTimeout(this.#idle)
    if (this.#closed !== null) return
    this.#closed = reason
    try {
      await this.#execution.close()
    } finally {
      this.#parts.onClosed?.()
    }
  }

  awaitTermination(): Promise<undefined>
  awaitTermination(timeoutMs: number): Promise<boolean>
  async awaitTermination(timeoutMs?: number): Promise<boolean | undefined> {
    if (timeoutMs !== undefined) return endsWithin(this.#ended, timeoutMs)
    await this.#ended
    return undefined
  }

  #requireOpen(): void {
    if (this.#closed !== null)
      throw new SluiceError(
        'QUERY_STOPPED',
        `Cannot use this query: ${this.#closed}. Make a new one with writeStream(…); with a checkpointLocation it goes on where this one stopped.`,
      )
  }

  #exclusive<T>(call: string, work: () => Promise<T>): Promise<T> {
    this.#requireOpen()
    if (this.#isLooping) {
      throw new SluiceError(
        'UNSUPPORTED_OPERATION',
        `Cannot call ${call}: the query is running since start(). Call stop() first.`,
      )
    }
    const result = this.#turn.then(() => {
      this.#requireOpen()
      clearTimeout(this.#idle)
      return work()
    })
    const turn = result.then(
      () => {},
      () => {},
    )
    const armIdle = () => {
      if (this.#turn === turn) this.#closeWhenIdle()
    }
    this.#turn = turn
    void turn.then(armIdle)
    return result
  }

  // Only the last call in the queue leaves the query idle.
  #closeWhenIdle(): void {
    if (this.#closed !== null || this.#isLooping) return
    this.#idle = setTimeout(() => void this.#execution.sources.close().catch(() => {}), IDLE_CLOSE_MS)
    this.#idle.unref()
  }

  async #trigger(options: BatchOptions, watcher: Watcher): Promise<RunBatch | null> {
    const { clock } = this.#parts
    const startMs = clock.now()
    const run = await this.#execution
      .trigger({
        ...options,
        signal: watcher.signal,
        planSignal: this.#stopping.signal,
        onPlanned: records => watcher.onPlanned(this.#execution.standing.nextBatchId, records),
        onChunk: records => watcher.onChunk(records),
      })
      .catch(thrown => {
        // A stop before anything was read: there is no batch, and that is no error.
        const isStopped = this.#stopping.signal.aborted || watcher.signal?.aborted === true
        if (isStopped && thrown instanceof SluiceError && thrown.code === 'QUERY_STOPPED') return null
        throw thrown
      })
    if (run === null) return null
    this.#book.addLedger(run.ledger)
    this.#progresses.push(this.#progress(run, startMs, clock.now()))
    if (this.#progresses.length > RECENT_PROGRESSES) this.#progresses.shift()
    this.#previousTriggerMs = startMs
    return run
  }

  #progress(run: RunBatch | null, triggerStartMs: number, triggerEndMs: number): StreamingQueryProgress {
    const { sink, name } = this.#parts
    const { standing, queryId } = this.#execution
    const times = { triggerStartMs, triggerEndMs, previousTriggerMs: this.#previousTriggerMs }
    const query = { id: queryId, runId: this.runId, name, sinkDescription: sink.description }
    return runProgress(run, standing, this.#plan, { ...query, ...times })
  }

  #batch({ batchId: id, output, ledger, ...run }: RunBatch, progress = this.lastProgress!): Batch<R> {
    const emptyBecause = output.numRows > 0 ? null : whyEmpty({ ...run, ledger }, this.#execution, this.#parts)
    return new ResultBatch<R>({ id, output, ledger, progress, emptyBecause, timeZone: this.#parts.timeZone })
  }

  /** A batch that did not run. Its id is the one the next batch will have. */
  #nothing(because: string | null): Batch<R> {
    const { clock, plan, timeZone } = this.#parts
    const progress = this.#progress(null, clock.now(), clock.now())
    const emptyBecause = because ?? whyEmpty(null, this.#execution, this.#parts)
    const output = concatBatches(plan.schema, [])
    return new ResultBatch<R>({
      id: progress.batchId,
      output,
      ledger: new LedgerBook().close(),
      progress,
      emptyBecause,
      timeZone,
    })
  }
}
