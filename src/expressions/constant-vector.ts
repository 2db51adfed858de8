import { type Stored, vectorOf } from '../schema/column-builder.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import type { DataType } from '../schema/data-type.ts'
import { takeValues } from '../schema/take-rows.ts'

/** `length` times the same value. */
export function constantVector(type: DataType, value: Stored, length: number): ColumnVector {
  return takeValues(vectorOf(type, [value]), new Int32Array(length))
}
