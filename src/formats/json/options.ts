import { rebaseJulianDays } from '../time/civil.ts'
import { parseDate } from '../time/date-text.ts'
import { timePattern } from '../time/pattern.ts'
import { parseTimestampIn } from '../time/timestamp-text.ts'
import { zoneOf } from '../time/zone.ts'

/** Options of `from_json`, with Spark's names and defaults. */
export interface JsonOptions {
  /** PERMISSIVE (default): a bad field is null, a malformed record all null. FAILFAST: the first bad record fails the query. */
  readonly mode?: 'PERMISSIVE' | 'FAILFAST'
  /** The string field of the schema, if there is one of that name, that keeps the text of bad records. Default `_corrupt_record`. */
  readonly columnNameOfCorruptRecord?: string
  /** Pattern of timestamps; default the grammar of `CAST(text AS TIMESTAMP)`. */
  readonly timestampFormat?: string
  /** Pattern of dates; default the grammar of `CAST(text AS DATE)`. */
  readonly dateFormat?: string
  /** Zone of timestamps that name none. Default UTC. */
  readonly timeZone?: string
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
  const zone = zoneOf(options.timeZone ?? 'UTC')
  const timestampPattern = options.timestampFormat === undefined ? null : timePattern(options.timestampFormat)
  const datePattern = options.dateFormat === undefined ? null : timePattern(options.dateFormat, 'dateFormat')
  const texts: TimeTexts = {
    todayMs: undefined,
    timestamp: text =>
      timestampPattern === null
        ? (parseTimestampIn(text, zone, texts.todayMs) ?? parseTimestampIn(withoutGmt(text), zone, texts.todayMs))
        : timestampPattern.timestamp(text, zone),
    date: text =>
      datePattern === null ? (parseDate(text) ?? parseDate(withoutGmt(text)) ?? dayNumber(text)) : datePattern.date(text),
  }
  return texts
}

/** Spark 1's zone notation `2000-01-01T00:00GMT+01:00`. */
function withoutGmt(text: string): string {
  return text.replace('GMT', '')
}

/** Spark 1.5 stored a date as the number of its day, and Spark still reads that. */
function dayNumber(text: string): number | null {
  if (!/^[+-]?\d+$/.test(text)) return null
  const days = Number(text)
  return days === (days | 0) ? rebaseJulianDays(days) : null
}
