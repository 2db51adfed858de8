import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearestFloat } from '../../src/formats/nearest-float.ts'

const MAX_FLOAT = 3.4028234663852886e38

test('a text is rounded to a float once: beside the middle between two floats its last digits decide', () => {
  const rounded: readonly (readonly [string, number])[] = [
    ['1.00000005960464477539062499999', 1],
    ['1.000000059604644775390625', 1],
    ['1.00000005960464477539062500001', 1 + 2 ** -23],
    ['-1.00000005960464477539062500001', -1 - 2 ** -23],
    ['1.00000017881393432617187499', 1 + 2 ** -23],
    ['1.00000017881393432617187500', 1 + 2 ** -22],
    ['16777217', 16777216],
    ['16777219', 16777220],
    ['9007199791611905', 9007200328482816],
    ['9007199791611904', 9007199254740992],
    ['0.0000000596046447753906250000001e0', 2 ** -24],
  ]
  for (const [text, float] of rounded) assert.equal(nearestFloat(text), Math.fround(float), text)
})

test('where floats end', () => {
  assert.equal(nearestFloat('3.4028235e38'), MAX_FLOAT)
  assert.equal(nearestFloat('340282356779733661637539395458142568447'), MAX_FLOAT)
  assert.equal(nearestFloat('340282356779733661637539395458142568448'), Number.POSITIVE_INFINITY)
  assert.equal(nearestFloat('-3.4028236e38'), Number.NEGATIVE_INFINITY)
  assert.equal(nearestFloat('1e999'), Number.POSITIVE_INFINITY)
  // 2^-150, the middle between zero and the least float, is 7.00649232162408535461864791644958...e-46.
  assert.equal(nearestFloat('7.0064923216240853e-46'), 0)
  assert.equal(nearestFloat('7.0064923216240854e-46'), 2 ** -149)
  assert.equal(nearestFloat('-7.0064923216240854e-46'), -(2 ** -149))
  assert.ok(Object.is(nearestFloat('-1e-50'), -0))
  assert.equal(nearestFloat('NaN'), Number.NaN)
})

test('every middle between two floats goes to the even one, and a hair beside it to its side', () => {
  for (let i = 1; i < 500; i++) {
    const low = Math.fround(Math.abs(Math.sin(i)) * 2 ** ((i % 50) - 30))
    const step = 2 ** (Math.floor(Math.log2(low)) - 23)
    // Exact decimals: a float has at most 60 digits after the point here.
    const middle = (low + step / 2).toFixed(100).replace(/0+$/, '')
    assert.equal(nearestFloat(`${middle}1`), low + step, middle)
    const below = middle.replace(/[1-9]$/, digit => `${Number(digit) - 1}9`)
    assert.equal(nearestFloat(below), low, middle)
    assert.equal(nearestFloat(middle), Math.fround(low + step / 2), middle)
  }
})
