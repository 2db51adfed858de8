import { parseDate } from '../formats/time/timestamp-text.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { type Stored, vectorOf } from '../schema/column-builder.ts'
import { type DataType, fieldsOf, type StructType, simpleString } from '../schema/data-type.ts'
import { microsecondsOf } from '../schema/moment.ts'
import { SluiceError } from '../util/error.ts'

const WHOLE_BITS: Readonly<Record<string, number>> = { byte: 8, short: 16, integer: 32, long: 64 }

/** Row objects as columns. @throws TYPE_MISMATCH, with row and column, for a value that is not of its type */
export function batchOfRows(rows: readonly object[], schema: StructType): ColumnBatch {
  const columns = fieldsOf(schema).map(({ name, type }) =>
    vectorOf(
      type,
      rows.map((row, i) => storedOf((row as Record<string, unknown>)[name], type, `row ${i}, ${name}`)),
    ),
  )
  return { schema, numRows: rows.length, columns }
}

/**
 * A value of a row object as it is stored.
 *
 * @param path where the value stands, for messages
 * @param into what it is put into, for messages
 * @throws TYPE_MISMATCH
 */
export function storedOf(value: unknown, type: DataType, path: string, into = 'a table'): Stored {
  if (value === null || value === undefined) return null
  const stored = ofType(value, type, path, into)
  if (stored !== undefined) return stored
  throw new SluiceError(
    'TYPE_MISMATCH',
    `[CANNOT_ACCEPT_OBJECT_IN_TYPE] Cannot put ${describe(value)} into ${into} (${path}): it is no ${simpleString(type)}.`,
    { path },
  )
}

const describe = (value: unknown) => {
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object'
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value)
}

/** `undefined` where the value is not of the type. */
function ofType(value: unknown, type: DataType, path: string, into: string): Stored | undefined {
  switch (type.kind) {
    case 'string':
      return typeof value === 'string' ? value : undefined
    case 'binary':
      return value instanceof Uint8Array ? value : undefined
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'byte':
    case 'short':
    case 'integer':
    case 'long':
      return wholeNumber(value, WHOLE_BITS[type.kind]!)
    case 'float':
      return typeof value === 'number' ? Math.fround(value) : undefined
    case 'double':
      return typeof value === 'number' ? value : undefined
    case 'decimal':
      return typeof value === 'string' || typeof value === 'number'
        ? unscaled(String(value), type.precision, type.scale)
        : undefined
    case 'timestamp':
      return value instanceof Date && !Number.isNaN(value.getTime()) ? microsecondsOf(value) : undefined
    case 'date':
      return typeof value === 'string' ? (parseDate(value) ?? undefined) : undefined
    case 'array':
      return Array.isArray(value) ? value.map((item, i) => storedOf(item, type.element, `${path}[${i}]`, into)) : undefined
    case 'map':
      if (!(value instanceof Map)) return undefined
      return [...value].map(([key, item]) => [
        storedOf(key, type.key, `${path} key`, into),
        storedOf(item, type.value, `${path} value`, into),
      ])
    case 'struct':
      if (typeof value !== 'object' || value === null) return undefined
      return fieldsOf(type).map(field =>
        storedOf((value as Record<string, unknown>)[field.name], field.type, `${path}.${field.name}`, into),
      )
  }
}

function wholeNumber(value: unknown, bits: number): Stored | undefined {
  if (typeof value === 'number' ? !Number.isSafeInteger(value) : typeof value !== 'bigint') return undefined
  const exact = BigInt(value as number | bigint)
  if (BigInt.asIntN(bits, exact) !== exact) return undefined
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact
}

function unscaled(text: string, precision: number, scale: number): bigint | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null || (match[3] ?? '').length > scale) return undefined
  const digits = BigInt(`${match[2]}${(match[3] ?? '').padEnd(scale, '0')}`)
  return digits < 10n ** BigInt(precision) ? (match[1] === '-' ? -digits : digits) : undefined
}
