import { type ColumnVector, isNullAt, type ListVector } from '../../schema/column-vector.ts'
import { takeOrNull } from '../../schema/null-rows.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { compareStored } from '../compare-stored.ts'
import { bytesOf } from './array-identity.ts'
import { pickLists, requireOrdered, validityOf } from './array-lists.ts'
import { type Builtin, wrongArguments } from './builtin.ts'

/** Orders two values of a vector, neither of them null. */
function orderOf(vector: ColumnVector): (a: number, b: number) => number {
  switch (vector.layout) {
    case 'boolean':
    case 'int32':
      return (a, b) => vector.values[a]! - vector.values[b]!
    case 'float64':
    case 'int64':
    case 'decimal':
      return (a, b) => compareStored(vector.values[a]!, vector.values[b]!)
    case 'utf8':
      return (a, b) => Buffer.compare(bytesOf(vector, a), bytesOf(vector, b))
    default:
      return (a, b) => compareStored(storedAt(vector, a), storedAt(vector, b))
  }
}

/** The least or greatest element that is not null. @see Spark `ArrayMin`, `ArrayMax` */
function extreme(name: string, sign: 1 | -1): Builtin {
  return {
    name,
    mayFail: false,
    type(args) {
      if (args.length !== 1 || args[0]!.kind !== 'array') throw wrongArguments(name, 'an array', args)
      requireOrdered(name, args[0]!.element)
      return args[0]!.element
    },
    evaluate([input], { numRows }) {
      const { elements, offsets } = input as ListVector
      const compare = orderOf(elements)
      const best = new Int32Array(numRows).fill(-1)
      for (let row = 0; row < numRows; row++) {
        if (isNullAt(input!, row)) continue
        for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
          if (isNullAt(elements, i)) continue
          if (best[row] === -1 || sign * compare(i, best[row]!) > 0) best[row] = i
        }
      }
      return takeOrNull(elements, best)
    },
  }
}

/** @param nulls where nulls stand in ascending order; in descending order at the other end */
function sorted(name: string, nulls: 'first' | 'last', takesDirection: boolean): Builtin {
  return {
    name,
    mayFail: false,
    type(args) {
      const [list, direction] = args
      const fits = takesDirection ? args.length === 2 && direction!.kind === 'boolean' : args.length === 1
      if (list?.kind !== 'array' || !fits) throw wrongArguments(name, 'an array', args)
      requireOrdered(name, list.element)
      return list
    },
    evaluate(args, { numRows }) {
      const [list, direction] = args as readonly [ListVector, ColumnVector | undefined]
      const { elements, offsets } = list
      const compare = orderOf(elements)
      return pickLists(list.type, elements, validityOf(args, numRows), numRows, (row, add) => {
        const isAscending = direction === undefined || storedAt(direction, row) === true
        const there: number[] = []
        let numNulls = 0
        for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
          if (isNullAt(elements, i)) numNulls++
          else there.push(i)
        }
        there.sort(isAscending ? compare : (a, b) => compare(b, a))
        const nullsFirst = (nulls === 'first') === isAscending
        if (nullsFirst) for (let i = 0; i < numNulls; i++) add(-1)
        for (const i of there) add(i)
        if (!nullsFirst) for (let i = 0; i < numNulls; i++) add(-1)
      })
    },
  }
}

/** Arrays in order. @see Spark `collectionOperations.scala`, `higherOrderFunctions.scala` */
export const ARRAY_ORDER_BUILTINS: readonly Builtin[] = [
  extreme('array_min', -1),
  extreme('array_max', 1),
  sorted('array_sort', 'last', false),
  sorted('sort_array', 'first', true),
]
