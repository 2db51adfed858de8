import type { DataType } from '../../schema/data-type.ts'
import type { ArrayColumn, BinaryColumn, Column, ColumnOf, StringColumn } from '../column.ts'
import type { SortableType } from './aggregates.ts'
import { aggregate } from './call.ts'

/**
 * The value of the first row. Which row that is depends on the order of records in partitions and on which partition comes first.
 *
 * @param ignoreNulls the first value that is not null; default false
 * @example first(t.type, true)
 * @see Spark `First`
 */
export function first<T extends DataType>(column: Column<T>, ignoreNulls = false): ColumnOf<T> {
  return aggregate('first', [column], [ignoreNulls]) as ColumnOf<T>
}

/**
 * The value of the last row: that of the newest batch, and in it of the last partition.
 *
 * @param ignoreNulls the last value that is not null; default false
 * @example last(t.amount)
 * @see Spark `Last`
 */
export function last<T extends DataType>(column: Column<T>, ignoreNulls = false): ColumnOf<T> {
  return aggregate('last', [column], [ignoreNulls]) as ColumnOf<T>
}

/**
 * Some value of the group: the first, as in Spark.
 *
 * @param ignoreNulls some value that is not null; default false
 * @example anyValue(t.type)
 * @see Spark `AnyValue`
 */
export function anyValue<T extends DataType>(column: Column<T>, ignoreNulls = false): ColumnOf<T> {
  return aggregate('any_value', [column], [ignoreNulls]) as ColumnOf<T>
}

/**
 * The value of the row with the greatest ordering; rows with a null ordering are left out. Of rows with one ordering the last wins.
 *
 * @param k a list of so many values, the greatest first, in place of one; 1 to 100000. Of rows with one ordering the first stay.
 * @throws TYPE_MISMATCH for an ordering by maps; USAGE for a `k` out of its range
 * @example maxBy(t.type, t.amount)
 * @see Spark `MaxBy`, `MaxMinByK`
 */
export function maxBy<T extends DataType>(column: Column<T>, ordering: Column<SortableType>): ColumnOf<T>
export function maxBy<T extends DataType>(column: Column<T>, ordering: Column<SortableType>, k: number): ArrayColumn<T>
export function maxBy(column: Column, ordering: Column, k?: number): Column<DataType> {
  return aggregate('max_by', [column, ordering], k === undefined ? [] : [k])
}

/**
 * The value of the row with the least ordering; rows with a null ordering are left out. Of rows with one ordering the last wins.
 *
 * @param k a list of so many values, the least first, in place of one; 1 to 100000. Of rows with one ordering the first stay.
 * @throws TYPE_MISMATCH for an ordering by maps; USAGE for a `k` out of its range
 * @example minBy(t.type, t.time)
 * @see Spark `MinBy`, `MaxMinByK`
 */
export function minBy<T extends DataType>(column: Column<T>, ordering: Column<SortableType>): ColumnOf<T>
export function minBy<T extends DataType>(column: Column<T>, ordering: Column<SortableType>, k: number): ArrayColumn<T>
export function minBy(column: Column, ordering: Column, k?: number): Column<DataType> {
  return aggregate('min_by', [column, ordering], k === undefined ? [] : [k])
}

/**
 * All values but nulls as a list, an empty one when there are none. The state of a group grows with every row.
 *
 * @example collectList(t.type)
 * @see Spark `CollectList`
 */
export function collectList<T extends DataType>(column: Column<T>): ArrayColumn<T> {
  return aggregate('collect_list', [column]) as Column<DataType> as ArrayColumn<T>
}

/** The same as `collectList`. */
export const arrayAgg = collectList

/**
 * The distinct values but null as a list, an empty one when there are none. -0.0 is 0.0 and every NaN is one value. Their order is
 * that of Spark's hash table and means nothing.
 *
 * @throws TYPE_MISMATCH for maps
 * @example collectSet(t.type)
 * @see Spark `CollectSet`
 */
export function collectSet<T extends SortableType>(column: Column<T>): ArrayColumn<T> {
  return aggregate('collect_set', [column]) as Column<DataType> as ArrayColumn<T>
}

/**
 * All texts (or byte strings) but nulls in one, in the order of their rows; null when there are none.
 *
 * @param delimiter what stands between two of them; default nothing
 * @example listagg(t.type, ', ')
 * @see Spark `ListAgg`
 */
export function listagg<C extends StringColumn | BinaryColumn>(column: C, delimiter = ''): C {
  return aggregate('listagg', [column], [delimiter]) as Column<DataType> as C
}

/** The same as `listagg`. */
export const stringAgg = listagg

/**
 * The most frequent value but null; null when there are none.
 *
 * @param deterministic of values with one frequency the least; default false: any of them (the one that Spark's hash table has first)
 * @example mode(t.type, true)
 * @see Spark `Mode`
 */
export function mode<T extends DataType>(column: Column<T>, deterministic = false): ColumnOf<T> {
  return aggregate('mode', [column], [deterministic]) as ColumnOf<T>
}
