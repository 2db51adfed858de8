import type { DataType, DecimalType, DoubleType, FloatType, LongType, MapType } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'
import type { BooleanColumn, Column, ColumnOf, DoubleColumn, LongColumn, NumericColumn } from '../column.ts'

import type { IntegralType, NumericType } from '../numeric-type.ts'
import { aggregate } from './call.ts'

/** Types whose values have an order. */
export type SortableType = Exclude<DataType, MapType>

/** The type of a sum: a double of floats, a decimal of decimals, else a long. */
export type SumType<T> = T extends DoubleType | FloatType ? DoubleType : T extends DecimalType ? DecimalType : LongType
/** The type of a mean: a decimal of decimals, else a double. */
export type AvgType<T> = T extends DecimalType ? DecimalType : DoubleType

/**
 * Rows of a group, or those where no column is null. Never null.
 *
 * @example count()
 * @see Spark `Count`
 */
export function count(...columns: readonly Column[]): LongColumn {
  return aggregate('count', columns) as LongColumn
}

/**
 * Rows where the condition is true; never null.
 *
 * @example countIf(t.amount.gt(1000))
 * @see Spark `CountIf`
 */
export function countIf(condition: BooleanColumn): LongColumn {
  return aggregate('count_if', [condition]) as LongColumn
}

/**
 * The sum of the values that are not null; null when there are none. Whole numbers give a long, decimals a decimal with ten digits
 * more (at most 38).
 *
 * A sum of doubles is added up row by row, partition by partition, batch by batch, so that its last digit is Spark's.
 *
 * @throws ARITHMETIC_OVERFLOW when the batch runs and the sum leaves its type on the way; `trySum` gives null
 * @example sum(t.amount)
 * @see Spark `Sum`
 */
export function sum<T extends NumericType>(column: NumericColumn<T>): ColumnOf<SumType<T>> {
  return aggregate('sum', [column]) as ColumnOf<SumType<T>>
}

/**
 * `sum` that gives null where it would overflow.
 *
 * @example trySum(t.amount.cast(decimal(38, 2)))
 * @see Spark `try_sum`
 */
export function trySum<T extends NumericType>(column: NumericColumn<T>): ColumnOf<SumType<T>> {
  return aggregate('try_sum', [column]) as ColumnOf<SumType<T>>
}

/**
 * The mean of the values that are not null; null when there are none. A mean of decimals is a decimal with four digits more after
 * the point, rounded half up; of other numbers a double.
 *
 * @throws ARITHMETIC_OVERFLOW when the batch runs and decimals need more than 38 digits; `tryAvg` gives null
 * @example avg(t.amount)
 * @see Spark `Average`
 */
export function avg<T extends NumericType>(column: NumericColumn<T>): ColumnOf<AvgType<T>> {
  return aggregate('avg', [column]) as ColumnOf<AvgType<T>>
}

/** The same as `avg`. */
export const mean = avg

/**
 * `avg` that gives null where it would overflow.
 *
 * @example tryAvg(t.amount)
 * @see Spark `try_avg`
 */
export function tryAvg<T extends NumericType>(column: NumericColumn<T>): ColumnOf<AvgType<T>> {
  return aggregate('try_avg', [column]) as ColumnOf<AvgType<T>>
}

/**
 * The product of the values that are not null, as a double; null when there are none.
 *
 * @example product(t.amount)
 * @see Spark `Product`
 */
export function product(column: NumericColumn<NumericType>): DoubleColumn {
  return aggregate('product', [column]) as DoubleColumn
}

/**
 * The least value but null; null when there are none. NaN is above every number; texts go by their UTF-8 bytes; lists and structs
 * element by element, with null first.
 *
 * @throws TYPE_MISMATCH for maps, and lists and structs that hold maps
 * @example min(t.time)
 * @see Spark `Min`
 */
export function min<T extends SortableType>(column: Column<T>): ColumnOf<T> {
  return aggregate('min', [column]) as ColumnOf<T>
}

/**
 * The greatest value but null; null when there are none. The order is that of `min`.
 *
 * @throws TYPE_MISMATCH for maps, and lists and structs that hold maps
 * @example max(t.amount)
 * @see Spark `Max`
 */
export function max<T extends SortableType>(column: Column<T>): ColumnOf<T> {
  return aggregate('max', [column]) as ColumnOf<T>
}

/**
 * Whether the condition is true in all rows; nulls are left out, null when there is nothing else.
 *
 * @example boolAnd(t.amount.gt(0))
 * @see Spark `BoolAnd`
 */
export function boolAnd(condition: BooleanColumn): BooleanColumn {
  return aggregate('bool_and', [condition]) as BooleanColumn
}

/** The same as `boolAnd`. */
export const every = boolAnd

/**
 * Whether the condition is true in any row; nulls are left out, null when there is nothing else.
 *
 * @example boolOr(t.amount.gt(1000))
 * @see Spark `BoolOr`
 */
export function boolOr(condition: BooleanColumn): BooleanColumn {
  return aggregate('bool_or', [condition]) as BooleanColumn
}

/** The same as `boolOr`. */
export const some = boolOr

/**
 * The bits that all values have; nulls are left out, null when there is nothing else.
 *
 * @example bitAnd(t.amount.cast('long'))
 * @see Spark `BitAndAgg`
 */
export function bitAnd<T extends IntegralType>(column: NumericColumn<T>): NumericColumn<T> {
  return bits('bit_and', column)
}

/**
 * The bits that any value has; nulls are left out, null when there is nothing else.
 *
 * @example bitOr(t.amount.cast('long'))
 * @see Spark `BitOrAgg`
 */
export function bitOr<T extends IntegralType>(column: NumericColumn<T>): NumericColumn<T> {
  return bits('bit_or', column)
}

/**
 * The bits that an odd number of values have; nulls are left out, null when there is nothing else.
 *
 * @example bitXor(t.amount.cast('long'))
 * @see Spark `BitXorAgg`
 */
export function bitXor<T extends IntegralType>(column: NumericColumn<T>): NumericColumn<T> {
  return bits('bit_xor', column)
}

const bits = <T extends IntegralType>(name: string, column: NumericColumn<T>) =>
  aggregate(name, [column]) as Column<DataType> as NumericColumn<T>

const distinctRefused = (name: string) =>
  new SluiceError(
    'UNSUPPORTED_OPERATION',
    `Distinct aggregations are not supported on streaming DataFrames/Datasets. Consider using approx_count_distinct() instead. ` +
      `Cannot use ${name}(…): take approxCountDistinct(…), or dropDuplicates(…) before the aggregation.`,
    { name },
  )

/**
 * Not in a stream: an exact count would have to keep every value for ever. @see `approxCountDistinct`, `dropDuplicates`
 *
 * @throws UNSUPPORTED_OPERATION always, as Spark does
 */
export function countDistinct(..._columns: readonly [Column, ...Column[]]): LongColumn {
  throw distinctRefused('countDistinct')
}

/**
 * Not in a stream: an exact sum would have to keep every value for ever. @see `dropDuplicates`
 *
 * @throws UNSUPPORTED_OPERATION always, as Spark does
 */
export function sumDistinct(_column: NumericColumn<NumericType>): LongColumn {
  throw distinctRefused('sumDistinct')
}
