import { compareStored } from '../expressions/compare-stored.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { storedAt } from '../schema/stored-at.ts'
import { takeRows } from '../schema/take-rows.ts'

/**
 * Puts rows in the order of their first `keys` columns, nulls first. Spark leaves the order of groups open; a fixed one
 * makes a replayed batch print the same text.
 */
export function sortRows(batch: ColumnBatch, keys: number): ColumnBatch {
  if (keys === 0 || batch.numRows < 2) return batch
  const columns = batch.columns
    .slice(0, keys)
    .map(column => Array.from({ length: batch.numRows }, (_, row) => storedAt(column, row)))
  const order = Int32Array.from({ length: batch.numRows }, (_, row) => row)
  order.sort((a, b) => {
    for (const column of columns) {
      const compared = compareStored(column[a]!, column[b]!)
      if (compared !== 0) return compared
    }
    return a - b
  })
  return takeRows(batch, order)
}
