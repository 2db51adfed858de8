import type { Stored } from '../../schema/column-builder.ts'
import { type ColumnVector, isNullAt, type ListVector, type MapVector } from '../../schema/column-vector.ts'
import { sameType } from '../../schema/data-type.ts'
import { takeOrNull } from '../../schema/null-rows.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { SluiceError } from '../../util/error.ts'
import { compareStored } from '../compare-stored.ts'
import { type Builtin, constantOf, wrongArguments } from './builtin.ts'

const INDEXES = ['byte', 'short', 'integer', 'long']

/** `list[index]`, from 0. @see Spark `GetArrayItem` */
const getArrayItem: Builtin = {
  name: 'get_array_item',
  mayFail: true,
  type(args) {
    const [list, index] = args
    if (list?.kind !== 'array' || !INDEXES.includes(index?.kind ?? ''))
      throw wrongArguments(this.name, 'a list and a whole number', args)
    return list.element
  },
  evaluate([list, index], { numRows }) {
    const { offsets, elements } = list as ListVector
    const places = new Int32Array(numRows).fill(-1)
    for (let row = 0; row < numRows; row++) {
      if (isNullAt(list!, row) || isNullAt(index!, row)) continue
      const [start, end] = [offsets[row]!, offsets[row + 1]!]
      const place = Number(storedAt(index!, row))
      if (place < 0 || place >= end - start) throw noSuchIndex(place, end - start)
      places[row] = start + place
    }
    return takeOrNull(elements, places)
  },
}

/** `map[key]`: the value of the first entry with this key, null where there is none. @see Spark `GetMapValue` */
const getMapValue: Builtin = {
  name: 'get_map_value',
  mayFail: false,
  type(args) {
    const [map, key] = args
    if (map?.kind !== 'map' || key === undefined || !sameType(map.key, key))
      throw wrongArguments(this.name, 'a map and a key of its type', args)
    return map.value
  },
  evaluate([input, key], { numRows }) {
    const map = input as MapVector
    const { offsets } = map
    const isEqual = keyComparison(map.keys, key!)
    const places = new Int32Array(numRows).fill(-1)
    for (let row = 0; row < numRows; row++) {
      if (isNullAt(map, row) || isNullAt(key!, row)) continue
      for (let entry = offsets[row]!; entry < offsets[row + 1]!; entry++) {
        if (!isEqual(entry, row)) continue
        places[row] = entry
        break
      }
    }
    return takeOrNull(map.values, places)
  },
}

/** Whether the key of an entry is the key of a row. A constant text is compared once for each text there is. */
function keyComparison(keys: ColumnVector, wanted: ColumnVector): (entry: number, row: number) => boolean {
  const constant = constantOf(wanted)
  if (constant === undefined) return (entry, row) => compareStored(storedAt(keys, entry), storedAt(wanted, row)) === 0
  const isWanted = (entry: number) => compareStored(storedAt(keys, entry), constant as Stored) === 0
  if (keys.layout !== 'utf8' || keys.codes === null) return isWanted
  const { codes } = keys
  const known = new Map<number, boolean>()
  return entry => {
    const code = codes[entry]!
    let answer = known.get(code)
    if (answer === undefined) {
      answer = isWanted(entry)
      known.set(code, answer)
    }
    return answer
  }
}

function noSuchIndex(index: number, length: number): SluiceError {
  return new SluiceError(
    'ARITHMETIC_OVERFLOW',
    `[INVALID_ARRAY_INDEX] The index ${index} is out of bounds. The array has ${length} elements. Ask for the length of the list first, in a when(…) around it.`,
    { index, length },
  )
}

/** Parts of lists and maps. @see Spark `complexTypeExtractors.scala` */
export const ITEM_BUILTINS: readonly Builtin[] = [getArrayItem, getMapValue]
