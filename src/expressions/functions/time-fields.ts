import type { DateColumn, IntegerColumn, StringColumn, TimestampColumn } from '../column.ts'
import { call } from './call.ts'

/** A moment, or a day. Moments are taken apart by the calendar and the clocks of the session's time zone. */
type Time = TimestampColumn | DateColumn

const part = (name: string, time: Time): IntegerColumn => call(name, [time]) as IntegerColumn

/**
 * The year.
 *
 * @example year(t.time)
 * @see Spark `Year`
 */
export function year(time: Time): IntegerColumn {
  return part('year', time)
}

/**
 * The quarter of the year, 1 to 4.
 *
 * @example quarter(t.time)
 * @see Spark `Quarter`
 */
export function quarter(time: Time): IntegerColumn {
  return part('quarter', time)
}

/**
 * The month, 1 to 12.
 *
 * @example month(t.time)
 * @see Spark `Month`
 */
export function month(time: Time): IntegerColumn {
  return part('month', time)
}

/**
 * The week of the year, 1 to 53: weeks begin on Monday, the first has more than three days in the year.
 *
 * @example weekofyear(t.time)
 * @see Spark `WeekOfYear`
 */
export function weekofyear(time: Time): IntegerColumn {
  return part('weekofyear', time)
}

/**
 * The day of the month, 1 to 31.
 *
 * @example dayofmonth(t.time)
 * @see Spark `DayOfMonth`
 */
export function dayofmonth(time: Time): IntegerColumn {
  return part('dayofmonth', time)
}

/**
 * The day of the year, 1 to 366.
 *
 * @example dayofyear(t.time)
 * @see Spark `DayOfYear`
 */
export function dayofyear(time: Time): IntegerColumn {
  return part('dayofyear', time)
}

/**
 * The day of the week: Sunday 1 to Saturday 7.
 *
 * @example dayofweek(t.time)
 * @see Spark `DayOfWeek`
 */
export function dayofweek(time: Time): IntegerColumn {
  return part('dayofweek', time)
}

/**
 * The day of the week: Monday 0 to Sunday 6.
 *
 * @example weekday(t.time)
 * @see Spark `WeekDay`
 */
export function weekday(time: Time): IntegerColumn {
  return part('weekday', time)
}

/**
 * The hour, 0 to 23; 0 of a day.
 *
 * @example hour(t.time)
 * @see Spark `Hour`
 */
export function hour(time: Time): IntegerColumn {
  return part('hour', time)
}

/**
 * The minute, 0 to 59.
 *
 * @example minute(t.time)
 * @see Spark `Minute`
 */
export function minute(time: Time): IntegerColumn {
  return part('minute', time)
}

/**
 * The second, 0 to 59, without its fraction.
 *
 * @example second(t.time)
 * @see Spark `Second`
 */
export function second(time: Time): IntegerColumn {
  return part('second', time)
}

/**
 * The day of the week in three letters: `Thu`.
 *
 * @example dayname(t.time)
 * @see Spark `DayName`
 */
export function dayname(time: Time): StringColumn {
  return call('dayname', [time]) as StringColumn
}

/**
 * The month in three letters: `Feb`.
 *
 * @example monthname(t.time)
 * @see Spark `MonthName`
 */
export function monthname(time: Time): StringColumn {
  return call('monthname', [time]) as StringColumn
}
