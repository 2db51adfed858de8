import { civilOf, daysOf } from '../../formats/time/civil.ts'
import { localToUtc, type Zone, zoneOf } from '../../formats/time/zone.ts'
import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import { type ColumnVector, isNullAt } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { storedAt } from '../../schema/stored-at.ts'
import type { CastContext } from '../cast-stored.ts'
import { MAX_LONG, MIN_LONG, storedLong } from '../integer-limits.ts'
import { type Builtin, wrongArguments } from './builtin.ts'

export const DATE = { kind: 'date' } as const
export const TIMESTAMP = { kind: 'timestamp' } as const
export const INTEGER = { kind: 'integer' } as const
export const LONG = { kind: 'long' } as const
export const DAY_MS = 86_400_000
export const DAY_US = 86_400_000_000

export const isTime = ({ kind }: DataType): boolean => kind === 'date' || kind === 'timestamp'
export const isInt = ({ kind }: DataType): boolean => kind === 'byte' || kind === 'short' || kind === 'integer'

/** Whole seconds of microseconds, towards the past, and the microseconds beyond them. */
export function secondsOf(us: number | bigint): readonly [number, number] {
  if (typeof us === 'number') {
    const seconds = Math.floor(us / 1e6)
    return [seconds, us - seconds * 1e6]
  }
  const rest = ((us % 1_000_000n) + 1_000_000n) % 1_000_000n
  return [Number((us - rest) / 1_000_000n), Number(rest)]
}

/** Seconds and microseconds as microseconds; `null` beyond 64 bits. */
export function microsFrom(seconds: number, micros: number): number | bigint | null {
  const sum = seconds * 1e6 + micros
  if (Number.isSafeInteger(sum)) return sum
  const exact = BigInt(seconds) * 1_000_000n + BigInt(micros)
  return exact < MIN_LONG || exact > MAX_LONG ? null : storedLong(exact)
}

/** A moment as the clocks of a zone show it: the day, and microseconds of the day. */
export interface LocalMoment {
  readonly days: number
  readonly ofDayUs: number
}

export function localMoment(us: number | bigint, zone: Zone): LocalMoment {
  const [seconds, micros] = secondsOf(us)
  const local = seconds + zone.offsetMs(seconds * 1000) / 1000
  const days = Math.floor(local / 86_400)
  return { days, ofDayUs: (local - days * 86_400) * 1e6 + micros }
}

/**
 * The moment at which the clocks show this. Where they show it twice the one with the offset of `near` is taken, if there is one, else the first.
 *
 * @see Java `ZonedDateTime.ofLocal`
 */
export function momentOf({ days, ofDayUs }: LocalMoment, zone: Zone, near?: number | bigint): number | bigint | null {
  const seconds = Math.floor(ofDayUs / 1e6)
  const micros = ofDayUs - seconds * 1e6
  const localMs = days * DAY_MS + seconds * 1000
  if (near !== undefined && zone.fixedMs === null) {
    const offset = zone.offsetMs(secondsOf(near)[0] * 1000)
    if (zone.offsetMs(localMs - offset) === offset) return microsFrom((localMs - offset) / 1000, micros)
  }
  return microsFrom(localToUtc(localMs, zone) / 1000, micros)
}

/** The day number of a date or of a moment in the session's zone. */
export function dayAt(vector: ColumnVector, row: number, zone: Zone): number {
  const value = storedAt(vector, row) as number | bigint
  return vector.type.kind === 'date' ? (value as number) : localMoment(value, zone).days
}

/** The moment of a timestamp, or of the beginning of a day in the session's zone. */
export function microsAt(vector: ColumnVector, row: number, zone: Zone): number | bigint {
  const value = storedAt(vector, row) as number | bigint
  return vector.type.kind === 'date' ? (momentOf({ days: value as number, ofDayUs: 0 }, zone) ?? 0) : value
}

/** `months` later; a day that the month does not have is its last. */
export function plusMonths(days: number, months: number): number {
  const { year, month, day } = civilOf(days)
  const at = year * 12 + month - 1 + months
  const [inYear, inMonth] = [Math.floor(at / 12), at - Math.floor(at / 12) * 12 + 1]
  return daysOf(inYear, inMonth, Math.min(day, lastOfMonth(inYear, inMonth)))
}

export const lastOfMonth = (year: number, month: number): number =>
  daysOf(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - daysOf(year, month, 1)

/** What a function of times takes and gives. */
interface TimeFunction {
  readonly name: string
  readonly takes: string
  /** Whether it takes arguments of these types. */
  fits(args: readonly DataType[]): boolean
  readonly result: DataType
  readonly mayFail?: boolean
  /** The value of a row in which no argument is null. */
  apply(args: readonly ColumnVector[], row: number, zone: Zone, context: CastContext): Stored
}

/** A function that is null where an argument is null. */
export function timeFunction({ name, takes, fits, result, mayFail = false, apply }: TimeFunction): Builtin {
  return {
    name,
    mayFail,
    type(args) {
      if (!fits(args)) throw wrongArguments(name, takes, args)
      return result
    },
    evaluate(args, { numRows, context }) {
      const zone = zoneOf(context.timeZone)
      const stored: Stored[] = []
      for (let row = 0; row < numRows; row++)
        stored.push(args.some(arg => isNullAt(arg, row)) ? null : apply(args, row, zone, context))
      return vectorOf(result, stored)
    },
  }
}
