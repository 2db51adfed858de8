import type { Canonical } from './canonical.ts'
import type { Step, StreamingCase, Transaction } from './case.ts'
import type { BatchOutcome, ErrorOutcome, StreamingOutcome } from './outcome.ts'

/** A streaming case on one engine: started, stepped through, stopped and started again. */
export interface CaseRun {
  start(): Promise<{ readonly schema?: string; readonly error?: ErrorOutcome }>
  /** Before records are added: the query must not see only some of them. */
  hold(): Promise<void>
  /** Reads all that is there. */
  step(): Promise<{ readonly batches: readonly BatchOutcome[]; readonly printed: string; readonly error?: ErrorOutcome }>
  stop(): Promise<void>
  /** What a sink left. */
  written(): Promise<Canonical>
  close(): Promise<void>
}

/** The same steps on every engine; records are added once for all of them. */
export async function runCase(
  given: StreamingCase,
  engines: readonly CaseRun[],
  add: (step: Step | Transaction) => Promise<void>,
): Promise<StreamingOutcome[]> {
  const runs = engines.map(run => new RunningCase(given, run))
  try {
    for (const step of given.steps) {
      if (step === 'restart') for (const run of runs) await run.restart()
      else {
        for (const run of runs) await run.hold()
        await add(step)
        for (const run of runs) await run.step()
      }
    }
    const outcomes: StreamingOutcome[] = []
    for (const run of runs) outcomes.push(await run.outcome())
    return outcomes
  } finally {
    for (const run of engines) await run.close()
  }
}

class RunningCase {
  readonly #given: StreamingCase
  readonly #run: CaseRun
  readonly #steps: (readonly BatchOutcome[])[] = []
  readonly #printed: string[] = []
  #schema: string | undefined
  #error: ErrorOutcome | undefined
  #isRunning = false
  /** After an error nothing more is read, until the query is started again. */
  #isOver = false

  constructor(given: StreamingCase, run: CaseRun) {
    this.#given = given
    this.#run = run
  }

  get isOver(): boolean {
    return this.#isOver
  }

  async start(): Promise<void> {
    const { schema, error } = await this.#run.start()
    this.#schema ??= schema
    this.#failed(error)
    this.#isRunning = error === undefined
  }

  #failed(error: ErrorOutcome | undefined): void {
    this.#error ??= error
    this.#isOver = error !== undefined
  }

  async restart(): Promise<void> {
    this.#isOver = false
    if (!this.#isRunning) return
    await this.#run.stop()
    this.#isRunning = false
  }

  async hold(): Promise<void> {
    if (this.#isRunning && !this.#isOver) await this.#run.hold()
  }

  async step(): Promise<void> {
    if (this.isOver) return
    if (!this.#isRunning) await this.start()
    if (this.isOver) return
    const { batches, printed, error } = await this.#run.step()
    this.#steps.push(batches)
    this.#printed.push(printed)
    this.#failed(error)
    if ((this.#given.trigger ?? 'steps') !== 'steps') await this.restart()
  }

  async outcome(): Promise<StreamingOutcome> {
    if (this.#isRunning) await this.#run.stop()
    const { sink } = this.#given
    return {
      ...(this.#schema === undefined ? {} : { schema: this.#schema }),
      steps: this.#steps,
      ...(this.#error === undefined ? {} : { error: this.#error }),
      ...(sink?.format === 'console' ? { printed: this.#printed } : {}),
      ...(sink === undefined || sink.format === 'console' || this.#steps.length === 0
        ? {}
        : { written: await this.#run.written() }),
    }
  }
}
