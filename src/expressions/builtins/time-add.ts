import { civilOf } from '../../formats/time/civil.ts'
import type { Zone } from '../../formats/time/zone.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { SluiceError } from '../../util/error.ts'
import { longOverflow } from '../arithmetic-error.ts'
import { isIntegral } from '../arithmetic-type.ts'
import { MAX_LONG, MIN_LONG, storedLong } from '../integer-limits.ts'
import type { Builtin } from './builtin.ts'
import { textOfRow } from './time-dates.ts'
import {
  DAY_US,
  isTime,
  LONG,
  type LocalMoment,
  localMoment,
  microsAt,
  momentOf,
  plusMonths,
  TIMESTAMP,
  timeFunction,
} from './time-rows.ts'

const UNIT_US: Readonly<Record<string, bigint>> = {
  MICROSECOND: 1n,
  MILLISECOND: 1000n,
  SECOND: 1_000_000n,
  MINUTE: 60_000_000n,
  HOUR: 3_600_000_000n,
  DAY: 86_400_000_000n,
  DAYOFYEAR: 86_400_000_000n,
  WEEK: 604_800_000_000n,
}
const UNIT_MONTHS: Readonly<Record<string, bigint>> = { MONTH: 1n, QUARTER: 3n, YEAR: 12n }
const MAX_INT = 2n ** 31n - 1n

function added(us: number | bigint, unit: string, quantity: bigint, zone: Zone): number | bigint {
  const refuse = () =>
    new SluiceError(
      'ARITHMETIC_OVERFLOW',
      `[DATETIME_OVERFLOW] Datetime operation overflow: cannot add ${quantity} ${unit} to a timestamp. SQLSTATE: 22008`,
    )
  const months = UNIT_MONTHS[unit]
  if (months !== undefined) {
    const total = quantity * months
    if (total > MAX_INT || total < -MAX_INT - 1n) throw refuse()
    const local = localMoment(us, zone)
    return momentOf({ ...local, days: plusMonths(local.days, Number(total)) }, zone, us) ?? throwing(refuse)
  }
  const span = quantity * UNIT_US[unit]!
  if (span > MAX_LONG || span < MIN_LONG) throw refuse()
  // Days and weeks move the clocks of the session's zone; shorter units are exact.
  if (span % BigInt(DAY_US) === 0n && UNIT_US[unit]! >= BigInt(DAY_US)) {
    const local = localMoment(us, zone)
    return momentOf({ ...local, days: local.days + Number(span / BigInt(DAY_US)) }, zone, us) ?? throwing(refuse)
  }
  const result = BigInt(us) + span
  return result > MAX_LONG || result < MIN_LONG ? throwing(refuse) : storedLong(result)
}

function throwing(error: () => SluiceError): never {
  throw error()
}

/** Whole units between two local times; the rest is dropped. */
function between(unit: string, start: LocalMoment, end: LocalMoment): bigint {
  const months = UNIT_MONTHS[unit]
  if (months !== undefined) return BigInt(monthsBetween(start, end)) / months
  const span = BigInt(end.days - start.days) * BigInt(DAY_US) + BigInt(end.ofDayUs) - BigInt(start.ofDayUs)
  const units = span / UNIT_US[unit]!
  if (units > MAX_LONG || units < MIN_LONG) throw longOverflow()
  return units
}

/** @see Java `LocalDateTime.until` */
function monthsBetween(start: LocalMoment, end: LocalMoment): number {
  let days = end.days
  if (days > start.days && end.ofDayUs < start.ofDayUs) days -= 1
  else if (days < start.days && end.ofDayUs > start.ofDayUs) days += 1
  const [a, b] = [civilOf(start.days), civilOf(days)]
  return Math.trunc(((b.year - a.year) * 12 * 32 + (b.month - a.month) * 32 + b.day - a.day) / 32)
}

/** The unit is written by the typed surface: it is one of those above. */
export const TIME_UNITS: readonly string[] = [...Object.keys(UNIT_US), ...Object.keys(UNIT_MONTHS)]

/** @see Spark `TimestampAdd`, `TimestampDiff` */
export const ADD_BUILTINS: readonly Builtin[] = [
  timeFunction({
    name: 'timestampadd',
    takes: 'a unit, a whole number and a timestamp',
    fits: args => args.length === 3 && args[0]!.kind === 'string' && isIntegral(args[1]!) && isTime(args[2]!),
    result: TIMESTAMP,
    mayFail: true,
    apply: ([unit, quantity, time], row, zone) =>
      added(microsAt(time!, row, zone), textOfRow(unit!, row), BigInt(storedAt(quantity!, row) as number | bigint), zone),
  }),
  timeFunction({
    name: 'timestampdiff',
    takes: 'a unit and two timestamps',
    fits: args => args.length === 3 && args[0]!.kind === 'string' && isTime(args[1]!) && isTime(args[2]!),
    result: LONG,
    mayFail: true,
    apply: ([unit, start, end], row, zone) => {
      const [from, to] = [start!, end!].map(time => localMoment(microsAt(time, row, zone), zone))
      return storedLong(between(textOfRow(unit!, row), from!, to!))
    },
  }),
]
