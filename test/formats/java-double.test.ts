import assert from 'node:assert/strict'
import { test } from 'node:test'
import { javaDoubleText, javaFloatText } from '../../src/formats/java-double.ts'
import { nearestFloat } from '../../src/formats/nearest-float.ts'

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
  [4.9e-324, '4.9E-324'],
  [1e-323, '9.9E-324'],
  [2e-323, '2.0E-323'],
  [1e23, '1.0E23'],
  [2 ** -44, '5.684341886080802E-14'],
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

test('a float is written with the digits that tell it from other floats, half way the even one', () => {
  const texts: readonly (readonly [number, string])[] = [
    [1.1, '1.1'],
    [1e10, '1.0E10'],
    [3.4028235e38, '3.4028235E38'],
    [1.4e-45, '1.4E-45'],
    [2.8e-45, '2.8E-45'],
    [1.17549435e-38, '1.1754944E-38'],
    [16777217, '1.6777216E7'],
    [9999999, '9999999.0'],
    [0.00099, '9.9E-4'],
    [0.001, '0.001'],
    [235993.625, '235993.62'],
    [-2771862.25, '-2771862.2'],
    [2 ** 26, '6.7108864E7'],
    [-0, '-0.0'],
    [0, '0.0'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ]
  for (const [value, text] of texts) assert.equal(javaFloatText(Math.fround(value)), text)
})

test('the text of every float reads back as the same float, and none is longer than nine digits', () => {
  for (let i = 1; i < 3000; i++) {
    const value = Math.fround(Math.sin(i) * 10 ** ((i % 80) - 44))
    const text = javaFloatText(value)
    assert.equal(nearestFloat(text), value)
    assert.ok(text.replace(/E.*|[-.]/g, '').replace(/^0+/, '').length <= 9, text)
  }
})
