import type { ByteType, DataType, IntegerType, LongType, ShortType } from '../../schema/data-type.ts'
import { Column, type ColumnOf, columnOf, expressionOf, type NumericColumn, type ValueLike } from '../column.ts'
import type { LiteralColumn } from '../common-column.ts'
import { type Literal, literal } from '../literal.ts'
import type { IntegralType, LiteralNumberType, NumericType, WholeBeside, Wider } from '../numeric-type.ts'

/** A whole number that Spark takes as an INT: the same for all rows, or one of each row. */
export type Index = number | NumericColumn<ByteType | ShortType | IntegerType> | NumericColumn<IntegerType>
/** Any whole number. */
export type Whole = number | NumericColumn<IntegralType>

/** A value beside an array: a constant, a column of its type, for numbers of any number type. */
export type Beside<E extends DataType> = ValueLike<E> | (E extends NumericType ? NumericColumn<NumericType> : ColumnOf<E>)

/** The type that elements of two types are brought to. */
export type Joined<E, F> = [E] extends [NumericType] ? ([F] extends [NumericType] ? Wider<E, F> : E) : E
/** The type of the elements of a list beside a value. */
export type WithValue<E, V> = Joined<
  E,
  V extends Column<infer T> ? T : V extends bigint ? LongType : V extends number ? LiteralNumberType<V, WholeBeside<E>, E> : E
>

/** The type of a column. */
export type TypeOf<C> = C extends Column<infer T> ? T : never
/** The type of a column or of a constant. */
export type TypeOfValue<V> = TypeOf<LiteralColumn<V>>

/** A constant as a column of the type that it stands beside. */
export function beside(value: unknown, like: DataType): Column {
  return value instanceof Column ? value : columnOf(literal(value as Literal, like))
}

/** The type of the elements of a list. */
export function elementOf(list: Column): DataType {
  const { type } = expressionOf(list)
  return type.kind === 'array' ? type.element : type
}
