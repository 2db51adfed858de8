import type { ColumnVector } from './column-vector.ts'
import type { StructType } from './data-type.ts'

/**
 * n rows x c columns. `columns` stand in the order of `schema.fields`.
 *
 * The engine passes rows only in this form; row objects exist for people (`Batch.rows()`).
 */
export interface ColumnBatch {
  readonly schema: StructType
  readonly numRows: number
  readonly columns: readonly ColumnVector[]
}
