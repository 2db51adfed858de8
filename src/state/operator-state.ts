import type { ColumnBatch } from '../schema/column-batch.ts'

/**
 * Rows that outlive a batch, numbered; a number keeps its meaning until `compact`. What changes is noted, so that a
 * checkpoint writes what a batch changed and not all there is.
 */
export interface StateTable {
  /** Names its files; empty for the only table of an operator. */
  readonly name: string
  /** Rows held. */
  readonly size: number
  /** Rows added, changed or removed since the last call, each once; what `load` brought is no change. */
  takeChanged(): Int32Array
  /** All rows held. */
  all(): Int32Array
  /** What a state file keeps of these rows; the first column, `removed`, is true for those that are gone. */
  save(rows: Int32Array): ColumnBatch
  /**
   * Applies a file that `save` gave.
   *
   * @throws STATE_SCHEMA_NOT_COMPATIBLE where the query has changed since
   */
  load(file: ColumnBatch, path: string): void
  /**
   * Rebuilds the table when most of its rows are gone, so that memory follows what is held. A failure on the way leaves the
   * table as it was.
   */
  compact(): void
}

/** The timeouts of an operator, for `why()`. */
export interface NextTimeout {
  readonly clock: 'processingTime' | 'eventTime'
  /** Groups held, with a timeout or without. */
  readonly numGroups: number
  /** `null` where no group has one. */
  readonly next: { readonly group: string; readonly timeoutMs: number } | null
}

/** What one operator keeps from batch to batch: a table, or one for each side of a join. */
export interface OperatorState {
  readonly tables: readonly StateTable[]
  /** The earliest moment, microseconds, at which a watermark closes something that is held; `null` where none does. For `why()`. */
  earliestEndUs?(): number | null
  /** Which group is called next for its timeout. */
  nextTimeout?(): NextTimeout
}
