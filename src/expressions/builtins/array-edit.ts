import { type ColumnVector, isNullAt, type ListVector } from '../../schema/column-vector.ts'
import type { DataType, StructType } from '../../schema/data-type.ts'
import { takeOrNull } from '../../schema/null-rows.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { SluiceError } from '../../util/error.ts'
import { commonType } from '../common-type.ts'
import { zeroIndex } from './array-access.ts'
import { arrayOfType, isInt, joinVectors, pickLists, typesDiffer, validityOf } from './array-lists.ts'
import { elementBeside } from './array-sets.ts'
import { type Builtin, wrongArguments } from './builtin.ts'
import { namedArguments } from './struct.ts'

/** A list of one value of each argument. @see Spark `CreateArray` */
const array: Builtin = {
  name: 'array',
  mayFail: false,
  type(args) {
    if (args.length === 0) throw wrongArguments('array', 'at least one value', args)
    const type = commonType(args)
    if (type === null) throw typesDiffer('array', 'DATA_DIFF_TYPES', args)
    return arrayOfType(type)
  },
  evaluate(args, { type, numRows, context }) {
    const { all, starts } = joinVectors((type as ListVector['type']).element, args, context)
    return pickLists(type as ListVector['type'], all, null, numRows, (row, add) => {
      for (const [i, start] of starts.entries()) add(isNullAt(args[i]!, row) ? -1 : start + row)
    })
  },
}

/** A value so many times. @see Spark `ArrayRepeat` */
const arrayRepeat: Builtin = {
  name: 'array_repeat',
  mayFail: true,
  type(args) {
    const [value, count] = args
    if (args.length !== 2 || !isInt(count)) throw wrongArguments('array_repeat', 'a value and an int', args)
    return arrayOfType(value!)
  },
  evaluate([value, count], { type, numRows }) {
    return pickLists(type as ListVector['type'], value!, validityOf([count!], numRows), numRows, (row, add) => {
      const times = Number(storedAt(count!, row))
      requireSize(times, 'count', 'array_repeat')
      for (let i = 0; i < times; i++) add(isNullAt(value!, row) ? -1 : row)
    })
  },
}

const MAX_LENGTH = 2_147_483_632

/** @throws INVALID_OPTION for an array that no vector could hold. @see Spark `ByteArrayMethods.MAX_ROUNDED_ARRAY_LENGTH` */
export function requireSize(length: number, parameter: string, name: string): void {
  if (length <= MAX_LENGTH) return
  throw new SluiceError(
    'INVALID_OPTION',
    `[COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER] Can't create array with ${length} elements which exceeding the array size limit ${MAX_LENGTH}, the value of parameter(s) \`${parameter}\` in the function \`${name}\` is invalid.`,
  )
}

/** The value before the first or after the last element. @see Spark `ArrayPrepend`, `ArrayAppend` */
function added(name: string, isFirst: boolean): Builtin {
  return {
    name,
    mayFail: false,
    type: args => arrayOfType(elementBeside(name, args, args[1])),
    evaluate([input, value], { type, numRows, context }) {
      const list = input as ListVector
      const { all, starts } = joinVectors((type as ListVector['type']).element, [list.elements, value!], context)
      return pickLists(type as ListVector['type'], all, list.validity, numRows, (row, add) => {
        if (isFirst) add(starts[1]! + row)
        for (let i = list.offsets[row]!; i < list.offsets[row + 1]!; i++) add(i)
        if (!isFirst) add(starts[1]! + row)
      })
    },
  }
}

/** The value at a place from 1, or from the end, with nulls up to it. @see Spark `ArrayInsert` */
const arrayInsert: Builtin = {
  name: 'array_insert',
  mayFail: true,
  type(args) {
    if (args.length !== 3 || !isInt(args[1])) throw wrongArguments('array_insert', 'an array, an int and a value', args)
    return arrayOfType(elementBeside('array_insert', args, args[2]))
  },
  evaluate([input, position, value], { type, numRows, context }) {
    const list = input as ListVector
    const { all, starts } = joinVectors((type as ListVector['type']).element, [list.elements, value!], context)
    const validity = validityOf([list, position!], numRows)
    return pickLists(type as ListVector['type'], all, validity, numRows, (row, add) => {
      const [start, end] = [list.offsets[row]!, list.offsets[row + 1]!]
      const place = Number(storedAt(position!, row))
      if (place === 0) throw zeroIndex()
      // The index of the value in the result; below zero it stands first, with nulls between.
      const index = place > 0 ? place - 1 : end - start + 1 + place
      requireSize(Math.max(end - start, Math.abs(place)), 'pos', 'array_insert')
      if (index < 0) add(starts[1]! + row)
      for (let i = index; i < 0; i++) add(-1)
      for (let i = start; i < Math.min(end, start + Math.max(index, 0)); i++) add(i)
      for (let i = end - start; i < index; i++) add(-1)
      if (index >= 0) add(starts[1]! + row)
      for (let i = start + Math.max(index, 0); i < end; i++) add(i)
    })
  },
}

/** Without the nulls. @see Spark `ArrayCompact` */
const arrayCompact: Builtin = {
  name: 'array_compact',
  mayFail: false,
  type(args) {
    if (args.length !== 1 || args[0]!.kind !== 'array') throw wrongArguments('array_compact', 'an array', args)
    return args[0]!
  },
  evaluate([input], { numRows }) {
    const list = input as ListVector
    return pickLists(list.type, list.elements, list.validity, numRows, (row, add) => {
      for (let i = list.offsets[row]!; i < list.offsets[row + 1]!; i++) if (!isNullAt(list.elements, i)) add(i)
    })
  },
}

/** The elements of the elements; null where one of them is null. @see Spark `Flatten` */
const flatten: Builtin = {
  name: 'flatten',
  mayFail: false,
  type(args) {
    if (args[0]?.kind !== 'array' || args[0].element.kind !== 'array') throw wrongArguments('flatten', 'an array of arrays', args)
    return args[0].element
  },
  evaluate([input], { type, numRows }) {
    const { elements: inner, offsets, validity: outer } = input as ListVector & { elements: ListVector }
    const validity = new Uint8Array(numRows).fill(1)
    for (let row = 0; row < numRows; row++) {
      if (outer !== null && outer[row] === 0) validity[row] = 0
      else for (let i = offsets[row]!; i < offsets[row + 1]!; i++) if (isNullAt(inner, i)) validity[row] = 0
    }
    return pickLists(type as ListVector['type'], inner.elements, validity, numRows, (row, add) => {
      for (let i = offsets[row]!; i < offsets[row + 1]!; i++)
        for (let j = inner.offsets[i]!; j < inner.offsets[i + 1]!; j++) add(j)
    })
  },
}

/** Structs of the elements at one place; null where an array has no more. @see Spark `ArraysZip` */
const arraysZip: Builtin = {
  name: 'arrays_zip',
  mayFail: false,
  type(args, constants = []) {
    const { names, types } = namedArguments('arrays_zip', args, constants)
    const fields = types.map((type, i): [string, DataType] => {
      if (type.kind !== 'array') throw wrongArguments('arrays_zip', 'arrays', types)
      return [names[i]!, type.element]
    })
    return arrayOfType({ kind: 'struct', fields: Object.fromEntries(fields) })
  },
  evaluate(args, { type, numRows }) {
    const lists = args.filter((_, i) => i % 2 === 1) as ListVector[]
    const validity = validityOf(lists, numRows)
    const offsets = new Int32Array(numRows + 1)
    const places: number[][] = lists.map(() => [])
    for (let row = 0; row < numRows; row++) {
      const isThere = validity === null || validity[row] === 1
      const length = isThere ? Math.max(...lists.map(list => list.offsets[row + 1]! - list.offsets[row]!)) : 0
      for (const [k, list] of lists.entries())
        for (let i = 0; i < length; i++) {
          const entry = list.offsets[row]! + i
          places[k]!.push(entry < list.offsets[row + 1]! ? entry : -1)
        }
      offsets[row + 1] = offsets[row]! + length
    }
    const struct = (type as ListVector['type']).element as StructType
    const zipped = lists.map((list, k): ColumnVector => takeOrNull(list.elements, Int32Array.from(places[k]!)))
    const fields = inOrder(struct, args, zipped)
    const elements: ColumnVector = { layout: 'struct', type: struct, length: offsets[numRows]!, validity: null, fields }
    return { layout: 'list', type: type as ListVector['type'], length: numRows, validity, offsets, elements }
  },
}

/** JavaScript lists names like `1` before all others: the vectors follow the fields of the type. */
function inOrder(struct: StructType, args: readonly ColumnVector[], vectors: readonly ColumnVector[]): ColumnVector[] {
  if (args[0]!.length === 0) return [...vectors]
  const names = vectors.map((_, i) => storedAt(args[2 * i]!, 0) as string)
  return Object.keys(struct.fields).map(name => vectors[names.indexOf(name)]!)
}

/** Arrays made and changed. @see Spark `complexTypeCreator.scala`, `collectionOperations.scala` */
export const ARRAY_EDIT_BUILTINS: readonly Builtin[] = [
  array,
  arrayRepeat,
  added('array_append', false),
  added('array_prepend', true),
  arrayInsert,
  arrayCompact,
  flatten,
  arraysZip,
]
