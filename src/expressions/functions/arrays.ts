import type { DataType, LongType, StringType } from '../../schema/data-type.ts'
import type {
  ArrayColumn,
  BooleanColumn,
  Column,
  ColumnOf,
  IntegerColumn,
  MapColumn,
  NumericColumn,
  StringColumn,
} from '../column.ts'
import type { Common, SameKind } from '../common-column.ts'
import type { Literal } from '../literal.ts'
import {
  type Beside,
  beside,
  elementOf,
  type Index,
  type TypeOf,
  type TypeOfValue,
  type Whole,
  type WithValue,
} from './arrays-arguments.ts'
import { call } from './call.ts'

/**
 * A list of one value of each column: Spark's `array(…)`, which is the name of the type here. Numbers are brought to the widest type.
 *
 * @example arrayOf(t.type, upper(t.type))
 * @see Spark `CreateArray`
 */
export function arrayOf<C extends Column, O extends readonly SameKind<C>[]>(
  first: C,
  ...others: O
): ArrayColumn<TypeOf<Common<C, O[number]>>> {
  return call('array', [first, ...(others as readonly Column[])]) as ArrayColumn<TypeOf<Common<C, O[number]>>>
}

/** How many elements or entries; null for null. @example size(split(t.type, '-')) @see Spark `Size` */
export function size(list: ArrayColumn<DataType> | MapColumn<DataType, DataType>): IntegerColumn {
  return call('size', [list]) as IntegerColumn
}

/** The same as `size`. */
export function cardinality(list: ArrayColumn<DataType> | MapColumn<DataType, DataType>): IntegerColumn {
  return call('cardinality', [list]) as IntegerColumn
}

/** How many elements; null for null. @example arraySize(split(t.type, '-')) @see Spark `ArraySize` */
export function arraySize(list: ArrayColumn<DataType>): IntegerColumn {
  return call('array_size', [list]) as IntegerColumn
}

/**
 * The element at a place from 1, or from the end for a negative one; the value of a key, null where the map has no such key.
 *
 * @throws INVALID_ARRAY_INDEX_IN_ELEMENT_AT, INVALID_INDEX_OF_ZERO when the batch runs; `tryElementAt` gives null for the first
 * @example elementAt(split(t.type, '-'), -1)
 * @see Spark `ElementAt`
 */
export function elementAt<E extends DataType>(list: ArrayColumn<E>, index: Index): ColumnOf<E>
export function elementAt<K extends DataType, V extends DataType>(map: MapColumn<K, V>, key: Beside<K>): ColumnOf<V>
export function elementAt(from: Column, key: unknown): Column {
  return call('element_at', [from, key as Column])
}

/** `elementAt` that gives null for a place that is not there. @example tryElementAt(split(t.type, '-'), 3) @see Spark `TryElementAt` */
export function tryElementAt<E extends DataType>(list: ArrayColumn<E>, index: Index): ColumnOf<E>
export function tryElementAt<K extends DataType, V extends DataType>(map: MapColumn<K, V>, key: Beside<K>): ColumnOf<V>
export function tryElementAt(from: Column, key: unknown): Column {
  return call('try_element_at', [from, key as Column])
}

/** The element at a place from 0; null where there is none. @example get(split(t.type, '-'), 0) @see Spark `Get` */
export function get<E extends DataType>(list: ArrayColumn<E>, index: Whole): ColumnOf<E> {
  return call('get', [list, index]) as ColumnOf<E>
}

/**
 * So many elements from a place on, which counts from 1, or from the end.
 *
 * @throws INVALID_PARAMETER_VALUE.START or .LENGTH when the batch runs: for a start of 0, a negative length
 * @example slice(split(t.type, '-'), 1, 2)
 * @see Spark `Slice`
 */
export function slice<E extends DataType>(list: ArrayColumn<E>, start: Whole, length: Whole): ArrayColumn<E> {
  return call('slice', [list, start, length]) as ArrayColumn<E>
}

/**
 * The elements that are not null, with a delimiter between; nulls are replaced where a replacement is given.
 *
 * @example arrayJoin(split(t.type, '-'), ', ')
 * @see Spark `ArrayJoin`
 */
export function arrayJoin(
  list: ArrayColumn<StringType>,
  delimiter: string | StringColumn,
  nullReplacement?: string | StringColumn,
): StringColumn {
  return call('array_join', [list, delimiter, ...(nullReplacement === undefined ? [] : [nullReplacement])]) as StringColumn
}

/** The elements of the elements; null where one of the lists is null. @example flatten(arrayOf(split(t.type, '-'))) @see Spark `Flatten` */
export function flatten<E extends DataType>(lists: ArrayColumn<{ readonly kind: 'array'; readonly element: E }>): ArrayColumn<E> {
  return call('flatten', [lists]) as ArrayColumn<E>
}

/** A value so many times; none for a count below 1. @example arrayRepeat(t.type, 3) @see Spark `ArrayRepeat` */
export function arrayRepeat<V extends Column | Literal>(value: V, count: Index): ArrayColumn<TypeOfValue<V>> {
  return call('array_repeat', [value, count]) as ArrayColumn<TypeOfValue<V>>
}

/** With a value after the last element. @example arrayAppend(split(t.type, '-'), 'end') @see Spark `ArrayAppend` */
export function arrayAppend<E extends DataType, V extends Beside<E>>(
  list: ArrayColumn<E>,
  value: V,
): ArrayColumn<WithValue<E, V>> {
  return call('array_append', [list, beside(value, elementOf(list))]) as ArrayColumn<WithValue<E, V>>
}

/** With a value before the first element. @example arrayPrepend(split(t.type, '-'), 'start') @see Spark `ArrayPrepend` */
export function arrayPrepend<E extends DataType, V extends Beside<E>>(
  list: ArrayColumn<E>,
  value: V,
): ArrayColumn<WithValue<E, V>> {
  return call('array_prepend', [list, beside(value, elementOf(list))]) as ArrayColumn<WithValue<E, V>>
}

/**
 * With a value at a place from 1, or from the end (-1 is behind the last); places between are null.
 *
 * @throws INVALID_INDEX_OF_ZERO when the batch runs
 * @example arrayInsert(split(t.type, '-'), 2, 'second')
 * @see Spark `ArrayInsert`
 */
export function arrayInsert<E extends DataType, V extends Beside<E>>(
  list: ArrayColumn<E>,
  position: Index,
  value: V,
): ArrayColumn<WithValue<E, V>> {
  return call('array_insert', [list, position, beside(value, elementOf(list))]) as ArrayColumn<WithValue<E, V>>
}

/** Without the nulls. @example arrayCompact(arrayOf(t.type, t.type)) @see Spark `ArrayCompact` */
export function arrayCompact<E extends DataType>(list: ArrayColumn<E>): ArrayColumn<E> {
  return call('array_compact', [list]) as ArrayColumn<E>
}

/**
 * Whether a value is among the elements; null where it is not but one of them is null.
 *
 * @example arrayContains(split(t.type, '-'), 'card')
 * @see Spark `ArrayContains`
 */
export function arrayContains<E extends DataType>(list: ArrayColumn<E>, value: Beside<E>): BooleanColumn {
  return call('array_contains', [list, beside(value, elementOf(list))]) as BooleanColumn
}

/** The first place of a value, from 1; 0 where it is not there. @example arrayPosition(split(t.type, '-'), 'card') @see Spark `ArrayPosition` */
export function arrayPosition<E extends DataType>(list: ArrayColumn<E>, value: Beside<E>): NumericColumn<LongType> {
  return call('array_position', [list, beside(value, elementOf(list))]) as NumericColumn<LongType>
}

/** The least element that is not null. @example arrayMin(split(t.type, '-')) @see Spark `ArrayMin` */
export function arrayMin<E extends DataType>(list: ArrayColumn<E>): ColumnOf<E> {
  return call('array_min', [list]) as ColumnOf<E>
}

/** The greatest element that is not null; NaN is above every number. @example arrayMax(split(t.type, '-')) @see Spark `ArrayMax` */
export function arrayMax<E extends DataType>(list: ArrayColumn<E>): ColumnOf<E> {
  return call('array_max', [list]) as ColumnOf<E>
}

/** In ascending order, nulls last. @example arraySort(split(t.type, '-')) @see Spark `ArraySort` */
export function arraySort<E extends DataType>(list: ArrayColumn<E>): ArrayColumn<E> {
  return call('array_sort', [list]) as ArrayColumn<E>
}

/** In ascending order with nulls first, or in descending order with nulls last. @example sortArray(split(t.type, '-'), false) @see Spark `SortArray` */
export function sortArray<E extends DataType>(list: ArrayColumn<E>, asc = true): ArrayColumn<E> {
  return call('sort_array', [list, asc]) as ArrayColumn<E>
}
