import type { ByteType, IntegerType, ShortType } from '../../schema/data-type.ts'
import type { DateColumn, LongColumn, NumericColumn, StringColumn, TimestampColumn } from '../column.ts'
import type { IntegralType, NumericType } from '../numeric-type.ts'
import { call } from './call.ts'

/** A moment, or the beginning of a day in the session's time zone. */
type Time = TimestampColumn | DateColumn
type Whole = number | NumericColumn<ByteType | ShortType | IntegerType>
type AnyWhole = number | bigint | NumericColumn<IntegralType>

/** What `timestampAdd` counts. Whole days move the clocks of the session's time zone. */
export type TimeUnit =
  | 'MICROSECOND'
  | 'MILLISECOND'
  | 'SECOND'
  | 'MINUTE'
  | 'HOUR'
  | 'DAY'
  | 'DAYOFYEAR'
  | 'WEEK'
  | 'MONTH'
  | 'QUARTER'
  | 'YEAR'

/**
 * The beginning of the unit that a moment lies in, by the clocks of the session's time zone: `year`, `quarter`,
 * `month`, `week`, `day`, `hour`, `minute`, `second`, `millisecond` or `microsecond`, in any case; null for other units.
 *
 * @example dateTrunc('hour', t.time)
 * @see Spark `TruncTimestamp`
 */
export function dateTrunc(unit: string | StringColumn, time: Time): TimestampColumn {
  return call('date_trunc', [unit, time]) as TimestampColumn
}

/**
 * So many units later. A day that the month does not have becomes its last.
 *
 * @throws ARITHMETIC_OVERFLOW (condition DATETIME_OVERFLOW) from the query
 * @example timestampAdd('HOUR', 2, t.time)
 * @see Spark `TimestampAdd`
 */
export function timestampAdd(unit: TimeUnit, quantity: AnyWhole, time: Time): TimestampColumn {
  return call('timestampadd', [unit, quantity, time]) as TimestampColumn
}

/**
 * Whole units from `start` to `end`, by the clocks of the session's time zone; the rest is dropped.
 *
 * @example timestampDiff('MINUTE', t.time, currentTimestamp())
 * @see Spark `TimestampDiff`
 */
export function timestampDiff(unit: Exclude<TimeUnit, 'DAYOFYEAR'>, start: Time, end: Time): LongColumn {
  return call('timestampdiff', [unit, start, end]) as LongColumn
}

/**
 * A moment whose clocks in UTC show what they show in `zone` at the given one.
 *
 * @throws INVALID_OPTION (condition INVALID_TIMEZONE) from the query
 * @example fromUtcTimestamp(t.time, 'Asia/Tokyo')
 * @see Spark `FromUTCTimestamp`
 */
export function fromUtcTimestamp(time: Time, zone: string | StringColumn): TimestampColumn {
  return call('from_utc_timestamp', [time, zone]) as TimestampColumn
}

/**
 * A moment whose clocks in `zone` show what they show in UTC at the given one.
 *
 * @throws INVALID_OPTION (condition INVALID_TIMEZONE) from the query
 * @example toUtcTimestamp(t.time, 'Asia/Tokyo')
 * @see Spark `ToUTCTimestamp`
 */
export function toUtcTimestamp(time: Time, zone: string | StringColumn): TimestampColumn {
  return call('to_utc_timestamp', [time, zone]) as TimestampColumn
}

type Parts = readonly [
  year: Whole,
  month: Whole,
  day: Whole,
  hour: Whole,
  minute: Whole,
  second: number | NumericColumn<NumericType>,
  zone?: string | StringColumn,
]

/**
 * A moment from its parts, in `zone` or the session's; 60 seconds are the next minute. Null where a part is null.
 *
 * @throws INVALID_OPTION (conditions DATETIME_FIELD_OUT_OF_BOUNDS, INVALID_FRACTION_OF_SECOND, INVALID_TIMEZONE) from the query
 * @example makeTimestamp(2024, 2, 29, 13, 45, 56.789)
 * @see Spark `MakeTimestamp`
 */
export function makeTimestamp(...parts: Parts): TimestampColumn {
  return call('make_timestamp', given(parts)) as TimestampColumn
}

/**
 * `makeTimestamp` that gives null where there is no such moment.
 *
 * @example tryMakeTimestamp(2024, 2, 30, 0, 0, 0)
 * @see Spark `TryMakeTimestamp`
 */
export function tryMakeTimestamp(...parts: Parts): TimestampColumn {
  return call('try_make_timestamp', given(parts)) as TimestampColumn
}

const given = (parts: Parts) => parts.filter(part => part !== undefined)

/**
 * Seconds since 1970-01-01T00:00:00Z as a moment; NaN and infinities give null.
 *
 * @throws ARITHMETIC_OVERFLOW from the query, beyond 64 bits of microseconds, and for a decimal with more digits than microseconds
 * @example timestampSeconds(t.amount)
 * @see Spark `SecondsToTimestamp`
 */
export function timestampSeconds(seconds: number | bigint | NumericColumn<NumericType>): TimestampColumn {
  return call('timestamp_seconds', [seconds]) as TimestampColumn
}

/**
 * Milliseconds since 1970-01-01T00:00:00Z as a moment.
 *
 * @throws ARITHMETIC_OVERFLOW from the query
 * @example timestampMillis(1700000000000)
 * @see Spark `MillisToTimestamp`
 */
export function timestampMillis(millis: AnyWhole): TimestampColumn {
  return call('timestamp_millis', [millis]) as TimestampColumn
}

/**
 * Microseconds since 1970-01-01T00:00:00Z as a moment.
 *
 * @example timestampMicros(1700000000000000)
 * @see Spark `MicrosToTimestamp`
 */
export function timestampMicros(micros: AnyWhole): TimestampColumn {
  return call('timestamp_micros', [micros]) as TimestampColumn
}

/**
 * Whole seconds since 1970-01-01T00:00:00Z, towards the past.
 *
 * @example unixSeconds(t.time)
 * @see Spark `UnixSeconds`
 */
export function unixSeconds(time: TimestampColumn): LongColumn {
  return call('unix_seconds', [time]) as LongColumn
}

/**
 * Whole milliseconds since 1970-01-01T00:00:00Z, towards the past.
 *
 * @example unixMillis(t.time)
 * @see Spark `UnixMillis`
 */
export function unixMillis(time: TimestampColumn): LongColumn {
  return call('unix_millis', [time]) as LongColumn
}

/**
 * Microseconds since 1970-01-01T00:00:00Z.
 *
 * @example unixMicros(t.time)
 * @see Spark `UnixMicros`
 */
export function unixMicros(time: TimestampColumn): LongColumn {
  return call('unix_micros', [time]) as LongColumn
}
