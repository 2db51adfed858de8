import type { DecimalType, IntegerType } from '../../schema/data-type.ts'
import { builtinNamed } from '../builtins/registry.ts'
import {
  type ColumnOf,
  columnOf,
  expressionOf,
  type IntegerColumn,
  type LongColumn,
  NumericColumn,
  type StringColumn,
} from '../column.ts'
import { besideDecimal, literal } from '../literal.ts'
import type { IntegralType, LiteralNumberType, LiteralType, NumericType, Quotient, WholeBeside, Wider } from '../numeric-type.ts'
import { call } from './call.ts'

type Operand = number | NumericColumn<NumericType>
type TypeOf<O, Beside> =
  O extends NumericColumn<infer U> ? U : O extends number ? LiteralNumberType<O, WholeBeside<Beside>, LiteralType> : never

/** A call over a column and a number that takes the type of the column, as in the methods of columns. */
function beside<T extends NumericType>(name: string, x: NumericColumn<NumericType>, other: Operand): NumericColumn<T> {
  const given = expressionOf(x)
  const [left, right] = besideDecimal(given, other instanceof NumericColumn ? expressionOf(other) : literal(other, given.type))
  const type = builtinNamed(name).type([left.type, right.type])
  return columnOf({ node: { kind: 'call', name, args: [left.node, right.node] }, type }) as NumericColumn<T>
}

/**
 * x + y; null where it overflows.
 *
 * @example tryAdd(t.amount, 1)
 * @see Spark `TryAdd`
 */
export function tryAdd<T extends NumericType, O extends Operand>(
  x: NumericColumn<T>,
  y: O,
): NumericColumn<Wider<T, TypeOf<O, T>>> {
  return beside('try_add', x, y)
}

/**
 * x - y; null where it overflows.
 *
 * @example trySubtract(t.amount, 1)
 * @see Spark `TrySubtract`
 */
export function trySubtract<T extends NumericType, O extends Operand>(
  x: NumericColumn<T>,
  y: O,
): NumericColumn<Wider<T, TypeOf<O, T>>> {
  return beside('try_subtract', x, y)
}

/**
 * x * y; null where it overflows.
 *
 * @example tryMultiply(t.amount, 1.5)
 * @see Spark `TryMultiply`
 */
export function tryMultiply<T extends NumericType, O extends Operand>(
  x: NumericColumn<T>,
  y: O,
): NumericColumn<Wider<T, TypeOf<O, T>>> {
  return beside('try_multiply', x, y)
}

/**
 * x / y; null where y is zero. A double, or a decimal where a decimal is divided.
 *
 * @example tryDivide(t.amount, 3)
 * @see Spark `TryDivide`
 */
export function tryDivide<T extends NumericType, O extends Operand>(
  x: NumericColumn<T>,
  y: O,
): NumericColumn<Quotient<T, TypeOf<O, T>>> {
  return beside('try_divide', x, y)
}

/**
 * The remainder of x / y, with the sign of x; null where y is zero.
 *
 * @example tryMod(t.amount, 3)
 * @see Spark `TryMod`
 */
export function tryMod<T extends NumericType, O extends Operand>(
  x: NumericColumn<T>,
  y: O,
): NumericColumn<Wider<T, TypeOf<O, T>>> {
  return beside('try_mod', x, y)
}

/**
 * The remainder of x / y that is not negative where y is above zero.
 *
 * @throws DIVIDE_BY_ZERO (condition REMAINDER_BY_ZERO) from the query
 * @example pmod(t.amount, 3)
 * @see Spark `Pmod`
 */
export function pmod<T extends NumericType, O extends Operand>(x: NumericColumn<T>, y: O): NumericColumn<Wider<T, TypeOf<O, T>>> {
  return beside('pmod', x, y)
}

/**
 * The whole part of x / y as a long. Of integers and decimals.
 *
 * @throws DIVIDE_BY_ZERO, ARITHMETIC_OVERFLOW from the query
 * @example div(length(t.type), 2)
 * @see Spark `IntegralDivide` (`x div y`)
 */
export function div<T extends IntegralType | DecimalType>(
  x: NumericColumn<T>,
  y: number | NumericColumn<IntegralType | DecimalType>,
): LongColumn {
  return beside('div', x, y as Operand)
}

/**
 * The number without its sign.
 *
 * @throws ARITHMETIC_OVERFLOW from the query, for the least integer of a type
 * @example abs(t.amount)
 * @see Spark `Abs`
 */
export function abs<T extends NumericType>(x: NumericColumn<T>): NumericColumn<T> {
  return call('abs', [x]) as NumericColumn<T>
}

/**
 * The number with the other sign.
 *
 * @throws ARITHMETIC_OVERFLOW from the query, for the least integer of a type
 * @example negative(t.amount)
 * @see Spark `UnaryMinus`
 */
export function negative<T extends NumericType>(x: NumericColumn<T>): NumericColumn<T> {
  return call('negative', [x]) as NumericColumn<T>
}

/** The same as `negative`. */
export const negate = negative

/**
 * 1 · 2 · … · x; null below 0 and above 20.
 *
 * @example factorial(length(t.type))
 * @see Spark `Factorial`
 */
export function factorial(x: ColumnOf<IntegerType>): LongColumn {
  return call('factorial', [x]) as LongColumn
}

/**
 * Binary digits of the 64 bits of a number.
 *
 * @example bin(length(t.type))
 * @see Spark `Bin`
 */
export function bin(x: NumericColumn<IntegralType>): StringColumn {
  return call('bin', [x]) as StringColumn
}

/**
 * A number written in one base as text in another, 2 to 36: its digits up to the first that is none. 64 bits without
 * sign; signed where `toBase` is negative. Null for an empty text and other bases.
 *
 * @throws ARITHMETIC_OVERFLOW from the query, beyond 64 bits
 * @example conv(t.type, 16, 10)
 * @see Spark `Conv`
 */
export function conv(text: StringColumn, fromBase: number | IntegerColumn, toBase: number | IntegerColumn): StringColumn {
  return call('conv', [text, fromBase, toBase]) as StringColumn
}

/**
 * Which of `count` equal buckets between two bounds a value falls into: 1 is the first, 0 before it, count + 1 after
 * the last. The bounds may fall. Null for NaN, equal or infinite bounds and a count below 1.
 *
 * @example widthBucket(t.amount, 0, 1000, 10)
 * @see Spark `WidthBucket`
 */
export function widthBucket(
  value: Operand,
  low: Operand,
  high: Operand,
  count: number | NumericColumn<IntegralType>,
): LongColumn {
  return call('width_bucket', [value, low, high, count]) as LongColumn
}
