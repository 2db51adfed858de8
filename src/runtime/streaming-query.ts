import { randomUUID } from 'node:crypto'
import { explainPlan } from '../plan/explain.ts'
import type { Plan } from '../plan/plan.ts'
import type { OutputMode, Sink } from '../plan/sink.ts'
import type { Batch, Ledger, NextOptions, StreamingQuery, StreamingQueryProgress } from '../plan/streaming-query.ts'
import { concatBatches } from '../schema/concat-batches.ts'
import { parseDuration } from '../util/duration.ts'
import { SluiceError } from '../util/error.ts'
import { ResultBatch } from './batch.ts'
import type { RunBatch, TriggerOptions } from './batch-run.ts'
import type { Clock } from './clock.ts'
import { LedgerBook } from './ledger.ts'
import { MicroBatchExecution } from './micro-batch.ts'
import { type PhysicalPlan, physicalPlan } from './physical-plan.ts'
import { progressOf, RECENT_PROGRESSES } from './progress.ts'
import type { Surroundings, Watcher } from './surroundings.ts'
import { nextTriggerMs } from './trigger.ts'
import { whyEmpty, whyWaiting } from './why.ts'

export interface QueryParts {
  readonly plan: Plan
  readonly sink: Sink
  readonly outputMode: OutputMode
  readonly checkpointLocation: string | null
  readonly name: string | null
  readonly timeZone: string
  readonly clock: Clock
  readonly surroundings: Surroundings
  /** The query waits for it: the one before must have given up the checkpoint. */
  readonly after: Promise<void>
}

/** How often an idle query looks for new records. @see Spark conf spark.sql.streaming.pollingDelay */
const POLLING_MS = 10
/** Idle that long, a query gives its connections back; the next call opens them again. */
const IDLE_CLOSE_MS = 30_000

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
  #loop: AbortController | null = null
  #ended: Promise<void> = Promise.resolve()
  #exception: unknown = null
  #closed: string | null = null
  #previousTriggerMs: number | null = null
  #idle: NodeJS.Timeout | null = null

  constructor(parts: QueryParts) {
    this.#parts = parts
    this.name = parts.name
    this.#turn = parts.after
    this.#plan = physicalPlan(parts.plan)
    this.#execution = new MicroBatchExecution({ ...parts, plan: this.#plan })
  }

  get id(): string {
    return this.#execution.queryId
  }
  get isActive(): boolean {
    return this.#loop !== null
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
      const run = await this.#parts.surroundings.run({ title: 'next', signal: options.signal }, async watcher => {
        const deadline = performance.now() + timeoutMs
        for (;;) {
          const batch = await this.#trigger({ maxRecords, keepOutput: true }, watcher)
          if (batch !== null || performance.now() >= deadline || watcher.signal?.aborted === true) return batch
          await this.#parts.clock.sleep(POLLING_MS, watcher.signal)
        }
      })
      return run === null ? this.#nothing() : this.#batch(run)
    })
  }

  async drain(
    options: { readonly maxRecords?: number; readonly signal?: AbortSignal } = {},
  ): Promise<readonly StreamingQueryProgress[]> {
    checkMaxRecords(options.maxRecords)
    return this.#exclusive('drain', () =>
      this.#parts.surroundings.run({ title: 'drain', signal: options.signal }, async watcher => {
        const upTo = await this.#execution.latest()
        const progresses: StreamingQueryProgress[] = []
        while (watcher.signal?.aborted !== true) {
          const run = await this.#trigger({ maxRecords: options.maxRecords, upTo, keepOutput: false }, watcher)
          if (run === null) break
          progresses.push(this.lastProgress!)
        }
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

  start(options: { readonly interval?: string; readonly maxRecords?: number } = {}): this {
    this.#requireOpen()
    if (this.#loop !== null)
      throw new SluiceError('UNSUPPORTED_OPERATION', 'Cannot start: this query is running already. Call stop() first.')
    const intervalMs = options.interval === undefined ? 0 : parseDuration(options.interval) / 1000
    if (intervalMs < 0)
      throw new SluiceError('INVALID_OPTION', `Cannot trigger every "${options.interval}": the interval must not be negative.`)
    const stop = new AbortController()
    const ended = this.#turn.then(() => this.#runLoop(intervalMs, options.maxRecords, stop.signal))
    // Without a listener of the user's the error must not end the process; awaitTermination still gives it.
    this.#turn = ended.catch(thrown => {
      this.#exception = thrown
    })
    this.#ended = ended
    this.#loop = stop
    return this
  }

  async #runLoop(intervalMs: number, maxRecords: number | undefined, stopped: AbortSignal): Promise<void> {
    const { clock } = this.#parts
    const watcher: Watcher = { signal: undefined, onPlanned: () => {}, onChunk: () => {} }
    try {
      while (!stopped.aborted) {
        const startMs = clock.now()
        const run = await this.#trigger({ maxRecords, keepOutput: false }, watcher)
        if (stopped.aborted) break
        const idleMs = run === null ? POLLING_MS : 0
        const waitMs = intervalMs === 0 ? idleMs : nextTriggerMs(startMs, intervalMs) - clock.now()
        if (waitMs > 0) await clock.sleep(waitMs, stopped)
      }
    } finally {
      this.#loop = null
      await this.#close(stopped.aborted ? 'it was stopped' : 'it has ended')
    }
  }

  async stop(): Promise<void> {
    this.#loop?.abort()
    await this.#turn.catch(() => {})
    await this.#close('it was stopped')
  }

  /** Gives the checkpoint to a newer query; refused while this one runs. */
  async release(reason: string): Promise<void> {
    if (this.#loop !== null) return
    await this.#turn.catch(() => {})
    await this.#close(reason)
  }

  async #close(reason: string): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle)
    if (this.#closed !== null) return
    this.#closed = reason
    await this.#execution.close()
  }

  async awaitTermination(): Promise<void> {
    await this.#ended
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
    if (this.#loop !== null) {
      throw new SluiceError(
        'UNSUPPORTED_OPERATION',
        `Cannot call ${call}: the query is running since start(). Call stop() first.`,
      )
    }
    if (this.#idle !== null) clearTimeout(this.#idle)
    const result = this.#turn.then(() => {
      this.#requireOpen()
      return work()
    })
    this.#turn = result.then(
      () => this.#closeWhenIdle(),
      () => this.#closeWhenIdle(),
    )
    return result
  }

  #closeWhenIdle(): void {
    this.#idle = setTimeout(() => void this.#execution.source.close().catch(() => {}), IDLE_CLOSE_MS)
    this.#idle.unref()
  }

  async #trigger(options: Omit<TriggerOptions, 'signal' | 'onPlanned' | 'onChunk'>, watcher: Watcher): Promise<RunBatch | null> {
    const { clock } = this.#parts
    const startMs = clock.now()
    const run = await this.#execution.trigger({
      ...options,
      signal: watcher.signal,
      onPlanned: records => watcher.onPlanned(this.#execution.standing.nextBatchId, records),
      onChunk: records => watcher.onChunk(records),
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
    const { standing } = this.#execution
    return progressOf({
      id: this.id,
      runId: this.runId,
      name,
      batchId: run?.batchId ?? standing.nextBatchId,
      triggerStartMs,
      triggerEndMs,
      previousTriggerMs: this.#previousTriggerMs,
      durationMs: run?.durationMs ?? {},
      numInputRows: run?.numInputRows ?? 0,
      numOutputRows: run?.numOutputRows ?? 0,
      watermarkMs: this.#plan.delaysMs.length === 0 ? null : (run?.watermarkMs ?? standing.watermarkMs),
      eventTimes: run?.eventTimes ?? [],
      stateOperator: run?.stateOperator ?? null,
      sourceDescription: this.#execution.source.description,
      startOffsets: run?.startOffsets ?? standing.committed,
      endOffsets: run?.endOffsets ?? standing.committed,
      latestOffsets: run?.latestOffsets ?? standing.committed,
      sinkDescription: sink.description,
    })
  }

  #batch(run: RunBatch, progress = this.lastProgress!): Batch<R> {
    const emptyBecause = run.output.numRows > 0 ? null : whyEmpty(run, this.#execution, this.#parts)
    return new ResultBatch<R>({
      id: run.batchId,
      output: run.output,
      ledger: run.ledger,
      progress,
      emptyBecause,
      timeZone: this.#parts.timeZone,
    })
  }

  /** A batch that did not run: nothing new to read. Its id is the one the next batch will have. */
  #nothing(): Batch<R> {
    const { standing } = this.#execution
    const now = this.#parts.clock.now()
    return new ResultBatch<R>({
      id: standing.nextBatchId,
      output: concatBatches(this.#parts.plan.schema, []),
      ledger: new LedgerBook().close(),
      progress: this.#progress(null, now, now),
      emptyBecause: whyEmpty(null, this.#execution, this.#parts),
      timeZone: this.#parts.timeZone,
    })
  }
}

function checkMaxRecords(maxRecords: number | undefined): void {
  if (maxRecords === undefined || (Number.isSafeInteger(maxRecords) && maxRecords >= 0)) return
  throw new SluiceError('INVALID_OPTION', `Cannot take maxRecords: ${maxRecords}. Give a whole number, 0 or more.`)
}
