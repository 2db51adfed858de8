// Cases 30 to 33 of Spark's EventTimeWatermarkSuite, and the rules by which a watermark moves.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { window } from '../../src/expressions/functions/window.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { parseDuration } from '../../src/util/duration.ts'
import { advanceWatermark, emptyStats, mergeStats, observe } from '../../src/windows/watermark.ts'
import { memoryStream } from '../support/memory-query.ts'

const rounded = ({ count, maxMs, minMs, avgMs }: ReturnType<typeof emptyStats>) => [count, maxMs, minMs, Math.round(avgMs)]

test('33: statistics take event times one by one', () => {
  const stats = { maxMs: 100, minMs: 10, avgMs: 20, count: 5 }
  observe(stats, [80_000], null, 1)
  assert.deepEqual(rounded(stats), [6, 100, 10, 30])
  const fresh = emptyStats()
  observe(fresh, [], null, 0)
  assert.deepEqual(fresh, emptyStats())
})

test('33: statistics of partitions are merged by their weight', () => {
  const stats = { maxMs: 100, minMs: 10, avgMs: 30, count: 6 }
  mergeStats(stats, { maxMs: 80, minMs: 5, avgMs: 15, count: 4 })
  assert.deepEqual(rounded(stats), [10, 100, 5, 24])
  mergeStats(stats, emptyStats())
  assert.deepEqual(rounded(stats), [10, 100, 5, 24])
  const fresh = emptyStats()
  mergeStats(fresh, stats)
  assert.deepEqual(fresh, stats)
})

test('microseconds are floored to milliseconds, also before 1970', () => {
  const stats = emptyStats()
  observe(stats, [1999, -1], null, 2)
  assert.deepEqual([stats.maxMs, stats.minMs], [1, -1])
  const exact = emptyStats()
  observe(exact, BigInt64Array.of(5_000_999n), null, 1)
  assert.equal(exact.maxMs, 5000)
})

test('a null event time counts as the epoch: minimum and mean feel it, the watermark does not', () => {
  const stats = emptyStats()
  observe(stats, [10_000, 123], Uint8Array.of(1, 0), 2)
  assert.deepEqual(rounded(stats), [2, 10, 0, 5])
})

test('the global watermark is the least of all nodes, 0 while one has seen nothing, and never goes back', () => {
  const nodes = [0, 0]
  const seen = (...maxima: (number | null)[]) =>
    maxima.map(maxMs => (maxMs === null ? emptyStats() : { count: 1, maxMs, minMs: maxMs, avgMs: maxMs }))
  assert.equal(advanceWatermark(0, nodes, seen(11_000, null), [10_000, 5_000]), 0)
  assert.equal(advanceWatermark(0, nodes, seen(null, 6_000), [10_000, 5_000]), 1_000)
  assert.equal(advanceWatermark(1_000, nodes, seen(21_000, 8_000), [10_000, 5_000]), 3_000)
  assert.equal(advanceWatermark(3_000, nodes, seen(5_000, 5_000), [10_000, 5_000]), 3_000)
  assert.equal(advanceWatermark(185_000, [0, 0], seen(null, 200_000), [10_000, 5_000]), 185_000)
})

test('by the policy max the fastest node leads', () => {
  const nodes = [0, 0]
  const seen = [{ count: 1, maxMs: 20_000, minMs: 0, avgMs: 0 }, emptyStats()]
  assert.equal(advanceWatermark(0, nodes, seen, [5_000, 0], 'max'), 15_000)
  assert.deepEqual(nodes, [15_000, 0])
})

test('without withWatermark the watermark does not move', () => {
  assert.equal(advanceWatermark(7, [], [], []), 7)
})

test('30: a negative delay is refused', () => {
  const { stream } = memoryStream()
  for (const delay of ['-1 year', '1 year -13 months', '1 month -40 days', '-10 seconds'])
    assert.throws(() => stream.withWatermark('timestamp', delay), { message: /should not be negative\./ }, delay)
})

test('31: a month of delay is 31 days, a year 372', () => {
  const delayDays = (text: string) => parseDuration(text, { months: true }) / 86_400_000_000
  for (const text of ['3 days', 'Interval 3 day', "inTerval '3' day"]) assert.equal(delayDays(text), 3, text)
  assert.equal(delayDays('1 months'), 31)
  assert.equal(delayDays('1 years'), 372)
})

test('32: a watermark on an unknown column or one that is no time is refused, with its name and type', () => {
  const { stream } = memoryStream()
  const untyped = stream as unknown as { withWatermark(name: string, delay: string): unknown }
  assert.throws(() => untyped.withWatermark('badcol', '1 minute'), { code: 'COLUMN_NOT_FOUND', message: /badcol/ })
  assert.throws(() => untyped.withWatermark('partition', '1 minute'), {
    code: 'TYPE_MISMATCH',
    message: /EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE.*`partition`.*"INT/,
  })
})

test('the mark of a watermark survives renaming and a window of the bare column; an expression loses it', () => {
  const { stream } = memoryStream()
  const marked = stream.withWatermark('timestamp', '10 seconds').select(r => ({ ts: r.timestamp, value: r.value }))
  const append = (query: { writeStream(options: { sink: ReturnType<typeof memorySink> }): unknown }) => () =>
    query.writeStream({ sink: memorySink() })
  assert.doesNotThrow(append(marked.groupBy(r => ({ window: window(r.ts, '5 seconds') })).count()))
  assert.doesNotThrow(append(marked.groupBy(r => ({ ts: r.ts })).count()))
  const aliased = marked.select(r => ({ aliased: window(r.ts, '5 seconds') }))
  assert.doesNotThrow(append(aliased.groupBy(r => ({ w: r.aliased })).count()))
  const cast = marked.select(r => ({ ts: r.ts.cast('string').cast('timestamp') }))
  assert.throws(append(cast.groupBy(r => ({ window: window(r.ts, '5 seconds') })).count()), {
    code: 'STREAMING_OUTPUT_MODE_UNSUPPORTED',
  })
  assert.equal((aliased.plan as Plan).kind, 'project')
})
