import type { DataType } from '../schema/data-type.ts'
import type { Column } from './column.ts'

/** A column with the direction it is ordered in: what `asc`, `desc` and their kin give. */
export class SortOrder {
  readonly column: Column<DataType>
  readonly direction: 'ascending' | 'descending'
  readonly nulls: 'first' | 'last'

  constructor(column: Column<DataType>, direction: 'ascending' | 'descending', nulls: 'first' | 'last') {
    this.column = column
    this.direction = direction
    this.nulls = nulls
  }
}
