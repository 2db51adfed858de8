import type { ColumnBatch } from '../../src/schema/column-batch.ts'
import type { Stored } from '../../src/schema/column-builder.ts'
import { type DataType, fieldsOf, type StructType } from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'

/** A value as exact JSON: the same form that encode.py gives for Spark's. */
export type Canonical = string | number | boolean | null | readonly Canonical[] | { readonly [key: string]: Canonical }

/** The rows of a batch, each a list of values. */
export function canonicalRows(batch: ColumnBatch): Canonical[] {
  const types = fieldsOf(batch.schema).map(({ type }) => type)
  return Array.from({ length: batch.numRows }, (_, row) =>
    batch.columns.map((column, i) => canonical(storedAt(column, row), types[i]!)),
  )
}

/**
 * Times are microseconds, dates days, decimals text, bytes hex, structs lists, maps sorted lists of pairs; numbers
 * that JSON would bend (NaN, -0.0, beyond 2^53) are text.
 */
export function canonical(value: Stored, type: DataType): Canonical {
  if (value === null) return null
  switch (type.kind) {
    case 'float':
    case 'double':
      return numberOf(value as number)
    case 'long':
    case 'timestamp':
      return Number.isSafeInteger(Number(value)) ? Number(value) + 0 : String(value)
    case 'decimal':
      return decimalText(value as bigint, type.scale)
    case 'binary':
      return Buffer.from(value as Uint8Array).toString('hex')
    case 'array':
      return (value as readonly Stored[]).map(element => canonical(element, type.element))
    case 'map': {
      const pairs = (value as readonly (readonly Stored[])[]).map(([key, item]) => [
        canonical(key!, type.key),
        canonical(item!, type.value),
      ])
      return sortedRows(pairs)
    }
    case 'struct': {
      const fields = fieldsOf(type)
      return (value as readonly Stored[]).map((field, i) => canonical(field, fields[i]!.type))
    }
    default:
      return value as Canonical
  }
}

export const textOf = (value: Canonical): string => JSON.stringify(value)

/** Rows as a multiset: sorted by their text. */
export const sortedRows = (rows: readonly Canonical[]): Canonical[] =>
  rows
    .map(row => [textOf(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, row]) => row)

function numberOf(value: number): Canonical {
  if (!Number.isFinite(value)) return String(value)
  return Object.is(value, -0) ? '-0.0' : value
}

function decimalText(unscaled: bigint, scale: number): string {
  if (scale === 0) return String(unscaled)
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** A schema as Spark's DDL: names quoted, so that any will do. */
export function ddlOf(type: DataType | StructType): string {
  switch (type.kind) {
    case 'struct':
      return `struct<${fieldsOf(type)
        .map(field => `\`${field.name.replaceAll('`', '``')}\`:${ddlOf(field.type)}`)
        .join(',')}>`
    case 'array':
      return `array<${ddlOf(type.element)}>`
    case 'map':
      return `map<${ddlOf(type.key)},${ddlOf(type.value)}>`
    case 'byte':
      return 'tinyint'
    case 'short':
      return 'smallint'
    case 'integer':
      return 'int'
    case 'long':
      return 'bigint'
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`
    default:
      return type.kind
  }
}
