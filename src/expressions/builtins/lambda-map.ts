import type { MapVector } from '../../schema/column-vector.ts'
import type { MapType } from '../../schema/data-type.ts'
import { takeValues } from '../../schema/take-rows.ts'
import { entriesOf, takeEntries } from './array-lists.ts'
import { type Builtin, wrongArguments } from './builtin.ts'
import { isTrue } from './lambda.ts'
import { checkedMap, mapType } from './map-checked.ts'

/** The entries of a map, without those below nulls. */
function partsOf(map: MapVector) {
  const entries = entriesOf(map)
  const { rows, offsets } = entries
  return { rows, offsets, keys: takeEntries(map.keys, entries), values: takeEntries(map.values, entries) }
}

/** @see Spark `MapFilter` */
const mapFilter: Builtin = {
  name: 'map_filter',
  mayFail: false,
  type(args) {
    if (args[0]?.kind !== 'map' || args[1]?.kind !== 'boolean')
      throw wrongArguments('map_filter', 'a map and a function that gives a boolean', args)
    return args[0]
  },
  evaluate([input], { numRows, lambdas }) {
    const map = input as MapVector
    const { rows, keys, values } = partsOf(map)
    const keeps = lambdas[0]!.evaluate(rows, [keys, values])
    const kept = Int32Array.from(rows.keys()).filter(i => isTrue(keeps, i))
    const offsets = new Int32Array(numRows + 1)
    for (const i of kept) offsets[rows[i]! + 1]!++
    for (let row = 0; row < numRows; row++) offsets[row + 1]! += offsets[row]!
    return { ...map, offsets, keys: takeValues(keys, kept), values: takeValues(values, kept) }
  },
}

/** @throws INVALID_OPTION where two keys become one, or one null. @see Spark `TransformKeys` */
const transformKeys: Builtin = {
  name: 'transform_keys',
  mayFail: true,
  type(args) {
    if (args[0]?.kind !== 'map' || args[1] === undefined) throw wrongArguments('transform_keys', 'a map and a function', args)
    return mapType(args[1], args[0].value)
  },
  evaluate([input], { type, lambdas }) {
    const { length, validity } = input as MapVector
    const { rows, offsets, keys, values } = partsOf(input as MapVector)
    return checkedMap(
      {
        type: type as MapType,
        length,
        validity,
        offsets,
        keys: lambdas[0]!.evaluate(rows, [keys, values]),
        values,
      },
      { keepsZeros: true },
    )
  },
}

/** @see Spark `TransformValues` */
const transformValues: Builtin = {
  name: 'transform_values',
  mayFail: false,
  type(args) {
    if (args[0]?.kind !== 'map' || args[1] === undefined) throw wrongArguments('transform_values', 'a map and a function', args)
    return mapType(args[0].key, args[1])
  },
  evaluate([input], { type, lambdas }) {
    const { length, validity } = input as MapVector
    const { rows, offsets, keys, values } = partsOf(input as MapVector)
    return {
      layout: 'map',
      type: type as MapType,
      length,
      validity,
      offsets,
      keys,
      values: lambdas[0]!.evaluate(rows, [keys, values]),
    }
  },
}

/** Functions over the entries of maps. @see Spark `higherOrderFunctions.scala` */
export const LAMBDA_MAP_BUILTINS: readonly Builtin[] = [mapFilter, transformKeys, transformValues]
