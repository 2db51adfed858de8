// What real Spark 4.2.0 gives stands in test/spark/goldens; here the laws behind it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currentDate, now } from '../../src/expressions/functions/time.ts'
import { addMonths, dateAdd, makeDate, monthsBetween, nextDay } from '../../src/expressions/functions/time-dates.ts'
import { dayofweek, hour, weekofyear, year } from '../../src/expressions/functions/time-fields.ts'
import {
  dateTrunc,
  makeTimestamp,
  timestampAdd,
  timestampDiff,
  timestampSeconds,
  toUtcTimestamp,
  tryMakeTimestamp,
  unixSeconds,
} from '../../src/expressions/functions/time-moments.ts'
import {
  dateFormat,
  fromUnixtime,
  toDate,
  toTimestamp,
  tryToTimestamp,
  unixTimestamp,
} from '../../src/expressions/functions/time-text.ts'
import { date, decimal, double, integer, long, string, timestamp } from '../../src/schema/data-type.ts'
import { oneValueOf, valuesOf } from '../support/evaluate-column.ts'

const us = (text: string) => Date.parse(text) * 1000
const LOS_ANGELES = { timeZone: 'America/Los_Angeles' }
const at = { t: timestamp() }

test('a part of a moment is that of the session’s clocks', () => {
  const moment = [[us('2024-01-01T01:30:00Z')], [null]]
  assert.deepEqual(
    valuesOf(at, moment, r => hour(r.t)),
    [1, null],
  )
  assert.deepEqual(
    valuesOf(at, moment, r => hour(r.t), LOS_ANGELES),
    [17, null],
  )
  assert.deepEqual(
    valuesOf(at, moment, r => year(r.t), LOS_ANGELES),
    [2023, null],
  )
})

test('weeks are those of ISO 8601; days of the week begin with Sunday', () => {
  const days = [['2021-01-01'], ['2021-01-04']].map(([text]) => [us(`${text}T00:00:00Z`)])
  assert.deepEqual(
    valuesOf(at, days, r => weekofyear(r.t)),
    [53, 1],
  )
  assert.deepEqual(
    valuesOf(at, days, r => dayofweek(r.t)),
    [6, 2],
  )
})

test('a day is 23 hours long where the clocks jump: days follow the clocks, hours do not', () => {
  const before = [[us('2024-03-09T20:00:00Z')]]
  assert.deepEqual(
    valuesOf(at, before, r => timestampAdd('DAY', 1, r.t), LOS_ANGELES),
    [us('2024-03-10T19:00:00Z')],
  )
  assert.deepEqual(
    valuesOf(at, before, r => timestampAdd('HOUR', 24, r.t), LOS_ANGELES),
    [us('2024-03-10T20:00:00Z')],
  )
})

test('a time that the clocks show twice is truncated within its own hour, one that they skip moves forward', () => {
  const second = [[us('2024-11-03T09:30:00Z')]]
  assert.deepEqual(
    valuesOf(at, second, r => dateTrunc('hour', r.t), LOS_ANGELES),
    [us('2024-11-03T09:00:00Z')],
  )
  assert.equal(
    oneValueOf(at, [us('2024-03-10T02:30:00Z')], r => toUtcTimestamp(r.t, 'America/Los_Angeles')),
    us('2024-03-10T10:30:00Z'),
  )
})

test('a month later than the last day is the last day, and counts as a whole month', () => {
  const lastOfJanuary = 19_753
  assert.equal(
    oneValueOf({ d: date() }, [lastOfJanuary], r => addMonths(r.d, 1)),
    19_782,
  )
  assert.equal(
    oneValueOf({ a: date(), b: date() }, [19_782, lastOfJanuary], r => monthsBetween(r.a, r.b)),
    1,
  )
  assert.equal(
    oneValueOf({ a: timestamp(), b: timestamp() }, [us('2024-01-31T10:30:00Z'), us('2024-02-29T10:30:00Z')], r =>
      timestampDiff('MONTH', r.a, r.b),
    ),
    0,
  )
})

test('a day number beyond 32 bits wraps, as in Spark', () => {
  assert.equal(
    oneValueOf({ d: date() }, [1], r => dateAdd(r.d, 2_147_483_647)),
    -2_147_483_648,
  )
})

test('parts that make no day or moment are errors with Spark’s conditions; the try form gives null', () => {
  const nothing = { n: integer() }
  assert.throws(() => oneValueOf(nothing, [30], r => makeDate(2024, 2, r.n)), /^SluiceError: \[DATETIME_FIELD_OUT_OF_BOUNDS/)
  assert.throws(() => oneValueOf(nothing, [24], r => makeTimestamp(2024, 2, 29, r.n, 0, 0)), /HourOfDay/)
  assert.throws(() => oneValueOf(nothing, [0], r => makeTimestamp(2024, 2, 29, r.n, 0, 60.5)), /\[INVALID_FRACTION_OF_SECOND\]/)
  assert.throws(() => oneValueOf(nothing, [0], r => makeTimestamp(2024, 2, 29, r.n, 0, 0, 'nowhere')), /\[INVALID_TIMEZONE\]/)
  assert.equal(
    oneValueOf(nothing, [24], r => tryMakeTimestamp(2024, 2, 29, r.n, 0, 0)),
    null,
  )
  assert.equal(
    oneValueOf(nothing, [59], r => makeTimestamp(2024, 2, 29, 23, r.n, 60)),
    us('2024-03-01T00:00:00Z'),
  )
})

test('unixSeconds goes towards the past, unixTimestamp towards 1970', () => {
  assert.equal(
    oneValueOf(at, [-1], r => unixSeconds(r.t)),
    -1,
  )
  assert.equal(
    oneValueOf(at, [-1], r => unixTimestamp(r.t)),
    0,
  )
})

test('seconds: of a double the microseconds are cut off, a decimal with more is refused, NaN is null', () => {
  assert.deepEqual(
    valuesOf({ d: double() }, [[1.1234567], [Number.NaN]], r => timestampSeconds(r.d)),
    [1_123_456, null],
  )
  assert.throws(() => oneValueOf({ d: decimal(10, 7) }, [11_234_567n], r => timestampSeconds(r.d)), /Rounding necessary/)
  assert.throws(() => oneValueOf({ d: long() }, [9_223_372_036_855], r => timestampSeconds(r.d)), /long overflow/)
})

test('a text that does not match its pattern is an error with the way out, and null when tried', () => {
  const text = { s: string() }
  assert.equal(
    oneValueOf(text, ['29.02.2024'], r => toDate(r.s, 'dd.MM.yyyy')),
    19_782,
  )
  assert.throws(() => oneValueOf(text, ['x'], r => toTimestamp(r.s, 'yyyy')), /\[CANNOT_PARSE_TIMESTAMP\].*tryToTimestamp/)
  assert.throws(() => oneValueOf(text, ['x'], r => toTimestamp(r.s)), /\[CAST_INVALID_INPUT\]/)
  assert.equal(
    oneValueOf(text, ['x'], r => tryToTimestamp(r.s, 'yyyy')),
    null,
  )
})

test('a pattern that Spark does not take is an error with its condition', () => {
  const text = { s: string() }
  const refused: readonly (readonly [string, string])[] = [
    ['YYYY', 'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION'],
    ['e', 'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN'],
    ['A', 'INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER'],
    ["'open", 'INVALID_DATETIME_PATTERN.WITH_SUGGESTION'],
  ]
  for (const [pattern, condition] of refused) {
    assert.throws(() => oneValueOf(at, [0], r => dateFormat(r.t, pattern)), { message: new RegExp(`^\\[${condition}\\]`) })
    assert.throws(() => oneValueOf(text, ['1'], r => toTimestamp(r.s, pattern)), { message: new RegExp(`^\\[${condition}\\]`) })
  }
})

test('years beyond 9999 are written with a sign where the pattern has four letters', () => {
  const moment = 253_402_300_800_000_000n
  assert.equal(
    oneValueOf(at, [moment], r => dateFormat(r.t, 'yyyy')),
    '+10000',
  )
  assert.equal(
    oneValueOf(at, [moment], r => dateFormat(r.t, 'y')),
    '10000',
  )
  assert.equal(
    oneValueOf({ s: long() }, [0], r => fromUnixtime(r.s)),
    '1970-01-01 00:00:00',
  )
})

test('the day and the time of the batch are the same in all its rows', () => {
  const options = { timeZone: 'Europe/Moscow', batchTimestampUs: us('2024-02-29T22:00:00Z') }
  assert.deepEqual(
    valuesOf(at, [[0], [1]], () => currentDate(), options),
    [19_783, 19_783],
  )
  assert.deepEqual(
    valuesOf(at, [[0], [1]], () => now(), options),
    [us('2024-02-29T22:00:00Z'), us('2024-02-29T22:00:00Z')],
  )
})

test('a text from a message cannot reach the terminal through an error', () => {
  const hostile = '\u001b]0;owned\u0007'
  for (const run of [
    () => oneValueOf({ s: string() }, [hostile], r => toTimestamp(r.s, 'yyyy')),
    () => oneValueOf({ s: string() }, [hostile], r => nextDay(makeDate(2024, 1, 1), r.s)),
    () => oneValueOf({ s: string() }, [hostile], r => toUtcTimestamp(timestampSeconds(0), r.s)),
    () => oneValueOf({ s: string() }, [hostile], r => dateFormat(timestampSeconds(0), r.s)),
  ]) {
    assert.throws(run, (error: Error) => !error.message.includes('\u001b'))
  }
})
