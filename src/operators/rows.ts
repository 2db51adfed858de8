import type { ColumnBatch } from '../schema/column-batch.ts'
import { takeRows } from '../schema/take-rows.ts'

/** Rows on their way through the operators, with the record of the chunk that each came from. */
export interface Rows {
  readonly batch: ColumnBatch
  /** Ascending; a record that falls into several windows stands several times. `null`: row i is record i. */
  readonly records: Int32Array | null
}

/** Some of the rows, by number, ascending. */
export function selectRows(rows: Rows, kept: Int32Array): Rows {
  const { records } = rows
  return { batch: takeRows(rows.batch, kept), records: records === null ? kept : kept.map(row => records[row]!) }
}
