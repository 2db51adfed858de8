import { type InspectOptionsStylized, inspect } from 'node:util'
import { SluiceError } from '../util/error.ts'

/** A `Date` with the microseconds that one has no room for. To set it to another time is to leave them behind. */
class Moment extends Date {
  /** `null` once it was set. */
  #us: number | bigint | null

  constructor(timeMs: number, us: number | bigint) {
    super(timeMs)
    this.#us = us
  }

  /** With the microseconds, as two moments of one millisecond are not equal. */
  [inspect.custom](_depth: number, { stylize }: InspectOptionsStylized): string {
    const us = this.#us === null ? '' : String(((BigInt(this.#us) % 1000n) + 1000n) % 1000n).padStart(3, '0')
    return stylize(Number.isNaN(this.getTime()) ? String(this) : this.toISOString().replace('Z', `${us}Z`), 'date')
  }

  static microsecondsIn(date: Date): number | bigint | null {
    return #us in date ? date.#us : null
  }

  static {
    const setters = Object.getOwnPropertyNames(Date.prototype).filter(name => name.startsWith('set'))
    for (const name of setters) {
      const set: (...values: unknown[]) => number = Reflect.get(Date.prototype, name)
      const value = function (this: Moment, ...values: unknown[]): number {
        // Also where the millisecond stays the same: `setUTCMinutes(0, 0, 0)` asks for the full hour.
        this.#us = null
        return set.apply(this, values)
      }
      Object.defineProperty(Moment.prototype, name, { value, writable: true, configurable: true })
    }
  }
}

/**
 * A moment as users see it. It remembers its microseconds, so that a moment which is handed back is the one that was given.
 * One in a whole millisecond is a plain `Date`.
 *
 * @param us microseconds since 1970
 */
export function dateOf(us: number | bigint): Date {
  const timeMs = typeof us === 'number' ? Math.floor(us / 1000) : Number((us - (((us % 1000n) + 1000n) % 1000n)) / 1000n)
  const isWhole = typeof us === 'number' ? us === timeMs * 1000 : us % 1000n === 0n
  return isWhole ? new Date(timeMs) : new Moment(timeMs, us)
}

/**
 * Microseconds since 1970: those it was made of, unless it has been set since.
 *
 * @throws INVALID_OPTION for an invalid `Date`
 */
export function microsecondsOf(date: Date): number | bigint {
  const known = Moment.microsecondsIn(date)
  if (known !== null) return known
  const timeMs = date.getTime()
  if (!Number.isNaN(timeMs)) return microsecondsAt(timeMs)
  throw new SluiceError('INVALID_OPTION', 'Cannot take an invalid Date: it is no moment. Check the text it was made of.')
}

/** After the year 2255 no double is exact. */
function microsecondsAt(timeMs: number): number | bigint {
  const us = timeMs * 1000
  return Number.isSafeInteger(us) ? us : BigInt(timeMs) * 1000n
}
