import type { DataType, DateType, DoubleType, TimestampType } from '../../schema/data-type.ts'
import type { ArrayColumn, Column, ColumnOf, DoubleColumn, LongColumn, NumericColumn } from '../column.ts'
import type { NumericType } from '../numeric-type.ts'
import { aggregate } from './call.ts'

/** Types that `percentileApprox` takes. */
export type MeasuredType = NumericType | DateType | TimestampType

/**
 * About how many distinct values there are, without null. It is Spark's number to the last digit (HyperLogLog++), in a state of
 * 512 bytes a group for the default.
 *
 * @param rsd the relative standard deviation that is allowed, at most 0.39; default 0.05. Half of it takes four times the state.
 * @throws USAGE for an rsd above 0.39 or below 0.0003
 * @example approxCountDistinct(t.type, 0.01)
 * @see Spark `HyperLogLogPlusPlus`
 */
export function approxCountDistinct(column: Column, rsd = 0.05): LongColumn {
  return aggregate('approx_count_distinct', [column], [rsd]) as LongColumn
}

/**
 * Values below which these shares of all values lie, about: a value that there is, whose rank is off by at most 1 / accuracy of the
 * number of values. Nulls are left out; null without a value.
 *
 * @param percentage 0 to 1; several give a list
 * @param accuracy default 10000; the state grows with it
 * @throws USAGE for a percentage not between 0 and 1, or an accuracy that is no positive whole number
 * @example percentileApprox(t.amount, [0.5, 0.99])
 * @see Spark `ApproximatePercentile`, `QuantileSummaries`
 */
export function percentileApprox<T extends MeasuredType>(column: Column<T>, percentage: number, accuracy?: number): ColumnOf<T>
export function percentileApprox<T extends MeasuredType>(
  column: Column<T>,
  percentage: readonly number[],
  accuracy?: number,
): ArrayColumn<T>
export function percentileApprox(column: Column, percentage: number | readonly number[], accuracy = 10_000): Column<DataType> {
  return aggregate('percentile_approx', [column], [percentage, accuracy])
}

/** The same as `percentileApprox`. */
export const approxPercentile = percentileApprox

/**
 * The exact values below which these shares of all values lie, between two values where need be. Nulls are left out; null without a
 * value. The state holds every value: prefer `percentileApprox` for long streams.
 *
 * @param percentage 0 to 1; several give a list
 * @throws USAGE for a percentage not between 0 and 1
 * @example percentile(t.amount, 0.95)
 * @see Spark `Percentile`
 */
export function percentile(column: NumericColumn<NumericType>, percentage: number): DoubleColumn
export function percentile(column: NumericColumn<NumericType>, percentage: readonly number[]): ArrayColumn<DoubleType>
export function percentile(column: Column, percentage: number | readonly number[]): Column<DataType> {
  return aggregate('percentile', [column], [percentage])
}

/**
 * The exact median; nulls are left out, null without a value. The state holds every value.
 *
 * @example median(t.amount)
 * @see Spark `Median`
 */
export function median(column: NumericColumn<NumericType>): DoubleColumn {
  return aggregate('median', [column]) as DoubleColumn
}
