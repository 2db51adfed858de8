import { javaDoubleText, javaFloatText } from '../formats/java-double.ts'
import { formatDate } from '../formats/time/format-date.ts'
import { formatTimestamp } from '../formats/time/timestamp-text.ts'
import type { Stored } from '../schema/column-builder.ts'
import { type DataType, fieldsOf } from '../schema/data-type.ts'
import { decimalText } from '../schema/value-at.ts'

/** A value as `CAST(… AS STRING)` writes it; `null` inside a list, map or struct. @see Spark `ToStringBase` */
export function castText(value: Stored, from: DataType, timeZone: string): string {
  if (value === null) return 'null'
  switch (from.kind) {
    case 'string':
      return value as string
    case 'binary':
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(value as Uint8Array)
    case 'float':
      return javaFloatText(value as number)
    case 'double':
      return javaDoubleText(value as number)
    case 'timestamp':
      return formatTimestamp(value as number | bigint, timeZone)
    case 'date':
      return formatDate(value as number)
    case 'decimal':
      return decimalText(value as bigint, from.scale)
    case 'array':
      return `[${(value as readonly Stored[]).map(item => castText(item, from.element, timeZone)).join(', ')}]`
    case 'map': {
      const pairs = (value as readonly (readonly [Stored, Stored])[]).map(
        ([key, item]) => `${castText(key, from.key, timeZone)} -> ${castText(item, from.value, timeZone)}`,
      )
      return `{${pairs.join(', ')}}`
    }
    case 'struct': {
      const fields = fieldsOf(from)
      return `{${(value as readonly Stored[]).map((item, i) => castText(item, fields[i]!.type, timeZone)).join(', ')}}`
    }
    default:
      return String(value)
  }
}
