import { compareStored } from '../expressions/compare-stored.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import { storedAt } from '../schema/stored-at.ts'
import { takeRows } from '../schema/take-rows.ts'

/** Orders two rows: below, at or above zero. */
type Compare = (a: number, b: number) => number

/**
 * Puts rows in the order of their first `keys` columns, nulls first. Spark leaves the order of groups open; a fixed one
 * makes a replayed batch print the same text.
 */
export function sortRows(batch: ColumnBatch, keys: number): ColumnBatch {
  if (keys === 0 || batch.numRows < 2) return batch
  const compares = batch.columns.slice(0, keys).flatMap(comparesOf)
  const order = Int32Array.from({ length: batch.numRows }, (_, row) => row)
  order.sort((a, b) => {
    for (const compare of compares) {
      const compared = compare(a, b)
      if (compared !== 0) return compared
    }
    return a - b
  })
  return takeRows(batch, order)
}

/** Columns without nulls, which keys mostly are, are compared where they lie. */
function comparesOf(column: ColumnVector): readonly Compare[] {
  if (column.validity === null) {
    // Neither -0.0 nor NaN is a whole number.
    if (column.layout === 'int32' || (column.layout === 'int64' && column.values instanceof Float64Array)) {
      const { values } = column
      return [(a, b) => Number(values[a]!) - Number(values[b]!)]
    }
    if (column.layout === 'utf8') return [compareBytes(column)]
    if (column.layout === 'struct') return column.fields.flatMap(comparesOf)
  }
  const values = Array.from({ length: column.length }, (_, row) => (isNullAt(column, row) ? null : storedAt(column, row)))
  return [(a, b) => compareStored(values[a]!, values[b]!)]
}

/** The order of UTF-8 bytes is that of the characters. */
function compareBytes({ codes, dictionary: { bytes, starts, ends } }: ColumnVector & { layout: 'utf8' }): Compare {
  return (a, b) => {
    const [x, y] = codes === null ? [a, b] : [codes[a]!, codes[b]!]
    const [start, end, otherEnd] = [starts[x]!, ends[x]!, ends[y]!]
    const shift = starts[y]! - start
    for (let i = start; i < end && i + shift < otherEnd; i++) {
      const difference = bytes[i]! - bytes[i + shift]!
      if (difference !== 0) return difference
    }
    return end + shift - otherEnd
  }
}
