import { civilOf, daysOf } from './civil.ts'
import { illegalPart, patternFailure } from './pattern-failure.ts'
import { zoneOf } from './zone.ts'
import { zoneText } from './zone-text.ts'

/** A moment as the clocks and the calendar of a zone show it. */
interface LocalTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly days: number
  /** Seconds of the day. */
  readonly second: number
  readonly micros: number
  readonly offset: number
  readonly utcMs: number
  readonly timeZone: string
}
type Write = (time: LocalTime) => string

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
const QUARTERS = ['1st quarter', '2nd quarter', '3rd quarter', '4th quarter']

/**
 * Compiles a datetime pattern for writing, as Java's `DateTimeFormatter` in English does. Optional parts are always written.
 *
 * @returns a function of microseconds since 1970-01-01T00:00:00Z
 * @throws SluiceError INVALID_OPTION for a pattern that Spark does not take
 * @see Spark `DateTimeFormatterHelper`, https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html
 */
export function formatPattern(pattern: string, timeZone: string): (us: number | bigint) => string {
  const writers = compile(pattern)
  const zone = zoneOf(timeZone)
  return us => {
    const seconds = typeof us === 'bigint' ? Number((us - modulo(us)) / 1_000_000n) : Math.floor(us / 1e6)
    const micros = typeof us === 'bigint' ? Number(modulo(us)) : us - seconds * 1e6
    const offset = Math.floor(zone.offsetMs(seconds * 1000) / 1000)
    const local = seconds + offset
    const days = Math.floor(local / 86_400)
    const { year, month, day } = civilOf(days)
    const time = { year, month, day, days, second: local - days * 86_400, micros, offset, utcMs: seconds * 1000, timeZone }
    let text = ''
    for (const write of writers) text += write(time)
    return text
  }
}

const modulo = (us: bigint): bigint => ((us % 1_000_000n) + 1_000_000n) % 1_000_000n

function compile(pattern: string): readonly Write[] {
  const parts = pattern.split("'")
  if (parts.length % 2 === 0) throw patternFailure(pattern, "'", false)
  const illegal = illegalPart(pattern, false)
  if (illegal !== null) throw patternFailure(pattern, illegal, false)
  const hasEra = parts.some((part, i) => i % 2 === 0 && part.includes('G'))
  const writers: Write[] = []
  let depth = 0
  for (const [i, part] of parts.entries()) {
    if (i % 2 === 1) {
      writers.push(() => (part === '' ? "'" : part))
      continue
    }
    // The end of one quotation at the beginning of the next means the quote itself.
    if (part === '' && i > 0 && i < parts.length - 1) writers.push(() => "'")
    for (const [piece] of part.matchAll(/([A-Za-z])\1*|[^A-Za-z]/g)) {
      const write = piece === '[' || piece === ']' ? () => '' : writerOf(piece, hasEra)
      depth += piece === '[' ? 1 : piece === ']' ? -1 : 0
      if (write === null || depth < 0) throw patternFailure(pattern, piece, false)
      writers.push(write)
    }
  }
  return writers
}

const padded = (value: number, width: number): string => String(value).padStart(width, '0')
const hourOf = ({ second }: LocalTime): number => Math.floor(second / 3600)
const quarterOf = ({ month }: LocalTime): number => Math.ceil(month / 3)
const dayOfYear = ({ days, year }: LocalTime): number => days - daysOf(year, 1, 1) + 1
const dayName = ({ days }: LocalTime): string => DAYS[(((days + 3) % 7) + 7) % 7]!

/** One or two digits. */
const short = (n: number, value: (time: LocalTime) => number): Write | null => (n > 2 ? null : time => padded(value(time), n))

function writerOf(piece: string, hasEra: boolean): Write | null {
  const n = piece.length
  switch (piece[0]) {
    case 'G':
      return ({ year }) => (n === 4 ? (year > 0 ? 'Anno Domini' : 'Before Christ') : year > 0 ? 'AD' : 'BC')
    case 'y':
      return ({ year }) => yearText(hasEra && year <= 0 ? 1 - year : year, n)
    case 'M':
    case 'L':
      return n <= 2
        ? short(n, ({ month }) => month)
        : ({ month }) => (n === 3 ? MONTHS[month - 1]!.slice(0, 3) : MONTHS[month - 1]!)
    case 'Q':
    case 'q':
      if (n <= 2) return short(n, quarterOf)
      return time => (n === 3 ? `Q${quarterOf(time)}` : QUARTERS[quarterOf(time) - 1]!)
    case 'd':
      return short(n, ({ day }) => day)
    case 'D':
      return n > 3 ? null : time => padded(dayOfYear(time), n)
    case 'F':
      return n > 1 ? null : ({ day }) => String(((day - 1) % 7) + 1)
    case 'E':
      return time => (n <= 3 ? dayName(time).slice(0, 3) : dayName(time))
    case 'a':
      return n > 1 ? null : time => (hourOf(time) < 12 ? 'AM' : 'PM')
    case 'H':
      return short(n, hourOf)
    case 'k':
      return short(n, time => hourOf(time) || 24)
    case 'K':
      return short(n, time => hourOf(time) % 12)
    case 'h':
      return short(n, time => hourOf(time) % 12 || 12)
    case 'm':
      return short(n, ({ second }) => Math.floor(second / 60) % 60)
    case 's':
      return short(n, ({ second }) => second % 60)
    case 'S':
      return n > 9 ? null : ({ micros }) => `${padded(micros, 6)}000`.slice(0, n)
    case 'g':
      return ({ days }) => padded(days + 40_587, n)
    default:
      return zoneWriter(piece[0]!, n) ?? (/[A-Za-z{}#]/.test(piece) ? null : () => piece)
  }
}

function zoneWriter(letter: string, n: number): Write | null {
  switch (letter) {
    case 'V':
      return n === 2 ? ({ timeZone }) => timeZone : null
    case 'z':
      return n <= 4 ? ({ timeZone, utcMs }) => zoneText(timeZone, utcMs, n === 4) : null
    case 'O':
      return n === 1 || n === 4 ? ({ offset }) => localizedOffset(offset, n === 4) : null
    case 'X':
      return n <= 5 ? ({ offset }) => offsetText(offset, n, 'Z') : null
    case 'x':
      return n <= 5 ? ({ offset }) => offsetText(offset, n, n === 1 ? '+00' : n % 2 === 0 ? '+0000' : '+00:00') : null
    case 'Z':
      if (n === 4) return ({ offset }) => localizedOffset(offset, true)
      return n <= 3 ? ({ offset }) => offsetText(offset, 2, '+0000') : n === 5 ? ({ offset }) => offsetText(offset, 5, 'Z') : null
    default:
      return null
  }
}

function yearText(year: number, n: number): string {
  if (n === 2) return padded(Math.abs(year) % 100, 2)
  const digits = padded(Math.abs(year), n)
  return year < 0 ? `-${digits}` : n >= 4 && digits.length > n ? `+${digits}` : digits
}

/** @param n 1 `+HHmm`, 2 `+HHMM`, 3 `+HH:MM`, 4 `+HHMMss`, 5 `+HH:MM:ss` */
function offsetText(offset: number, n: number, zero: string): string {
  const total = Math.abs(offset)
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, n > 3 ? total % 60 : 0]
  if (hours + minutes + seconds === 0) return zero
  const colon = n === 3 || n === 5 ? ':' : ''
  const text = `${offset < 0 ? '-' : '+'}${padded(hours, 2)}${n > 1 || minutes > 0 ? `${colon}${padded(minutes, 2)}` : ''}`
  return seconds > 0 ? `${text}${colon}${padded(seconds, 2)}` : text
}

function localizedOffset(offset: number, isFull: boolean): string {
  if (offset === 0) return 'GMT'
  const total = Math.abs(offset)
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
  const sign = offset < 0 ? '-' : '+'
  const rest = isFull || minutes > 0 || seconds > 0 ? `:${padded(minutes, 2)}${seconds > 0 ? `:${padded(seconds, 2)}` : ''}` : ''
  return `GMT${sign}${isFull ? padded(hours, 2) : hours}${rest}`
}
