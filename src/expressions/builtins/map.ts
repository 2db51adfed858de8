import { type ColumnVector, isNullAt, type ListVector, type MapVector, type StructVector } from '../../schema/column-vector.ts'
import { type ArrayType, type DataType, fieldsOf, type MapType } from '../../schema/data-type.ts'
import { takeValues } from '../../schema/take-rows.ts'
import { SluiceError } from '../../util/error.ts'
import { commonType } from '../common-type.ts'
import { entryOfKey } from './array-access.ts'
import { arrayOfType, BOOLEAN, entriesOf, joinVectors, takeEntries, typesDiffer, validityOf } from './array-lists.ts'
import { type Builtin, wrongArguments } from './builtin.ts'
import { checkedMap, mapType } from './map-checked.ts'
import { strToMap } from './map-text.ts'

const common = (name: string, condition: string, types: readonly DataType[]): DataType => {
  const type = commonType(types)
  if (type === null) throw typesDiffer(name, condition, types)
  return type
}

/** Keys and values in turn. @see Spark `CreateMap` */
const map: Builtin = {
  name: 'map',
  mayFail: true,
  type(args) {
    if (args.length === 0 || args.length % 2 !== 0) throw wrongArguments('map', 'keys and values in turn', args)
    const [keys, values] = [0, 1].map(odd => args.filter((_, i) => i % 2 === odd)) as [DataType[], DataType[]]
    return mapType(common('map', 'CREATE_MAP_KEY_DIFF_TYPES', keys), common('map', 'CREATE_MAP_VALUE_DIFF_TYPES', values))
  },
  evaluate(args, { type, numRows, context }) {
    const { key, value } = type as MapType
    const count = args.length / 2
    const rows = Int32Array.from({ length: numRows * count }, (_, i) => (i % count) * numRows + Math.floor(i / count))
    const joined = (odd: number, of: DataType) =>
      takeValues(
        joinVectors(
          of,
          args.filter((_, i) => i % 2 === odd),
          context,
        ).all,
        rows,
      )
    const offsets = Int32Array.from({ length: numRows + 1 }, (_, row) => row * count)
    return checkedMap({
      type: type as MapType,
      length: numRows,
      validity: null,
      offsets,
      keys: joined(0, key),
      values: joined(1, value),
    })
  },
}

/** @see Spark `MapFromArrays` */
const mapFromArrays: Builtin = {
  name: 'map_from_arrays',
  mayFail: true,
  type(args) {
    const [keys, values] = args
    if (keys?.kind !== 'array' || values?.kind !== 'array') throw wrongArguments('map_from_arrays', 'two arrays', args)
    return mapType(keys.element, values.element)
  },
  evaluate(args, { type, numRows }) {
    const validity = validityOf(args, numRows)
    const [keys, values] = (args as readonly ListVector[]).map(list => {
      const entries = entriesOf(validity === null ? list : { ...list, validity })
      return { offsets: entries.offsets, taken: takeEntries(list.elements, entries) }
    }) as [KeyOrValue, KeyOrValue]
    if (keys.offsets.some((offset, row) => offset !== values.offsets[row])) {
      throw new SluiceError(
        'INVALID_OPTION',
        'Cannot make a map of two arrays: the key array and value array must have the same length. Cut the longer one with slice.',
      )
    }
    const { offsets } = keys
    return checkedMap(
      { type: type as MapType, length: numRows, validity, offsets, keys: keys.taken, values: values.taken },
      { keepsZeros: true },
    )
  },
}
interface KeyOrValue {
  readonly offsets: Int32Array
  readonly taken: ColumnVector
}

/** Structs of two fields as entries; null where one of them is null. @see Spark `MapFromEntries` */
const mapFromEntries: Builtin = {
  name: 'map_from_entries',
  mayFail: true,
  type(args) {
    const entry = args[0]?.kind === 'array' ? args[0].element : undefined
    const fields = entry?.kind === 'struct' ? fieldsOf(entry) : []
    if (fields.length !== 2) throw wrongArguments('map_from_entries', 'an array of structs of a key and a value', args)
    return mapType(fields[0]!.type, fields[1]!.type)
  },
  evaluate([input], { type, numRows }) {
    const list = input as ListVector & { elements: StructVector }
    const validity = new Uint8Array(numRows).fill(1)
    for (let row = 0; row < numRows; row++) {
      if (isNullAt(list, row)) validity[row] = 0
      else for (let i = list.offsets[row]!; i < list.offsets[row + 1]!; i++) if (isNullAt(list.elements, i)) validity[row] = 0
    }
    const entries = entriesOf({ ...list, validity })
    const [keys, values] = list.elements.fields.map(field => takeEntries(field, entries))
    const { offsets } = entries
    return checkedMap({ type: type as MapType, length: numRows, validity, offsets, keys: keys!, values: values! })
  },
}

/** The entries of all maps, one after the other. @see Spark `MapConcat` */
const mapConcat: Builtin = {
  name: 'map_concat',
  mayFail: true,
  type(args) {
    if (args.length === 0 || !args.every(arg => arg.kind === 'map'))
      throw typesDiffer('map_concat', 'MAP_CONCAT_DIFF_TYPES', args)
    const maps = args as readonly MapType[]
    const parts = [maps.map(({ key }) => key), maps.map(({ value }) => value)].map(commonType)
    if (parts[0] === null || parts[1] === null) throw typesDiffer('map_concat', 'DATA_DIFF_TYPES', args)
    return mapType(parts[0]!, parts[1]!)
  },
  evaluate(args, { type, numRows, context }) {
    const maps = args as readonly MapVector[]
    const validity = validityOf(maps, numRows)
    const { key, value } = type as MapType
    const { all: keys, starts } = joinVectors(
      key,
      maps.map(({ keys }) => keys),
      context,
    )
    const { all: values } = joinVectors(
      value,
      maps.map(({ values }) => values),
      context,
    )
    const places: number[] = []
    const offsets = new Int32Array(numRows + 1)
    for (let row = 0; row < numRows; row++) {
      if (validity === null || validity[row] === 1)
        for (const [k, { offsets: from }] of maps.entries())
          for (let i = from[row]!; i < from[row + 1]!; i++) places.push(starts[k]! + i)
      offsets[row + 1] = places.length
    }
    const taken = [keys, values].map(vector => takeValues(vector, Int32Array.from(places)))
    return checkedMap({ type: type as MapType, length: numRows, validity, offsets, keys: taken[0]!, values: taken[1]! })
  },
}

/** A list of what stands in a map. */
function listed(
  name: string,
  elementOf: (map: MapType) => DataType,
  elementsOf: (map: MapVector, type: ArrayType) => ColumnVector,
): Builtin {
  return {
    name,
    mayFail: false,
    type(args) {
      if (args.length !== 1 || args[0]!.kind !== 'map') throw wrongArguments(name, 'a map', args)
      return arrayOfType(elementOf(args[0]!))
    },
    evaluate([input], { type }) {
      const map = input as MapVector
      const list = type as ArrayType
      return {
        layout: 'list',
        type: list,
        length: map.length,
        validity: map.validity,
        offsets: map.offsets,
        elements: elementsOf(map, list),
      }
    },
  }
}

/** @see Spark `MapContainsKey` */
const mapContainsKey: Builtin = {
  name: 'map_contains_key',
  mayFail: false,
  type(args) {
    const [from, key] = args
    if (from?.kind !== 'map' || key === undefined) throw wrongArguments('map_contains_key', 'a map and a key', args)
    if (commonType([from.key, key]) === null) throw typesDiffer('map_contains_key', 'MAP_FUNCTION_DIFF_TYPES', args)
    return BOOLEAN
  },
  evaluate(args, { numRows, context }) {
    const found = entryOfKey(args[0] as MapVector, args[1]!, { numRows, context })
    const values = Uint8Array.from(found, entry => (entry < 0 ? 0 : 1))
    return { layout: 'boolean', type: BOOLEAN, length: numRows, validity: validityOf(args, numRows), values }
  },
}

/** Maps made, taken apart and put together. @see Spark `complexTypeCreator.scala`, `collectionOperations.scala` */
export const MAP_BUILTINS: readonly Builtin[] = [
  map,
  mapFromArrays,
  mapFromEntries,
  mapConcat,
  listed(
    'map_keys',
    ({ key }) => key,
    ({ keys }) => keys,
  ),
  listed(
    'map_values',
    ({ value }) => value,
    ({ values }) => values,
  ),
  listed(
    'map_entries',
    ({ key, value }) => ({ kind: 'struct', fields: { key, value } }),
    ({ keys, values }, { element }) => ({
      layout: 'struct',
      type: element as StructVector['type'],
      length: keys.length,
      validity: null,
      fields: [keys, values],
    }),
  ),
  mapContainsKey,
  strToMap,
]
