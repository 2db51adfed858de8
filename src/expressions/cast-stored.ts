import { parseDate } from '../formats/time/date-text.ts'
import { trimAll } from '../formats/time/trim-all.ts'
import type { Stored } from '../schema/column-builder.ts'
import { type DataType, fieldsOf, simpleString } from '../schema/data-type.ts'
import type { RefuseCast } from './cast-failure.ts'
import { toDecimal } from './cast-to-decimal.ts'
import { toFloating, toWhole } from './cast-to-number.ts'
import { castText } from './cast-to-text.ts'
import { dayOf, toTimestamp } from './cast-to-time.ts'

export { divideHalfUp } from './decimal-math.ts'

/** What a cast needs beside the value. */
export interface CastContext {
  /** Session time zone, an IANA name. */
  readonly timeZone: string
  /** The moment of the batch, microseconds: its day is that of a time alone, so that a replay gives the same rows. */
  readonly batchTimestampUs: number
}

/**
 * Casts one value in ANSI mode. The pair of types is one that `castRefusal` takes.
 *
 * @param refuse told of a value that has no such value; what it gives is the result
 * @see Spark `Cast.scala`; docs/sql-ref-ansi-compliance
 */
export function castStored(value: Stored, from: DataType, to: DataType, context: CastContext, refuse: RefuseCast): Stored {
  if (value === null) return null
  switch (to.kind) {
    case 'string':
      return castText(value, from, context.timeZone)
    case 'binary':
      return from.kind === 'string' ? Buffer.from(value as string, 'utf8') : value
    case 'boolean':
      return toBoolean(value, from, to, refuse)
    case 'byte':
    case 'short':
    case 'integer':
    case 'long':
      return from.kind === to.kind ? value : toWhole(value, from, to, refuse)
    case 'float':
    case 'double':
      return from.kind === to.kind ? value : toFloating(value, from, to, refuse)
    case 'decimal':
      return toDecimal(value, from, to, refuse)
    case 'timestamp':
      return from.kind === 'timestamp' ? value : toTimestamp(value, from, to, context, refuse)
    case 'date':
      if (from.kind === 'string') return parseDate(value as string) ?? refuse('malformed', value, from, to)
      return from.kind === 'timestamp' ? dayOf(value as number | bigint, context.timeZone) : value
    case 'array': {
      const { element } = from as DataType & { kind: 'array' }
      return (value as readonly Stored[]).map(item => castStored(item, element, to.element, context, refuse))
    }
    case 'map': {
      const source = from as DataType & { kind: 'map' }
      return (value as readonly (readonly [Stored, Stored])[]).map(([key, item]) => [
        castStored(key, source.key, to.key, context, refuse),
        castStored(item, source.value, to.value, context, refuse),
      ])
    }
    case 'struct': {
      const [sources, targets] = [fieldsOf(from as DataType & { kind: 'struct' }), fieldsOf(to)]
      return (value as readonly Stored[]).map((item, i) => castStored(item, sources[i]!.type, targets[i]!.type, context, refuse))
    }
    default:
      throw new Error(`no cast to ${simpleString(to)}`)
  }
}

const TRUE_TEXTS = new Set(['t', 'true', 'y', 'yes', '1'])
const FALSE_TEXTS = new Set(['f', 'false', 'n', 'no', '0'])

function toBoolean(value: Stored, from: DataType, to: DataType, refuse: RefuseCast): Stored {
  switch (from.kind) {
    case 'boolean':
      return value
    case 'string': {
      const text = trimAll(value as string).toLowerCase()
      return TRUE_TEXTS.has(text) ? true : FALSE_TEXTS.has(text) ? false : refuse('malformed', value, from, to)
    }
    // NaN is not 0, so it is true.
    case 'decimal':
      return value !== 0n
    default:
      return Number(value) !== 0
  }
}
