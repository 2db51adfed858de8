// What real Spark 4.2.0 gives stands in test/spark/goldens; here the laws behind it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exp, hypot, ln, log, pow, rint, signum } from '../../src/expressions/functions/math.ts'
import { atanh, cosh, tanh } from '../../src/expressions/functions/math-angles.ts'
import {
  abs,
  conv,
  div,
  negative,
  pmod,
  tryAdd,
  tryDivide,
  widthBucket,
} from '../../src/expressions/functions/math-arithmetic.ts'
import { bitCount, getbit, shiftleft, shiftrightunsigned } from '../../src/expressions/functions/math-bits.ts'
import { bround, ceil, floor, round } from '../../src/expressions/functions/math-round.ts'
import type { Stored } from '../../src/schema/column-builder.ts'
import { byte, decimal, double, float, integer, long, string } from '../../src/schema/data-type.ts'
import { oneValueOf, valuesOf } from '../support/evaluate-column.ts'

const doubles = { x: double() }
const ofEach = (values: readonly Stored[]) => values.map(value => [value])

test('functions over doubles give the bits of Java’s StrictMath, where V8 gives others', () => {
  const at = (x: number, of: (r: { x: Parameters<typeof exp>[0] }) => ReturnType<typeof exp>) => oneValueOf(doubles, [x], of)
  assert.equal(
    at(1, r => exp(r.x)),
    Math.E + 2 ** -51,
  )
  assert.equal(
    at(1, r => cosh(r.x)),
    1.543080634815244,
  )
  assert.equal(
    at(1.060364285515879e-14, r => tanh(r.x)),
    1.0603642855158791e-14,
  )
  assert.equal(
    at(0.3, r => atanh(r.x)),
    0.3095196042031117,
  )
  assert.equal(
    at(1.5707963267948966, r => pow(r.x, 1.1259403231894478)),
    1.6627206011072841,
  )
  assert.equal(
    at(2, r => hypot(r.x, -2.6082694520712355)),
    3.2868023266707085,
  )
})

test('a logarithm of zero or less is null, of NaN is NaN', () => {
  const values = ofEach([0, -1, Number.NaN, 1, null])
  assert.deepEqual(
    valuesOf(doubles, values, r => ln(r.x)),
    [null, null, Number.NaN, 0, null],
  )
  assert.deepEqual(
    valuesOf(doubles, values, r => log(10, r.x)),
    [null, null, Number.NaN, 0, null],
  )
})

test('round takes halves away from zero, bround and rint to the even neighbour; a double goes by its shortest text', () => {
  const values = ofEach([2.5, -2.5, 1.005, 0.125, -0.4, Number.NaN])
  assert.deepEqual(
    valuesOf(doubles, values, r => round(r.x)),
    [3, -3, 1, 0, 0, Number.NaN],
  )
  assert.deepEqual(
    valuesOf(doubles, values, r => round(r.x, 2)),
    [2.5, -2.5, 1.01, 0.13, -0.4, Number.NaN],
  )
  assert.deepEqual(
    valuesOf(doubles, values, r => bround(r.x, 2)),
    [2.5, -2.5, 1, 0.12, -0.4, Number.NaN],
  )
  assert.deepEqual(
    valuesOf(doubles, values, r => rint(r.x)),
    [2, -2, 1, 0, -0, Number.NaN],
  )
})

test('rounding a whole number before the point may leave its type, which is an error', () => {
  assert.equal(
    oneValueOf({ x: integer() }, [2_147_483_647], r => round(r.x, -9)),
    2_000_000_000,
  )
  assert.throws(() => oneValueOf({ x: integer() }, [2_147_483_647], r => round(r.x, -1)), { code: 'ARITHMETIC_OVERFLOW' })
  assert.throws(() => oneValueOf({ x: byte() }, [127], r => round(r.x, -1)), /\[ARITHMETIC_OVERFLOW\]/)
})

test('ceil and floor of a double are longs, held at their ends; with digits they are decimals', () => {
  const values = ofEach([-0.1, 1e30, Number.NaN, Number.NEGATIVE_INFINITY])
  assert.deepEqual(valuesOf(doubles, values, r => ceil(r.x)).map(String), [
    '0',
    '9223372036854775807',
    '0',
    '-9223372036854775808',
  ])
  assert.equal(
    oneValueOf(doubles, [-12.345], r => floor(r.x, 2)),
    -1235n,
  )
  assert.equal(
    oneValueOf({ x: decimal(5, 3) }, [12345n], r => ceil(r.x, 1)),
    124n,
  )
})

test('the least number of an integer type has no opposite', () => {
  assert.throws(() => oneValueOf({ x: integer() }, [-(2 ** 31)], r => abs(r.x)), { code: 'ARITHMETIC_OVERFLOW' })
  assert.throws(() => oneValueOf({ x: long() }, [-(2n ** 63n)], r => negative(r.x)), { code: 'ARITHMETIC_OVERFLOW' })
  assert.equal(
    oneValueOf({ x: float() }, [-0], r => abs(r.x)),
    0,
  )
})

test('pmod is never negative for a positive divisor, div cuts towards zero, and by zero both are errors', () => {
  const ints = { a: integer(), b: integer() }
  assert.equal(
    oneValueOf(ints, [-7, 3], r => pmod(r.a, r.b)),
    2,
  )
  assert.equal(
    oneValueOf(ints, [-7, 2], r => div(r.a, r.b)),
    -3,
  )
  assert.throws(() => oneValueOf(ints, [1, 0], r => pmod(r.a, r.b)), /\[REMAINDER_BY_ZERO\]/)
  assert.throws(() => oneValueOf(ints, [1, 0], r => div(r.a, r.b)), /\[DIVIDE_BY_ZERO\]/)
})

test('what ends a batch as an operator is null as a try function', () => {
  assert.deepEqual(
    valuesOf({ x: integer() }, ofEach([2_147_483_647, 1, null]), r => tryAdd(r.x, 1)),
    [null, 2, null],
  )
  assert.deepEqual(
    valuesOf(
      { x: double(), y: double() },
      [
        [1, 0],
        [1, 4],
      ],
      r => tryDivide(r.x, r.y),
    ),
    [null, 0.25],
  )
})

test('conv reads the digits up to the first that is none, and refuses more than 64 bits', () => {
  const texts = ofEach(['ff', '-1', '15x', '', null])
  assert.deepEqual(
    valuesOf({ s: string() }, texts, r => conv(r.s, 16, 10)),
    ['255', '18446744073709551615', '21', null, null],
  )
  assert.throws(() => oneValueOf({ s: string() }, ['18446744073709551616'], r => conv(r.s, 10, 16)), /\[ARITHMETIC_OVERFLOW\]/)
})

test('bits: distances wrap at the width, a negative number counts as 64 bits', () => {
  const at = { x: integer() }
  assert.equal(
    oneValueOf(at, [1], r => shiftleft(r.x, 33)),
    2,
  )
  assert.equal(
    oneValueOf(at, [-8], r => shiftrightunsigned(r.x, 1)),
    2_147_483_644,
  )
  assert.equal(
    oneValueOf(at, [-1], r => bitCount(r.x)),
    64,
  )
  assert.throws(() => oneValueOf(at, [5], r => getbit(r.x, 32)), /\[INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE\]/)
})

test('widthBucket counts from 1; below is 0, at the end and beyond count + 1; bounds may fall', () => {
  const buckets = (value: number, low: number, high: number) => oneValueOf(doubles, [value], r => widthBucket(r.x, low, high, 5))
  assert.deepEqual([buckets(5.3, 0.2, 10.6), buckets(0, 0.2, 10.6), buckets(10.6, 0.2, 10.6), buckets(9, 10, 0)], [3, 0, 6, 1])
  assert.equal(buckets(1, 1, 1), null)
})

test('signum keeps the sign of zero', () => {
  assert.deepEqual(
    valuesOf(doubles, ofEach([-0, -5, Number.NaN]), r => signum(r.x)),
    [-0, -1, Number.NaN],
  )
})
