import type { ByteType, IntegerType, LongType } from '../../schema/data-type.ts'
import type { BooleanColumn, ColumnOf, IntegerColumn, NumericColumn } from '../column.ts'
import type { IntegralType } from '../numeric-type.ts'
import { call } from './call.ts'

type Integers<T extends IntegralType = IntegralType> = NumericColumn<T>
type Distance = number | IntegerColumn
/** A shifted byte or short is an int. */
type ShiftType<T> = T extends LongType ? LongType : IntegerType

/**
 * Every bit turned.
 *
 * @example bitwiseNot(length(t.type))
 * @see Spark `BitwiseNot`
 */
export function bitwiseNot<T extends IntegralType>(x: Integers<T>): NumericColumn<T> {
  return call('bitwise_not', [x]) as NumericColumn<T>
}

/**
 * Shifts to the left: an int, or a long of a long. Only the low 5 (6) bits of the distance count, as in Java.
 *
 * @example shiftleft(length(t.type), 2)
 * @see Spark `ShiftLeft`
 */
export function shiftleft<T extends IntegralType>(x: Integers<T>, distance: Distance): ColumnOf<ShiftType<T>> {
  return call('shiftleft', [x, distance]) as ColumnOf<ShiftType<T>>
}

/**
 * Shifts to the right, with the sign.
 *
 * @example shiftright(length(t.type), 2)
 * @see Spark `ShiftRight`
 */
export function shiftright<T extends IntegralType>(x: Integers<T>, distance: Distance): ColumnOf<ShiftType<T>> {
  return call('shiftright', [x, distance]) as ColumnOf<ShiftType<T>>
}

/**
 * Shifts to the right; zeros come in.
 *
 * @example shiftrightunsigned(length(t.type), 2)
 * @see Spark `ShiftRightUnsigned`
 */
export function shiftrightunsigned<T extends IntegralType>(x: Integers<T>, distance: Distance): ColumnOf<ShiftType<T>> {
  return call('shiftrightunsigned', [x, distance]) as ColumnOf<ShiftType<T>>
}

/**
 * How many bits are set; a negative number counts as 64 bits.
 *
 * @example bitCount(length(t.type))
 * @see Spark `BitwiseCount`
 */
export function bitCount(x: Integers | BooleanColumn): IntegerColumn {
  return call('bit_count', [x]) as IntegerColumn
}

/**
 * The bit at a position, 0 or 1, counted from the right.
 *
 * @throws INVALID_OPTION (condition INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE) from the query
 * @example getbit(length(t.type), 0)
 * @see Spark `BitwiseGet`
 */
export function getbit(x: Integers, position: Distance): ColumnOf<ByteType> {
  return call('getbit', [x, position]) as ColumnOf<ByteType>
}
