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
 * When a session of one row ends, microseconds: a bigint where no number is exact. Months and days move the clock of the
 * zone, the rest is a length of time.
 *
 * @see Spark `DateTimeUtils.timestampAddInterval`
 */
export function sessionEnd(timeUs: number | bigint, { months, days, us }: CalendarInterval, zone: Zone): number | bigint {
  const [utcMs, restUs] = split(timeUs)
  if (months === 0 && days === 0) return joined(utcMs, restUs + us)
  const offsetMs = zone.offsetMs(utcMs)
  const localMs = utcMs + offsetMs
  const day = Math.floor(localMs / DAY_MS)
  const { year, month, day: dayOfMonth } = civilOf(day)
  const total = year * 12 + month - 1 + months
  const [toYear, toMonth] = [Math.floor(total / 12), (((total % 12) + 12) % 12) + 1]
  const moved = daysOf(toYear, toMonth, Math.min(dayOfMonth, daysInMonth(toYear, toMonth))) + days
  return joined(localToUtcKeeping(moved * DAY_MS + (localMs - day * DAY_MS), zone, offsetMs), restUs + us)
}

/** Whole milliseconds, rounded down, and the microseconds left. */
function split(timeUs: number | bigint): readonly [ms: number, restUs: number] {
  if (typeof timeUs === 'bigint') {
    const rest = ((timeUs % 1000n) + 1000n) % 1000n
    return [Number((timeUs - rest) / 1000n), Number(rest)]
  }
  const ms = Math.floor(timeUs / 1000)
  return [ms, timeUs - ms * 1000]
}

function joined(ms: number, us: number): number | bigint {
  const sum = ms * 1000 + us
  return Number.isSafeInteger(sum) ? sum : BigInt(ms) * 1000n + BigInt(us)
}
