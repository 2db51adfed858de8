import type { DataType, MapType, StringType, StructType } from '../../schema/data-type.ts'
import {
  type ArrayColumn,
  type BooleanColumn,
  type Column,
  type ColumnOf,
  expressionOf,
  type MapColumn,
  type StringColumn,
} from '../column.ts'
import type { Literal } from '../literal.ts'
import { type Beside, beside, type TypeOfValue } from './arrays-arguments.ts'
import { callWith } from './arrays-lambda-call.ts'
import { call } from './call.ts'

type Value = Column | Literal

/**
 * A map with these keys and values, of one type each; numbers are brought to the widest.
 *
 * @throws NULL_MAP_KEY, DUPLICATED_MAP_KEY when the batch runs
 * @example createMap([lit('type'), t.type])
 * @see Spark `CreateMap`, PySpark `create_map`
 */
export function createMap<K extends Value, V extends Value>(
  first: readonly [K, V],
  ...others: readonly (readonly [K, V])[]
): MapColumn<TypeOfValue<K>, TypeOfValue<V>> {
  return call('map', [first, ...others].flat() as Value[]) as MapColumn<TypeOfValue<K>, TypeOfValue<V>>
}

/**
 * A map of a list of keys and one of their values.
 *
 * @throws NULL_MAP_KEY, DUPLICATED_MAP_KEY when the batch runs, or where one list is longer
 * @example mapFromArrays(split(t.type, '-'), split(t.type, '-'))
 * @see Spark `MapFromArrays`
 */
export function mapFromArrays<K extends DataType, V extends DataType>(
  keys: ArrayColumn<K>,
  values: ArrayColumn<V>,
): MapColumn<K, V> {
  return call('map_from_arrays', [keys, values]) as MapColumn<K, V>
}

/**
 * A map of structs of two fields, the first of them the key; null where one of them is null.
 *
 * @throws NULL_MAP_KEY, DUPLICATED_MAP_KEY when the batch runs
 * @example mapFromEntries(arrayOf(structOf({ key: t.type, value: t.amount })))
 * @see Spark `MapFromEntries`
 */
export function mapFromEntries<K extends DataType, V extends DataType>(
  entries: ArrayColumn<StructType<{ readonly key: K; readonly value: V }>>,
): MapColumn<K, V> {
  return call('map_from_entries', [entries]) as MapColumn<K, V>
}

/** The keys. @example mapKeys(createMap(['type', t.type])) @see Spark `MapKeys` */
export function mapKeys<K extends DataType, V extends DataType>(map: MapColumn<K, V>): ArrayColumn<K> {
  return call('map_keys', [map]) as ArrayColumn<K>
}

/** The values. @example mapValues(createMap(['type', t.type])) @see Spark `MapValues` */
export function mapValues<K extends DataType, V extends DataType>(map: MapColumn<K, V>): ArrayColumn<V> {
  return call('map_values', [map]) as ArrayColumn<V>
}

/** The entries as structs of `key` and `value`. @example mapEntries(createMap(['type', t.type])) @see Spark `MapEntries` */
export function mapEntries<K extends DataType, V extends DataType>(
  map: MapColumn<K, V>,
): ArrayColumn<StructType<{ readonly key: K; readonly value: V }>> {
  return call('map_entries', [map]) as unknown as ArrayColumn<StructType<{ readonly key: K; readonly value: V }>>
}

/**
 * The entries of all maps; null where one of them is null.
 *
 * @throws DUPLICATED_MAP_KEY when the batch runs
 * @example mapConcat(createMap(['a', t.type]), createMap(['b', t.type]))
 * @see Spark `MapConcat`
 */
export function mapConcat<K extends DataType, V extends DataType>(...maps: readonly MapColumn<K, V>[]): MapColumn<K, V> {
  return call('map_concat', maps) as MapColumn<K, V>
}

/** Whether a map has a key. @example mapContainsKey(createMap(['type', t.type]), 'type') @see Spark `MapContainsKey` */
export function mapContainsKey<K extends DataType, V extends DataType>(map: MapColumn<K, V>, key: Beside<K>): BooleanColumn {
  return call('map_contains_key', [map, beside(key, mapOf(map).key)]) as BooleanColumn
}

/**
 * The entries that a text lists; an entry without a value has null.
 *
 * @param pairDelimiter between entries, a regular expression
 * @param keyValueDelimiter between a key and its value, a regular expression
 * @throws DUPLICATED_MAP_KEY when the batch runs
 * @example strToMap(t.type, ';', '=')
 * @see Spark `StringToMap`
 */
export function strToMap(
  text: StringColumn,
  pairDelimiter: string | StringColumn = ',',
  keyValueDelimiter: string | StringColumn = ':',
): MapColumn<StringType, StringType> {
  return call('str_to_map', [text, pairDelimiter, keyValueDelimiter]) as MapColumn<StringType, StringType>
}

/** The entries for which a condition is true. @example mapFilter(createMap(['type', t.type]), (_, type) => type.eq('card')) @see Spark `MapFilter` */
export function mapFilter<K extends DataType, V extends DataType>(
  map: MapColumn<K, V>,
  condition: (key: ColumnOf<K>, value: ColumnOf<V>) => BooleanColumn | boolean,
): MapColumn<K, V> {
  const { key, value } = mapOf(map)
  return callWith('map_filter', [map], [{ given: condition, takes: [key, value] }]) as MapColumn<K, V>
}

/**
 * With the keys that a function gives.
 *
 * @throws NULL_MAP_KEY, DUPLICATED_MAP_KEY when the batch runs
 * @example transformKeys(createMap(['type', t.type]), key => upper(key))
 * @see Spark `TransformKeys`
 */
export function transformKeys<K extends DataType, V extends DataType, R extends Value>(
  map: MapColumn<K, V>,
  f: (key: ColumnOf<K>, value: ColumnOf<V>) => R,
): MapColumn<TypeOfValue<R>, V> {
  const { key, value } = mapOf(map)
  return callWith('transform_keys', [map], [{ given: f, takes: [key, value] }]) as MapColumn<TypeOfValue<R>, V>
}

/** With the values that a function gives. @example transformValues(createMap(['type', t.type]), (_, type) => upper(type)) @see Spark `TransformValues` */
export function transformValues<K extends DataType, V extends DataType, R extends Value>(
  map: MapColumn<K, V>,
  f: (key: ColumnOf<K>, value: ColumnOf<V>) => R,
): MapColumn<K, TypeOfValue<R>> {
  const { key, value } = mapOf(map)
  return callWith('transform_values', [map], [{ given: f, takes: [key, value] }]) as MapColumn<K, TypeOfValue<R>>
}

const mapOf = (map: Column): MapType => expressionOf(map).type as MapType
