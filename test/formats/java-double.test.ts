import assert from 'node:assert/strict'
import { test } from 'node:test'
import { javaDoubleText } from '../../src/formats/java-double.ts'

const TEXTS: readonly (readonly [number, string])[] = [
  [5, '5.0'],
  [500, '500.0'],
  [100.1, '100.1'],
  [1e7, '1.0E7'],
  [9_999_999, '9999999.0'],
  [12_345_678.9, '1.23456789E7'],
  [0.001, '0.001'],
  [0.00012, '1.2E-4'],
  [1.234e-5, '1.234E-5'],
  [-1000, '-1000.0'],
  [1.2345678901234568e21, '1.2345678901234568E21'],
  [0, '0.0'],
  [-0, '-0.0'],
  [4.9e-324, '5.0E-324'],
  [Number.MAX_VALUE, '1.7976931348623157E308'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
]

test('a double is written as Java writes it', () => {
  for (const [value, text] of TEXTS) assert.equal(javaDoubleText(value), text)
})

test('every text reads back as the same double', () => {
  for (let i = 1; i < 2000; i++) {
    const value = Math.sin(i) * 10 ** ((i % 60) - 30)
    assert.equal(Number(javaDoubleText(value)), value)
  }
})
