import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dateOf, microsecondsOf } from '../../src/schema/moment.ts'

test('a moment that is handed back is the one that was given, to the microsecond', () => {
  for (const us of [0, 1, -1, 999, -1000, 1_704_067_200_123_456, 253_402_300_799_999_999n, -62_135_596_800_000_001n, 5n]) {
    const date = dateOf(us)
    assert.equal(BigInt(microsecondsOf(date)), BigInt(us))
    // What JavaScript shows of it is the millisecond that it lies in.
    assert.equal(BigInt(date.getTime()), (BigInt(us) - (((BigInt(us) % 1000n) + 1000n) % 1000n)) / 1000n)
  }
})

test('a date that was set to another time, and a copy, have milliseconds', () => {
  const date = dateOf(1_000_001)
  assert.equal(microsecondsOf(new Date(date)), 1_000_000)
  date.setUTCSeconds(2)
  assert.equal(microsecondsOf(date), 2_000_000)
  assert.equal(microsecondsOf(new Date(253_402_300_799_999)), 253_402_300_799_999_000n)
})
