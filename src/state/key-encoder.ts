import { valueKey } from '../expressions/accumulators/value-key.ts'
import { WINDOW_TYPE } from '../expressions/type-of.ts'
import type { ByteValues } from '../schema/byte-values.ts'
import { type Stored, vectorOf } from '../schema/column-builder.ts'
import { type ColumnVector, isNullAt, type Utf8Vector } from '../schema/column-vector.ts'
import type { DataType } from '../schema/data-type.ts'
import { ownedStoredAt } from '../schema/owned-stored.ts'
import { storedAt } from '../schema/stored-at.ts'
import { BytesTable } from './bytes-table.ts'
import { KeyCodes } from './key-codes.ts'
import { normalKey } from './normal-key.ts'

const TIMESTAMP = { kind: 'timestamp' } as const

/**
 * Numbers the values of a key column 0, 1, 2 …: equal values have equal codes for the life of the encoder. Null is a
 * value; -0.0 equals 0.0, every NaN every other, and a map one with the same entries in another order.
 *
 * @see Spark `NormalizeFloatingNumbers.scala`
 */
export interface KeyEncoder {
  /** About the bytes of the values that have no fixed length. */
  readonly numBytes: number
  encode(vector: ColumnVector): Int32Array
  /** The values of these codes. */
  decode(codes: Int32Array): ColumnVector
}

/** @param mostOthers keys that are neither texts nor numbers */
export function keyEncoder(type: DataType, mostOthers?: number): KeyEncoder {
  return type.kind === 'string' || type.kind === 'binary' ? bytesEncoder(type) : valueEncoder(type, mostOthers)
}

function bytesEncoder(type: DataType & { kind: 'string' | 'binary' }): KeyEncoder {
  const table = new BytesTable()
  /** Codes have no hole, so null takes the one that is next when it first comes; byte strings after it move up by one. */
  let nullCode = -1
  const codeOfNull = () => {
    if (nullCode < 0) nullCode = table.values.length
    return nullCode
  }
  const find = (dictionary: ByteValues, entry: number) => {
    const number = table.find(dictionary, entry)
    return nullCode >= 0 && number >= nullCode ? number + 1 : number
  }
  return {
    get numBytes() {
      return table.numBytes
    },
    encode(vector) {
      const { codes, dictionary, length } = vector as Utf8Vector
      const result = new Int32Array(length)
      if (codes === null) {
        for (let row = 0; row < length; row++) result[row] = isNullAt(vector, row) ? codeOfNull() : find(dictionary, row)
        return result
      }
      // Each dictionary entry is hashed once a batch, however many rows point to it.
      const known = new Int32Array(dictionary.length).fill(-1)
      for (let row = 0; row < length; row++) {
        if (isNullAt(vector, row)) {
          result[row] = codeOfNull()
          continue
        }
        const entry = codes[row]!
        if (known[entry]! < 0) known[entry] = find(dictionary, entry)
        result[row] = known[entry]!
      }
      return result
    },
    decode(codes) {
      const { length } = codes
      const { bytes, starts, ends } = table.values
      const validity = nullCode >= 0 && codes.includes(nullCode) ? new Uint8Array(length).fill(1) : null
      const [from, to] = [new Int32Array(length), new Int32Array(length)]
      for (let i = 0; i < length; i++) {
        const code = codes[i]!
        if (code === nullCode) {
          validity![i] = 0
          continue
        }
        const number = nullCode >= 0 && code > nullCode ? code - 1 : code
        from[i] = starts[number]!
        to[i] = ends[number]!
      }
      // The bytes of a table never change, those of other entries only come behind: they need no copy.
      return { layout: 'utf8', type, length, validity, codes: null, dictionary: { bytes, starts: from, ends: to, length } }
    },
  }
}

function valueEncoder(type: DataType, mostOthers?: number): KeyEncoder {
  const keys = new KeyCodes(mostOthers)
  const values: Stored[] = []
  const isWindow = isWindowType(type)
  let windowUs = Number.NaN
  const noteNew = (code: number, stored: Stored): void => {
    // -0 is one key with 0; what is shown of the group is 0.
    if (code === values.length) values.push(Object.is(stored, -0) ? 0 : stored)
  }
  /** The windows of one operator have one length, so the start says all. */
  const keyOf = (value: Stored): unknown => {
    if (!isWindow || value === null) return valueKey(value)
    const [start, end] = value as readonly (number | bigint | null)[]
    if (Number.isNaN(windowUs)) windowUs = Number(end) - Number(start)
    const same = start !== null && end !== null && Number.isSafeInteger(Number(start)) && Number(end) - Number(start) === windowUs
    return same ? Number(start) : valueKey(value)
  }
  const fastKeys = (vector: ColumnVector): Float64Array | Int32Array | null => {
    if (vector.validity !== null) return null
    if (vector.layout === 'int32' || vector.layout === 'float64') return vector.values
    if (vector.layout === 'int64') return vector.values instanceof Float64Array ? vector.values : null
    if (vector.layout !== 'struct' || !isWindow) return null
    const [start, end] = vector.fields
    if (start?.layout !== 'int64' || end?.layout !== 'int64' || start.validity !== null || end.validity !== null) return null
    if (!(start.values instanceof Float64Array) || !(end.values instanceof Float64Array)) return null
    if (Number.isNaN(windowUs) && vector.length > 0) windowUs = end.values[0]! - start.values[0]!
    for (let row = 0; row < vector.length; row++) if (end.values[row]! - start.values[row]! !== windowUs) return null
    return start.values
  }
  return {
    get numBytes() {
      return keys.numBytes
    },
    encode(vector) {
      const result = new Int32Array(vector.length)
      const numbers = fastKeys(vector)
      if (numbers === null) {
        for (let row = 0; row < vector.length; row++) {
          const value = isWindow ? storedAt(vector, row) : normalKey(type, ownedStoredAt(vector, row))
          const code = keys.of(keyOf(value))
          noteNew(code, value)
          result[row] = code
        }
        return result
      }
      let [last, code] = [Number.NaN, -1]
      for (let row = 0; row < vector.length; row++) {
        const number = numbers[row]!
        if (number !== last || code < 0) {
          last = number
          code = keys.ofNumber(number)
          if (code === values.length) noteNew(code, storedAt(vector, row))
        }
        result[row] = code
      }
      return result
    },
    decode(codes) {
      const stored = new Array<Stored>(codes.length)
      for (let i = 0; i < codes.length; i++) stored[i] = values[codes[i]!]!
      return (isWindow ? windowsOf(stored) : null) ?? vectorOf(type, stored)
    },
  }
}

/** Windows as a column; `null` where one is null, or its bounds are no plain numbers. */
function windowsOf(windows: readonly Stored[]): ColumnVector | null {
  const { length } = windows
  const [starts, ends] = [new Float64Array(length), new Float64Array(length)]
  for (let i = 0; i < length; i++) {
    const window = windows[i] as readonly Stored[] | null
    if (window === null || typeof window[0] !== 'number' || typeof window[1] !== 'number') return null
    starts[i] = window[0]
    ends[i] = window[1]
  }
  const fields = [starts, ends].map(values => ({ layout: 'int64', type: TIMESTAMP, length, validity: null, values }) as const)
  return { layout: 'struct', type: WINDOW_TYPE, length, validity: null, fields }
}

function isWindowType(type: DataType): boolean {
  return (
    type.kind === 'struct' &&
    Object.keys(type.fields).join() === 'start,end' &&
    type.fields.start?.kind === 'timestamp' &&
    type.fields.end?.kind === 'timestamp'
  )
}
