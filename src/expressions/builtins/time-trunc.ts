import { civilOf, daysOf } from '../../formats/time/civil.ts'
import type { Zone } from '../../formats/time/zone.ts'
import type { Builtin } from './builtin.ts'
import { inDays, textOfRow } from './time-dates.ts'
import { weekdayOf } from './time-fields.ts'
import { DATE, DAY_US, dayAt, isTime, localMoment, microsAt, momentOf, TIMESTAMP, timeFunction } from './time-rows.ts'

/** The first day of the unit that a day lies in. */
const FIRST_DAY: Readonly<Record<string, (days: number) => number>> = {
  WEEK: days => days - weekdayOf(days),
  MONTH: days => {
    const { year, month } = civilOf(days)
    return daysOf(year, month, 1)
  },
  QUARTER: days => {
    const { year, month } = civilOf(days)
    return daysOf(year, month - ((month - 1) % 3), 1)
  },
  YEAR: days => daysOf(civilOf(days).year, 1, 1),
}
const CLOCK_US: Readonly<Record<string, number>> = {
  MICROSECOND: 1,
  MILLISECOND: 1000,
  SECOND: 1e6,
  MINUTE: 6e7,
  HOUR: 3.6e9,
  DAY: DAY_US,
}
const ALIASES: Readonly<Record<string, string>> = { DD: 'DAY', MON: 'MONTH', MM: 'MONTH', YYYY: 'YEAR', YY: 'YEAR' }

const unitNamed = (name: string): string => {
  const upper = name.toUpperCase()
  return ALIASES[upper] ?? upper
}

function truncated(us: number | bigint, name: string, zone: Zone): number | bigint | null {
  const unit = unitNamed(name)
  const clockUs = Object.hasOwn(CLOCK_US, unit) ? CLOCK_US[unit]! : undefined
  const local = localMoment(us, zone)
  if (clockUs !== undefined) {
    if (clockUs <= 1e6) return typeof us === 'number' ? us - modulo(us, clockUs) : us - BigInt(modulo(local.ofDayUs, clockUs))
    return momentOf({ days: local.days, ofDayUs: local.ofDayUs - (local.ofDayUs % clockUs) }, zone, us)
  }
  const firstDay = Object.hasOwn(FIRST_DAY, unit) ? FIRST_DAY[unit]! : undefined
  return firstDay === undefined ? null : momentOf({ days: firstDay(local.days), ofDayUs: 0 }, zone)
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by

/** @see Spark `TruncTimestamp`, `TruncDate`; a unit that there is not gives null */
export const TRUNC_BUILTINS: readonly Builtin[] = [
  timeFunction({
    name: 'date_trunc',
    takes: 'a unit and a timestamp',
    fits: args => args.length === 2 && args[0]!.kind === 'string' && isTime(args[1]!),
    result: TIMESTAMP,
    apply: ([unit, time], row, zone) => truncated(microsAt(time!, row, zone), textOfRow(unit!, row), zone),
  }),
  timeFunction({
    name: 'trunc',
    takes: 'a date and a unit',
    fits: args => args.length === 2 && isTime(args[0]!) && args[1]!.kind === 'string',
    result: DATE,
    apply: ([date, unit], row, zone) => {
      const name = unitNamed(textOfRow(unit!, row))
      return Object.hasOwn(FIRST_DAY, name) ? inDays(FIRST_DAY[name]!(dayAt(date!, row, zone))) : null
    },
  }),
]
