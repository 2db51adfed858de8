import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
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

test('a date that was set has no microseconds left, also where its millisecond stayed as it was', () => {
  const noonUs = Date.UTC(2024, 0, 1, 12) * 1000
  const setters: readonly ((date: Date) => number)[] = [
    date => date.setUTCMinutes(0, 0, 0),
    date => date.setMilliseconds(0),
    date => date.setTime(noonUs / 1000),
    date => date.setUTCFullYear(2024),
  ]
  for (const set of setters) {
    const date = dateOf(noonUs + 400)
    assert.equal(set(date), noonUs / 1000)
    assert.equal(microsecondsOf(date), noonUs)
  }
})

test('a moment within a millisecond shows its microseconds, one of a whole millisecond is as any date', () => {
  assert.deepEqual(dateOf(1_000_000), new Date(1000))
  assert.deepEqual(dateOf(5000n), new Date(5))
  assert.deepEqual(dateOf(1_000_001), dateOf(1_000_001))
  assert.notDeepEqual(dateOf(1_000_001), new Date(1000))
  assert.equal(inspect({ at: dateOf(1_000_007) }), '{ at: 1970-01-01T00:00:01.000007Z }')
  assert.equal(inspect(dateOf(-1)), '1969-12-31T23:59:59.999999Z')
  assert.equal(JSON.stringify(dateOf(1_000_007)), '"1970-01-01T00:00:01.000Z"')
})

test('an invalid date is refused in words', () => {
  assert.throws(() => microsecondsOf(new Date('no date')), { code: 'INVALID_OPTION', message: /invalid Date/ })
})
