import { type ColumnVector, isNullAt, type ListVector } from '../../schema/column-vector.ts'
import { type DataType, sameType } from '../../schema/data-type.ts'
import { takeOrNull } from '../../schema/null-rows.ts'
import { takeValues } from '../../schema/take-rows.ts'
import { arrayOfType, BOOLEAN, entriesOf, joinVectors, pickLists, takeEntries, validityOf } from './array-lists.ts'
import { type Builtin, wrongArguments } from './builtin.ts'
import { elementAndPlace, isTrue, type Lambda } from './lambda.ts'

const requireList = (name: string, args: readonly DataType[], result?: 'boolean'): ListVector['type'] => {
  const [list, body] = args
  if (list?.kind !== 'array' || (result !== undefined && body?.kind !== result))
    throw wrongArguments(name, `an array and a function${result === undefined ? '' : ` that gives a ${result}`}`, args)
  return list
}

/** @see Spark `ArrayTransform` */
const transform: Builtin = {
  name: 'transform',
  mayFail: false,
  type(args) {
    requireList('transform', args)
    return arrayOfType(args[1]!)
  },
  evaluate([input], { type, lambdas }) {
    const list = input as ListVector
    const entries = entriesOf(list)
    const { rows, offsets } = entries
    const elements = lambdas[0]!.evaluate(rows, elementAndPlace(lambdas[0]!, takeEntries(list.elements, entries), entries))
    return { layout: 'list', type: type as ListVector['type'], length: list.length, validity: list.validity, offsets, elements }
  },
}

/** @see Spark `ArrayFilter` */
const filter: Builtin = {
  name: 'filter',
  mayFail: false,
  type: args => requireList('filter', args, 'boolean'),
  evaluate([input], { numRows, lambdas }) {
    const list = input as ListVector
    const entries = entriesOf(list)
    const { rows, offsets } = entries
    const elements = takeEntries(list.elements, entries)
    const keeps = lambdas[0]!.evaluate(rows, elementAndPlace(lambdas[0]!, elements, entries))
    return pickLists(list.type, elements, list.validity, numRows, (row, add) => {
      for (let i = offsets[row]!; i < offsets[row + 1]!; i++) if (isTrue(keeps, i)) add(isNullAt(elements, i) ? -1 : i)
    })
  },
}

/**
 * Whether one element is `deciding`; null where none is, but one is null. A condition that may fail is asked element by element,
 * and no further than Spark asks.
 *
 * @see Spark `ArrayExists`, `ArrayForAll`
 */
function decided(name: string, deciding: 0 | 1): Builtin {
  return {
    name,
    mayFail: false,
    type(args) {
      requireList(name, args, 'boolean')
      return BOOLEAN
    },
    evaluate([input], { numRows, lambdas }) {
      const list = input as ListVector
      const values = new Uint8Array(numRows).fill(1 - deciding)
      const validity = Uint8Array.from({ length: numRows }, (_, row) => (isNullAt(list, row) ? 0 : 1))
      const note = (row: number, answers: ColumnVector, i: number) => {
        if (values[row] === deciding) return
        if (isNullAt(answers, i)) validity[row] = 0
        else if ((answers as ColumnVector & { layout: 'boolean' }).values[i] === deciding) {
          values[row] = deciding
          validity[row] = 1
        }
      }
      if (!lambdas[0]!.mayFail) {
        const entries = entriesOf(list)
        const answers = lambdas[0]!.evaluate(entries.rows, [takeEntries(list.elements, entries)])
        for (const [i, row] of entries.rows.entries()) note(row, answers, i)
      } else
        inTurn(list, lambdas[0]!, (rows, answers) => {
          for (const [i, row] of rows.entries()) note(row, answers, i)
          return row => values[row] !== deciding
        })
      return { layout: 'boolean', type: BOOLEAN, length: numRows, validity, values }
    },
  }
}

/** The first elements of all lists, then the second … @param take gives which rows go on */
function inTurn(
  list: ListVector,
  lambda: Lambda,
  take: (rows: Int32Array, answers: ColumnVector) => (row: number) => boolean,
): void {
  let open = Int32Array.from({ length: list.length }, (_, row) => row).filter(row => !isNullAt(list, row))
  for (let turn = 0; open.length > 0; turn++) {
    open = open.filter(row => list.offsets[row]! + turn < list.offsets[row + 1]!)
    const elements = takeValues(
      list.elements,
      open.map(row => list.offsets[row]! + turn),
    )
    open = open.filter(take(open, lambda.evaluate(open, [elements])))
  }
}

/** A fold, the first elements of all lists first. @see Spark `ArrayAggregate` */
const aggregate: Builtin = {
  name: 'aggregate',
  mayFail: false,
  type(args) {
    const [list, zero, merged, finished] = args
    if (list?.kind !== 'array' || zero === undefined || merged === undefined || !sameType(zero, merged))
      throw wrongArguments('aggregate', 'an array, a first value, and a function that gives its type', args)
    return finished ?? merged
  },
  evaluate([input, zero], { numRows, context, lambdas }) {
    const list = input as ListVector
    const [merge, finish] = lambdas as readonly [Lambda, Lambda | undefined]
    let open = Int32Array.from({ length: numRows }, (_, row) => row).filter(row => !isNullAt(list, row))
    let totals = takeValues(zero!, open)
    // The totals of lists that have ended, and their rows.
    const [ended, endedRows]: [ColumnVector[], number[]] = [[], []]
    for (let turn = 0; open.length > 0; turn++) {
      const goesOn = (row: number) => list.offsets[row]! + turn < list.offsets[row + 1]!
      const places = Int32Array.from(open.keys())
      const [going, done] = [places.filter(i => goesOn(open[i]!)), places.filter(i => !goesOn(open[i]!))]
      if (done.length > 0) ended.push(takeValues(totals, done))
      for (const i of done) endedRows.push(open[i]!)
      const rows = going.map(i => open[i]!)
      const elements = takeValues(
        list.elements,
        rows.map(row => list.offsets[row]! + turn),
      )
      totals = merge.evaluate(rows, [takeValues(totals, going), elements])
      open = rows
    }
    const order = new Int32Array(numRows).fill(-1)
    for (const [i, row] of endedRows.entries()) order[row] = i
    if (ended.length === 0) ended.push(takeValues(zero!, new Int32Array(0)))
    const { all } = joinVectors(zero!.type, ended, context)
    if (finish === undefined) return takeOrNull(all, order)
    const rows = Int32Array.from({ length: numRows }, (_, row) => row).filter(row => order[row]! >= 0)
    const finished = finish.evaluate(rows, [
      takeValues(
        all,
        rows.map(row => order[row]!),
      ),
    ])
    const back = new Int32Array(numRows).fill(-1)
    for (const [i, row] of rows.entries()) back[row] = i
    return takeOrNull(finished, back)
  },
}

/** The elements of two lists at one place; null where one has no more. @see Spark `ZipWith` */
const zipWith: Builtin = {
  name: 'zip_with',
  mayFail: false,
  type(args) {
    if (args.length !== 3 || args[0]!.kind !== 'array' || args[1]!.kind !== 'array')
      throw wrongArguments('zip_with', 'two arrays and a function', args)
    return arrayOfType(args[2]!)
  },
  evaluate(args, { type, numRows, lambdas }) {
    const lists = args as readonly ListVector[]
    const validity = validityOf(lists, numRows)
    const rows: number[] = []
    const places: [number[], number[]] = [[], []]
    const offsets = new Int32Array(numRows + 1)
    for (let row = 0; row < numRows; row++) {
      const isThere = validity === null || validity[row] === 1
      const length = isThere ? Math.max(...lists.map(list => list.offsets[row + 1]! - list.offsets[row]!)) : 0
      for (let i = 0; i < length; i++) {
        rows.push(row)
        for (const [k, list] of lists.entries()) {
          const entry = list.offsets[row]! + i
          places[k]!.push(entry < list.offsets[row + 1]! ? entry : -1)
        }
      }
      offsets[row + 1] = rows.length
    }
    const elements = lambdas[0]!.evaluate(
      Int32Array.from(rows),
      lists.map((list, k) => takeOrNull(list.elements, Int32Array.from(places[k]!))),
    )
    return { layout: 'list', type: type as ListVector['type'], length: numRows, validity, offsets, elements }
  },
}

/** Functions over the elements of arrays. @see Spark `higherOrderFunctions.scala` */
export const LAMBDA_ARRAY_BUILTINS: readonly Builtin[] = [
  transform,
  filter,
  decided('exists', 1),
  decided('forall', 0),
  aggregate,
  zipWith,
]
