import { type Stored, vectorOf } from './column-builder.ts'
import type { ColumnVector } from './column-vector.ts'
import type { DataType } from './data-type.ts'
import { takeValues } from './take-rows.ts'

/** A column of nothing but nulls. */
export function nullVector(type: DataType, length: number): ColumnVector {
  return vectorOf(type, new Array<Stored>(length).fill(null))
}

/** The values of these rows, in this order; null where the number is below zero. */
export function takeOrNull(vector: ColumnVector, rows: Int32Array): ColumnVector {
  if (!rows.some(row => row < 0)) return takeValues(vector, rows)
  // No row to point the nulls to.
  if (vector.length === 0) return nullVector(vector.type, rows.length)
  const taken = takeValues(
    vector,
    rows.map(row => Math.max(row, 0)),
  )
  return withNulls(
    taken,
    Uint8Array.from(rows, row => (row < 0 ? 0 : 1)),
  )
}

function withNulls(vector: ColumnVector, isThere: Uint8Array): ColumnVector {
  const before = vector.validity
  const validity = before === null ? isThere : isThere.map((there, row) => there & before[row]!)
  // A null struct has null in every field too.
  if (vector.layout === 'struct') return { ...vector, validity, fields: vector.fields.map(field => withNulls(field, isThere)) }
  return { ...vector, validity }
}
