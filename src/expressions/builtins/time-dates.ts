import { civilOf, daysOf, isCivil } from '../../formats/time/civil.ts'
import type { Zone } from '../../formats/time/zone.ts'
import { textAt } from '../../schema/byte-values.ts'
import type { Stored } from '../../schema/column-builder.ts'
import type { ColumnVector, Utf8Vector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { SluiceError } from '../../util/error.ts'
import { terminalText } from '../../util/terminal-text.ts'
import { longOverflow, overflow } from '../arithmetic-error.ts'
import type { Builtin } from './builtin.ts'
import { weekdayOf } from './time-fields.ts'
import {
  DATE,
  dayAt,
  INTEGER,
  isInt,
  isTime,
  lastOfMonth,
  localMoment,
  microsAt,
  momentOf,
  plusMonths,
  timeFunction,
} from './time-rows.ts'

const intAt = (vector: ColumnVector, row: number): number => storedAt(vector, row) as number

/** The text of a row of a text vector. */
export function textOfRow(vector: ColumnVector, row: number): string {
  const { dictionary, codes } = vector as Utf8Vector
  return textAt(dictionary, codes === null ? row : codes[row]!)
}

function plusDays(name: string, sign: 1 | -1): Builtin {
  return timeFunction({
    name,
    takes: 'a date and a number of days',
    fits: args => args.length === 2 && isTime(args[0]!) && isInt(args[1]!),
    result: DATE,
    // 32 bits that wrap, as in Spark.
    apply: ([date, days], row, zone) => (dayAt(date!, row, zone) + sign * intAt(days!, row)) | 0,
  })
}

const DAYS_OF_WEEK: ReadonlyMap<string, number> = new Map(
  ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'].flatMap((name, i) =>
    [name, name.slice(0, 3), name.slice(0, 2)].map(text => [text, i] as const),
  ),
)

function nextDay(days: number, name: string): number {
  const wanted = DAYS_OF_WEEK.get(name.toUpperCase())
  if (wanted === undefined) {
    throw new SluiceError(
      'INVALID_OPTION',
      `[ILLEGAL_DAY_OF_WEEK] Illegal input for day of week: ${terminalText(name.slice(0, 50))}. Give e.g. "Mon" or "Monday". SQLSTATE: 22009`,
    )
  }
  return days + 1 + ((wanted - weekdayOf(days) + 6) % 7)
}

/**
 * Months between two moments; whole where both lie on the same day of the month or both on its last, else by months of 31 days.
 *
 * @see Spark `DateTimeUtils.monthsBetween`
 */
function monthsBetween(end: DayTime, start: DayTime, isRounded: boolean): number {
  const [a, b] = [civilOf(end.days), civilOf(start.days)]
  const months = (a.year - b.year) * 12 + a.month - b.month
  const areLast = a.day === lastOfMonth(a.year, a.month) && b.day === lastOfMonth(b.year, b.month)
  if (a.day === b.day || areLast) return months
  const seconds = (a.day - b.day) * 86_400 + end.elapsedSeconds() - start.elapsedSeconds()
  const difference = months + seconds / 2_678_400
  return isRounded ? Math.round(difference * 1e8) / 1e8 : difference
}

/** A day, and how long it has lasted: on days when the clocks change that is not what they show. */
interface DayTime {
  readonly days: number
  elapsedSeconds(): number
}

function dayTime(us: number | bigint, zone: Zone): DayTime {
  const { days } = localMoment(us, zone)
  return {
    days,
    elapsedSeconds() {
      const midnight = momentOf({ days, ofDayUs: 0 }, zone)
      if (midnight === null) throw longOverflow()
      return Number((BigInt(us) - BigInt(midnight)) / 1_000_000n)
    },
  }
}

const MONTHS_OF_YEAR = 'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER'.split(' ')

/** A day from its parts. @throws INVALID_OPTION for a day that there is not, ARITHMETIC_OVERFLOW beyond 32 bits of days */
export function dateFrom(year: number, month: number, day: number): number {
  const outOf = (what: string, last: number, value: number) =>
    fieldOutOfBounds(`Invalid value for ${what} (valid values ${what === 'Year' ? '-999999999' : 1} - ${last}): ${value}`)
  if (Math.abs(year) > 999_999_999) throw outOf('Year', 999_999_999, year)
  if (month < 1 || month > 12) throw outOf('MonthOfYear', 12, month)
  if (day < 1 || day > 31) throw outOf('DayOfMonth', 31, day)
  if (!isCivil(year, month, day)) {
    throw fieldOutOfBounds(
      month === 2 && day === 29
        ? `Invalid date 'February 29' as '${year}' is not a leap year`
        : `Invalid date '${MONTHS_OF_YEAR[month - 1]} ${day}'`,
    )
  }
  return daysOf(year, month, day)
}

export function fieldOutOfBounds(what: string): SluiceError {
  return new SluiceError('INVALID_OPTION', `[DATETIME_FIELD_OUT_OF_BOUNDS.WITH_SUGGESTION] ${what}. SQLSTATE: 22023`)
}

/** A day number that is none is an error of the batch. */
export function inDays(days: number): number {
  if (days !== (days | 0)) throw overflow('add_months', 'date')
  return days
}

const twoTimes = (args: readonly DataType[]): boolean => args.length === 2 && args.every(isTime)

/** Functions over days. A moment counts as its day in the session's zone. @see Spark `datetimeExpressions.scala` */
export const DATE_BUILTINS: readonly Builtin[] = [
  plusDays('date_add', 1),
  plusDays('date_sub', -1),
  timeFunction({
    name: 'add_months',
    takes: 'a date and a number of months',
    fits: args => args.length === 2 && isTime(args[0]!) && isInt(args[1]!),
    result: DATE,
    mayFail: true,
    apply: ([date, months], row, zone) => inDays(plusMonths(dayAt(date!, row, zone), intAt(months!, row))),
  }),
  timeFunction({
    name: 'date_diff',
    takes: 'two dates',
    fits: twoTimes,
    result: INTEGER,
    apply: ([end, start], row, zone) => (dayAt(end!, row, zone) - dayAt(start!, row, zone)) | 0,
  }),
  timeFunction({
    name: 'months_between',
    takes: 'two timestamps, and whether to round to 8 digits',
    fits: args => twoTimes(args.slice(0, 2)) && args.length === 3 && args[2]!.kind === 'boolean',
    result: { kind: 'double' },
    mayFail: true,
    apply: ([end, start, isRounded], row, zone): Stored => {
      const [later, earlier] = [end!, start!].map(time => dayTime(microsAt(time, row, zone), zone))
      return monthsBetween(later!, earlier!, storedAt(isRounded!, row) === true)
    },
  }),
  timeFunction({
    name: 'last_day',
    takes: 'a date',
    fits: args => args.length === 1 && isTime(args[0]!),
    result: DATE,
    apply: ([date], row, zone) => {
      const { year, month } = civilOf(dayAt(date!, row, zone))
      return daysOf(year, month, lastOfMonth(year, month))
    },
  }),
  timeFunction({
    name: 'next_day',
    takes: 'a date and the name of a day of the week',
    fits: args => args.length === 2 && isTime(args[0]!) && args[1]!.kind === 'string',
    result: DATE,
    mayFail: true,
    apply: ([date, name], row, zone) => nextDay(dayAt(date!, row, zone), textOfRow(name!, row)),
  }),
  timeFunction({
    name: 'make_date',
    takes: 'year, month and day',
    fits: args => args.length === 3 && args.every(isInt),
    result: DATE,
    mayFail: true,
    apply: ([year, month, day], row) => inDays(dateFrom(intAt(year!, row), intAt(month!, row), intAt(day!, row))),
  }),
  timeFunction({
    name: 'unix_date',
    takes: 'a date',
    fits: args => args.length === 1 && args[0]!.kind === 'date',
    result: INTEGER,
    apply: ([date], row) => intAt(date!, row),
  }),
  timeFunction({
    name: 'date_from_unix_date',
    takes: 'a number of days',
    fits: args => args.length === 1 && isInt(args[0]!),
    result: DATE,
    apply: ([days], row) => intAt(days!, row),
  }),
]
