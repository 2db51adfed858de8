import type { ByteType, IntegerType, ShortType } from '../../schema/data-type.ts'
import type { DateColumn, DoubleColumn, IntegerColumn, NumericColumn, StringColumn, TimestampColumn } from '../column.ts'
import { call } from './call.ts'

/** A moment, or a day. Of a moment its day in the session's time zone counts. */
type Time = TimestampColumn | DateColumn
type Whole = number | NumericColumn<ByteType | ShortType | IntegerType>

/**
 * So many days later.
 *
 * @example dateAdd(t.time, 7)
 * @see Spark `DateAdd`
 */
export function dateAdd(start: Time, days: Whole): DateColumn {
  return call('date_add', [start, days]) as DateColumn
}

/**
 * So many days earlier.
 *
 * @example dateSub(t.time, 7)
 * @see Spark `DateSub`
 */
export function dateSub(start: Time, days: Whole): DateColumn {
  return call('date_sub', [start, days]) as DateColumn
}

/**
 * So many months later; a day that the month does not have becomes its last: one month after 2024-01-31 is 2024-02-29.
 *
 * @throws ARITHMETIC_OVERFLOW from the query
 * @example addMonths(t.time, 1)
 * @see Spark `AddMonths`
 */
export function addMonths(start: Time, months: Whole): DateColumn {
  return call('add_months', [start, months]) as DateColumn
}

/**
 * Days from `start` to `end`.
 *
 * @example dateDiff(currentDate(), t.time)
 * @see Spark `DateDiff`
 */
export function dateDiff(end: Time, start: Time): IntegerColumn {
  return call('date_diff', [end, start]) as IntegerColumn
}

/** The same as `dateDiff`. */
export const datediff = dateDiff

/**
 * Months from `start` to `end`: whole where both lie on the same day of the month, or both on its last; else with a
 * fraction by months of 31 days.
 *
 * @param roundOff whether to round to 8 digits; default true
 * @example monthsBetween(currentTimestamp(), t.time)
 * @see Spark `MonthsBetween`
 */
export function monthsBetween(end: Time, start: Time, roundOff = true): DoubleColumn {
  return call('months_between', [end, start, roundOff]) as DoubleColumn
}

/**
 * The last day of the month.
 *
 * @example lastDay(t.time)
 * @see Spark `LastDay`
 */
export function lastDay(date: Time): DateColumn {
  return call('last_day', [date]) as DateColumn
}

/**
 * The first day after this one that is a given day of the week: `Mon`, `MO`, `Monday` … in any case.
 *
 * @throws INVALID_OPTION (condition ILLEGAL_DAY_OF_WEEK) from the query
 * @example nextDay(t.time, 'Mon')
 * @see Spark `NextDay`
 */
export function nextDay(date: Time, dayOfWeek: string | StringColumn): DateColumn {
  return call('next_day', [date, dayOfWeek]) as DateColumn
}

/**
 * A day from its parts; null where one is null.
 *
 * @throws INVALID_OPTION (condition DATETIME_FIELD_OUT_OF_BOUNDS) from the query, for a day that there is not
 * @example makeDate(2024, 2, 29)
 * @see Spark `MakeDate`
 */
export function makeDate(year: Whole, month: Whole, day: Whole): DateColumn {
  return call('make_date', [year, month, day]) as DateColumn
}

/**
 * The first day of the unit that a day lies in: `year`, `yyyy`, `yy`, `quarter`, `month`, `mon`, `mm` or `week`, in any
 * case; null for other units.
 *
 * @example trunc(t.time, 'month')
 * @see Spark `TruncDate`
 */
export function trunc(date: Time, unit: string | StringColumn): DateColumn {
  return call('trunc', [date, unit]) as DateColumn
}

/**
 * Days since 1970-01-01.
 *
 * @example unixDate(currentDate())
 * @see Spark `UnixDate`
 */
export function unixDate(date: DateColumn): IntegerColumn {
  return call('unix_date', [date]) as IntegerColumn
}

/**
 * The day that lies so many days after 1970-01-01.
 *
 * @example dateFromUnixDate(lit(19723))
 * @see Spark `DateFromUnixDate`
 */
export function dateFromUnixDate(days: Whole): DateColumn {
  return call('date_from_unix_date', [days]) as DateColumn
}
