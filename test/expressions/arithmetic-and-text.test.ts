import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coalesce } from '../../src/expressions/functions/conditional.ts'
import { lit } from '../../src/expressions/functions/lit.ts'
import { concat, length, lower, trim, upper } from '../../src/expressions/functions/text.ts'
import { currentTimestamp } from '../../src/expressions/functions/time.ts'
import { double, integer, long, string } from '../../src/schema/data-type.ts'
import { oneValueOf, valuesOf } from '../support/evaluate-column.ts'

const ints = { a: integer(), b: integer() }
const longs = { a: long(), b: long() }
const MAX_INT = 2 ** 31 - 1
const MAX_LONG = 2n ** 63n - 1n

test('integer arithmetic overflows with an error and never wraps', () => {
  assert.equal(
    oneValueOf(ints, [MAX_INT - 1, 1], r => r.a.plus(r.b)),
    MAX_INT,
  )
  assert.throws(() => oneValueOf(ints, [MAX_INT, 1], r => r.a.plus(r.b)), { code: 'ARITHMETIC_OVERFLOW' })
  assert.throws(() => oneValueOf(ints, [-MAX_INT - 1, 1], r => r.a.minus(r.b)), { code: 'ARITHMETIC_OVERFLOW' })
  assert.throws(() => oneValueOf(ints, [65_536, 65_536], r => r.a.multiply(r.b)), { code: 'ARITHMETIC_OVERFLOW' })
})

test('long arithmetic is exact to 2^63 and overflows with an error', () => {
  assert.equal(
    oneValueOf(longs, [MAX_LONG - 1n, 1], r => r.a.plus(r.b)),
    MAX_LONG,
  )
  assert.equal(
    oneValueOf(longs, [3_037_000_499, 3_037_000_499], r => r.a.multiply(r.b)),
    3_037_000_499n ** 2n,
  )
  assert.throws(() => oneValueOf(longs, [MAX_LONG, 1], r => r.a.plus(r.b)), { code: 'ARITHMETIC_OVERFLOW' })
})

test('division is of doubles; by zero it is an error, also for doubles', () => {
  assert.equal(
    oneValueOf(ints, [7, 2], r => r.a.divide(r.b)),
    3.5,
  )
  assert.throws(() => oneValueOf(ints, [7, 0], r => r.a.divide(r.b)), { code: 'DIVIDE_BY_ZERO' })
  assert.throws(() => oneValueOf({ a: double() }, [7], r => r.a.divide(0)), { code: 'DIVIDE_BY_ZERO' })
  assert.throws(() => oneValueOf(ints, [7, 0], r => r.a.mod(r.b)), { code: 'DIVIDE_BY_ZERO' })
})

test('the remainder has the sign of the dividend', () => {
  assert.deepEqual(
    valuesOf(
      ints,
      [
        [7, 3],
        [-7, 3],
        [7, -3],
      ],
      r => r.a.mod(r.b),
    ),
    [1, -1, 1],
  )
})

test('arithmetic with null is null, and a null divisor is no division by zero', () => {
  assert.deepEqual(
    valuesOf(
      ints,
      [
        [null, 0],
        [7, null],
      ],
      r => r.a.divide(r.b),
    ),
    [null, null],
  )
  assert.deepEqual(
    valuesOf(ints, [[null, 1]], r => r.a.plus(r.b)),
    [null],
  )
})

test('types widen: int to long to double', () => {
  const fields = { i: integer(), l: long(), d: double() }
  assert.equal(
    oneValueOf(fields, [MAX_INT, 1, 0], r => r.i.plus(r.l)),
    MAX_INT + 1,
  )
  assert.equal(
    oneValueOf(fields, [1, 1, 0.5], r => r.l.plus(r.d)),
    1.5,
  )
})

test('upper, lower, trim, length and concat take nulls to null and count characters, not bytes', () => {
  const rows = [['  Straße '], [null], ['\u{1f600}é'], ['']]
  assert.deepEqual(
    valuesOf({ s: string() }, rows, r => trim(r.s)),
    ['Straße', null, '\u{1f600}é', ''],
  )
  assert.deepEqual(
    valuesOf({ s: string() }, rows, r => length(r.s)),
    [9, null, 2, 0],
  )
  assert.deepEqual(
    valuesOf({ s: string() }, [['aÉ']], r => concat(upper(r.s), lit('-'), lower(r.s))),
    ['AÉ-aé'],
  )
  assert.deepEqual(
    valuesOf({ s: string() }, [[null]], r => concat(r.s, lit('x'))),
    [null],
  )
})

test('trim takes spaces only, as Spark does', () => {
  assert.equal(
    oneValueOf({ s: string() }, [' \ta\n '], r => trim(r.s)),
    '\ta\n',
  )
})

test('COALESCE takes the first value that is not null, and evaluates the next only where it is needed', () => {
  const fields = { a: integer(), s: string() }
  assert.deepEqual(
    valuesOf(
      fields,
      [
        [1, 'x'],
        [null, '7'],
        [null, null],
      ],
      r => coalesce(r.a, r.s.cast('integer')),
    ),
    [1, 7, null],
  )
})

test('the current timestamp is one value for all rows of a batch', () => {
  const values = valuesOf({ a: integer() }, [[1], [2]], () => currentTimestamp(), { batchTimestampUs: 1234 })
  assert.deepEqual(values, [1234, 1234])
})
