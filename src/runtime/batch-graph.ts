import type { BadRecord } from '../expressions/evaluate.ts'
import type { BatchContext, Operator, PiecewiseOperator } from '../operators/operator.ts'
import type { Rows } from '../operators/rows.ts'
import type { StateChanges, Taken } from '../operators/stateful-operator.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { concatBatches } from '../schema/concat-batches.ts'
import type { StructType } from '../schema/data-type.ts'
import type { SourceChunk } from '../sources/source.ts'
import type { OperatorState } from '../state/operator-state.ts'
import { type Steps, stepwise } from '../util/steps.ts'
import { type EventTimeStats, emptyStats, mergeStats } from '../windows/watermark.ts'
import { tellingRecord } from './failing-record.ts'
import type { ChunkTally, LedgerBook } from './ledger.ts'
import type { PhysicalNode, PhysicalPlan } from './physical-plan.ts'
import { inputWatermarks } from './propagate-watermark.ts'
import type { BatchInput } from './run-batch.ts'

type IsBad = () => Uint8Array | null

/** The way of rows from one place of the plan to the end. */
export interface Lane {
  /** Stops wherever much has come out at the end of the plan: it can then be given to the sink. */
  push(rows: Rows, isBad: IsBad): Steps<Taken>
  /** The next rows come from another partition. */
  endPartition(): void
}

/** A stateful operator at work. */
export interface Stage {
  /** One for each input. */
  readonly lanes: readonly Lane[]
  /** Whether this batch has to read an input. */
  wants(input: number): boolean
  endInput(input: number): void
  finish(ledger: LedgerBook): Generator<void, void, void>
}

const NONE_BAD: IsBad = () => null
/** Rows at the end of the plan that are not kept waiting: a join may make many of few. */
const MANY_ROWS = 65_536

/** The operators of a plan, joined up for one batch. */
export class BatchGraph {
  /** Of the partitions that have ended. */
  readonly eventTimes: readonly EventTimeStats[]
  /** Of the partition being read. */
  readonly #ofPartition: readonly EventTimeStats[]
  /** By the id of the operator, once it has finished. */
  readonly changes = new Map<number, StateChanges>()
  readonly #states: readonly OperatorState[]
  readonly #input: BatchInput
  readonly #late: ReadonlyMap<number, number>
  readonly #closing: ReadonlyMap<number, number>
  readonly #context: BatchContext
  #output: ColumnBatch[] = []
  #outputRows = 0
  #chunk: SourceChunk | null = null
  /** The rows being evaluated: what is bad is told by row. `null` for rows that an operator put out: they know no records. */
  #rows: Rows | null = null
  #isBad: Uint8Array | null = null
  #badCount = 0
  #reasons: { record: number; reason: string }[] = []

  constructor(plan: PhysicalPlan, states: readonly OperatorState[], input: BatchInput) {
    this.#states = states
    this.#input = input
    this.eventTimes = plan.delaysMs.map(emptyStats)
    this.#ofPartition = plan.delaysMs.map(emptyStats)
    this.#late = inputWatermarks(plan.root, input.lateWatermarkMs)
    this.#closing = inputWatermarks(plan.root, input.watermarkMs)
    this.#context = {
      timeZone: input.timeZone,
      batchTimestampUs: input.timestampMs * 1000,
      wantedFields: plan.wantedFields,
      readers: input.readers,
      eventTimes: this.#ofPartition,
      onBadRecords: (bad, reasons) => this.#markBad(bad, reasons),
    }
  }

  /** Takes a chunk down a lane and says what became of its records. */
  *pushChunk(chunk: SourceChunk, lane: Lane): Generator<void, ChunkTally, void> {
    this.#chunk = chunk
    this.#isBad = null
    this.#badCount = 0
    this.#reasons = []
    const taken = yield* stepwise(lane.push({ batch: chunk.records, records: null }, () => this.#isBad))
    return { ...taken, bad: this.#badCount, reasons: this.#reasons }
  }

  /** The rows of a partition, or of an operator, have all passed the watermarks above it. */
  endEventTimes(): void {
    for (const [node, stats] of this.#ofPartition.entries()) {
      mergeStats(this.eventTimes[node]!, stats)
      Object.assign(stats, emptyStats())
    }
  }

  *pushTable(table: ColumnBatch, schema: StructType, lane: Lane): Generator<void, void, void> {
    const names = Object.keys(table.schema.fields)
    const columns = Object.keys(schema.fields).map(name => table.columns[names.indexOf(name)]!)
    yield* stepwise(lane.push({ batch: { schema, numRows: table.numRows, columns }, records: null }, NONE_BAD))
  }

  /** Where rows leave the plan. */
  sinkLane(): Lane {
    const push = this.#leave.bind(this)
    return { push, endPartition: () => {} }
  }

  *#leave(rows: Rows, isBad: IsBad): Generator<void, Taken, void> {
    const { numRows } = rows.batch
    if (numRows > 0) this.#output.push(rows.batch)
    this.#outputRows += numRows
    if (this.#outputRows >= MANY_ROWS) yield
    return tallied(rows, isBad())
  }

  takeOutput(): readonly ColumnBatch[] {
    const output = this.#output
    if (output.length > 0) this.#output = []
    this.#outputRows = 0
    return output
  }

  /** Through an operator that keeps nothing. */
  through(operator: Operator, next: Lane): Lane {
    const ofRecords = tellingRecord(operator)
    return {
      push: (rows, isBad) => {
        this.#beginWith(rows, isBad)
        return next.push((isBad === NONE_BAD ? operator : ofRecords)(rows, this.#context), isBad)
      },
      endPartition: () => next.endPartition(),
    }
  }

  /** Through one that makes many rows of few. */
  throughPieces(operator: PiecewiseOperator, next: Lane): Lane {
    const push = (rows: Rows, isBad: IsBad) => this.#pushPieces(operator, rows, isBad, next)
    return { push, endPartition: () => next.endPartition() }
  }

  *#pushPieces(operator: PiecewiseOperator, rows: Rows, isBad: IsBad, next: Lane): Generator<void, Taken, void> {
    let [counted, late] = [0, 0]
    this.#beginWith(rows, isBad)
    for (const piece of operator(rows, this.#context)) {
      const taken = yield* stepwise(next.push(piece, isBad))
      counted += taken.counted
      late += taken.late
      // What came after has told of its own rows.
      this.#beginWith(rows, isBad)
    }
    return { counted, late }
  }

  #beginWith(rows: Rows, isBad: IsBad): void {
    this.#rows = isBad === NONE_BAD ? null : rows
  }

  /** The same columns under the names of a union. */
  renamed(schema: StructType, next: Lane): Lane {
    return {
      push: ({ batch, records }, isBad) => next.push({ batch: { ...batch, schema }, records }, isBad),
      endPartition: () => next.endPartition(),
    }
  }

  /** Rows that are needed whole before others can pass: the table of a join. */
  collector(): { readonly lane: Lane; rows(schema: StructType): ColumnBatch } {
    const batches: ColumnBatch[] = []
    const lane: Lane = {
      push: ({ batch }) => {
        batches.push(batch)
        return { counted: batch.numRows, late: 0 }
      },
      endPartition: () => {},
    }
    return { lane, rows: schema => (batches.length === 1 ? batches[0]! : concatBatches(schema, batches)) }
  }

  stage({ operator, id, inputs }: PhysicalNode & { kind: 'stateful' }, next: Lane): Stage {
    const lateWatermarkMs = id === null ? 0 : (this.#late.get(id) ?? 0)
    const watermarkMs = id === null ? 0 : (this.#closing.get(id) ?? 0)
    const { batchId, outputMode } = this.#input
    const context = { ...this.#context, batchId, outputMode, lateWatermarkMs, watermarkMs }
    const state = id === null ? operator.newState() : this.#states[id]!
    let emitted: Rows[] = []
    const batch = operator.begin(state, context, rows => emitted.push(rows))
    const giveOn = (): Generator<void, void, void> => {
      const given = emitted
      emitted = []
      return this.#pushAll(given, next)
    }
    let hasRecords = false
    const push = (input: number, rows: Rows, isBad: IsBad) => {
      this.#beginWith(rows, isBad)
      hasRecords ||= isBad !== NONE_BAD
      return givingOn(stepwise(batch.add(input, rows, isBad)), giveOn)
    }
    return {
      lanes: inputs.map((_, input): Lane => {
        return { push: (rows, isBad) => push(input, rows, isBad), endPartition: () => batch.endPartition(input) }
      }),
      wants: input => batch.wants?.(input) ?? true,
      endInput: input => batch.endInput(input),
      finish: ledger =>
        this.#finish(id, givingOn(stepwise(batch.finish()), giveOn), () => {
          // The ledger is about records: what came too late from another operator is in the progress of this one.
          if (hasRecords) ledger.addLate(batch.lateGroups, lateWatermarkMs, this.#input.timeZone)
        }),
    }
  }

  *#finish(id: number | null, work: Generator<void, StateChanges, void>, then: () => void): Generator<void, void, void> {
    const changes = yield* work
    if (id !== null) this.changes.set(id, changes)
    then()
  }

  /** Rows of an operator, which know no records, on their way; what it was evaluating stays what it is. */
  *#pushAll(given: readonly Rows[], next: Lane): Generator<void, void, void> {
    const evaluated = this.#rows
    for (const rows of given) yield* stepwise(next.push(rows, NONE_BAD))
    this.#rows = evaluated
  }

  #markBad(bad: Uint8Array, reasons: readonly BadRecord[]): void {
    if (this.#rows === null) return
    const { records } = this.#rows
    this.#isBad ??= new Uint8Array(this.#chunk!.records.numRows)
    for (const { row, reason } of reasons) {
      const record = records === null ? row : records[row]!
      if (bad[row] !== 1 || this.#isBad[record] === 1) continue
      this.#isBad[record] = 1
      this.#badCount++
      this.#reasons.push({ record, reason })
    }
  }
}

/** Work of an operator, with what it puts out given on step by step. */
function* givingOn<T>(work: Generator<void, T, void>, giveOn: () => Generator<void, void, void>): Generator<void, T, void> {
  try {
    for (;;) {
      const step = work.next()
      yield* giveOn()
      if (step.done === true) return step.value
    }
  } finally {
    work.return(undefined as T)
  }
}

/** What became of records whose rows reach the end: each counts once. */
function tallied({ batch, records }: Rows, isBad: Uint8Array | null): Taken {
  if (records === null && isBad === null) return { counted: batch.numRows, late: 0 }
  let counted = 0
  for (let row = 0; row < batch.numRows; row++) {
    const record = records === null ? row : records[row]!
    const isFirst = records === null || row === 0 || records[row - 1] !== record
    if (isFirst && (isBad === null || isBad[record] === 0)) counted++
  }
  return { counted, late: 0 }
}
