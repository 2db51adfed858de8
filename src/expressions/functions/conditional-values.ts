import type { DoubleType, FloatType } from '../../schema/data-type.ts'
import { type BooleanColumn, type Column, columnOf, expressionOf, type NumericColumn, nodeOf } from '../column.ts'
import type { BranchValue, Common, LiteralColumn, OrderedColumn, SameKind } from '../common-column.ts'
import { type Literal, literal } from '../literal.ts'
import type { NumericType, Wider } from '../numeric-type.ts'
import { call } from './call.ts'
import { coalesce, when } from './conditional.ts'

type Floating = FloatType | DoubleType

/**
 * The greatest of the values that are not null; null when all are. NaN is above every number.
 *
 * @example greatest(t.amount, lit(100))
 * @see Spark `Greatest`
 */
export function greatest<C extends OrderedColumn, O extends readonly [SameKind<C>, ...SameKind<C>[]]>(
  first: C,
  ...others: O
): Common<C, O[number]> {
  return call('greatest', [first, ...(others as readonly Column[])]) as Common<C, O[number]>
}

/**
 * The least of the values that are not null; null when all are. NaN is above every number.
 *
 * @example least(t.amount, lit(100))
 * @see Spark `Least`
 */
export function least<C extends OrderedColumn, O extends readonly [SameKind<C>, ...SameKind<C>[]]>(
  first: C,
  ...others: O
): Common<C, O[number]> {
  return call('least', [first, ...(others as readonly Column[])]) as Common<C, O[number]>
}

/**
 * The first number where it is not NaN, else the second.
 *
 * @example nanvl(t.amount, lit(0.5))
 * @see Spark `NaNvl`
 */
export function nanvl<A extends Floating, B extends Floating>(
  first: NumericColumn<A>,
  second: NumericColumn<B>,
): NumericColumn<Wider<A, B>> {
  return call('nanvl', [first, second]) as NumericColumn<Wider<A, B>>
}

/**
 * Whether a double or float is NaN; false for null.
 *
 * @example isnan(t.amount)
 * @see Spark `IsNaN`
 */
export function isnan(x: NumericColumn<Floating>): BooleanColumn {
  return call('isnan', [x]) as BooleanColumn
}

/** Whether there is no value; the same as `isNull()` of a column. @see Spark `IsNull` */
export const isnull = (column: Column): BooleanColumn => column.isNull()

/** Whether there is a value; the same as `isNotNull()` of a column. @see Spark `IsNotNull` */
export const isnotnull = (column: Column): BooleanColumn => column.isNotNull()

/**
 * The first value where there is one, else the second.
 *
 * @example nvl(t.type, 'unknown')
 * @see Spark `Nvl`
 */
export function nvl<C extends Column, V extends BranchValue<C>>(first: C, second: V): Common<C, LiteralColumn<V>> {
  return coalesce(first as Column, columnFrom(second as Column | Literal)) as Common<C, LiteralColumn<V>>
}

/** The same as `nvl`. */
export const ifnull = nvl

/**
 * The second value where the first is not null, else the third.
 *
 * @example nvl2(t.type, 'known', 'unknown')
 * @see Spark `Nvl2`
 */
export function nvl2<V extends Literal | Column>(
  column: Column,
  ifValue: V,
  ifNull: BranchValue<LiteralColumn<V>>,
): LiteralColumn<V> {
  return when(column.isNotNull(), ifValue).otherwise(ifNull) as LiteralColumn<V>
}

/**
 * The first value, but null where it equals the second.
 *
 * @example nullif(t.type, 'unknown')
 * @see Spark `NullIf`
 */
export function nullif<C extends Column>(first: C, second: BranchValue<C>): C {
  const { node, type } = expressionOf(first)
  const other = second as Column | Literal
  const right = typeof other === 'object' && !(other instanceof Date) ? nodeOf(other) : literal(other, type).node
  const otherwise = { kind: 'literal', value: null, type } as const
  const condition = { kind: 'comparison', operator: 'eq', left: node, right } as const
  // The other way round the rows where the comparison is null would be null.
  const branches = [{ condition, value: otherwise }]
  return columnOf({ node: { kind: 'caseWhen', branches, otherwise: node }, type }) as C
}

/**
 * The number, 0 where it is null.
 *
 * @example zeroifnull(t.amount)
 * @see Spark `ZeroIfNull`
 */
export function zeroifnull<T extends NumericType>(x: NumericColumn<T>): NumericColumn<T> {
  return nvl(x as Column, 0 as never) as unknown as NumericColumn<T>
}

/**
 * The number, null where it is 0.
 *
 * @example nullifzero(t.amount)
 * @see Spark `NullIfZero`
 */
export function nullifzero<T extends NumericType>(x: NumericColumn<T>): NumericColumn<T> {
  return nullif(x as Column, 0 as never) as unknown as NumericColumn<T>
}

const columnFrom = (value: Column | Literal): Column =>
  typeof value === 'object' && !(value instanceof Date) ? value : columnOf(literal(value))
