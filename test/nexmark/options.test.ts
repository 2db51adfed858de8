import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nexmarkOptions } from './options.ts'

test('without options a million events are read three times by every query, and judged', () => {
  const { events, eventsPerSecond, batch, queries, repeat, isJudged } = nexmarkOptions([])!
  assert.deepEqual([events, eventsPerSecond, batch, repeat, isJudged], [1e6, 10_000, 100_000, 3, true])
  assert.equal(queries.join(' '), 'q0 q1 q2 q5 q7 q8 q11 q12 q14 q15 q16 q17 q18 q21 q22')
})

test('quick is a tenth of the events, once, in the same span of time; no figure is judged', () => {
  const { events, eventsPerSecond, repeat, isJudged } = nexmarkOptions(['--quick'])!
  assert.deepEqual([events, eventsPerSecond, repeat, isJudged], [100_000, 1000, 1, false])
})

test('only takes queries by name, in their order', () => {
  assert.deepEqual(nexmarkOptions(['--only', 'q7, q5'])!.queries, ['q5', 'q7'])
  assert.equal(nexmarkOptions(['--only', 'q7'])!.isJudged, true)
  assert.throws(() => nexmarkOptions(['--only', 'q3']), /"q3"/)
})

test('what is no number or no option is refused by its name', () => {
  assert.throws(() => nexmarkOptions(['--events', '10']), /--events 10/)
  assert.throws(() => nexmarkOptions(['--repeat', 'x']), /--repeat x/)
  assert.throws(() => nexmarkOptions(['--records', '1']), /--records/)
})

test('help is no run', () => {
  assert.equal(nexmarkOptions(['--help']), undefined)
})
