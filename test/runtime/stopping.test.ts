// Stopping: by a signal in the middle of a batch, and by stop() of a started query.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { rangesOf, startsOf } from '../../src/runtime/ranges.ts'
import { offsetsOf } from '../../src/sources/offsets.ts'
import { counted } from '../support/counted-query.ts'
import { memoryStream } from '../support/memory-query.ts'

test('stopped in the middle, a batch keeps what it has read, and the next goes on there', async () => {
  const { query, add } = counted(memoryStream({ partitions: 2, chunkRows: 10 }))
  for (let i = 0; i < 100; i++) add(0, {}, i % 2)
  const batch = await query.next({ signal: stopAfter(5) })
  const { offsets } = batch.ledger.total
  assert.ok(offsets > 0 && offsets < 100, `${offsets} of 100`)
  assert.equal(
    batch.rows().reduce((sum, row) => sum + Number(row.count), 0),
    offsets,
  )
  const rest = await query.next()
  assert.deepEqual([rest.id, rest.ledger.total.offsets], [1, 100 - offsets])
  assert.deepEqual(
    rest
      .rows()
      .map(row => row.count)
      .at(-1),
    50,
  )
})

/** A signal that has fired when it is asked once more than `times`: a stop at a known place between two chunks. */
function stopAfter(times: number): AbortSignal {
  const { signal } = new AbortController()
  let left = times
  Object.defineProperty(signal, 'aborted', { get: () => --left < 0 })
  return signal
}

test('stopped before anything was read, a call gives an empty batch that says so, and the next plan may be smaller', async () => {
  const { query, add } = counted(memoryStream({ chunkRows: 10 }))
  for (let i = 0; i < 50; i++) add(0, {})
  const stopped = await query.next({ signal: AbortSignal.abort() })
  assert.deepEqual([stopped.output.numRows, stopped.ledger.total.offsets], [0, 0])
  assert.match(stopped.emptyBecause!, /Stopped before anything was read/)
  assert.deepEqual((await query.next({ maxRecords: 20 })).rows(), [{ partition: 0, count: 20 }])
})

test('a batch that runs again is not cut by a stop: the sink may already hold it as it was planned', async () => {
  const { query, add, source } = counted(memoryStream({ chunkRows: 10 }))
  for (let i = 0; i < 50; i++) add(0, {})
  source.failAt(0, 30, new Error('the cable is out'))
  await assert.rejects(query.next(), /the cable is out/)
  source.failAt(0, null)
  assert.equal((await query.next({ signal: stopAfter(2) })).output.numRows, 0)
  assert.deepEqual((await query.next({ maxRecords: 5 })).rows(), [{ partition: 0, count: 50 }])
})

test('a first next with a time to wait waits for a record, not for the empty first batch', async () => {
  const { query, add } = counted()
  setTimeout(() => add(0, {}), 50)
  assert.deepEqual((await query.next({ timeoutMs: 5000 })).rows(), [{ partition: 0, count: 1 }])
})

test('a partition that ends below where it had ended is read from its first record', () => {
  const offsets = (offset: number) => offsetsOf([['t', 0, offset]])
  const start = startsOf(offsets(5), offsets(10), offsets(0))
  assert.deepEqual(rangesOf(start, offsets(5)), [{ topic: 't', partition: 0, startOffset: 0, endOffset: 5 }])
})

test('started, a query takes batches until it is stopped, and refuses other calls meanwhile', async () => {
  const { query, add, sink } = counted()
  assert.equal(query.start(), query)
  assert.equal(query.isActive, true)
  await assert.rejects(query.next(), { code: 'UNSUPPORTED_OPERATION', message: /stop\(\)/ })
  assert.throws(() => query.start(), { code: 'UNSUPPORTED_OPERATION' })
  add(0, {})
  for (const startMs = performance.now(); sink.rows().length === 0 && performance.now() - startMs < 5000; ) await sleep(5)
  await query.stop()
  await query.stop()
  await query.awaitTermination()
  assert.deepEqual([query.isActive, query.exception, sink.rows().at(-1)!.count], [false, null, 1])
  await assert.rejects(query.next(), { code: 'QUERY_STOPPED', message: /was stopped/ })
})

test('an error ends a started query and reaches awaitTermination and exception', async () => {
  const { query, add, source } = counted()
  add(0, {})
  source.failAt(0, 0, new Error('the cable is out'))
  query.start()
  await assert.rejects(query.awaitTermination(), /the cable is out/)
  assert.match(String(query.exception), /the cable is out/)
  assert.equal(query.isActive, false)
})
