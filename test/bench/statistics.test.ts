import assert from 'node:assert/strict'
import { test } from 'node:test'
import { percentileOf, ratioOf, spreadOf } from './statistics.ts'

test('the median of three runs is the middle one, whatever their order', () => {
  assert.deepEqual(spreadOf([3, 100, 2]), { median: 3, min: 2, max: 100 })
})

test('the median of two runs lies between them', () => {
  assert.deepEqual(spreadOf([4, 2]), { median: 3, min: 2, max: 4 })
})

test('numbers are compared as numbers, not as texts', () => {
  assert.equal(spreadOf([10, 9, 100])?.median, 10)
})

test('no runs have no spread', () => {
  assert.equal(spreadOf([]), null)
  assert.throws(() => percentileOf([], 50), RangeError)
})

test('a percentile lies between two values in proportion', () => {
  const hundred = Array.from({ length: 101 }, (_, i) => 100 - i)
  assert.equal(percentileOf(hundred, 99), 99)
  assert.equal(percentileOf([0, 10], 25), 2.5)
  assert.equal(percentileOf([7], 99), 7)
})

test('a ratio needs both of its numbers', () => {
  assert.equal(ratioOf(6, 2), 3)
  assert.equal(ratioOf(null, 2), null)
  assert.equal(ratioOf(6, undefined), null)
  assert.equal(ratioOf(6, 0), null)
})
