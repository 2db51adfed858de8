import { microsOf, parseTimestamp } from '../formats/time/timestamp-text.ts'
import { localToUtc, zoneOf } from '../formats/time/zone.ts'
import type { Stored } from '../schema/column-builder.ts'
import type { DataType } from '../schema/data-type.ts'
import type { CastFailure, RefuseCast } from './cast-failure.ts'
import type { CastContext } from './cast-stored.ts'
import { powerOfTen, toScalaDigits } from './decimal-math.ts'
import { MAX_LONG, MIN_LONG, storedLong } from './integer-limits.ts'

const MS_PER_DAY = 86_400_000
const MICROS_PER_SECOND = 1_000_000n
const TWO_63 = 2 ** 63

/** Whole milliseconds of microseconds, towards the past. */
export function millisOf(us: number | bigint): number {
  if (typeof us === 'number') return Math.floor(us / 1000)
  return Number(us / 1000n) - (us % 1000n < 0n ? 1 : 0)
}

/** The day that the zone's calendars show at a moment. */
export function dayOf(us: number | bigint, timeZone: string): number {
  const ms = millisOf(us)
  return Math.floor((ms + zoneOf(timeZone).offsetMs(ms)) / MS_PER_DAY)
}

/** A value as a moment: numbers are seconds. Seconds beyond 64 bits of microseconds are held at the last moment. */
export function toTimestamp(value: Stored, from: DataType, to: DataType, context: CastContext, refuse: RefuseCast): Stored {
  switch (from.kind) {
    case 'string':
      return (
        parseTimestamp(value as string, context.timeZone, context.batchTimestampUs / 1000) ?? refuse('malformed', value, from, to)
      )
    case 'float':
    case 'double':
      return ofSeconds(value as number, why => refuse(why, value, from, to))
    case 'decimal':
      return storedLong(BigInt.asIntN(64, toScalaDigits((value as bigint) * MICROS_PER_SECOND) / powerOfTen(from.scale)))
    case 'date':
      return (
        microsOf(localToUtc((value as number) * MS_PER_DAY, zoneOf(context.timeZone)), 0) ?? refuse('overflow', value, from, to)
      )
    default: {
      const us = BigInt(value as number | bigint) * MICROS_PER_SECOND
      return storedLong(us > MAX_LONG ? MAX_LONG : us < MIN_LONG ? MIN_LONG : us)
    }
  }
}

function ofSeconds(seconds: number, refuse: (why: CastFailure) => null): Stored {
  if (!Number.isFinite(seconds)) return refuse('malformed')
  const us = Math.trunc(seconds * 1e6) + 0
  if (us > TWO_63 || us < -TWO_63) return refuse('overflow')
  return us === TWO_63 ? MAX_LONG : storedLong(BigInt(us))
}
