import { civilOf, daysInMonth, daysOf } from '../formats/time/civil.ts'
import { localToUtcKeeping, type Zone } from '../formats/time/zone.ts'
import { type CalendarInterval, parseInterval } from '../util/duration.ts'
import { SluiceError } from '../util/error.ts'

const DAY_MS = 86_400_000

/** The gap of a session; `null` for a text that is no duration: such rows have no session. */
export function sessionGap(text: string): CalendarInterval | null {
  try {
    return parseInterval(text)
  } catch (thrown) {
    if (thrown instanceof SluiceError) return null
    throw thrown
  }
}

/**
 * When a session of one row ends, microseconds. Months and days move the clock of the zone, the rest is exact.
 *
 * @see Spark `DateTimeUtils.timestampAddInterval`
 */
export function sessionEnd(timeUs: number, { months, days, us }: CalendarInterval, zone: Zone): number {
  if (months === 0 && days === 0) return timeUs + us
  const utcMs = Math.floor(timeUs / 1000)
  const offsetMs = zone.offsetMs(utcMs)
  const localMs = utcMs + offsetMs
  const day = Math.floor(localMs / DAY_MS)
  const { year, month, day: dayOfMonth } = civilOf(day)
  const total = year * 12 + month - 1 + months
  const [toYear, toMonth] = [Math.floor(total / 12), (((total % 12) + 12) % 12) + 1]
  const moved = daysOf(toYear, toMonth, Math.min(dayOfMonth, daysInMonth(toYear, toMonth))) + days
  return localToUtcKeeping(moved * DAY_MS + (localMs - day * DAY_MS), zone, offsetMs) * 1000 + (timeUs - utcMs * 1000) + us
}
