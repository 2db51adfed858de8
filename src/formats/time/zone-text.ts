/** Short names of the zones whose names Intl does not know: standard and summer time, as Java writes them. */
const SHORT: Readonly<Record<string, readonly [string, string]>> = {
  'Europe/Moscow': ['MSK', 'MSD'],
  'Asia/Kolkata': ['IST', 'IST'],
  'Asia/Tokyo': ['JST', 'JDT'],
  'Asia/Seoul': ['KST', 'KDT'],
  'Asia/Shanghai': ['CST', 'CDT'],
  'Asia/Hong_Kong': ['HKT', 'HKST'],
  'Australia/Sydney': ['AEST', 'AEDT'],
  'Pacific/Auckland': ['NZST', 'NZDT'],
  'Europe/London': ['GMT', 'BST'],
  'Europe/Paris': ['CET', 'CEST'],
  'Europe/Berlin': ['CET', 'CEST'],
  'Europe/Madrid': ['CET', 'CEST'],
  'Europe/Rome': ['CET', 'CEST'],
  'Europe/Athens': ['EET', 'EEST'],
  'Europe/Kiev': ['EET', 'EEST'],
  'Europe/Kyiv': ['EET', 'EEST'],
  'Europe/Lisbon': ['WET', 'WEST'],
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The English name of a zone at a moment, as pattern letters `z` and `zzzz` write it. An offset is its own name. */
export function zoneText(timeZone: string, utcMs: number, isFull: boolean): string {
  if (timeZone === 'UTC' || timeZone === 'Z') return isFull ? 'Coordinated Universal Time' : timeZone === 'Z' ? 'Z' : 'UTC'
  if (/^[+-]/.test(timeZone)) return timeZone
  const full = intlName(timeZone, utcMs, 'long')
  if (isFull) return full
  const names = SHORT[timeZone]
  if (names !== undefined) return names[/Summer|Daylight/.test(full) ? 1 : 0]
  return intlName(timeZone, utcMs, 'short')
}

function intlName(timeZone: string, utcMs: number, timeZoneName: 'short' | 'long'): string {
  const key = `${timeZone} ${timeZoneName}`
  let format = formats.get(key)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName })
    formats.set(key, format)
  }
  return format.formatToParts(namedMoment(utcMs)).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}

const YEAR_MS = 365.2425 * 86_400_000
const FIRST_MS = Date.UTC(1971, 0, 1)
const LAST_MS = Date.UTC(2037, 0, 1)

/** Intl has names from 1970 to 2037: before them it is standard time, after them the same day of an earlier year. */
function namedMoment(utcMs: number): number {
  if (utcMs < FIRST_MS) return FIRST_MS
  return utcMs <= LAST_MS ? utcMs : utcMs - Math.ceil((utcMs - LAST_MS) / YEAR_MS) * YEAR_MS
}
