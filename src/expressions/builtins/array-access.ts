import { type ColumnVector, isNullAt, type ListVector, type MapVector } from '../../schema/column-vector.ts'
import { type DataType, sameType } from '../../schema/data-type.ts'
import { takeOrNull } from '../../schema/null-rows.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { SluiceError } from '../../util/error.ts'
import { commonType } from '../common-type.ts'
import { castVector } from '../evaluate-cast.ts'
import { identitiesOf } from './array-identity.ts'
import { arrayOfType, INTEGER, isAnyNull, isInt, isWhole, pickLists, typesDiffer, validityOf } from './array-lists.ts'
import { type Builtin, type Call, wrongArguments } from './builtin.ts'

/** How many elements or entries; null for null. @see Spark `Size` */
function size(name: string, kinds: readonly DataType['kind'][]): Builtin {
  return {
    name,
    mayFail: false,
    type(args) {
      if (args.length !== 1 || !kinds.includes(args[0]!.kind)) throw wrongArguments(name, kinds.join(' or '), args)
      return INTEGER
    },
    evaluate([list], { numRows }) {
      const { offsets, validity } = list as ListVector | MapVector
      const values = new Int32Array(numRows)
      for (let row = 0; row < numRows; row++) values[row] = offsets[row + 1]! - offsets[row]!
      return { layout: 'int32', type: INTEGER, length: numRows, validity, values }
    },
  }
}

/** The element at a place from 1, or from the end; the value of a key. @see Spark `ElementAt` */
function elementAt(name: string, isTolerant: boolean): Builtin {
  return {
    name,
    mayFail: true,
    type(args) {
      const [from, key] = args
      if (from?.kind === 'map' && key !== undefined) {
        if (commonType([from.key, key]) === null) throw typesDiffer(name, 'MAP_FUNCTION_DIFF_TYPES', args)
        return from.value
      }
      if (from?.kind !== 'array' || !isInt(key)) throw wrongArguments(name, 'an array and an int, or a map and a key', args)
      return from.element
    },
    evaluate([from, key], call) {
      if (from!.layout === 'map') return valueOfKey(from as MapVector, key!, call)
      return elementsAt(from as ListVector, key!, call.numRows, (place, length) => {
        if (place === 0) throw zeroIndex()
        const index = place > 0 ? place - 1 : length + place
        if (index >= 0 && index < length) return index
        if (isTolerant) return -1
        throw new SluiceError(
          'INVALID_OPTION',
          `[INVALID_ARRAY_INDEX_IN_ELEMENT_AT] The index ${place} is out of bounds. The array has ${length} elements. Use tryElementAt to get null instead.`,
        )
      })
    },
  }
}

export const zeroIndex = (): SluiceError =>
  new SluiceError(
    'INVALID_OPTION',
    '[INVALID_INDEX_OF_ZERO] The index 0 is invalid. An index shall be either < 0 or > 0 (the first element has index 1).',
  )

/** The element at a place from 0, null where there is none. @see Spark `Get` */
const get: Builtin = {
  name: 'get',
  mayFail: false,
  type(args) {
    const [list, index] = args
    if (list?.kind !== 'array' || !isWhole(index)) throw wrongArguments('get', 'an array and a whole number', args)
    return list.element
  },
  evaluate([list, index], { numRows }) {
    return elementsAt(list as ListVector, index!, numRows, (place, length) => (place >= 0 && place < length ? place : -1))
  },
}

/** @param indexOf the index from 0 for a place, or -1 for null */
function elementsAt(
  list: ListVector,
  index: ColumnVector,
  numRows: number,
  indexOf: (place: number, length: number) => number,
): ColumnVector {
  const places = new Int32Array(numRows).fill(-1)
  for (let row = 0; row < numRows; row++) {
    if (isNullAt(list, row) || isNullAt(index, row)) continue
    const start = list.offsets[row]!
    const found = indexOf(Number(storedAt(index, row)), list.offsets[row + 1]! - start)
    if (found >= 0) places[row] = start + found
  }
  return takeOrNull(list.elements, places)
}

function valueOfKey(map: MapVector, key: ColumnVector, call: Call): ColumnVector {
  return takeOrNull(map.values, entryOfKey(map, key, call))
}

/** The entry of each row that has the key of the row; -1 for none, or where one is null. Of two with one key the first. */
export function entryOfKey(
  map: MapVector,
  key: ColumnVector,
  { numRows, context }: Pick<Call, 'numRows' | 'context'>,
): Int32Array {
  const type = commonType([map.keys.type, key.type])!
  const [keys, wanted] = identitiesOf(castVector(map.keys, type, 'fail', context), castVector(key, type, 'fail', context))
  const found = new Int32Array(numRows).fill(-1)
  for (let row = 0; row < numRows; row++) {
    if (isAnyNull([map, key], row)) continue
    for (let entry = map.offsets[row]!; entry < map.offsets[row + 1]! && found[row] === -1; entry++)
      if (keys![entry] === wanted![row]) found[row] = entry
  }
  return found
}

/** A part of a list, from a place from 1 or from the end. @see Spark `Slice` */
const slice: Builtin = {
  name: 'slice',
  mayFail: true,
  type(args) {
    const [list, start, length] = args
    if (args.length !== 3 || list?.kind !== 'array' || !isWhole(start) || !isWhole(length))
      throw wrongArguments('slice', 'an array and two whole numbers', args)
    return list
  },
  evaluate(args, { numRows }) {
    const [list, start, length] = args as readonly [ListVector, ColumnVector, ColumnVector]
    return pickLists(list.type, list.elements, validityOf(args, numRows), numRows, (row, add) => {
      const [from, end] = [list.offsets[row]!, list.offsets[row + 1]!]
      const [place, count] = [Number(storedAt(start, row)), Number(storedAt(length, row))]
      if (place === 0) throw invalid('START', '`start`', 'a positive or a negative value for `start`, but got 0')
      if (count < 0) throw invalid('LENGTH', '`length`', `\`length\` greater than or equal to 0, but got ${count}`)
      const first = place > 0 ? from + place - 1 : end + place
      if (first < from) return
      for (let i = first; i < Math.min(end, first + count); i++) add(i)
    })
  },
}

const invalid = (condition: string, parameter: string, expects: string): SluiceError =>
  new SluiceError(
    'INVALID_OPTION',
    `[INVALID_PARAMETER_VALUE.${condition}] The value of parameter(s) ${parameter} in \`slice\` is invalid: Expects ${expects}.`,
  )

/** A field of every struct of a list. @see Spark `GetArrayStructFields` */
const getArrayStructFields: Builtin = {
  name: 'get_array_struct_fields',
  mayFail: false,
  type(args, constants = []) {
    const [list] = args
    const name = constants[1]
    const struct = list?.kind === 'array' ? list.element : undefined
    if (struct?.kind !== 'struct' || typeof name !== 'string')
      throw wrongArguments(this.name, 'an array of structs and a name', args)
    const field = Object.hasOwn(struct.fields, name) ? struct.fields[name] : undefined
    if (field === undefined)
      throw new SluiceError(
        'COLUMN_NOT_FOUND',
        `Cannot find field "${name}". There are: ${Object.keys(struct.fields).join(', ')}.`,
      )
    return arrayOfType(field)
  },
  evaluate([input, name], { type }) {
    const list = input as ListVector
    if (list.elements.layout !== 'struct') throw new Error('no structs')
    const wanted = name!.length === 0 ? -1 : Object.keys(list.elements.type.fields).indexOf(storedAt(name!, 0) as string)
    // Without rows there is no name to read, and nothing to take.
    const field =
      wanted < 0 ? list.elements.fields.find(({ type: of }) => sameType(arrayOfType(of), type)) : list.elements.fields[wanted]
    return { ...list, type: type as ListVector['type'], elements: field! }
  },
}

/** Parts of arrays and maps, and their sizes. @see Spark `collectionOperations.scala`, `complexTypeExtractors.scala` */
export const ARRAY_ACCESS_BUILTINS: readonly Builtin[] = [
  size('size', ['array', 'map']),
  size('cardinality', ['array', 'map']),
  size('array_size', ['array']),
  elementAt('element_at', false),
  elementAt('try_element_at', true),
  get,
  slice,
  getArrayStructFields,
]
