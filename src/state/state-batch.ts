import type { ColumnBatch } from '../schema/column-batch.ts'
import type { ColumnVector } from '../schema/column-vector.ts'

export type NamedColumn = readonly [name: string, column: ColumnVector]

/** What a state file keeps: named columns of one length. */
export function stateBatch(numRows: number, named: readonly NamedColumn[]): ColumnBatch {
  return {
    schema: { kind: 'struct', fields: Object.fromEntries(named.map(([name, { type }]) => [name, type])) },
    numRows,
    columns: named.map(([, column]) => column),
  }
}
