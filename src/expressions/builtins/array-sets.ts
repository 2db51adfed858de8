import { type ColumnVector, isNullAt, type ListVector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { commonType } from '../common-type.ts'
import { castVector } from '../evaluate-cast.ts'
import { emptySet, type Identities, identitiesOf, NO_VALUE, setOfIdentities } from './array-identity.ts'
import {
  arrayOfType,
  BOOLEAN,
  castElements,
  isAnyNull,
  joinVectors,
  LONG,
  pickLists,
  requireOrdered,
  typesDiffer,
  validityOf,
  withoutNegativeZero,
} from './array-lists.ts'
import { type Builtin, type Call, wrongArguments } from './builtin.ts'

/** The type of the elements of an array and of a value beside it, brought to one. */
export function elementBeside(name: string, args: readonly DataType[], value: DataType | undefined): DataType {
  const [list] = args
  if (list?.kind !== 'array' || value === undefined) throw wrongArguments(name, 'an array and a value', args)
  const type = commonType([list.element, value])
  if (type === null) throw typesDiffer(name, 'ARRAY_FUNCTION_DIFF_TYPES', args)
  return type
}

/** The type that the elements of two arrays are brought to. */
function elementOfBoth(name: string, args: readonly DataType[]): DataType {
  const [left, right] = args
  if (args.length !== 2 || left?.kind !== 'array' || right?.kind !== 'array') throw wrongArguments(name, 'two arrays', args)
  const type = commonType([left.element, right.element])
  if (type === null) throw typesDiffer(name, 'BINARY_ARRAY_DIFF_TYPES', args)
  requireOrdered(name, type)
  return type
}

/** The numbers that tell whether an element is the value beside its array. */
function besideValue([list, value]: readonly ColumnVector[], { context }: Call) {
  const type = commonType([(list as ListVector).elements.type, value!.type])!
  const elements = castElements(list!, type, context).elements
  const [ids, wanted] = identitiesOf(elements, castVector(value!, type, 'fail', context))
  return { offsets: (list as ListVector).offsets, ids: ids!, wanted: wanted! }
}

/** @see Spark `ArrayContains`: null where the value is not found but an element is null */
const arrayContains: Builtin = {
  name: 'array_contains',
  mayFail: false,
  type(args) {
    requireOrdered(this.name, elementBeside(this.name, args, args[1]))
    return BOOLEAN
  },
  evaluate(args, call) {
    const { offsets, ids, wanted } = besideValue(args, call)
    const { numRows } = call
    const values = new Uint8Array(numRows)
    const validity = new Uint8Array(numRows)
    for (let row = 0; row < numRows; row++) {
      if (isAnyNull(args, row)) continue
      let hasNull = false
      for (let i = offsets[row]!; i < offsets[row + 1]! && values[row] === 0; i++) {
        if (ids[i] === wanted[row]) values[row] = 1
        if (ids[i] === NO_VALUE) hasNull = true
      }
      validity[row] = values[row] === 1 || !hasNull ? 1 : 0
    }
    return { layout: 'boolean', type: BOOLEAN, length: numRows, validity, values }
  },
}

/** @see Spark `ArrayPosition` */
const arrayPosition: Builtin = {
  name: 'array_position',
  mayFail: false,
  type(args) {
    requireOrdered(this.name, elementBeside(this.name, args, args[1]))
    return LONG
  },
  evaluate(args, call) {
    const { offsets, ids, wanted } = besideValue(args, call)
    const { numRows } = call
    const values = new Float64Array(numRows)
    for (let row = 0; row < numRows; row++) {
      for (let i = offsets[row]!; i < offsets[row + 1]! && values[row] === 0; i++)
        if (ids[i] === wanted[row]) values[row] = i - offsets[row]! + 1
    }
    return { layout: 'int64', type: LONG, length: numRows, validity: validityOf(args, numRows), values }
  },
}

/** @see Spark `ArrayRemove` */
const arrayRemove: Builtin = {
  name: 'array_remove',
  mayFail: false,
  type(args) {
    const type = elementBeside(this.name, args, args[1])
    requireOrdered(this.name, type)
    return arrayOfType(type)
  },
  evaluate(args, call) {
    const { ids, wanted } = besideValue(args, call)
    const list = castElements(args[0]!, (call.type as ListVector['type']).element, call.context)
    return pickLists(list.type, list.elements, validityOf(args, call.numRows), call.numRows, (row, add) => {
      for (let i = list.offsets[row]!; i < list.offsets[row + 1]!; i++) if (ids[i] !== wanted[row]) add(i)
    })
  },
}

/** @see Spark `ArraysOverlap`: null where nothing is common but both have elements and one has a null */
const arraysOverlap: Builtin = {
  name: 'arrays_overlap',
  mayFail: false,
  type(args) {
    elementOfBoth(this.name, args)
    return BOOLEAN
  },
  evaluate(args, { numRows, context }) {
    const type = commonType(args.map(arg => (arg as ListVector).elements.type))!
    const [left, right] = args.map(arg => castElements(arg, type, context)) as [ListVector, ListVector]
    const [ids, others] = identitiesOf(left.elements, right.elements)
    const values = new Uint8Array(numRows)
    const validity = new Uint8Array(numRows)
    for (let row = 0; row < numRows; row++) {
      if (isAnyNull(args, row)) continue
      const own = ids!.subarray(left.offsets[row], left.offsets[row + 1])
      const theirs = others!.subarray(right.offsets[row], right.offsets[row + 1])
      const hasNull = own.includes(NO_VALUE) || theirs.includes(NO_VALUE)
      const mine = setOfIdentities(own)
      values[row] = theirs.some(id => id !== NO_VALUE && mine.has(id)) ? 1 : 0
      const isEmpty = own.length === 0 || theirs.length === 0
      validity[row] = values[row] === 1 || isEmpty || !hasNull ? 1 : 0
    }
    return { layout: 'boolean', type: BOOLEAN, length: numRows, validity, values }
  },
}

/** Each element once: those of the first array for which `isKept` holds, and with `both` those of the second. */
function setOf(name: string, isKept: (id: number, others: Identities) => boolean, { both = false, numArrays = 2 } = {}): Builtin {
  return {
    name,
    mayFail: false,
    type(args) {
      if (numArrays === 2) return arrayOfType(elementOfBoth(name, args))
      if (args.length !== 1 || args[0]!.kind !== 'array') throw wrongArguments(name, 'an array', args)
      requireOrdered(name, args[0]!.element)
      return args[0]!
    },
    evaluate(args, { type, numRows, context }) {
      const { element } = type as ListVector['type']
      const lists = args as readonly ListVector[]
      const { all, starts } = joinVectors(
        element,
        lists.map(list => list.elements),
        context,
      )
      const elements = withoutNegativeZero(all)
      const [ids] = identitiesOf(elements)
      const span = (index: number, row: number) => {
        const list = lists[index]
        if (list === undefined) return [0, 0] as const
        return [starts[index]! + list.offsets[row]!, starts[index]! + list.offsets[row + 1]!] as const
      }
      const size = (index: number, row: number) => span(index, row)[1] - span(index, row)[0]
      return pickLists(arrayOfType(element), elements, validityOf(args, numRows), numRows, (row, add) => {
        const others = setOfIdentities(ids!.subarray(...span(1, row)))
        const seen = emptySet(size(0, row) + (both ? size(1, row) : 0))
        for (let index = 0; index < (both ? 2 : 1); index++) {
          const [start, end] = span(index, row)
          for (let i = start; i < end; i++) {
            const id = ids![i]!
            if (seen.has(id) || !isKept(id, others)) continue
            seen.add(id)
            add(isNullAt(elements, i) ? -1 : i)
          }
        }
      })
    },
  }
}

/** Arrays as sets, in which null equals null. @see Spark `collectionOperations.scala` */
export const ARRAY_SET_BUILTINS: readonly Builtin[] = [
  arrayContains,
  arrayPosition,
  arrayRemove,
  arraysOverlap,
  setOf('array_distinct', () => true, { numArrays: 1 }),
  setOf('array_union', () => true, { both: true }),
  setOf('array_intersect', (id, others) => others.has(id)),
  setOf('array_except', (id, others) => !others.has(id)),
]
