// The table of ANSI casts: each row a value, its type, and what CAST gives ('!' an error; then TRY_CAST gives null).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Column } from '../../src/expressions/column.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import type { Stored } from '../../src/schema/column-builder.ts'
import {
  boolean,
  type DataType,
  date,
  decimal,
  double,
  integer,
  long,
  string,
  struct,
  timestamp,
} from '../../src/schema/data-type.ts'
import { oneValueOf, valuesOf } from '../support/evaluate-column.ts'

const day = 86_400_000_000
const cases: readonly [Stored, DataType, DataType, Stored][] = [
  ['12', string(), integer(), 12],
  [' 12 ', string(), integer(), 12],
  ['+12', string(), integer(), 12],
  ['-12', string(), integer(), -12],
  ['', string(), integer(), '!'],
  ['1.5', string(), integer(), '!'],
  ['1e3', string(), integer(), '!'],
  ['abc', string(), integer(), '!'],
  ['2147483648', string(), integer(), '!'],
  ['2147483648', string(), long(), 2147483648],
  ['9223372036854775807', string(), long(), 9223372036854775807n],
  ['9223372036854775808', string(), long(), '!'],
  ['1.5', string(), double(), 1.5],
  [' 1e3 ', string(), double(), 1000],
  ['NaN', string(), double(), Number.NaN],
  ['-Infinity', string(), double(), Number.NEGATIVE_INFINITY],
  ['1.5d', string(), double(), 1.5],
  ['0x10', string(), double(), '!'],
  ['', string(), double(), '!'],
  ['1_000', string(), double(), '!'],
  ['true', string(), boolean(), true],
  [' T ', string(), boolean(), true],
  ['yes', string(), boolean(), true],
  ['0', string(), boolean(), false],
  ['n', string(), boolean(), false],
  ['2', string(), boolean(), '!'],
  ['', string(), boolean(), '!'],
  ['2024-01-01', string(), date(), 19723],
  ['2024-13-01', string(), date(), '!'],
  ['2024-01-01 00:00:01', string(), timestamp(), 19723 * day + 1_000_000],
  ['2024-01-01T00:00:00Z', string(), timestamp(), 19723 * day],
  ['yesterday-ish', string(), timestamp(), '!'],
  [1.9, double(), integer(), 1],
  [-1.9, double(), integer(), -1],
  [2147483648, double(), integer(), '!'],
  [Number.NaN, double(), integer(), '!'],
  [Number.POSITIVE_INFINITY, double(), long(), '!'],
  [1e18, double(), long(), 10n ** 18n],
  [2147483648, long(), integer(), '!'],
  [-2147483648, long(), integer(), -2147483648],
  [7, integer(), double(), 7],
  [7, integer(), long(), 7],
  [7, integer(), string(), '7'],
  [0, integer(), boolean(), false],
  [-3, integer(), boolean(), true],
  [true, boolean(), integer(), 1],
  [false, boolean(), double(), 0],
  [true, boolean(), string(), 'true'],
  [1e7, double(), string(), '1.0E7'],
  [100, double(), string(), '100.0'],
  [Number.NaN, double(), string(), 'NaN'],
  [1230n, decimal(10, 2), string(), '12.30'],
  [1230n, decimal(10, 2), double(), 12.3],
  [1999n, decimal(10, 2), integer(), 19],
  [-1999n, decimal(10, 2), integer(), -19],
  [1235n, decimal(10, 3), decimal(10, 2), 124n],
  [-1235n, decimal(10, 3), decimal(10, 2), -124n],
  [99999n, decimal(5, 0), decimal(4, 0), '!'],
  ['12.345', string(), decimal(10, 2), 1235n],
  ['1e2', string(), decimal(10, 2), 10000n],
  ['x', string(), decimal(10, 2), '!'],
  ['123', string(), decimal(2, 0), '!'],
  [Number.NaN, double(), decimal(10, 2), null],
  [1.005, double(), decimal(10, 2), 101n],
  [7, integer(), decimal(5, 2), 700n],
  [-1, timestamp(), long(), -1],
  [1_500_000, timestamp(), long(), 1],
  [1_500_000, timestamp(), double(), 1.5],
  [1_500_000, timestamp(), string(), '1970-01-01 00:00:01.5'],
  [-1, timestamp(), date(), -1],
  [1, date(), timestamp(), day],
  [19723, date(), string(), '2024-01-01'],
  [2, long(), timestamp(), 2_000_000],
  [1.5, double(), timestamp(), 1_500_000],
  [null, string(), integer(), null],
]

for (const [value, from, to, expected] of cases) {
  test(`CAST(${String(value)}: ${from.kind} AS ${to.kind}) is ${expected === '!' ? 'an error' : String(expected)}`, () => {
    const cast = (onError: 'cast' | 'tryCast') =>
      oneValueOf({ v: from }, [value], r => (r.v as Column)[onError](to as ReturnType<typeof string>))
    if (expected === '!') {
      // Digits that do not fit are an overflow, of a text too.
      const isMalformed = from.kind === 'string' && !(to.kind === 'decimal' && /^\d+$/.test(String(value)))
      assert.throws(() => cast('cast'), { code: isMalformed ? 'CAST_INVALID_INPUT' : 'CAST_OVERFLOW' })
      assert.equal(cast('tryCast'), null)
    } else {
      assert.deepEqual(cast('cast'), expected)
      assert.deepEqual(cast('tryCast'), expected)
    }
  })
}

test('an error of CAST says the value, both types and the way out', () => {
  assert.throws(
    () => oneValueOf({ v: string() }, ['abc'], r => r.v.cast('integer')),
    /\[CAST_INVALID_INPUT\] The value 'abc' of the type "STRING" cannot be cast to "INT" because it is malformed.*tryCast/,
  )
})

test('the day of a moment, and the moment of a day, are those of the session time zone', () => {
  const lateInUtc = 19723 * day - 2 * 3_600_000_000
  const zoned = (value: Stored, from: DataType, to: DataType, timeZone: string) =>
    valuesOf({ v: from }, [[value]], r => (r.v as Column).cast(to as ReturnType<typeof string>), { timeZone })[0]
  assert.equal(zoned(lateInUtc, timestamp(), date(), 'UTC'), 19722)
  assert.equal(zoned(lateInUtc, timestamp(), date(), 'Europe/Moscow'), 19723)
  assert.equal(zoned(-1, timestamp(), date(), 'America/New_York'), -1)
  assert.equal(zoned(19723, date(), timestamp(), 'Europe/Moscow'), 19723 * day - 3 * 3_600_000_000)
})

test('a time alone is of the day of the batch, cast or read from JSON: a replay gives the same rows', () => {
  const batchTimestampUs = 19723 * day - 1_000_000
  const expected = 19723 * day + 10 * 3_600_000_000 - 3 * 3_600_000_000
  const options = { timeZone: 'Europe/Moscow', batchTimestampUs }
  assert.deepEqual(
    valuesOf({ v: string() }, [['10:00']], r => r.v.cast('timestamp'), options),
    [expected],
  )
  assert.deepEqual(
    valuesOf({ v: string() }, [['{"t":"10:00"}']], r => fromJson(r.v, struct({ t: timestamp() })).t, options),
    [expected],
  )
})

test('a value from a message cannot reach the terminal through an error of CAST', () => {
  assert.throws(
    () => oneValueOf({ v: string() }, ['\u001b]0;owned\u0007'], r => r.v.cast('integer')),
    (error: Error) => error.message.includes("'\\u001b]0;owned\\u0007'") && !error.message.includes('\u001b'),
  )
})
