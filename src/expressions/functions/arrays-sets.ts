import type { DataType, DateType, IntegerType, StructType, TimestampType } from '../../schema/data-type.ts'
import type { ArrayColumn, BooleanColumn, Column, DateColumn, NumericColumn, TimestampColumn } from '../column.ts'
import { Interval } from '../interval.ts'
import type { IntegralType, NumericType, Wider } from '../numeric-type.ts'
import { type Beside, beside, elementOf, type Joined, type Whole, type WithValue } from './arrays-arguments.ts'
import { call } from './call.ts'

/** The elements that go with those of another array: of the same type, or numbers both. */
type Alike<E extends DataType> = E extends NumericType ? NumericType : E

/** Without the elements that equal a value. @example arrayRemove(split(t.type, '-'), 'card') @see Spark `ArrayRemove` */
export function arrayRemove<E extends DataType, V extends Beside<E>>(
  list: ArrayColumn<E>,
  value: V,
): ArrayColumn<WithValue<E, V>> {
  return call('array_remove', [list, beside(value, elementOf(list))]) as ArrayColumn<WithValue<E, V>>
}

/** Each element once, where it first stands; null is an element. @example arrayDistinct(split(t.type, '-')) @see Spark `ArrayDistinct` */
export function arrayDistinct<E extends DataType>(list: ArrayColumn<E>): ArrayColumn<E> {
  return call('array_distinct', [list]) as ArrayColumn<E>
}

/** The elements of both, each once. @example arrayUnion(split(t.type, '-'), arrayOf(t.type)) @see Spark `ArrayUnion` */
export function arrayUnion<E extends DataType, F extends Alike<E>>(
  left: ArrayColumn<E>,
  right: ArrayColumn<F>,
): ArrayColumn<Joined<E, F>> {
  return call('array_union', [left, right]) as ArrayColumn<Joined<E, F>>
}

/** The elements of the first that are in the second, each once. @example arrayIntersect(split(t.type, '-'), arrayOf(t.type)) @see Spark `ArrayIntersect` */
export function arrayIntersect<E extends DataType, F extends Alike<E>>(
  left: ArrayColumn<E>,
  right: ArrayColumn<F>,
): ArrayColumn<Joined<E, F>> {
  return call('array_intersect', [left, right]) as ArrayColumn<Joined<E, F>>
}

/** The elements of the first that are not in the second, each once. @example arrayExcept(split(t.type, '-'), arrayOf(t.type)) @see Spark `ArrayExcept` */
export function arrayExcept<E extends DataType, F extends Alike<E>>(
  left: ArrayColumn<E>,
  right: ArrayColumn<F>,
): ArrayColumn<Joined<E, F>> {
  return call('array_except', [left, right]) as ArrayColumn<Joined<E, F>>
}

/**
 * Whether both have an element in common that is not null; null where they have none but one of them has a null.
 *
 * @example arraysOverlap(split(t.type, '-'), arrayOf(t.type))
 * @see Spark `ArraysOverlap`
 */
export function arraysOverlap<E extends DataType, F extends Alike<E>>(
  left: ArrayColumn<E>,
  right: ArrayColumn<F>,
): BooleanColumn {
  return call('arrays_overlap', [left, right]) as BooleanColumn
}

type Zipped<L extends Readonly<Record<string, ArrayColumn<DataType>>>> = StructType<{
  readonly [K in keyof L]: L[K] extends ArrayColumn<infer E> ? E : never
}>

/**
 * The elements at one place of several lists as structs, as many as the longest has; null where a list has no more. The names of
 * the fields are given, where Spark takes those of the columns.
 *
 * @example arraysZip({ word: split(t.type, '-'), again: split(t.type, '-') })
 * @see Spark `ArraysZip`
 */
export function arraysZip<L extends Readonly<Record<string, ArrayColumn<DataType>>>>(lists: L): ArrayColumn<Zipped<L>> {
  return call('arrays_zip', Object.entries(lists).flat()) as unknown as ArrayColumn<Zipped<L>>
}

type WholeType<W> = W extends NumericColumn<infer T> ? T & IntegralType : IntegerType

/**
 * Whole numbers, days or moments from a first to a last one, both included. Without a step 1, or a day, towards the last one.
 *
 * @param step of days and moments an interval; its whole days follow the calendar of the session's time zone
 * @throws INVALID_OPTION when the batch runs: for a step of 0, or away from the last one
 * @example sequence(1, length(t.type))
 * @see Spark `Sequence`
 */
export function sequence<A extends Whole, B extends Whole, S extends Whole = number>(
  start: A,
  stop: B,
  step?: S,
): ArrayColumn<Wider<WholeType<A>, WholeType<B> | WholeType<S>> & IntegralType>
export function sequence(start: DateColumn, stop: DateColumn, step?: Interval): ArrayColumn<DateType>
export function sequence(start: TimestampColumn, stop: TimestampColumn, step?: Interval): ArrayColumn<TimestampType>
export function sequence(
  start: number | Column,
  stop: number | Column,
  step?: number | Column | Interval,
): ArrayColumn<DataType> {
  const given = step instanceof Interval ? beside(step.us, { kind: 'long' }) : step
  return call('sequence', [start, stop, ...(given === undefined ? [] : [given])]) as ArrayColumn<DataType>
}
