import { rebaseJulianDays } from '../time/civil.ts'
import { parseDate } from '../time/date-text.ts'
import { timePattern } from '../time/pattern.ts'
import { parseTimestampIn } from '../time/timestamp-text.ts'
import { zoneOf } from '../time/zone.ts'
import { asciiDigits } from './ascii-digits.ts'
import type { JsonFeatures } from './features.ts'

/**
 * Options of `from_json`, with Spark's names and defaults. Names are taken in any case, as in Spark; those that mean
 * nothing for a single record (`multiLine`, `encoding`, `primitivesAsString` …) are ignored, as in Spark.
 *
 * @see Spark `JSONOptions`, https://spark.apache.org/docs/latest/sql-data-sources-json.html
 */
export interface JsonOptions {
  /** PERMISSIVE (default): a bad field is null, a malformed record all null. FAILFAST: the first bad record fails the query. */
  readonly mode?: 'PERMISSIVE' | 'FAILFAST'
  /** The string field of the schema, if there is one of that name, that keeps the text of bad records. Default `_corrupt_record`. */
  readonly columnNameOfCorruptRecord?: string
  /** Pattern of timestamps; default the grammar of `CAST(text AS TIMESTAMP)`. */
  readonly timestampFormat?: string
  /** Pattern of dates; default the grammar of `CAST(text AS DATE)`. */
  readonly dateFormat?: string
  /** Zone of timestamps that name none. Default: that of the session. */
  readonly timeZone?: string
  /** Language of month names and decimal texts. There is `en-US` alone. */
  readonly locale?: 'en-US'
  /**
   * Whether a text that the pattern does not take is tried by the grammar of the cast, and a date also as a number of
   * days. Default: only where no pattern is given.
   */
  readonly enableDateTimeParsingFallback?: boolean
  /** `//` and `/* *\/` comments are skipped. Default false. */
  readonly allowComments?: boolean
  /** `{a: 1}`. Default false. */
  readonly allowUnquotedFieldNames?: boolean
  /** `{'a': 'x'}`. Default true. */
  readonly allowSingleQuotes?: boolean
  /** `007` is 7. Default false. */
  readonly allowNumericLeadingZeros?: boolean
  /** NaN, Infinity and INF with a sign, bare or in quotes, are doubles. Default true. */
  readonly allowNonNumericNumbers?: boolean
  /** `"\$"` is `$`. Default false. */
  readonly allowBackslashEscapingAnyCharacter?: boolean
  /** Raw characters below U+0020 (a tab, a line break) may stand in texts. Default false. */
  readonly allowUnquotedControlChars?: boolean
}

export function featuresOf(options: JsonOptions): JsonFeatures {
  return {
    comments: options.allowComments ?? false,
    unquotedNames: options.allowUnquotedFieldNames ?? false,
    singleQuotes: options.allowSingleQuotes ?? true,
    leadingZeros: options.allowNumericLeadingZeros ?? false,
    nonNumericNumbers: options.allowNonNumericNumbers ?? true,
    anyEscape: options.allowBackslashEscapingAnyCharacter ?? false,
    controlCharacters: options.allowUnquotedControlChars ?? false,
  }
}

/** Readers of timestamp and date texts, as the options want them. */
export interface TimeTexts {
  /** The moment whose day is that of a time alone; now, where it is not told. */
  todayMs: number | undefined
  timestamp(text: string): number | bigint | null
  date(text: string): number | null
}

/** @throws SluiceError INVALID_OPTION for a pattern or a zone that is not known */
export function timeTexts(options: JsonOptions): TimeTexts {
  const { timestampFormat, dateFormat, enableDateTimeParsingFallback: fallback } = options
  const zone = zoneOf(options.timeZone ?? 'UTC')
  const timestampPattern = timestampFormat === undefined ? null : timePattern(timestampFormat)
  const datePattern = dateFormat === undefined ? null : timePattern(dateFormat, 'dateFormat')
  const castTimestamp = (text: string) => parseTimestampIn(text, zone, texts.todayMs)
  const texts: TimeTexts = {
    todayMs: undefined,
    timestamp(text) {
      const value = timestampPattern === null ? castTimestamp(text) : timestampPattern.timestamp(text, zone)
      return value === null && (fallback ?? timestampPattern === null) ? castTimestamp(withoutGmt(text)) : value
    },
    date(text) {
      const days = datePattern === null ? parseDate(text) : datePattern.date(text)
      return days === null && (fallback ?? datePattern === null) ? (parseDate(withoutGmt(text)) ?? dayNumber(text)) : days
    },
  }
  return texts
}

/** Spark 1's zone notation `2000-01-01T00:00GMT+01:00`. */
function withoutGmt(text: string): string {
  return text.replace('GMT', '')
}

/** Spark 1.5 stored a date as the number of its day, and Spark still reads that. */
function dayNumber(text: string): number | null {
  const digits = asciiDigits(text)
  if (!/^[+-]?\d+$/.test(digits)) return null
  const days = Number(digits)
  return days === (days | 0) ? rebaseJulianDays(days) : null
}
