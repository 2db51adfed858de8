import type { Node } from '../expressions/node.ts'
import type { JsonReader } from '../formats/json/from-json.ts'
import type { StateChanges } from '../operators/stateful-operator.ts'
import type { OutputMode } from '../plan/sink.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { OffsetRange, Source, SourceChunk } from '../sources/source.ts'
import type { OperatorState } from '../state/operator-state.ts'
import { SluiceError } from '../util/error.ts'
import { faultPoint } from '../util/fault-point.ts'
import type { EventTimeStats } from '../windows/watermark.ts'
import { BatchGraph, type Lane } from './batch-graph.ts'
import { LedgerBook } from './ledger.ts'
import type { PhysicalNode, PhysicalPlan } from './physical-plan.ts'

export interface BatchInput {
  readonly batchId: number
  /** Per source. */
  readonly ranges: readonly (readonly OffsetRange[])[]
  /** Rows of windows that end at or before it are late: the watermark of the batch before. */
  readonly lateWatermarkMs: number
  /** Windows that end at or before it close in this batch. */
  readonly watermarkMs: number
  readonly timestampMs: number
  readonly outputMode: OutputMode
  readonly timeZone: string
  readonly readers: Map<Node, JsonReader>
  /** Ends the reading early; what was read so far is the batch. */
  readonly signal?: AbortSignal
  onChunk?(recordsSoFar: number): void
}

export interface BatchOutcome {
  readonly ledger: LedgerBook
  readonly numInputRows: number
  /** Per source. */
  readonly inputRows: readonly number[]
  readonly eventTimes: readonly EventTimeStats[]
  /** Where reading ended: before the planned end where the signal fired. */
  readonly readTo: ReadonlyMap<OffsetRange, number>
  /** Whether all readers of a source ended at the same offsets: a union may read one twice. */
  readonly readAlike: boolean
  /** By the id of the operator. */
  readonly changes: readonly StateChanges[]
}

/** Runs one batch: reads its ranges in order and hands the result to `write`, piece by piece. */
export async function runBatch(
  plan: PhysicalPlan,
  sources: readonly Source[],
  states: readonly OperatorState[],
  input: BatchInput,
  write: (rows: ColumnBatch) => Promise<void>,
): Promise<BatchOutcome> {
  // A source has something new in the first batch even where it is empty, as in Spark.
  const hasNew = (source: number) =>
    input.batchId === 0 || input.ranges[source]!.some(range => range.endOffset > range.startOffset)
  const planned = plan.forBatch(source => !hasNew(source))
  const run = new BatchRun(planned, sources, states, input, write)
  await run.take(planned.root, run.graph.sinkLane())
  await run.flush()
  return run.outcome()
}

/** Takes the leaves of a plan one after another, left before right, and ends each operator when its inputs have ended. */
class BatchRun {
  readonly graph: BatchGraph
  readonly #plan: PhysicalPlan
  readonly #sources: readonly Source[]
  readonly #input: BatchInput
  readonly #write: (rows: ColumnBatch) => Promise<void>
  readonly #ledger = new LedgerBook()
  readonly #inputRows: number[]
  readonly #readTo = new Map<OffsetRange, number>()
  #readAlike = true
  #records = 0

  constructor(
    plan: PhysicalPlan,
    sources: readonly Source[],
    states: readonly OperatorState[],
    input: BatchInput,
    write: (rows: ColumnBatch) => Promise<void>,
  ) {
    this.#plan = plan
    this.#sources = sources
    this.#input = input
    this.#write = write
    this.#inputRows = sources.map(() => 0)
    this.graph = new BatchGraph(plan, states, input)
  }

  async take(node: PhysicalNode, lane: Lane): Promise<void> {
    switch (node.kind) {
      case 'source':
        return this.#read(node, lane)
      case 'table':
        return this.#drive(this.graph.pushTable(await node.table.load(), node.schema, lane))
      case 'stateless':
      case 'watermark':
        return this.take(node.input, this.graph.through(node.operator, lane))
      case 'union': {
        const renamed = this.graph.renamed(node.schema, lane)
        for (const input of node.inputs) await this.take(input, renamed)
        return
      }
      case 'staticJoin': {
        const table = this.graph.collector()
        await this.take(node.table, table.lane)
        return this.take(node.stream, this.graph.throughPieces(node.operatorFor(table.rows(node.schema)), lane))
      }
      case 'stateful': {
        const stage = this.graph.stage(node, lane)
        for (const [i, input] of node.inputs.entries()) {
          if (stage.wants(i)) await this.take(input, stage.lanes[i]!)
          stage.endInput(i)
          await this.flush()
        }
        await this.#drive(stage.finish(this.#ledger))
        this.graph.endEventTimes()
        await this.flush()
      }
    }
  }

  /** Gives the sink what has reached the end of the plan. */
  async flush(): Promise<void> {
    for (const rows of this.graph.takeOutput()) await this.#write(rows)
  }

  /** Does some work; where it stops, the sink takes what there is. Work that the sink ends closes what it has opened. */
  async #drive<T>(work: Generator<void, T, void>, within = <R>(step: () => R): R => step()): Promise<T> {
    try {
      for (;;) {
        const step = within(() => work.next())
        if (step.done === true) return step.value
        await this.flush()
      }
    } finally {
      work.return(undefined as T)
    }
  }

  async #read({ source, columns }: PhysicalNode & { kind: 'source' }, lane: Lane): Promise<void> {
    const { signal } = this.#input
    const ranges = this.#input.ranges[source]!
    const readTo = new Map(ranges.map(range => [range, range.startOffset]))
    const nonEmpty = ranges.filter(range => range.endOffset > range.startOffset)
    const options = { columns, ...(signal === undefined ? {} : { signal }) }
    let current: OffsetRange | undefined
    faultPoint('source opened')
    for await (const chunk of nonEmpty.length === 0
      ? []
      : untilStopped(() => this.#sources[source]!.read(nonEmpty, options), signal)) {
      faultPoint('chunk read')
      const range = ranges.find(({ topic, partition }) => topic === chunk.topic && partition === chunk.partition)!
      if (current !== undefined && current !== range) this.#endPartition(lane)
      current = range
      this.#inputRows[source]! += chunk.records.numRows
      this.#records += chunk.records.numRows
      const tally = await this.#drive(this.graph.pushChunk(chunk, lane), work => located(chunk, work))
      this.#ledger.addChunk(chunk, tally)
      await this.flush()
      readTo.set(range, chunk.endOffset)
      this.#input.onChunk?.(this.#records)
      faultPoint('chunk processed')
    }
    if (current !== undefined) this.#endPartition(lane)
    this.#noteRead(readTo)
  }

  #endPartition(lane: Lane): void {
    lane.endPartition()
    this.graph.endEventTimes()
  }

  #noteRead(readTo: ReadonlyMap<OffsetRange, number>): void {
    for (const [range, end] of readTo) {
      const before = this.#readTo.get(range) ?? end
      if (before !== end) this.#readAlike = false
      this.#readTo.set(range, Math.min(before, end))
    }
  }

  outcome(): BatchOutcome {
    return {
      ledger: this.#ledger,
      numInputRows: this.#records,
      inputRows: this.#inputRows,
      eventTimes: this.graph.eventTimes,
      readTo: this.#readTo,
      readAlike: this.#readAlike,
      changes: this.#plan.operators.map((_, id) => this.graph.changes.get(id)!),
    }
  }
}

/** Says of an error in which record, or at least in which records, it came up: what ends a batch must be found. */
function located<T>({ topic, partition, startOffset, endOffset, offsets }: SourceChunk, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    if (!(thrown instanceof SluiceError)) throw thrown
    const { record, ...details } = thrown.details
    const offset = typeof record === 'number' ? offsets[record] : undefined
    const place = offset === undefined ? `, offsets ${startOffset} to ${endOffset - 1}` : `@${offset}`
    const range = offset === undefined ? { startOffset, endOffset } : { offset }
    throw new SluiceError(
      thrown.code,
      `${thrown.message} In ${topic}-${partition}${place}.`,
      { ...details, topic, partition, ...range },
      thrown,
    )
  }
}

/** The chunks until the signal fires; a read that it cut off is no error. */
async function* untilStopped(
  read: () => AsyncIterable<SourceChunk>,
  signal: AbortSignal | undefined,
): AsyncGenerator<SourceChunk> {
  const isStopped = () => signal?.aborted === true
  if (isStopped()) return
  const iterator = read()[Symbol.asyncIterator]()
  try {
    while (!isStopped()) {
      const next = await iterator.next()
      if (next.done === true) return
      yield next.value
    }
  } catch (thrown) {
    if (!isStopped()) throw thrown
  } finally {
    await iterator.return?.()
  }
}
