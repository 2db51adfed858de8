import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StartOptions } from '../../src/plan/streaming-query.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { counted } from '../support/counted-query.ts'
import { memoryStream } from '../support/memory-query.ts'

test('one trigger at a time, in PySpark’s words', () => {
  const refused: readonly (readonly [unknown, RegExp])[] = [
    [{ once: true, availableNow: true }, /^\[ONLY_ALLOW_SINGLE_TRIGGER\] Only a single trigger is allowed/],
    [{ processingTime: '1 second', once: true }, /^\[ONLY_ALLOW_SINGLE_TRIGGER\]/],
    [{ once: false }, /^\[VALUE_NOT_TRUE\] Value for `once`/],
    [{ availableNow: 1 }, /^\[VALUE_NOT_TRUE\] Value for `availableNow`/],
    [{ processingTime: '' }, /^\[VALUE_NOT_NON_EMPTY_STR\]/],
    [{ processingTime: '-1 seconds' }, /must not be negative/],
    [{ interval: '1 second' }, /unknown option "interval"/],
    [{ availableNow: true, maxRecords: -1 }, /maxRecords/],
  ]
  for (const [options, message] of refused) {
    const { query } = counted()
    assert.throws(() => query.start(options as StartOptions), { code: 'INVALID_OPTION', message })
    assert.equal(query.isActive, false)
  }
})

test('once takes all there is in one batch, whatever the limits, and none to close windows', async () => {
  const memory = memoryStream({ maxOffsetsPerTrigger: 1 })
  for (let second = 0; second < 30; second++) memory.add(second, {})
  const query = memory.stream
    .withWatermark('timestamp', '1 second')
    .groupBy(r => ({ timestamp: r.timestamp }))
    .count()
    .writeStream({ sink: memorySink() })
  await query.start({ once: true }).awaitTermination()
  assert.deepEqual(
    query.recentProgress.map(({ numInputRows }) => numInputRows),
    [30],
  )
  assert.throws(() => query.start(), { code: 'QUERY_STOPPED' })
})

test('availableNow obeys the limits, closes windows, leaves later records and ends', async () => {
  const memory = memoryStream({ maxOffsetsPerTrigger: 2 })
  for (const second of [1, 2, 10, 20, 30]) memory.add(second, {})
  const sink = memorySink()
  const query = memory.stream
    .withWatermark('timestamp', '1 second')
    .groupBy(r => ({ timestamp: r.timestamp }))
    .count()
    .writeStream({ sink })
  query.start({ availableNow: true })
  await query.awaitTermination()
  assert.equal(query.isActive, false)
  assert.deepEqual(
    query.recentProgress.map(({ numInputRows }) => numInputRows),
    [2, 2, 1, 0],
  )
  assert.equal(sink.rows().length, 4)
})

test('without batches for the watermark alone, a window waits for the next records', async () => {
  const memory = memoryStream()
  const sink = memorySink()
  const query = memory.stream
    .withWatermark('timestamp', '0 seconds')
    .groupBy(r => ({ timestamp: r.timestamp }))
    .count()
    .writeStream({ sink, noDataMicroBatches: false })
  for (const second of [1, 5]) memory.add(second, {})
  await query.drain()
  assert.deepEqual([query.recentProgress.length, sink.rows().length], [1, 0])
  memory.add(6, {})
  await query.drain()
  assert.deepEqual([query.recentProgress.length, sink.rows().length], [2, 2])
  await query.stop()
})
