import { SluiceError } from '../util/error.ts'

const DAY_MS = 86_400_000
const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'))
let cachedDay = Number.NaN
let cachedDayText = ''

/** A moment as the lab's records write it: '2024-01-01 10:00:00', in UTC; milliseconds are cut off. */
export function eventTimeText(timeMs: number): string {
  const day = Math.floor(timeMs / DAY_MS)
  if (day !== cachedDay) {
    cachedDayText = new Date(timeMs).toISOString().slice(0, 10)
    cachedDay = day
  }
  const second = Math.floor((timeMs - day * DAY_MS) / 1000)
  return `${cachedDayText} ${twoDigits[Math.floor(second / 3600)]}:${twoDigits[Math.floor(second / 60) % 60]}:${twoDigits[second % 60]}`
}

const EVENT_TIME = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?)?Z?$/

/**
 * Reads a moment in UTC: '2024-01-01', '2024-01-01 10:00', '2024-01-01 10:00:00' or its ISO form.
 *
 * @returns milliseconds since 1970-01-01T00:00Z
 * @throws INVALID_OPTION for anything else
 */
export function parseEventTime(text: string): number {
  const match = EVENT_TIME.exec(text.trim())
  const iso = match === null ? '' : `${match[1]}T${match[2] ?? '00:00'}${match[3] ?? ':00'}Z`
  const timeMs = Date.parse(iso)
  // Date.parse turns February 30th into March 1st; what was written must come back.
  if (Number.isNaN(timeMs) || new Date(timeMs).toISOString().slice(0, 10) !== match?.[1]) {
    throw new SluiceError(
      'INVALID_OPTION',
      `Cannot read ${JSON.stringify(text)} as a moment. Write e.g. "2024-01-01 10:00:00" (UTC).`,
      { text },
    )
  }
  return timeMs
}
