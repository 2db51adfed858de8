import { bytesAt, textAt } from '../schema/byte-values.ts'
import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import { dateText, decimalText } from '../schema/value-at.ts'
import { assertNever } from '../util/assert-never.ts'
import { javaDoubleText, javaFloatText } from './java-double.ts'
import { formatTimestamp } from './time/timestamp-text.ts'

/**
 * A value as Spark's `show()` prints it, before escaping and cutting: `NULL` also inside structs and lists,
 * `{a, b}`, `[1, 2]`, `{key -> value}`, `[31 32]` for bytes, doubles in Java's style, timestamps in the given time zone.
 *
 * @param timeZone IANA name of the session's zone
 * @see Spark `ToPrettyString`, `ToStringBase`
 */
export function cellText(vector: ColumnVector, row: number, timeZone = 'UTC'): string {
  if (isNullAt(vector, row)) return 'NULL'
  switch (vector.layout) {
    case 'boolean':
      return vector.values[row] === 1 ? 'true' : 'false'
    case 'int32':
      return vector.type.kind === 'date' ? dateText(vector.values[row]!) : String(vector.values[row])
    case 'float64':
      return vector.type.kind === 'float' ? javaFloatText(vector.values[row]!) : javaDoubleText(vector.values[row]!)
    case 'int64': {
      const value = vector.values[row]!
      if (vector.type.kind === 'timestamp') return formatTimestamp(value, timeZone)
      return Object.is(value, -0) ? '0' : String(value)
    }
    case 'utf8': {
      const entry = vector.codes === null ? row : vector.codes[row]!
      return vector.type.kind === 'binary' ? hexText(bytesAt(vector.dictionary, entry)) : textAt(vector.dictionary, entry)
    }
    case 'decimal':
      return decimalText(vector.values[row]!, vector.type.scale)
    case 'list': {
      const texts: string[] = []
      for (let i = vector.offsets[row]!; i < vector.offsets[row + 1]!; i++) texts.push(cellText(vector.elements, i, timeZone))
      return `[${texts.join(', ')}]`
    }
    case 'map': {
      const texts: string[] = []
      for (let i = vector.offsets[row]!; i < vector.offsets[row + 1]!; i++)
        texts.push(`${cellText(vector.keys, i, timeZone)} -> ${cellText(vector.values, i, timeZone)}`)
      return `{${texts.join(', ')}}`
    }
    case 'struct':
      return `{${vector.fields.map(field => cellText(field, row, timeZone)).join(', ')}}`
    default:
      return assertNever(vector)
  }
}

function hexText(bytes: Uint8Array): string {
  return `[${Array.from(bytes, byte => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ')}]`
}
