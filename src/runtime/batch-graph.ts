import type { BadRecord } from '../expressions/evaluate.ts'
import type { BatchContext, Operator } from '../operators/operator.ts'
import type { Rows } from '../operators/rows.ts'
import type { StateChanges, Taken } from '../operators/stateful-operator.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { concatBatches } from '../schema/concat-batches.ts'
import type { StructType } from '../schema/data-type.ts'
import type { SourceChunk } from '../sources/source.ts'
import type { OperatorState } from '../state/operator-state.ts'
import { type EventTimeStats, emptyStats, mergeStats } from '../windows/watermark.ts'
import type { ChunkTally, LedgerBook } from './ledger.ts'
import type { PhysicalNode, PhysicalPlan } from './physical-plan.ts'
import { inputWatermarks } from './propagate-watermark.ts'
import type { BatchInput } from './run-batch.ts'

type IsBad = () => Uint8Array | null

/** The way of rows from one place of the plan to the end. */
export interface Lane {
  push(rows: Rows, isBad: IsBad): Taken
  /** The next rows come from another partition. */
  endPartition(): void
}

/** A stateful operator at work. */
export interface Stage {
  /** One for each input. */
  readonly lanes: readonly Lane[]
  endInput(input: number): void
  finish(ledger: LedgerBook): void
}

const NONE_BAD: IsBad = () => null

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
  pushChunk(chunk: SourceChunk, lane: Lane): ChunkTally {
    this.#chunk = chunk
    this.#isBad = null
    this.#badCount = 0
    this.#reasons = []
    const taken = lane.push({ batch: chunk.records, records: null }, () => this.#isBad)
    return { ...taken, bad: this.#badCount, reasons: this.#reasons }
  }

  /** The rows of a partition, or of an operator, have all passed the watermarks above it. */
  endEventTimes(): void {
    for (const [node, stats] of this.#ofPartition.entries()) {
      mergeStats(this.eventTimes[node]!, stats)
      Object.assign(stats, emptyStats())
    }
  }

  pushTable(table: ColumnBatch, schema: StructType, lane: Lane): void {
    const names = Object.keys(table.schema.fields)
    const columns = Object.keys(schema.fields).map(name => table.columns[names.indexOf(name)]!)
    lane.push({ batch: { schema, numRows: table.numRows, columns }, records: null }, NONE_BAD)
  }

  /** Where rows leave the plan. */
  sinkLane(): Lane {
    return {
      push: (rows, isBad) => {
        if (rows.batch.numRows > 0) this.#output.push(rows.batch)
        return tallied(rows, isBad())
      },
      endPartition: () => {},
    }
  }

  takeOutput(): readonly ColumnBatch[] {
    const output = this.#output
    if (output.length > 0) this.#output = []
    return output
  }

  /** Through an operator that keeps nothing. */
  through(operator: Operator, next: Lane): Lane {
    return {
      push: (rows, isBad) => {
        this.#beginWith(rows, isBad)
        return next.push(operator(rows, this.#context), isBad)
      },
      endPartition: () => next.endPartition(),
    }
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
    const context = { ...this.#context, outputMode: this.#input.outputMode, lateWatermarkMs, watermarkMs }
    const state = id === null ? operator.newState() : this.#states[id]!
    const batch = operator.begin(state, context, rows => {
      const evaluated = this.#rows
      next.push(rows, NONE_BAD)
      this.#rows = evaluated
    })
    let hasRecords = false
    const lanes = inputs.map(
      (_, input): Lane => ({
        push: (rows, isBad) => {
          this.#beginWith(rows, isBad)
          hasRecords ||= isBad !== NONE_BAD
          return batch.add(input, rows, isBad)
        },
        endPartition: () => batch.endPartition(input),
      }),
    )
    return {
      lanes,
      endInput: input => batch.endInput(input),
      finish: ledger => {
        const changes = batch.finish()
        if (id !== null) this.changes.set(id, changes)
        // The ledger is about records: what came too late from another operator is in the progress of this one.
        if (hasRecords) ledger.addLate(batch.lateGroups, lateWatermarkMs, this.#input.timeZone)
      },
    }
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
