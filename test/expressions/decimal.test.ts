import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arithmeticType, widerNumber } from '../../src/expressions/arithmetic-type.ts'
import { negative } from '../../src/expressions/functions/math-arithmetic.ts'
import type { ArithmeticOperator } from '../../src/expressions/node.ts'
import { byte, type DataType, decimal, double, float, integer, long, simpleString, string } from '../../src/schema/data-type.ts'
import { oneValueOf } from '../support/evaluate-column.ts'

const resultOf = (operator: ArithmeticOperator, left: DataType, right: DataType) => {
  const type = arithmeticType(operator, left, right)
  return type === null ? null : simpleString(type)
}

test('the type of arithmetic over decimals is Spark’s, adjusted to 38 digits with at least 6 after the point', () => {
  assert.equal(resultOf('plus', decimal(10, 2), decimal(5, 0)), 'decimal(11,2)')
  assert.equal(resultOf('plus', decimal(38, 10), integer()), 'decimal(38,9)')
  assert.equal(resultOf('multiply', decimal(38, 10), decimal(38, 10)), 'decimal(38,6)')
  assert.equal(resultOf('divide', decimal(10, 2), decimal(10, 2)), 'decimal(23,13)')
  assert.equal(resultOf('divide', byte(), decimal(38, 10)), 'decimal(38,25)')
  assert.equal(resultOf('mod', decimal(38, 10), byte()), 'decimal(13,10)')
})

test('a decimal beside a floating number makes a double; an integer beside a float does too', () => {
  assert.equal(resultOf('plus', decimal(10, 2), float()), 'double')
  assert.equal(resultOf('plus', integer(), float()), 'double')
  assert.equal(resultOf('plus', float(), float()), 'float')
  assert.equal(resultOf('divide', float(), float()), 'double')
  assert.equal(resultOf('plus', byte(), long()), 'bigint')
  assert.equal(resultOf('plus', string(), long()), null)
})

test('decimals that need more than 38 digits together keep those before the point', () => {
  assert.deepEqual(widerNumber(decimal(38, 0), decimal(38, 18)), decimal(38, 0))
  assert.deepEqual(widerNumber(decimal(5, 2), long()), decimal(22, 2))
  assert.deepEqual(widerNumber(decimal(5, 2), double()), double())
})

test('division rounds half up at the scale of its type', () => {
  const types = { a: decimal(10, 2), b: decimal(10, 2) }
  assert.equal(
    oneValueOf(types, [200n, 300n], r => r.a.divide(r.b)),
    6_666_666_666_667n,
  )
  assert.equal(
    oneValueOf(types, [-200n, 300n], r => r.a.divide(r.b)),
    -6_666_666_666_667n,
  )
})

test('a whole number of the program takes the digits it has, not those of an int', () => {
  const node = oneValueOf({ a: decimal(5, 2) }, [150n], r => r.a.plus(3))
  assert.equal(node, 450n)
  assert.equal(resultOf('plus', decimal(5, 2), decimal(1, 0)), 'decimal(6,2)')
})

test('a result with more digits than its type ends the batch', () => {
  const big = 10n ** 38n - 1n
  assert.throws(() => oneValueOf({ a: decimal(38, 0) }, [big], r => r.a.plus(1)), {
    code: 'ARITHMETIC_OVERFLOW',
    message: /^\[NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION\] 100000000000000000000000000000000000000 /,
  })
  assert.throws(() => oneValueOf({ a: decimal(38, 0) }, [big], r => negative(r.a)), /WITHOUT_SUGGESTION/)
})

test('a remainder whose quotient has more than 39 digits that count is refused, as by Java', () => {
  const types = { a: decimal(38, 0), b: decimal(38, 38) }
  assert.throws(() => oneValueOf(types, [10n ** 37n + 1n, 3n], r => r.a.mod(r.b)), /Division impossible/)
})

test('a quotient is rounded once: just below a half it goes down', () => {
  const types = { a: decimal(38, 38), b: decimal(38, 0) }
  assert.equal(
    oneValueOf(types, [7_776_844_332_368_055_016_014_898_602_907n, 8_021_549_074_010_612_466_047_184_557n], r => r.a.divide(r.b)),
    969n,
  )
})
