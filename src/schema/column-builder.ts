import { assertNever } from '../util/assert-never.ts'
import { byteValuesOf } from './byte-values.ts'
import type { ColumnVector } from './column-vector.ts'
import { type DataType, fieldsOf } from './data-type.ts'

/**
 * A value as it is stored: numbers for integers, doubles and days; a number or bigint for 64-bit integers
 * (timestamps in microseconds); text or bytes for strings; the unscaled bigint for decimals; lists and structs of such; a
 * map as the list of its [key, value] pairs.
 */
export type Stored = number | bigint | boolean | string | Uint8Array | readonly Stored[] | null

/** A vector from stored values. */
export function vectorOf(type: DataType, values: readonly Stored[]): ColumnVector {
  const length = values.length
  const validity = values.includes(null) ? Uint8Array.from(values, value => (value === null ? 0 : 1)) : null
  switch (type.kind) {
    case 'boolean':
      return { layout: 'boolean', type, length, validity, values: Uint8Array.from(values, value => (value === true ? 1 : 0)) }
    case 'byte':
    case 'short':
    case 'integer':
    case 'date':
      return { layout: 'int32', type, length, validity, values: Int32Array.from(values, value => (value as number) ?? 0) }
    case 'float':
    case 'double':
      return { layout: 'float64', type, length, validity, values: Float64Array.from(values, value => (value as number) ?? 0) }
    case 'long':
    case 'timestamp':
      return { layout: 'int64', type, length, validity, values: int64Values(values as readonly (number | bigint | null)[]) }
    case 'string':
    case 'binary':
      return { layout: 'utf8', type, length, validity, ...dictionaryOf(values as readonly (string | Uint8Array | null)[]) }
    case 'decimal':
      return { layout: 'decimal', type, length, validity, values: values.map(value => (value as bigint) ?? 0n) }
    case 'array': {
      const offsets = new Int32Array(length + 1)
      const elements: Stored[] = []
      for (const [row, list] of (values as readonly (readonly Stored[] | null)[]).entries()) {
        if (list !== null) for (const element of list) elements.push(element)
        offsets[row + 1] = elements.length
      }
      return { layout: 'list', type, length, validity, offsets, elements: vectorOf(type.element, elements) }
    }
    case 'map': {
      const offsets = new Int32Array(length + 1)
      const [keys, entryValues]: [Stored[], Stored[]] = [[], []]
      for (const [row, pairs] of (values as readonly (readonly (readonly [Stored, Stored])[] | null)[]).entries()) {
        for (const [key, value] of pairs ?? []) {
          keys.push(key)
          entryValues.push(value)
        }
        offsets[row + 1] = keys.length
      }
      const entries = { keys: vectorOf(type.key, keys), values: vectorOf(type.value, entryValues) }
      return { layout: 'map', type, length, validity, offsets, ...entries }
    }
    case 'struct':
      return {
        layout: 'struct',
        type,
        length,
        validity,
        fields: fieldsOf(type).map((field, i) =>
          vectorOf(
            field.type,
            (values as readonly (readonly Stored[] | null)[]).map(row => row?.[i] ?? null),
          ),
        ),
      }
    default:
      return assertNever(type)
  }
}

/** 64-bit integers in the fast form while all are safe, else in the exact one. */
export function int64Values(values: readonly (number | bigint | null)[]): Float64Array | BigInt64Array {
  const safe = values.every(value => value === null || Number.isSafeInteger(Number(value)))
  return safe ? Float64Array.from(values, value => Number(value ?? 0)) : BigInt64Array.from(values, value => BigInt(value ?? 0))
}

function dictionaryOf(values: readonly (string | Uint8Array | null)[]) {
  const codes = new Int32Array(values.length)
  const codeOf = new Map<string | Uint8Array, number>()
  const entries: (string | Uint8Array)[] = []
  for (const [row, value] of values.entries()) {
    if (value === null) continue
    let code = codeOf.get(value)
    if (code === undefined) {
      code = entries.length
      codeOf.set(value, code)
      entries.push(value)
    }
    codes[row] = code
  }
  return { codes, dictionary: byteValuesOf(entries) }
}
