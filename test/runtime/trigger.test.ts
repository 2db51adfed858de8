import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { window } from '../../src/expressions/functions/window.ts'
import type { StartOptions } from '../../src/plan/streaming-query.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { counted } from '../support/counted-query.ts'
import { memoryStream } from '../support/memory-query.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

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

test('14.23: started once for each step, the watermark of one start closes windows in the next', async t => {
  const checkpointLocation = join(temporaryFolder(t), 'checkpoint')
  const memory = memoryStream()
  const step = async (...seconds: number[]) => {
    for (const second of seconds) memory.add(second, {})
    const sink = memorySink()
    const query = memory.stream
      .withWatermark('timestamp', '10 seconds')
      .groupBy(r => ({ window: window(r.timestamp, '5 seconds') }))
      .count()
      .writeStream({ sink, checkpointLocation })
    await query.start({ once: true }).awaitTermination()
    const rows = sink.rows().map(row => {
      const { window: w, count: n } = row as { window: { start: Date }; count: number }
      return [w.start.getTime() / 1000, n]
    })
    return [rows, Date.parse(query.lastProgress!.eventTime.watermark!) / 1000]
  }
  assert.deepEqual(await step(15), [[], 0])
  assert.deepEqual(await step(10, 12, 14), [[], 5])
  assert.deepEqual(await step(25), [[], 5])
  assert.deepEqual(await step(50), [[[10, 3]], 15])
  assert.deepEqual(await step(50), [
    [
      [15, 1],
      [25, 1],
    ],
    40,
  ])
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
