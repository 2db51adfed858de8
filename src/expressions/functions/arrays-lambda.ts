import type { DataType } from '../../schema/data-type.ts'
import { type ArrayColumn, type BooleanColumn, type Column, type ColumnOf, expressionOf, type IntegerColumn } from '../column.ts'
import type { LiteralColumn } from '../common-column.ts'
import type { Literal } from '../literal.ts'
import { beside, elementOf, type TypeOfValue } from './arrays-arguments.ts'
import { callWith } from './arrays-lambda-call.ts'

const INTEGER = { kind: 'integer' } as const
type Result = Column | Literal
type Condition = BooleanColumn | boolean

/**
 * What a function gives for each element.
 *
 * @param f told the element and its place from 0. It is called once, to describe what it does
 * @example transform(split(t.type, '-'), word => upper(word))
 * @see Spark `ArrayTransform`
 */
export function transform<E extends DataType, R extends Result>(
  list: ArrayColumn<E>,
  f: (element: ColumnOf<E>, index: IntegerColumn) => R,
): ArrayColumn<TypeOfValue<R>> {
  return callWith('transform', [list], [{ given: f, takes: [elementOf(list), INTEGER] }]) as ArrayColumn<TypeOfValue<R>>
}

/**
 * The elements for which a condition is true; null counts as false.
 *
 * @example filter(split(t.type, '-'), word => word.notEqual(''))
 * @see Spark `ArrayFilter`
 */
export function filter<E extends DataType>(
  list: ArrayColumn<E>,
  condition: (element: ColumnOf<E>, index: IntegerColumn) => Condition,
): ArrayColumn<E> {
  return callWith('filter', [list], [{ given: condition, takes: [elementOf(list), INTEGER] }]) as ArrayColumn<E>
}

/**
 * Whether a condition is true of one element; null where it is of none, but null of one.
 *
 * @example exists(split(t.type, '-'), word => word.eq('card'))
 * @see Spark `ArrayExists`
 */
export function exists<E extends DataType>(list: ArrayColumn<E>, condition: (element: ColumnOf<E>) => Condition): BooleanColumn {
  return callWith('exists', [list], [{ given: condition, takes: [elementOf(list)] }]) as BooleanColumn
}

/**
 * Whether a condition is true of all elements; null where it is false of none, but null of one.
 *
 * @example forall(split(t.type, '-'), word => word.notEqual(''))
 * @see Spark `ArrayForAll`
 */
export function forall<E extends DataType>(list: ArrayColumn<E>, condition: (element: ColumnOf<E>) => Condition): BooleanColumn {
  return callWith('forall', [list], [{ given: condition, takes: [elementOf(list)] }]) as BooleanColumn
}

/**
 * The elements brought together: `merge` is given what there is so far and the next element, and gives the type of `initial`.
 *
 * @param finish what becomes of the last result
 * @throws TYPE_MISMATCH where `merge` gives another type than `initial` has: cast one
 * @example aggregate(split(t.type, '-'), lit(0), (sum, word) => sum.plus(length(word)))
 * @see Spark `ArrayAggregate`
 */
export function aggregate<E extends DataType, Z extends Result, R extends Result = LiteralColumn<Z>>(
  list: ArrayColumn<E>,
  initial: Z,
  merge: (sum: LiteralColumn<Z>, element: ColumnOf<E>) => LiteralColumn<Z>,
  finish?: (sum: LiteralColumn<Z>) => R,
): LiteralColumn<R> {
  const zero = beside(initial, INTEGER)
  const { type } = expressionOf(zero)
  const functions = [
    { given: merge as (...variables: never[]) => Column, takes: [type, elementOf(list)] },
    ...(finish === undefined ? [] : [{ given: finish as (...variables: never[]) => Result, takes: [type] }]),
  ]
  return callWith('aggregate', [list, zero], functions) as LiteralColumn<R>
}

/** The same as `aggregate`. */
export const reduce = aggregate

/**
 * What a function gives for the elements of two lists at one place; null is given where a list has no more.
 *
 * @example zipWith(split(t.type, '-'), split(t.type, '-'), (left, right) => concat(left, right))
 * @see Spark `ZipWith`
 */
export function zipWith<A extends DataType, B extends DataType, R extends Result>(
  left: ArrayColumn<A>,
  right: ArrayColumn<B>,
  f: (left: ColumnOf<A>, right: ColumnOf<B>) => R,
): ArrayColumn<TypeOfValue<R>> {
  const functions = [{ given: f as (...variables: never[]) => R, takes: [elementOf(left), elementOf(right)] }]
  return callWith('zip_with', [left, right], functions) as ArrayColumn<TypeOfValue<R>>
}
