import { parseDate } from '../formats/time/timestamp-text.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { type Stored, vectorOf } from '../schema/column-builder.ts'
import { type DataType, fieldsOf, type StructType, simpleString } from '../schema/data-type.ts'
import { microsecondsOf } from '../schema/moment.ts'
import { cutText } from '../util/cut-text.ts'
import { SluiceError } from '../util/error.ts'
import { terminalText } from '../util/terminal-text.ts'
import { fieldOf, noRow, silencePromises } from './static-table-row.ts'

const WHOLE_BITS: Readonly<Record<string, number>> = { byte: 8, short: 16, integer: 32, long: 64 }

/** Row objects as columns. @throws TYPE_MISMATCH, with row and column, for what is no row and for a value that is not of its type */
export function batchOfRows(rows: readonly object[], schema: StructType): ColumnBatch {
  requireRows(rows, schema)
  const columns = fieldsOf(schema).map(({ name, type }) =>
    vectorOf(
      type,
      rows.map((row, i) => storedOf(fieldOf(row, name), type, `row ${i}, ${name}`)),
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

function requireRows(rows: unknown, schema: StructType): void {
  const names = Object.keys(schema.fields).join(', ')
  if (!Array.isArray(rows)) {
    throw new SluiceError(
      'TYPE_MISMATCH',
      `Cannot make a table of ${noRow(rows) ?? 'an object'}: give a list of objects with ${names}.`,
    )
  }
  for (const [i, row] of rows.entries()) {
    const what = noRow(row)
    if (what === null) continue
    silencePromises(rows)
    throw new SluiceError('TYPE_MISMATCH', `Cannot put ${what} into a table (row ${i}): give an object with ${names}.`, {
      row: i,
    })
  }
}

const describe = (value: unknown) => {
  if (typeof value === 'object') return noRow(value) ?? 'an object'
  if (typeof value === 'function') return 'a function'
  return typeof value === 'string' ? terminalText(JSON.stringify(cutText(value, 40))) : String(value)
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
      if (noRow(value) !== null) return undefined
      return fieldsOf(type).map(field =>
        storedOf(fieldOf(value as object, field.name), field.type, `${path}.${field.name}`, into),
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
