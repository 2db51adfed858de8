import { bytesAt } from '../../schema/byte-values.ts'
import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import { type ColumnVector, isNullAt, type Utf8Vector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { takeValues } from '../../schema/take-rows.ts'
import { SluiceError } from '../../util/error.ts'
import { type Builtin, type Call, wrongArguments } from './builtin.ts'
import { exactTextAt, storedText } from './text-bytes.ts'
import { resultVector } from './text-vector.ts'

/** What an argument may be, and the value that a function is given for it. Texts are exact: see `text-bytes.ts`. */
interface Arguments {
  string: string
  binary: Uint8Array
  /** Text or bytes. */
  bytes: string | Uint8Array
  int: number
  long: number | bigint
  bytesOrLong: string | Uint8Array | number | bigint
  boolean: boolean
}
type Kind = keyof Arguments
type Values<K extends readonly Kind[]> = { [I in keyof K]: Arguments[K[I]] }

const KINDS: Readonly<Record<Kind, readonly DataType['kind'][]>> = {
  string: ['string'],
  binary: ['binary'],
  bytes: ['string', 'binary'],
  int: ['byte', 'short', 'integer'],
  long: ['byte', 'short', 'integer', 'long'],
  bytesOrLong: ['string', 'binary', 'byte', 'short', 'integer', 'long'],
  boolean: ['boolean'],
}

/** A function of arguments of fixed types that gives null where one is null. */
export function textFunction<const K extends readonly Kind[]>(
  name: string,
  kinds: K,
  result: DataType | ((args: readonly DataType[]) => DataType),
  apply: (...values: Values<K>) => Stored,
  { mayFail = false, optional = 0 } = {},
): Builtin {
  return rowFunction({
    name,
    mayFail,
    type(args) {
      const fits = args.length <= kinds.length && args.length >= kinds.length - optional
      if (!fits || args.some((arg, i) => !KINDS[kinds[i]!].includes(arg.kind))) throw wrongArguments(name, kinds.join(', '), args)
      return typeof result === 'function' ? result(args) : result
    },
    apply: values => apply(...(values as Values<K>)),
  })
}

/** @see rowFunction */
export interface RowFunction {
  readonly name: string
  readonly mayFail: boolean
  /** Whether it is called for rows where an argument is null; else they are null. */
  readonly takesNulls?: boolean
  type(args: readonly DataType[]): DataType
  apply(values: readonly Stored[], call: Call, args: readonly ColumnVector[]): Stored
}

/**
 * A function computed value by value: once for each entry of the dictionary where all arguments but one text are
 * constants, once in all where all are.
 */
export function rowFunction(given: RowFunction): Builtin {
  const { name, mayFail, type } = given
  return {
    name,
    mayFail,
    type,
    evaluate(args, call) {
      try {
        return evaluateRows(given, args, call)
      } catch (error) {
        // JavaScript's texts have at most 2^29 characters.
        if (!(error instanceof RangeError)) throw error
        throw new SluiceError(
          'UNSUPPORTED_OPERATION',
          `Cannot evaluate ${name}: its result is too long for a text.`,
          { name },
          error,
        )
      }
    },
  }
}

function evaluateRows({ takesNulls = false, apply }: RowFunction, args: readonly ColumnVector[], call: Call): ColumnVector {
  const { numRows, type } = call
  const constant = args.map(isConstant)
  const readers = args.map((arg, i) => readerOf(arg, constant[i]!))
  const valueAt = (row: number): Stored => {
    if (!takesNulls && args.some(arg => isNullAt(arg, row))) return null
    const values = readers.map(read => read(row))
    return toStored(apply(values, call, args))
  }
  const varying = args.filter((_, i) => !constant[i])
  if (numRows > 0 && varying.length === 0) return takeValues(vectorOf(type, [valueAt(0)]), new Int32Array(numRows))
  const [texts] = varying
  if (varying.length === 1 && texts!.layout === 'utf8' && texts!.codes !== null && texts!.dictionary.length <= 2 * numRows)
    return overDictionary(texts!, texts!.codes, numRows, type, valueAt)
  const values: Stored[] = []
  for (let row = 0; row < numRows; row++) values.push(valueAt(row))
  return resultVector(type, values)
}

function overDictionary(
  texts: Utf8Vector,
  codes: Int32Array,
  numRows: number,
  type: DataType,
  valueAt: (row: number) => Stored,
): ColumnVector {
  const slotOfCode = new Int32Array(texts.dictionary.length).fill(-1)
  let slotOfNull = -1
  const results: Stored[] = []
  const slots = new Int32Array(numRows)
  for (let row = 0; row < numRows; row++) {
    const isNull = isNullAt(texts, row)
    let slot = isNull ? slotOfNull : slotOfCode[codes[row]!]!
    if (slot < 0) {
      slot = results.push(valueAt(row)) - 1
      if (isNull) slotOfNull = slot
      else slotOfCode[codes[row]!] = slot
    }
    slots[row] = slot
  }
  return takeValues(vectorOf(type, results), slots)
}

function isConstant(vector: ColumnVector): boolean {
  if (vector.validity !== null) {
    for (let row = 0; row < vector.length; row++) if (vector.validity[row] === 1) return false
    return true
  }
  switch (vector.layout) {
    case 'utf8':
      return vector.codes !== null && vector.dictionary.length === 1
    case 'boolean':
    case 'int32':
    case 'float64':
    case 'int64': {
      const { values, length } = vector
      for (let row = 1; row < length; row++) if (values[row] !== values[0]) return false
      return true
    }
    default:
      return false
  }
}

function readerOf(vector: ColumnVector, isFixed: boolean): (row: number) => Stored {
  const read =
    vector.layout === 'utf8' && vector.type.kind === 'string'
      ? (row: number) => (isNullAt(vector, row) ? null : exactTextAt(vector, row))
      : vector.layout === 'list'
        ? (row: number) => listAt(vector, row)
        : (row: number) => storedAt(vector, row)
  if (!isFixed || vector.length === 0) return read
  const value = read(0)
  return () => value
}

function listAt(vector: ColumnVector & { layout: 'list' }, row: number): Stored {
  if (isNullAt(vector, row)) return null
  const { elements, offsets } = vector
  const read = readerOf(elements, false)
  return Array.from({ length: offsets[row + 1]! - offsets[row]! }, (_, i) => read(offsets[row]! + i))
}

function toStored(value: Stored): Stored {
  if (typeof value === 'string') return storedText(value)
  return Array.isArray(value) ? value.map(toStored) : value
}

/** The bytes of a text or of bytes. */
export function rawBytesAt(vector: Utf8Vector, row: number): Uint8Array {
  return bytesAt(vector.dictionary, vector.codes === null ? row : vector.codes[row]!)
}

/** A function that remembers its last result: what is made of constants is made once. */
export function remembered<A extends readonly unknown[], R>(compute: (...args: A) => R): (...args: A) => R {
  let last: { readonly args: A; readonly result: R } | null = null
  return (...args) => {
    if (last === null || args.some((arg, i) => arg !== last!.args[i])) last = { args, result: compute(...args) }
    return last.result
  }
}
