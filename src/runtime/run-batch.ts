import { type BadRecord, evaluate } from '../expressions/evaluate.ts'
import type { Node } from '../expressions/node.ts'
import type { JsonReader } from '../formats/json/from-json.ts'
import { BatchAggregation, type LateGroup } from '../operators/aggregate.ts'
import { emit } from '../operators/emit.ts'
import type { Rows } from '../operators/rows.ts'
import { sortRows } from '../operators/sort-rows.ts'
import type { OutputMode } from '../plan/sink.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { OffsetRange, Source, SourceChunk } from '../sources/source.ts'
import type { AggregationState } from '../state/aggregation-state.ts'
import { SluiceError } from '../util/error.ts'
import { faultPoint } from '../util/fault-point.ts'
import { type EventTimeStats, emptyStats } from '../windows/watermark.ts'
import { LedgerBook } from './ledger.ts'
import type { BatchContext, PhysicalPlan } from './physical-plan.ts'

export interface BatchInput {
  readonly ranges: readonly OffsetRange[]
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
  readonly eventTimes: readonly EventTimeStats[]
  /** Where reading ended: before the planned end where the signal fired. */
  readonly readTo: ReadonlyMap<OffsetRange, number>
  readonly lateGroups: readonly LateGroup[]
  readonly state: { readonly changed: Int32Array; readonly updated: number; readonly removed: number } | null
}

/** Runs one batch: reads its ranges in order and hands the result to `write`, piece by piece. */
export async function runBatch(
  plan: PhysicalPlan,
  source: Source,
  state: AggregationState | null,
  input: BatchInput,
  write: (rows: ColumnBatch) => Promise<void>,
): Promise<BatchOutcome> {
  const ledger = new LedgerBook()
  const eventTimes = plan.delaysMs.map(emptyStats)
  const readTo = new Map<OffsetRange, number>(input.ranges.map(range => [range, range.startOffset]))
  const aggregation =
    plan.aggregate === null
      ? null
      : new BatchAggregation(
          plan.aggregate.shape,
          plan.aggregate.inputs,
          input.outputMode === 'complete' ? null : input.lateWatermarkMs,
        )
  const chunks = new ChunkRunner(plan, input, eventTimes)
  let numInputRows = 0
  let current: OffsetRange | undefined
  const options = { columns: plan.sourceColumns, ...(input.signal === undefined ? {} : { signal: input.signal }) }
  const nonEmpty = input.ranges.filter(range => range.endOffset > range.startOffset)
  faultPoint('source opened')
  for await (const chunk of nonEmpty.length === 0 ? [] : untilStopped(source.read(nonEmpty, options), input.signal)) {
    faultPoint('chunk read')
    const range = input.ranges.find(({ topic, partition }) => topic === chunk.topic && partition === chunk.partition)!
    if (current !== undefined && current !== range) aggregation?.endPartition()
    current = range
    numInputRows += chunk.records.numRows
    const { rows, tally } = located(chunk, () => {
      const result = chunks.run(chunk)
      return { rows: result, tally: aggregation === null ? chunks.tallyOutput(result) : chunks.addTo(aggregation, result) }
    })
    ledger.addChunk(chunk, { ...tally, bad: chunks.badCount, reasons: chunks.reasons })
    if (aggregation === null && rows.batch.numRows > 0) await write(rows.batch)
    readTo.set(range, chunk.endOffset)
    input.onChunk?.(numInputRows)
    faultPoint('chunk processed')
  }
  const outcome = { ledger, numInputRows, eventTimes, readTo }
  if (aggregation === null || state === null) return { ...outcome, lateGroups: [], state: null }

  const touched = aggregation.mergeInto(state)
  faultPoint('state merged')
  const { output, evicted } = emit(input.outputMode, state, touched, input.watermarkMs)
  const { schema, shape, order } = plan.aggregate!
  const sorted = sortRows({ schema, numRows: output.length, columns: state.results(output) }, shape.keys.length)
  const result = chunks.finish({ ...sorted, columns: order.map(position => sorted.columns[position]!) })
  if (result.numRows > 0) await write(result)
  state.remove(evicted)
  ledger.addLate(aggregation.lateGroups, input.lateWatermarkMs, input.timeZone)
  const changed = Int32Array.from(new Set([...touched, ...evicted]))
  return { ...outcome, lateGroups: aggregation.lateGroups, state: { changed, updated: touched.length, removed: evicted.length } }
}

/** Says of an error in which records it came up: a cast or a FAILFAST record that ends the batch must be found. */
function located<T>({ topic, partition, startOffset, endOffset }: SourceChunk, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    if (!(thrown instanceof SluiceError)) throw thrown
    const place = `${topic}-${partition}, offsets ${startOffset} to ${endOffset - 1}`
    throw new SluiceError(
      thrown.code,
      `${thrown.message} In ${place}.`,
      { ...thrown.details, topic, partition, startOffset, endOffset },
      thrown,
    )
  }
}

/** The chunks until the signal fires; a read that it cut off is no error. */
async function* untilStopped(chunks: AsyncIterable<SourceChunk>, signal: AbortSignal | undefined): AsyncGenerator<SourceChunk> {
  const iterator = chunks[Symbol.asyncIterator]()
  try {
    while (signal?.aborted !== true) {
      const next = await iterator.next()
      if (next.done === true) return
      yield next.value
    }
  } catch (thrown) {
    if (signal?.aborted !== true) throw thrown
  } finally {
    await iterator.return?.()
  }
}

/** Takes chunks through the operators and notes which of their records are bad. */
class ChunkRunner {
  readonly #plan: PhysicalPlan
  readonly #context: BatchContext
  #rows: Rows = { batch: { schema: { kind: 'struct', fields: {} }, numRows: 0, columns: [] }, records: null }
  #isBad: Uint8Array | null = null
  #numRecords = 0
  badCount = 0
  reasons: { record: number; reason: string }[] = []

  constructor(plan: PhysicalPlan, input: BatchInput, eventTimes: readonly EventTimeStats[]) {
    this.#plan = plan
    this.#context = {
      timeZone: input.timeZone,
      batchTimestampUs: input.timestampMs * 1000,
      wantedFields: plan.wantedFields,
      readers: input.readers,
      eventTimes,
      onBadRecords: (bad, reasons) => this.#markBad(bad, reasons),
    }
  }

  run(chunk: SourceChunk): Rows {
    this.#isBad = null
    this.badCount = 0
    this.reasons = []
    this.#numRecords = chunk.records.numRows
    this.#rows = { batch: chunk.records, records: null }
    for (const operator of this.#plan.operators) this.#rows = operator(this.#rows, this.#context)
    return this.#rows
  }

  /** The result of the aggregation through the operators above it. */
  finish(batch: ColumnBatch): ColumnBatch {
    return this.#plan.afterAggregate.reduce<Rows>((rows, operator) => operator(rows, this.#context), { batch, records: null })
      .batch
  }

  addTo(aggregation: BatchAggregation, rows: Rows): { counted: number; late: number } {
    const keys = this.#plan.aggregate!.keys.map(key => evaluate(key, rows.batch, this.#context))
    return aggregation.add(rows, keys, () => this.#isBad, this.#context)
  }

  tallyOutput({ batch, records }: Rows): { counted: number; late: number } {
    if (records === null) return { counted: batch.numRows - this.badCount, late: 0 }
    let counted = 0
    for (let row = 0; row < batch.numRows; row++) {
      const record = records[row]!
      const isFirst = row === 0 || records[row - 1] !== record
      if (isFirst && (this.#isBad === null || this.#isBad[record] === 0)) counted++
    }
    return { counted, late: 0 }
  }

  #markBad(bad: Uint8Array, reasons: readonly BadRecord[]): void {
    const { records } = this.#rows
    this.#isBad ??= new Uint8Array(this.#numRecords)
    for (const { row, reason } of reasons) {
      const record = records === null ? row : records[row]!
      if (bad[row] !== 1 || this.#isBad[record] === 1) continue
      this.#isBad[record] = 1
      this.badCount++
      this.reasons.push({ record, reason })
    }
  }
}
