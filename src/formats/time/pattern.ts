import { SluiceError } from '../../util/error.ts'
import { daysOf, isCivil } from './civil.ts'
import { microsOf } from './timestamp-text.ts'
import { findZone, localToUtc, type Zone } from './zone.ts'

/** A `timestampFormat` or `dateFormat`, ready to read texts: the whole text must match. */
export interface TimePattern {
  /** Microseconds since 1970-01-01T00:00:00Z; null when the text does not match. A text without a zone is in `zone`. */
  timestamp(text: string, zone: Zone): number | bigint | null
  /** Days since 1970-01-01; null when the text does not match. */
  date(text: string): number | null
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH_NAMES = 'january|february|march|april|may|june|july|august|september|october|november|december'
const DAY_NAMES = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday'
const DAYS = 'mon|tue|wed|thu|fri|sat|sun'
const PART = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']/gy

/** Each letter run and the texts it takes. A letter that is missing here is refused. */
const LETTERS: Readonly<Record<string, (n: number) => string | null>> = {
  y: year,
  u: year,
  M: n => (n === 1 ? '(?<M>\\d{1,2})' : n === 2 ? '(?<M>\\d{2})' : `(?<N>${n === 3 ? MONTHS.join('|') : MONTH_NAMES})`),
  d: twoDigits('d'),
  H: twoDigits('H'),
  h: twoDigits('h'),
  m: twoDigits('m'),
  s: twoDigits('s'),
  S: n => (n <= 9 ? `(?<S>\\d{1,${n}})` : null),
  a: n => (n === 1 ? '(?<a>am|pm)' : null),
  E: n => (n <= 3 ? `(?:${DAYS})` : n === 4 ? `(?:${DAY_NAMES})` : null),
  X: n => [null, '(?<X>Z|[+-]\\d\\d(?:\\d\\d)?)', '(?<X>Z|[+-]\\d{4})', '(?<X>Z|[+-]\\d\\d:\\d\\d)'][n] ?? null,
  x: n => [null, '(?<X>[+-]\\d\\d(?:\\d\\d)?)', '(?<X>[+-]\\d{4})', '(?<X>[+-]\\d\\d:\\d\\d)'][n] ?? null,
  Z: n => (n <= 3 ? '(?<X>[+-]\\d{4})' : null),
  V: n => (n === 2 ? '(?<V>[A-Za-z][A-Za-z0-9~/._+-]+|[+-]\\d\\d:\\d\\d|Z)' : null),
}

/**
 * Compiles the common part of Java's `DateTimeFormatter` patterns: y u M d H h m s S a E X x Z VV, quoted literals,
 * optional parts in brackets.
 *
 * @param option name of the option, for the message
 * @throws SluiceError INVALID_OPTION for a letter that is not known
 * @see https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html
 */
export function timePattern(pattern: string, option = 'timestampFormat'): TimePattern {
  const regex = new RegExp(`^${sourceOf(pattern, option)}$`, 'is')
  return {
    timestamp(text, zone) {
      const groups = regex.exec(text)?.groups
      return groups === undefined ? null : timestampFrom(groups, zone)
    },
    date(text) {
      const groups = regex.exec(text)?.groups
      return groups === undefined ? null : daysFrom(groups)
    },
  }
}

function sourceOf(pattern: string, option: string): string {
  const used = new Set<string>()
  let source = ''
  let position = 0
  for (const match of pattern.matchAll(PART)) {
    position = match.index + match[0].length
    const [part, literal, letter] = match
    if (letter !== undefined) {
      const taken = LETTERS[letter]?.(part.length) ?? null
      const group = taken === null ? null : (/^\(\?<(\w)>/.exec(taken)?.[1] ?? '')
      if (taken === null || group === null || used.has(group)) throw refused(pattern, option, part)
      if (group !== '') used.add(group)
      source += taken
    } else if (literal !== undefined) source += literal === '' ? "'" : escaped(literal.replaceAll("''", "'"))
    else if (part === '[') source += '(?:'
    else if (part === ']') source += ')?'
    else if (/[{}#]/.test(part)) throw refused(pattern, option, part)
    else source += escaped(part)
  }
  if (position !== pattern.length) throw refused(pattern, option, pattern.slice(position))
  try {
    new RegExp(source)
  } catch {
    throw refused(pattern, option, '[')
  }
  // A text without any named part still has groups.
  return `(?<_>)${source}`
}

function refused(pattern: string, option: string, part: string): SluiceError {
  return new SluiceError(
    'INVALID_OPTION',
    `Cannot use ${option} "${pattern}": "${part}" is not understood. Known: y u M d H h m s S a E X x Z VV, 'quoted text', [optional].`,
    { option, pattern, part },
  )
}

function year(n: number): string {
  return n === 2 ? '(?<Y>\\d{2})' : n === 1 ? '(?<y>[+-]?\\d{1,9})' : `(?<y>-?\\d{${n}}|[+-]\\d{${n + 1},9})`
}

function twoDigits(group: string): (n: number) => string | null {
  return n => (n === 1 ? `(?<${group}>\\d{1,2})` : n === 2 ? `(?<${group}>\\d{2})` : null)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

type Groups = Readonly<Record<string, string | undefined>>

function daysFrom(groups: Groups): number | null {
  const yearOfText = groups.Y === undefined ? Number(groups.y ?? 1970) : 2000 + Number(groups.Y)
  const month = groups.N === undefined ? Number(groups.M ?? 1) : MONTHS.indexOf(groups.N.slice(0, 3).toLowerCase()) + 1
  const day = Number(groups.d ?? 1)
  return isCivil(yearOfText, month, day) ? daysOf(yearOfText, month, day) : null
}

function timestampFrom(groups: Groups, sessionZone: Zone): number | bigint | null {
  const days = daysFrom(groups)
  const hour = hourFrom(groups)
  const minute = Number(groups.m ?? 0)
  const second = Number(groups.s ?? 0)
  if (days === null || hour === null || minute > 59 || second > 59) return null
  const zoneText = groups.X?.toUpperCase() ?? groups.V
  const zone = zoneText === undefined ? sessionZone : findZone(zoneText)
  if (zone === null) return null
  const micros = Number((groups.S ?? '').slice(0, 6).padEnd(6, '0'))
  return microsOf(localToUtc(days * 86_400_000 + (hour * 3600 + minute * 60 + second) * 1000, zone), micros)
}

function hourFrom(groups: Groups): number | null {
  if (groups.H !== undefined) return Number(groups.H) > 23 ? null : Number(groups.H)
  const afternoon = groups.a?.toLowerCase() === 'pm' ? 12 : 0
  if (groups.h === undefined) return afternoon
  const hour = Number(groups.h)
  return hour < 1 || hour > 12 ? null : (hour % 12) + afternoon
}
