import type { EvaluationContext } from '../expressions/evaluate.ts'
import type { OutputMode } from '../plan/sink.ts'
import type { StructType } from '../schema/data-type.ts'
import type { OperatorState } from '../state/operator-state.ts'
import type { Steps } from '../util/steps.ts'
import type { LateGroup } from './aggregate.ts'
import type { Rows } from './rows.ts'

/** What a batch tells one of its stateful operators. The watermarks are its own: they pass through the operators below it. */
export interface StatefulContext extends EvaluationContext {
  readonly batchId: number
  readonly outputMode: OutputMode
  /** Rows at or before it are late: the watermark of the batch before. */
  readonly lateWatermarkMs: number
  /** What ends at or before it is put out or forgotten in this batch. */
  readonly watermarkMs: number
}

/** What became of the records behind some rows: good ones that were taken, and that came too late. */
export interface Taken {
  readonly counted: number
  readonly late: number
}

/** What a batch did to the state of an operator, in the words of Spark's progress. */
export interface StateChanges {
  readonly numRowsTotal: number
  readonly numRowsUpdated: number
  readonly numRowsRemoved: number
  readonly numRowsDroppedByWatermark: number
}

/** One batch on its way through a stateful operator. Where its work stops, what it has put out goes on. */
export interface StatefulBatch {
  /** Whether this batch has to read an input; it does where nothing is said. */
  wants?(input: number): boolean
  /**
   * Takes rows of an input, in order; what can go on at once is given to `out`.
   *
   * @param input 0, or 1 for the right side of a join
   * @param rows the columns of the input's schema, in the order of `Object.keys(schema.fields)`; there may be none
   * @param isBad per record of the chunk the rows came from, to be asked once all is evaluated; bad records are neither
   *   counted nor late; `null` where none is bad, and for rows that another stateful operator put out
   */
  add(input: number, rows: Rows, isBad: () => Uint8Array | null): Steps<Taken>
  /** The next rows of this input belong to another partition of the source. */
  endPartition(input: number): void
  /** An input has ended; the left one ends before the right one begins. */
  endInput(input: number): void
  /** All inputs have ended: what the watermark closes is put out, then forgotten. */
  finish(): Steps<StateChanges>
  /** Late windows or event times with their records, for the ledger; read after `finish`. */
  readonly lateGroups: readonly LateGroup[]
}

/** An operator that remembers rows or groups from batch to batch. */
export interface StatefulOperator {
  /** As progress names it: `stateStoreSave`, `dedupe`, `symmetricHashJoin` …; `null` for one that keeps nothing between batches. */
  readonly name: string | null
  /** Of its output. */
  readonly schema: StructType
  newState(): OperatorState
  begin(state: OperatorState, context: StatefulContext, out: (rows: Rows) => void): StatefulBatch
  /** The watermark that its output obeys, given the one of its input; `null` for none. @see Spark `StateStoreWriter.produceOutputWatermark` */
  outputWatermarkMs(inputMs: number): number | null
  /**
   * Whether a batch without data is due, now that the watermark of its input is `watermarkMs` and was `lastWatermarkMs`
   * in the last batch. @see Spark `shouldRunAnotherBatch`
   */
  wantsEmptyBatch(watermarkMs: number, lastWatermarkMs: number, mode: OutputMode): boolean
  /** Whether a batch without data is due for the time of day alone. */
  wantsBatchAt?(state: OperatorState, nowMs: number): boolean
  /** Settings that a checkpoint must share, e.g. the kind of join. */
  readonly settings: string
}
