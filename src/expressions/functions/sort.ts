import type { DataType } from '../../schema/data-type.ts'
import type { Column } from '../column.ts'
import { SortOrder } from '../sort-order.ts'

/** For `orderBy`: least first, nulls before all. @see Spark `functions.asc` */
export const asc = (column: Column<DataType>): SortOrder => new SortOrder(column, 'ascending', 'first')

/** The same as `asc`. */
export const ascNullsFirst = asc

/** For `orderBy`: least first, nulls after all. */
export const ascNullsLast = (column: Column<DataType>): SortOrder => new SortOrder(column, 'ascending', 'last')

/** For `orderBy`: greatest first, nulls after all. @see Spark `functions.desc` */
export const desc = (column: Column<DataType>): SortOrder => new SortOrder(column, 'descending', 'last')

/** For `orderBy`: greatest first, nulls before all. */
export const descNullsFirst = (column: Column<DataType>): SortOrder => new SortOrder(column, 'descending', 'first')

/** The same as `desc`. */
export const descNullsLast = desc
