import { civilOf, daysOf, isCivil, yearText } from './civil.ts'
import { trimAll } from './trim-all.ts'
import { findZone, localToUtc, type Zone, zoneOf } from './zone.ts'

const DATE = /^([+-])?(\d{4,6})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T](.*))?)?)?$/s
const TIME = /^(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?(\D.*)?)?)?$/s
const TIME_ALONE = /^(?:T(.*)|(\d{1,2}:.*))$/s

/**
 * Text as a moment, by the grammar of `CAST(text AS TIMESTAMP)`: `[+-]yyyy[yy]-[m]m-[d]d[ |T][h]h:[m]m:[s]s[.f*][zone]`,
 * shortened from the right as you like; a time alone means today.
 *
 * @param timeZone zone of a text that names none
 * @param todayMs the moment that says which day is today; default now
 * @returns microseconds since 1970-01-01T00:00:00Z (a bigint when not a safe integer), null for any other text
 * @see Spark `SparkDateTimeUtils.parseTimestampString`
 */
export function parseTimestamp(text: string, timeZone = 'UTC', todayMs?: number): number | bigint | null {
  return parseTimestampIn(text, zoneOf(timeZone), todayMs)
}

/** `parseTimestamp` for a zone looked up before. */
export function parseTimestampIn(text: string, sessionZone: Zone, todayMs?: number): number | bigint | null {
  const trimmed = trimAll(text)
  const date = DATE.exec(trimmed)
  const alone = date === null ? TIME_ALONE.exec(trimmed) : null
  if (date === null && alone === null) return null
  const timeText = date === null ? (alone![1] ?? alone![2]!) : date[5]
  const time = timeText === undefined ? null : TIME.exec(timeText)
  if (timeText !== undefined && time === null) return null
  const zone = time?.[5] === undefined ? sessionZone : findZone(time[5].trim())
  if (zone === null) return null
  let days: number
  if (date === null) {
    const nowMs = todayMs ?? Date.now()
    days = Math.floor((nowMs + zone.offsetMs(nowMs)) / 86_400_000)
  } else {
    const year = Number(date[2]) * (date[1] === '-' ? -1 : 1)
    const month = Number(date[3] ?? 1)
    const day = Number(date[4] ?? 1)
    if (!isCivil(year, month, day)) return null
    days = daysOf(year, month, day)
  }
  const hour = Number(time?.[1] ?? 0)
  const minute = Number(time?.[2] ?? 0)
  const second = Number(time?.[3] ?? 0)
  if (hour > 23 || minute > 59 || second > 59) return null
  const micros = Number((time?.[4] ?? '').slice(0, 6).padEnd(6, '0'))
  return microsOf(localToUtc(days * 86_400_000 + (hour * 3600 + minute * 60 + second) * 1000, zone), micros)
}

/** Milliseconds and microseconds beyond them as microseconds; null beyond 64 bits. */
export function microsOf(ms: number, micros: number): number | bigint | null {
  const sum = ms * 1000 + micros
  if (Number.isSafeInteger(sum)) return sum
  const exact = BigInt(ms) * 1000n + BigInt(micros)
  return BigInt.asIntN(64, exact) === exact ? exact : null
}

/**
 * A moment as Spark shows it: `yyyy-MM-dd HH:mm:ss` with the fraction's digits up to the last that is not zero.
 *
 * @param micros microseconds since 1970-01-01T00:00:00Z
 */
export function formatTimestamp(micros: number | bigint, timeZone = 'UTC'): string {
  const seconds = typeof micros === 'bigint' ? Number((micros - mod(micros, 1_000_000n)) / 1_000_000n) : Math.floor(micros / 1e6)
  const fraction = typeof micros === 'bigint' ? Number(mod(micros, 1_000_000n)) : micros - seconds * 1e6
  const local = seconds + Math.floor(zoneOf(timeZone).offsetMs(seconds * 1000) / 1000)
  const days = Math.floor(local / 86_400)
  const { year, month, day } = civilOf(days)
  const ofDay = local - days * 86_400
  const time = `${two(Math.floor(ofDay / 3600))}:${two(Math.floor(ofDay / 60) % 60)}:${two(ofDay % 60)}`
  const text = `${yearText(year)}-${two(month)}-${two(day)} ${time}`
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`
}

function mod(a: bigint, b: bigint): bigint {
  return ((a % b) + b) % b
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

export { parseDate } from './date-text.ts'
