/** The microseconds of dates that were made here: a `Date` itself has milliseconds only. */
const exact = new WeakMap<Date, { readonly timeMs: number; readonly us: number | bigint }>()

/**
 * A moment as users see it. It remembers its microseconds, so that a moment which is handed back is the one that was given.
 *
 * @param us microseconds since 1970
 */
export function dateOf(us: number | bigint): Date {
  const timeMs = typeof us === 'number' ? Math.floor(us / 1000) : Number((us - (((us % 1000n) + 1000n) % 1000n)) / 1000n)
  const date = new Date(timeMs)
  if (microsecondsAt(timeMs) !== us) exact.set(date, { timeMs, us })
  return date
}

/** Microseconds since 1970: those it was made of, unless it has been set to another time since. */
export function microsecondsOf(date: Date): number | bigint {
  const timeMs = date.getTime()
  const known = exact.get(date)
  return known?.timeMs === timeMs ? known.us : microsecondsAt(timeMs)
}

/** After the year 2255 no double is exact. */
function microsecondsAt(timeMs: number): number | bigint {
  const us = timeMs * 1000
  return Number.isSafeInteger(us) ? us : BigInt(timeMs) * 1000n
}
