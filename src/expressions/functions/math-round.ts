import type { DecimalType, LongType } from '../../schema/data-type.ts'
import type { ColumnOf, DecimalColumn, NumericColumn } from '../column.ts'
import type { NumericType } from '../numeric-type.ts'
import { call } from './call.ts'

/** What `ceil` and `floor` give: a decimal of decimals, else a long. */
type WholeOf<T> = T extends DecimalType ? DecimalType : LongType

/**
 * Rounds to so many digits after the point, halves away from zero; before the point where `digits` is negative. A
 * double is rounded by its shortest decimal writing: 1.005 gives 1.01. The type stays; a decimal gets the digits it needs.
 *
 * @throws ARITHMETIC_OVERFLOW from the query, where the result does not fit
 * @example round(t.amount, 2)
 * @see Spark `Round`
 */
export function round<T extends NumericType>(x: NumericColumn<T>, digits = 0): NumericColumn<T> {
  return call('round', [x, digits]) as NumericColumn<T>
}

/**
 * `round` with halves to the even neighbour: 2.5 gives 2.
 *
 * @throws ARITHMETIC_OVERFLOW from the query, where the result does not fit
 * @example bround(t.amount, 1)
 * @see Spark `BRound`
 */
export function bround<T extends NumericType>(x: NumericColumn<T>, digits = 0): NumericColumn<T> {
  return call('bround', [x, digits]) as NumericColumn<T>
}

/**
 * The least whole number that is not below x: a long, 0 for NaN; of a decimal a decimal. With `digits` the least
 * number of so many digits after the point, always a decimal.
 *
 * @example ceil(t.amount)
 * @example ceil(t.amount, 1)
 * @see Spark `Ceil`, `RoundCeil`
 */
export function ceil<T extends NumericType>(x: NumericColumn<T>): ColumnOf<WholeOf<T>>
export function ceil(x: NumericColumn<NumericType>, digits: number): DecimalColumn
export function ceil(x: NumericColumn<NumericType>, digits?: number): NumericColumn<LongType | DecimalType> {
  return call('ceil', digits === undefined ? [x] : [x, digits]) as NumericColumn<LongType | DecimalType>
}

/** The same as `ceil`. */
export const ceiling = ceil

/**
 * The greatest whole number that is not above x: a long, 0 for NaN; of a decimal a decimal. With `digits` the greatest
 * number of so many digits after the point, always a decimal.
 *
 * @example floor(t.amount)
 * @see Spark `Floor`, `RoundFloor`
 */
export function floor<T extends NumericType>(x: NumericColumn<T>): ColumnOf<WholeOf<T>>
export function floor(x: NumericColumn<NumericType>, digits: number): DecimalColumn
export function floor(x: NumericColumn<NumericType>, digits?: number): NumericColumn<LongType | DecimalType> {
  return call('floor', digits === undefined ? [x] : [x, digits]) as NumericColumn<LongType | DecimalType>
}
