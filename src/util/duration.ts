import { SluiceError } from './error.ts'

/** A length of time on the calendar: months and days are as long as they are there. */
export interface CalendarInterval {
  readonly months: number
  readonly days: number
  readonly us: number
}

const DAY_US = 86_400_000_000
const UNIT_US: Readonly<Record<string, number>> = {
  microsecond: 1,
  millisecond: 1_000,
  second: 1_000_000,
  minute: 60_000_000,
  hour: 3_600_000_000,
  day: DAY_US,
  week: 7 * DAY_US,
}
/** A watermark delay counts a month as 31 days; windows refuse months. @see Spark `IntervalUtils.getDuration` */
const MONTH_US = 31 * DAY_US

/**
 * Reads a duration as Spark does: `5 minutes`, `1 day 2 hours`, `interval 1.5 seconds`, any case. No abbreviations.
 *
 * @param months whether months and years are allowed (31 and 372 days): in watermark delays, not in windows
 * @returns microseconds; may be negative
 * @throws CANNOT_PARSE_INTERVAL
 * @see Spark `SparkIntervalUtils.stringToInterval`
 */
export function parseDuration(text: string, { months = false } = {}): number {
  const interval = parseInterval(text)
  if (interval.months !== 0 && !months)
    throw new SluiceError('CANNOT_PARSE_INTERVAL', `Intervals greater than a month is not supported (${text}).`, { text })
  return interval.months * MONTH_US + interval.days * DAY_US + interval.us
}

/** Reads a duration with its months and days apart. @throws CANNOT_PARSE_INTERVAL */
export function parseInterval(text: string): CalendarInterval {
  const refuse = (why: string) =>
    new SluiceError(
      'CANNOT_PARSE_INTERVAL',
      `Cannot read "${text}" as a duration: ${why}. Write e.g. "5 minutes", "1 hour 30 minutes", "1.5 seconds".`,
      { text },
    )
  let rest = text.trim().toLowerCase()
  if (rest.startsWith('interval')) rest = rest.slice(8).replaceAll("'", '').trim()
  if (rest === '') throw refuse('it is empty')
  let [months, days, us] = [0, 0, 0]
  const term = /^([+-]?)\s*(\d+)?(?:\.(\d*))?\s+([a-z]+)(?:\s+|$)/
  while (rest !== '') {
    const match = term.exec(rest)
    if (match === null) throw refuse(`"${rest}" is not a number and a unit`)
    const [all, sign, whole, fraction, word] = match as unknown as [
      string,
      string,
      string | undefined,
      string | undefined,
      string,
    ]
    if (whole === undefined && (fraction === undefined || fraction === '')) throw refuse('a number is missing')
    const unit = word.endsWith('s') ? word.slice(0, -1) : word
    if (fraction !== undefined && unit !== 'second') throw refuse('only seconds may have a fraction')
    if (fraction !== undefined && fraction.length > 9) throw refuse('a fraction has at most 9 digits')
    const count = (sign === '-' ? -1 : 1) * Number(whole ?? 0)
    if (unit === 'month' || unit === 'year') months += count * (unit === 'year' ? 12 : 1)
    else if (unit === 'day' || unit === 'week') days += count * (unit === 'week' ? 7 : 1)
    else if (UNIT_US[unit] === undefined) throw refuse(`"${unit}" is not a unit`)
    else us += count * UNIT_US[unit] + (sign === '-' ? -1 : 1) * Number((fraction ?? '').padEnd(6, '0').slice(0, 6))
    rest = rest.slice(all.length)
  }
  return { months, days, us }
}

/** Microseconds in the largest units that fit: `5 minutes`, `1 hour 30 minutes`. */
export function durationText(us: number): string {
  if (us === 0) return '0 seconds'
  const parts: string[] = []
  let rest = Math.abs(us)
  for (const unit of ['day', 'hour', 'minute', 'second', 'millisecond', 'microsecond']) {
    const count = Math.floor(rest / UNIT_US[unit]!)
    rest -= count * UNIT_US[unit]!
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`)
  }
  return (us < 0 ? '-' : '') + parts.join(' ')
}
