import { assertNever } from '../util/assert-never.ts'
import { bytesAt, textAt } from './byte-values.ts'
import type { ColumnBatch } from './column-batch.ts'
import { type ColumnVector, isNullAt } from './column-vector.ts'
import { fieldsOf } from './data-type.ts'
import { dateOf } from './moment.ts'
import type { Value } from './row.ts'

/**
 * The JavaScript value of one row, as `ValueOf` says: safe longs as numbers, timestamps as `Date`, dates and
 * decimals as text, maps as `Map`. Of two entries with one key the last counts, as in PySpark.
 */
export function valueAt(vector: ColumnVector, row: number): Value {
  if (isNullAt(vector, row)) return null
  switch (vector.layout) {
    case 'boolean':
      return vector.values[row] === 1
    case 'int32':
      return vector.type.kind === 'date' ? dateText(vector.values[row]!) : vector.values[row]!
    case 'float64':
      return vector.values[row]!
    case 'int64': {
      const value = vector.values[row]!
      if (vector.type.kind === 'timestamp') return dateOf(value)
      return typeof value === 'bigint' && BigInt(Number(value)) === value && Number.isSafeInteger(Number(value))
        ? Number(value)
        : value
    }
    case 'utf8': {
      const entry = vector.codes === null ? row : vector.codes[row]!
      return vector.type.kind === 'binary' ? bytesAt(vector.dictionary, entry) : textAt(vector.dictionary, entry)
    }
    case 'decimal':
      return decimalText(vector.values[row]!, vector.type.scale)
    case 'list': {
      const values: Value[] = []
      for (let i = vector.offsets[row]!; i < vector.offsets[row + 1]!; i++) values.push(valueAt(vector.elements, i))
      return values
    }
    case 'map': {
      const values = new Map<Value, Value>()
      for (let i = vector.offsets[row]!; i < vector.offsets[row + 1]!; i++)
        values.set(valueAt(vector.keys, i), valueAt(vector.values, i))
      return values
    }
    case 'struct':
      return Object.fromEntries(fieldsOf(vector.type).map((field, i) => [field.name, valueAt(vector.fields[i]!, row)]))
    default:
      return assertNever(vector)
  }
}

/** The rows of a batch as objects: for people and tests, not for the engine. */
export function rowsOf(batch: ColumnBatch): Record<string, Value>[] {
  const fields = fieldsOf(batch.schema)
  return Array.from({ length: batch.numRows }, (_, row) =>
    Object.fromEntries(fields.map((field, i) => [field.name, valueAt(batch.columns[i]!, row)])),
  )
}

/** Days since 1970-01-01 as 'YYYY-MM-DD'; years beyond 9999 have a sign, as in Spark. */
export function dateText(day: number): string {
  const iso = new Date(day * 86_400_000).toISOString()
  return iso.slice(0, iso.indexOf('T'))
}

/** 1230n at scale 2 as '12.30'. */
export function decimalText(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const sign = unscaled < 0n ? '-' : ''
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
