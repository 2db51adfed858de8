import type {
  BinaryType,
  ByteType,
  DateType,
  DecimalType,
  DoubleType,
  FloatType,
  IntegerType,
  LongType,
  ShortType,
  TimestampType,
} from '../schema/data-type.ts'
import { arithmeticType, noArithmetic } from './arithmetic-type.ts'
import { Column, ComparableColumn, expressionOf } from './base-column.ts'
import { builtinNamed } from './builtins/registry.ts'
import type { Interval } from './interval.ts'
import { besideDecimal, literal } from './literal.ts'
import type { ArithmeticOperator } from './node.ts'
import type { IntegralType, LiteralNumberType, NumericType, Quotient, WholeBeside, Wider } from './numeric-type.ts'

/** Raw bytes: cast them to a string, or give them on as they are. */
export class BinaryColumn extends Column<BinaryType> {}
/** Calendar days; compared with days, or with texts like '2024-01-31'. */
export class DateColumn extends ComparableColumn<DateType, string | DateColumn> {}
/** Moments; compared with moments, `Date` objects or texts like '2024-01-31 10:00:00'. */
export class TimestampColumn extends ComparableColumn<TimestampType, Date | string | TimestampColumn> {
  /** The time so much later. @example t.time.plus(interval('5 minutes')) */
  plus(length: Interval): TimestampColumn {
    return shift(this, length.us)
  }
  /** The time so much earlier. @example t.time.minus(interval('5 minutes')) */
  minus(length: Interval): TimestampColumn {
    return shift(this, -length.us)
  }
}

/** A whole number takes the type of the column; one with a fraction is a double. */
type OperandType<O, T> = O extends NumericColumn<infer U> ? U : O extends number ? LiteralNumberType<O, WholeBeside<T>, T> : never

/** Numbers of one type. Arithmetic gives the wider of two types; its overflow ends the batch. */
export class NumericColumn<T extends NumericType> extends ComparableColumn<T, number | bigint | NumericColumn<NumericType>> {
  plus<O extends number | NumericColumn<NumericType>>(other: O): NumericColumn<Wider<T, OperandType<O, T>>> {
    return arithmetic(this, 'plus', other)
  }
  minus<O extends number | NumericColumn<NumericType>>(other: O): NumericColumn<Wider<T, OperandType<O, T>>> {
    return arithmetic(this, 'minus', other)
  }
  multiply<O extends number | NumericColumn<NumericType>>(other: O): NumericColumn<Wider<T, OperandType<O, T>>> {
    return arithmetic(this, 'multiply', other)
  }
  /** A double, as Spark's `/`; a decimal where a decimal is divided. @throws DIVIDE_BY_ZERO when the batch runs */
  divide<O extends number | NumericColumn<NumericType>>(other: O): NumericColumn<Quotient<T, OperandType<O, T>>> {
    return arithmetic(this, 'divide', other)
  }
  /** The remainder, with the sign of the dividend. @throws DIVIDE_BY_ZERO when the batch runs */
  mod<O extends number | NumericColumn<NumericType>>(other: O): NumericColumn<Wider<T, OperandType<O, T>>> {
    return arithmetic(this, 'mod', other)
  }
  /** The bits that are set in both. Of integers. @see Spark `BitwiseAnd` */
  bitwiseAND<U extends IntegralType>(this: NumericColumn<IntegralType>, other: NumericColumn<U>): NumericColumn<Wider<T, U>> {
    return bitwise(this, 'bitwise_and', other)
  }
  /** The bits that are set in one or both. Of integers. @see Spark `BitwiseOr` */
  bitwiseOR<U extends IntegralType>(this: NumericColumn<IntegralType>, other: NumericColumn<U>): NumericColumn<Wider<T, U>> {
    return bitwise(this, 'bitwise_or', other)
  }
  /** The bits that are set in just one. Of integers. @see Spark `BitwiseXor` */
  bitwiseXOR<U extends IntegralType>(this: NumericColumn<IntegralType>, other: NumericColumn<U>): NumericColumn<Wider<T, U>> {
    return bitwise(this, 'bitwise_xor', other)
  }
}

export type ByteColumn = NumericColumn<ByteType>
export type ShortColumn = NumericColumn<ShortType>
export type IntegerColumn = NumericColumn<IntegerType>
export type LongColumn = NumericColumn<LongType>
export type FloatColumn = NumericColumn<FloatType>
export type DoubleColumn = NumericColumn<DoubleType>
export type DecimalColumn = NumericColumn<DecimalType>

function arithmetic<T extends NumericType>(left: Column, operator: ArithmeticOperator, other: number | Column): NumericColumn<T> {
  const given = expressionOf(left)
  const [a, b] = besideDecimal(given, other instanceof Column ? expressionOf(other) : literal(other, given.type))
  const type = arithmeticType(operator, a.type, b.type)
  if (type === null) throw noArithmetic(operator, a.type, b.type)
  return new NumericColumn({ node: { kind: 'arithmetic', operator, left: a.node, right: b.node }, type })
}

function bitwise<T extends NumericType>(left: Column, name: string, other: Column): NumericColumn<T> {
  const [a, b] = [expressionOf(left), expressionOf(other)]
  return new NumericColumn({
    node: { kind: 'call', name, args: [a.node, b.node] },
    type: builtinNamed(name).type([a.type, b.type]),
  })
}

/** @see Spark `TimestampAddInterval` */
function shift(time: TimestampColumn, us: number): TimestampColumn {
  const length = { kind: 'literal', value: us, type: { kind: 'long' } } as const
  const { node, type } = expressionOf(time)
  return new TimestampColumn({ node: { kind: 'call', name: 'timestamp_add_interval', args: [node, length] }, type })
}
