import { daysInMonth, daysOf } from './civil.ts'

/**
 * The usual shape of a timestamp, `yyyy-MM-dd HH:mm:ss[.f][Z]` with a blank or `T` and one to six digits `f`, read
 * from bytes; NaN for any other text, good or bad: ask `parseTimestamp` then.
 *
 * @param zoneMs offset of the zone of a text without `Z`
 * @returns microseconds since 1970-01-01T00:00:00Z
 */
export function timestampAt(bytes: Uint8Array, start: number, end: number, zoneMs: number): number {
  if (end - start < 19) return Number.NaN
  const year = two(bytes, start) * 100 + two(bytes, start + 2)
  const month = two(bytes, start + 5)
  const day = two(bytes, start + 8)
  const hour = two(bytes, start + 11)
  const minute = two(bytes, start + 14)
  const second = two(bytes, start + 17)
  const separator = bytes[start + 10]
  if (bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d || bytes[start + 13] !== 0x3a || bytes[start + 16] !== 0x3a) {
    return Number.NaN
  }
  if (separator !== 0x20 && separator !== 0x54) return Number.NaN
  // A part that is not digits is NaN, and every comparison with it is false.
  if (!(month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN
  if (day > 28 && day > daysInMonth(year, month)) return Number.NaN
  let p = start + 19
  let fraction = 0
  if (p < end && bytes[p] === 0x2e) {
    let unit = 1_000_000
    for (p++; p < end && (bytes[p]! - 0x30) >>> 0 <= 9; p++) {
      unit /= 10
      if (unit < 1) return Number.NaN
      fraction += (bytes[p]! - 0x30) * unit
    }
    if (unit === 1_000_000) return Number.NaN
  }
  let offset = zoneMs
  if (p < end) {
    if (bytes[p] !== 0x5a || p + 1 !== end) return Number.NaN
    offset = 0
  }
  return (daysOf(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second) * 1e6 - offset * 1000 + fraction
}

/** A day in its usual shape `yyyy-MM-dd`, read from bytes, in days since 1970-01-01; NaN for any other text, good or bad. */
export function dateAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 10 || bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d) return Number.NaN
  const year = two(bytes, start) * 100 + two(bytes, start + 2)
  const month = two(bytes, start + 5)
  const day = two(bytes, start + 8)
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return Number.NaN
  return daysOf(year, month, day)
}

function two(bytes: Uint8Array, p: number): number {
  const tens = bytes[p]! - 0x30
  const ones = bytes[p + 1]! - 0x30
  return tens >>> 0 <= 9 && ones >>> 0 <= 9 ? tens * 10 + ones : Number.NaN
}
