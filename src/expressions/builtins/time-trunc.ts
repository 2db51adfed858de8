import { civilOf, daysOf } from '../../formats/time/civil.ts'
import { type Zone, zoneOf } from '../../formats/time/zone.ts'
import { longOverflow } from '../arithmetic-error.ts'
import { MIN_LONG } from '../integer-limits.ts'
import { type Builtin, constantOf } from './builtin.ts'
import { textOfRow } from './time-dates.ts'
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
    if (clockUs <= 1e6)
      return inRange(typeof us === 'number' ? us - modulo(us, clockUs) : us - BigInt(modulo(local.ofDayUs, clockUs)))
    return inRange(momentOf({ days: local.days, ofDayUs: local.ofDayUs - (local.ofDayUs % clockUs) }, zone, us))
  }
  const firstDay = Object.hasOwn(FIRST_DAY, unit) ? FIRST_DAY[unit]! : undefined
  return firstDay === undefined ? null : inRange(momentOf({ days: firstDay(local.days), ofDayUs: 0 }, zone))
}

/** @throws ARITHMETIC_OVERFLOW where truncation goes back beyond the first moment of 64 bits */
function inRange(us: number | bigint | null): number | bigint {
  if (us === null || us < MIN_LONG) throw longOverflow()
  return us
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by

/** Moments in doubles, truncated to one unit: those of a day are looked up once where they follow each other. */
function truncatedAll(
  values: Float64Array,
  length: number,
  validity: Uint8Array | null,
  name: string,
  zone: Zone,
): Float64Array | null {
  const unit = unitNamed(name)
  const clockUs = Object.hasOwn(CLOCK_US, unit) ? CLOCK_US[unit]! : undefined
  const firstDay = Object.hasOwn(FIRST_DAY, unit) ? FIRST_DAY[unit]! : undefined
  if (clockUs === undefined && firstDay === undefined) return null
  const results = new Float64Array(length)
  let [lastDay, lastStart] = [Number.NaN, 0]
  for (let row = 0; row < length; row++) {
    if (validity !== null && validity[row] === 0) continue
    const us = values[row]!
    const offsetUs = (zone.fixedMs ?? zone.offsetMs(Math.floor(us / 1000))) * 1000
    const local = us + offsetUs
    if (clockUs !== undefined) {
      const start = local - modulo(local, clockUs) - offsetUs
      const isSame = zone.fixedMs !== null || zone.offsetMs(Math.floor(start / 1000)) * 1000 === offsetUs
      results[row] = isSame || clockUs <= 1e6 ? start : Number(truncated(us, name, zone))
      continue
    }
    const day = Math.floor(local / DAY_US)
    if (day !== lastDay) [lastDay, lastStart] = [day, Number(momentOf({ days: firstDay!(day), ofDayUs: 0 }, zone))]
    results[row] = lastStart
  }
  return results.every(Number.isSafeInteger) ? results : null
}

const slowDateTrunc = timeFunction({
  name: 'date_trunc',
  takes: 'a unit and a timestamp',
  fits: args => args.length === 2 && args[0]!.kind === 'string' && isTime(args[1]!),
  result: TIMESTAMP,
  mayFail: true,
  apply: ([unit, time], row, zone) => truncated(microsAt(time!, row, zone), textOfRow(unit!, row), zone),
})

const dateTrunc: Builtin = {
  ...slowDateTrunc,
  evaluate(args, call) {
    const [unit, time] = args
    const name = constantOf(unit!)
    if (typeof name === 'string' && time!.layout === 'int64' && time!.values instanceof Float64Array) {
      const { values, length, validity } = time!
      const results = truncatedAll(values as Float64Array, length, validity, name, zoneOf(call.context.timeZone))
      if (results !== null) return { layout: 'int64', type: TIMESTAMP, length, validity, values: results }
    }
    return slowDateTrunc.evaluate(args, call)
  },
}

/** @see Spark `TruncTimestamp`, `TruncDate`; a unit that there is not gives null */
export const TRUNC_BUILTINS: readonly Builtin[] = [
  dateTrunc,
  timeFunction({
    name: 'trunc',
    takes: 'a date and a unit',
    fits: args => args.length === 2 && isTime(args[0]!) && args[1]!.kind === 'string',
    result: DATE,
    apply: ([date, unit], row, zone) => {
      const name = unitNamed(textOfRow(unit!, row))
      return Object.hasOwn(FIRST_DAY, name) ? FIRST_DAY[name]!(dayAt(date!, row, zone)) | 0 : null
    },
  }),
]
