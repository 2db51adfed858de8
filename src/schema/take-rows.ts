import { assertNever } from '../util/assert-never.ts'
import type { ColumnBatch } from './column-batch.ts'
import type { ColumnVector } from './column-vector.ts'

/** The rows with these numbers, in this order; byte strings are shared, not copied. */
export function takeRows(batch: ColumnBatch, rows: Int32Array): ColumnBatch {
  return { schema: batch.schema, numRows: rows.length, columns: batch.columns.map(column => takeValues(column, rows)) }
}

export function takeValues(vector: ColumnVector, rows: Int32Array): ColumnVector {
  const length = rows.length
  const validity = vector.validity === null ? null : gather(vector.validity, new Uint8Array(length), rows)
  switch (vector.layout) {
    case 'boolean':
      return { ...vector, length, validity, values: gather(vector.values, new Uint8Array(length), rows) }
    case 'int32':
      return { ...vector, length, validity, values: gather(vector.values, new Int32Array(length), rows) }
    case 'float64':
      return { ...vector, length, validity, values: gather(vector.values, new Float64Array(length), rows) }
    case 'int64': {
      const { values } = vector
      if (values instanceof Float64Array)
        return { ...vector, length, validity, values: gather(values, new Float64Array(length), rows) }
      return { ...vector, length, validity, values: BigInt64Array.from(rows, row => values[row]!) }
    }
    case 'utf8':
      return {
        ...vector,
        length,
        validity,
        codes: vector.codes === null ? rows : gather(vector.codes, new Int32Array(length), rows),
      }
    case 'decimal':
      return { ...vector, length, validity, values: Array.from(rows, row => vector.values[row]!) }
    case 'list': {
      const { offsets, entries } = gatherEntries(vector.offsets, rows)
      return { ...vector, length, validity, offsets, elements: takeValues(vector.elements, entries) }
    }
    case 'map': {
      const { offsets, entries } = gatherEntries(vector.offsets, rows)
      const [keys, values] = [takeValues(vector.keys, entries), takeValues(vector.values, entries)]
      return { ...vector, length, validity, offsets, keys, values }
    }
    case 'struct':
      return { ...vector, length, validity, fields: vector.fields.map(field => takeValues(field, rows)) }
    default:
      return assertNever(vector)
  }
}

/** The entries of these rows, in order, and where each row's lie now. */
function gatherEntries(from: Int32Array, rows: Int32Array): { readonly offsets: Int32Array; readonly entries: Int32Array } {
  const offsets = new Int32Array(rows.length + 1)
  const entries: number[] = []
  for (let i = 0; i < rows.length; i++) {
    for (let entry = from[rows[i]!]!; entry < from[rows[i]! + 1]!; entry++) entries.push(entry)
    offsets[i + 1] = entries.length
  }
  return { offsets, entries: Int32Array.from(entries) }
}

function gather<T extends Uint8Array | Int32Array | Float64Array>(from: T, to: T, rows: Int32Array): T {
  for (let i = 0; i < rows.length; i++) to[i] = from[rows[i]!]!
  return to
}
