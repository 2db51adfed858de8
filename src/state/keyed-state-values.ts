import type { Stored } from '../schema/column-builder.ts'
import { type DataType, fieldsOf, type StructType } from '../schema/data-type.ts'
import { dateOf } from '../schema/moment.ts'
import type { Value } from '../schema/row.ts'
import { dateText, decimalText } from '../schema/value-at.ts'
import { cutText } from '../util/cut-text.ts'
import { terminalText } from '../util/terminal-text.ts'

/** A stored row as an object of its own: what a caller does to it changes nothing that is kept. */
export function objectOf(schema: StructType, stored: readonly Stored[]): Record<string, Value> {
  return Object.fromEntries(fieldsOf(schema).map(({ name, type }, i) => [name, shownOf(type, stored[i]!)]))
}

function shownOf(type: DataType, stored: Stored): Value {
  if (stored === null) return null
  switch (type.kind) {
    case 'timestamp':
      return dateOf(stored as number | bigint)
    case 'date':
      return dateText(stored as number)
    case 'decimal':
      return decimalText(stored as bigint, type.scale)
    case 'long':
      return Number.isSafeInteger(Number(stored)) ? Number(stored) : (stored as bigint)
    // Bytes that are no UTF-8 are kept as they are.
    case 'string':
      return stored instanceof Uint8Array ? new TextDecoder().decode(stored) : (stored as string)
    case 'binary':
      return Uint8Array.from(stored as Uint8Array)
    case 'array':
      return (stored as readonly Stored[]).map(element => shownOf(type.element, element))
    case 'map':
      return new Map(
        (stored as readonly (readonly [Stored, Stored])[]).map(([key, value]) => [
          shownOf(type.key, key),
          shownOf(type.value, value),
        ]),
      )
    case 'struct':
      return objectOf(type, stored as readonly Stored[])
    default:
      return stored as Value
  }
}

/** Longer keys are cut in messages. */
const GROUP_LENGTH = 200

/** The key of a group for messages, safe to print; a map as its entries. @example groupText({ user: 'ann' }) // '{"user":"ann"}' */
export function groupText(key: Record<string, Value>): string {
  const text = JSON.stringify(key, (_, value: unknown) => {
    if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) return String(value)
    if (value instanceof Map) return [...value]
    return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value
  })
  return terminalText(cutText(text, GROUP_LENGTH))
}
