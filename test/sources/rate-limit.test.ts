import assert from 'node:assert/strict'
import { test } from 'node:test'
import { offsetsOf, offsetsToJson } from '../../src/sources/offsets.ts'
import { rateLimit } from '../../src/sources/rate-limit.ts'

const offsets = (...ends: number[]) => offsetsOf(ends.map((end, partition) => ['t', partition, end]))
const limit = (start: number[], earliest: number[], latest: number[], most: number) =>
  offsetsToJson(rateLimit(offsets(...start), { earliest: offsets(...earliest), latest: offsets(...latest) }, most))
const t = (...ends: number[]) => offsetsToJson(offsets(...ends))

test('maxOffsetsPerTrigger is shared by what waits, batch after batch, as Spark shares it', () => {
  // Spark KafkaMicroBatchSourceSuite: 101, 11 and 1 records, limit 10
  const latest = [101, 11, 1]
  assert.equal(limit([0, 0, 0], [0, 0, 0], latest, 10), t(8, 1, 1))
  assert.equal(limit([8, 1, 1], [0, 0, 0], latest, 10), t(17, 2, 1))
  assert.equal(limit([17, 2, 1], [0, 0, 0], latest, 10), t(26, 3, 1))
  assert.equal(limit([26, 3, 1], [0, 0, 0], latest, 10), t(35, 4, 1))
})

test('every partition in which something waits gets at least one, so the sum may exceed the limit', () => {
  assert.equal(limit([0, 0, 0], [0, 0, 0], [100, 100, 100], 1), t(1, 1, 1))
})

test('rounding down may fall short of the limit', () => {
  assert.equal(limit([0, 0, 0], [0, 0, 0], [100, 100, 100], 10), t(3, 3, 3))
})

test('a partition that is new starts at its earliest offset', () => {
  assert.equal(limit([10], [0, 50], [10, 60], 4), t(10, 54))
})

test('a limit above what waits takes everything, and nothing waiting gives the end', () => {
  assert.equal(limit([0, 0], [0, 0], [3, 4], 1_000), t(3, 4))
  assert.equal(limit([3, 4], [0, 0], [3, 4], 1), t(3, 4))
})

test('a partition that became shorter ends where it ends now', () => {
  assert.equal(limit([50, 0], [0, 0], [20, 10], 5), t(20, 5))
})
