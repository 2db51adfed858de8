import type { ColumnVector, ListVector, MapVector } from '../../schema/column-vector.ts'
import { isNullAt } from '../../schema/column-vector.ts'
import { concatBatches } from '../../schema/concat-batches.ts'
import { type ArrayType, type DataType, fieldsOf, simpleString } from '../../schema/data-type.ts'
import { takeOrNull } from '../../schema/null-rows.ts'
import { takeValues } from '../../schema/take-rows.ts'
import { SluiceError } from '../../util/error.ts'
import type { CastContext } from '../cast-stored.ts'
import { castVector } from '../evaluate-cast.ts'

export const BOOLEAN = { kind: 'boolean' } as const
export const INTEGER = { kind: 'integer' } as const
export const LONG = { kind: 'long' } as const
export const STRING = { kind: 'string' } as const

const INTS = ['byte', 'short', 'integer']
/** Whether Spark takes it where it wants an INT. */
export const isInt = (type: DataType | undefined): boolean => INTS.includes(type?.kind ?? '')
export const isWhole = (type: DataType | undefined): boolean => isInt(type) || type?.kind === 'long'

export const arrayOfType = (element: DataType): ArrayType => ({ kind: 'array', element })

/** Refuses what a function cannot bring to one type. @param condition below DATATYPE_MISMATCH */
export function typesDiffer(name: string, condition: string, args: readonly DataType[]): SluiceError {
  return new SluiceError(
    'TYPE_MISMATCH',
    `[DATATYPE_MISMATCH.${condition}] Cannot evaluate ${name}(${args.map(simpleString).join(', ')}): the types do not fit together. Cast the arguments first.`,
    { name },
  )
}

/** Refuses values without an order or an equality: maps, and what holds maps. @see Spark `TypeUtils.checkForOrderingExpr` */
export function requireOrdered(name: string, type: DataType): void {
  if (!holdsMap(type)) return
  throw new SluiceError(
    'TYPE_MISMATCH',
    `[DATATYPE_MISMATCH.INVALID_ORDERING_TYPE] Cannot evaluate ${name}: it does not support ordering on type ${simpleString(type)}.`,
    { name },
  )
}

function holdsMap(type: DataType): boolean {
  if (type.kind === 'array') return holdsMap(type.element)
  return type.kind === 'map' || (type.kind === 'struct' && fieldsOf(type).some(field => holdsMap(field.type)))
}

export const isAnyNull = (vectors: readonly ColumnVector[], row: number): boolean => vectors.some(vector => isNullAt(vector, row))

/** One byte a row: 1 where none of the vectors is null; `null` where none is null anywhere. */
export function validityOf(vectors: readonly ColumnVector[], numRows: number): Uint8Array | null {
  const withNulls = vectors.filter(vector => vector.validity !== null)
  if (withNulls.length === 0) return null
  const validity = new Uint8Array(numRows)
  for (let row = 0; row < numRows; row++) validity[row] = isAnyNull(withNulls, row) ? 0 : 1
  return validity
}

/** The list with elements of another type. */
export function castElements(list: ColumnVector, element: DataType, context: CastContext): ListVector {
  const from = list as ListVector
  return { ...from, type: arrayOfType(element), elements: castVector(from.elements, element, 'fail', context) }
}

/** The values of several vectors in one, cast to a type, and the place in it where those of each begin. */
export function joinVectors(
  type: DataType,
  vectors: readonly ColumnVector[],
  context: CastContext,
): { readonly all: ColumnVector; readonly starts: readonly number[] } {
  const schema = { kind: 'struct', fields: { value: type } } as const
  const batches = vectors.map(vector => {
    const cast = castVector(vector, type, 'fail', context)
    return { schema, numRows: vector.length, columns: [cast] }
  })
  const starts: number[] = []
  let start = 0
  for (const { length } of vectors) {
    starts.push(start)
    start += length
  }
  return { all: concatBatches(schema, batches).columns[0]!, starts }
}

/**
 * Lists that pick elements of a vector.
 *
 * @param pick gives the numbers of the elements of a row, in order, -1 for a null; called for the rows that are valid
 */
export function pickLists(
  type: ArrayType,
  from: ColumnVector,
  validity: Uint8Array | null,
  numRows: number,
  pick: (row: number, add: (element: number) => void) => void,
): ListVector {
  const picked: number[] = []
  const offsets = new Int32Array(numRows + 1)
  const add = (element: number) => {
    picked.push(element)
  }
  for (let row = 0; row < numRows; row++) {
    if (validity === null || validity[row] === 1) pick(row, add)
    offsets[row + 1] = picked.length
  }
  return { layout: 'list', type, length: numRows, validity, offsets, elements: takeOrNull(from, Int32Array.from(picked)) }
}

/** The entries of the lists or maps of all rows, one after the other, without those that lie below a null. */
export interface Entries {
  /** The row of each entry. */
  readonly rows: Int32Array
  /** The number of each entry in the elements, or keys and values, of the vector. */
  readonly entries: Int32Array
  /** Where the entries of each row begin. */
  readonly offsets: Int32Array
  /** Whether the entries are all there are, in order: then nothing need be moved. */
  readonly isWhole: boolean
}

export function entriesOf(vector: ListVector | MapVector): Entries {
  const { length, offsets: from, validity } = vector
  const offsets = new Int32Array(length + 1)
  for (let row = 0; row < length; row++)
    offsets[row + 1] = offsets[row]! + (validity === null || validity[row] === 1 ? from[row + 1]! - from[row]! : 0)
  const count = offsets[length]!
  const rows = new Int32Array(count)
  const entries = new Int32Array(count)
  let isWhole = count === (vector.layout === 'list' ? vector.elements : vector.keys).length
  for (let row = 0; row < length; row++) {
    const shift = from[row]! - offsets[row]!
    if (shift !== 0 && offsets[row] !== offsets[row + 1]) isWhole = false
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
      rows[i] = row
      entries[i] = i + shift
    }
  }
  return { rows, entries, offsets, isWhole }
}

/** The elements, keys or values of these entries. */
export const takeEntries = (vector: ColumnVector, { entries, isWhole }: Entries): ColumnVector =>
  isWhole ? vector : takeValues(vector, entries)

/** -0.0 as 0.0, however deep. @see Spark `NormalizeFloatingNumbers` */
export function withoutNegativeZero(vector: ColumnVector): ColumnVector {
  switch (vector.layout) {
    case 'float64':
      return { ...vector, values: vector.values.map(value => value + 0) }
    case 'list':
      return { ...vector, elements: withoutNegativeZero(vector.elements) }
    case 'struct':
      return { ...vector, fields: vector.fields.map(withoutNegativeZero) }
    default:
      return vector
  }
}
