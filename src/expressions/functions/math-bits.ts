import type { BooleanColumn, ColumnOf, IntegerColumn, NumericColumn } from '../column.ts'
import type { ByteType, IntegerType, LongType } from '../../schema/data-type.ts'
import type { IntegralType, Wider } from '../numeric-type.ts'
import { call } from './call.ts'

type Integers<T extends IntegralType = IntegralType> = NumericColumn<T>
type Distance = number | IntegerColumn
/** A shifted byte or short is an int. */
type ShiftType<T> = T extends LongType ? LongType : IntegerType

/**
 * The bits that are set in both. PySpark: `x.bitwiseAND(y)`.
 *
 * @example bitwiseAND(length(t.type), lit(3))
 * @see Spark `BitwiseAnd`
 */
export function bitwiseAND<A extends IntegralType, B extends IntegralType>(x: Integers<A>, y: Integers<B>): NumericColumn<Wider<A, B>> {
  return call('bitwise_and', [x, y]) as NumericColumn<Wider<A, B>>
}

/**
 * The bits that are set in one or both. PySpark: `x.bitwiseOR(y)`.
 *
 * @example bitwiseOR(length(t.type), lit(1))
 * @see Spark `BitwiseOr`
 */
export function bitwiseOR<A extends IntegralType, B extends IntegralType>(x: Integers<A>, y: Integers<B>): NumericColumn<Wider<A, B>> {
  return call('bitwise_or', [x, y]) as NumericColumn<Wider<A, B>>
}

/**
 * The bits that are set in just one. PySpark: `x.bitwiseXOR(y)`.
 *
 * @example bitwiseXOR(length(t.type), lit(1))
 * @see Spark `BitwiseXor`
 */
export function bitwiseXOR<A extends IntegralType, B extends IntegralType>(x: Integers<A>, y: Integers<B>): NumericColumn<Wider<A, B>> {
  return call('bitwise_xor', [x, y]) as NumericColumn<Wider<A, B>>
}

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
