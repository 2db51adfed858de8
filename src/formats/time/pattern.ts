import { compilePattern } from './pattern/compile.ts'
import { OFFSET_SECONDS } from './pattern/element.ts'
import { parseFields } from './pattern/parse.ts'
import { isPossible, resolveDays, resolveNanos } from './pattern/resolve.ts'
import { microsOf } from './timestamp-text.ts'
import { localToUtc, type Zone } from './zone.ts'

/** A `timestampFormat` or `dateFormat`, ready to read texts: the whole text must match. */
export interface TimePattern {
  /** Microseconds since 1970-01-01T00:00:00Z; null when the text does not match. A text without a zone is in `zone`. */
  timestamp(text: string, zone: Zone): number | bigint | null
  /** Days since 1970-01-01; null when the text does not match. */
  date(text: string): number | null
}

const MAX_OFFSET_SECONDS = 64_800
/** Beyond that a moment has no 64 bits of microseconds. */
const MAX_DAYS = 106_751_992

/**
 * Compiles a datetime pattern of Spark for reading. It reads as Java's `DateTimeFormatter` in its strict style does,
 * upper and lower case alike; what the pattern leaves out is 1970-01-01T00:00:00.
 *
 * @param option name of the option, for the message
 * @throws SluiceError INVALID_OPTION for a pattern that Spark does not take for reading
 * @see Spark `Iso8601TimestampFormatter`, `DateTimeFormatterHelper`
 */
export function timePattern(pattern: string, option = 'timestampFormat'): TimePattern {
  const elements = compilePattern(pattern, option)
  return {
    timestamp(text, sessionZone) {
      const fields = parseFields(elements, text)
      if (fields === null) return null
      const offset = fields.values[OFFSET_SECONDS]!
      const days = resolveDays(fields.values)
      const nanos = resolveNanos(fields.values)
      if (!(Math.abs(days) <= MAX_DAYS) || Number.isNaN(nanos) || Math.abs(offset) > MAX_OFFSET_SECONDS) return null
      const local = days * 86_400_000 + Math.floor(nanos / 1e9) * 1000
      const zone = fields.zone ?? sessionZone
      const utc = fields.zone === null && !Number.isNaN(offset) ? local - offset * 1000 : localToUtc(local, zone)
      return microsOf(utc, Math.floor((nanos % 1e9) / 1000))
    },
    date(text) {
      const fields = parseFields(elements, text)
      if (fields === null || !isPossible(fields.values, MAX_OFFSET_SECONDS)) return null
      const days = resolveDays(fields.values)
      return days === (days | 0) ? days : null
    },
  }
}
