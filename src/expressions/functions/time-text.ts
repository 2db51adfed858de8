import type { DateColumn, LongColumn, NumericColumn, StringColumn, TimestampColumn } from '../column.ts'
import type { IntegralType } from '../numeric-type.ts'
import { call } from './call.ts'
import { currentTimestamp } from './time.ts'

type TextOrTime = StringColumn | TimestampColumn | DateColumn
/** A pattern of Spark: https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html */
type Pattern = string | StringColumn

const read = (name: string, value: TextOrTime, pattern?: Pattern) =>
  call(name, pattern === undefined ? [value] : [value, pattern])

/**
 * Text as a moment, by a pattern, or by the forms that a cast takes where there is none. A text without a zone is in
 * the session's.
 *
 * @throws CAST_INVALID_INPUT (condition CANNOT_PARSE_TIMESTAMP with a pattern) from the query, for other texts;
 *   INVALID_OPTION for a pattern that Spark does not take
 * @example toTimestamp(t.type, 'dd.MM.yyyy HH:mm')
 * @see Spark `ParseToTimestamp`
 */
export function toTimestamp(value: TextOrTime, pattern?: Pattern): TimestampColumn {
  return read('to_timestamp', value, pattern) as TimestampColumn
}

/**
 * `toTimestamp` that gives null for a text that is no moment.
 *
 * @example tryToTimestamp(t.type, 'dd.MM.yyyy HH:mm')
 * @see Spark `TryToTimestampExpressionBuilder`
 */
export function tryToTimestamp(value: TextOrTime, pattern?: Pattern): TimestampColumn {
  return read('try_to_timestamp', value, pattern) as TimestampColumn
}

/**
 * Text as a day, by a pattern, or by the forms that a cast takes where there is none.
 *
 * @throws CAST_INVALID_INPUT (condition CANNOT_PARSE_TIMESTAMP with a pattern) from the query, for other texts
 * @example toDate(t.type, 'dd.MM.yyyy')
 * @see Spark `ParseToDate`
 */
export function toDate(value: TextOrTime, pattern?: Pattern): DateColumn {
  return read('to_date', value, pattern) as DateColumn
}

/**
 * `toDate` that gives null for a text that is no day.
 *
 * @example tryToDate(t.type, 'dd.MM.yyyy')
 * @see Spark `TryToDateExpressionBuilder`
 */
export function tryToDate(value: TextOrTime, pattern?: Pattern): DateColumn {
  return read('try_to_date', value, pattern) as DateColumn
}

/**
 * A moment or day as text.
 *
 * @throws INVALID_OPTION from the query, for a pattern that Spark does not take
 * @example dateFormat(t.time, 'yyyy-MM-dd HH:mm')
 * @see Spark `DateFormatClass`
 */
export function dateFormat(time: TimestampColumn | DateColumn, pattern: Pattern): StringColumn {
  return call('date_format', [time, pattern]) as StringColumn
}

/**
 * Whole seconds since 1970-01-01T00:00:00Z, towards 1970; of now without an argument, of a text by the pattern.
 *
 * @param pattern default `yyyy-MM-dd HH:mm:ss`; only for texts
 * @throws CAST_INVALID_INPUT (condition CANNOT_PARSE_TIMESTAMP) from the query, for a text that does not match
 * @example unixTimestamp(t.time)
 * @see Spark `UnixTimestamp`
 */
export function unixTimestamp(value: TextOrTime = currentTimestamp(), pattern?: Pattern): LongColumn {
  return read('unix_timestamp', value, pattern) as LongColumn
}

/**
 * Seconds since 1970-01-01T00:00:00Z as text in the session's time zone.
 *
 * @example fromUnixtime(unixSeconds(t.time), 'yyyy')
 * @see Spark `FromUnixTime`
 */
export function fromUnixtime(
  seconds: number | bigint | NumericColumn<IntegralType>,
  pattern: Pattern = 'yyyy-MM-dd HH:mm:ss',
): StringColumn {
  return call('from_unixtime', [seconds, pattern]) as StringColumn
}
