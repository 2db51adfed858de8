import assert from 'node:assert/strict'
import { test } from 'node:test'
import { integer } from '../../src/schema/data-type.ts'
import { type BatchFrame, foreachBatchSink } from '../../src/sinks/foreach-batch-sink.ts'
import { foreachSink } from '../../src/sinks/foreach-sink.ts'
import { SluiceError } from '../../src/util/error.ts'
import { jsonStream } from '../support/json-query.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('each batch is handed over once it is whole, also one without rows', async () => {
  const { stream, add } = jsonStream({ n: integer() })
  const seen: [number, unknown[]][] = []
  const sink = foreachBatchSink<{ n: number }>((batch, batchId) => {
    seen.push([batchId, batch.rows()])
    assert.equal(batch.isEmpty, batch.numRows === 0)
  })
  const query = stream
    .select(r => ({ n: r.n }))
    .filter(r => r.n.gt(1))
    .writeStream({ sink })
  add(1, { n: 1 })
  add(1, { n: 2 })
  add(1, { n: 3 })
  const first = await query.next({ maxRecords: 3 })
  add(1, { n: 0 })
  await query.next()
  await query.stop()
  assert.deepEqual(seen, [
    [0, [{ n: 2 }, { n: 3 }]],
    [1, []],
  ])
  assert.deepEqual(first.progress.sink, { description: 'ForeachBatchSink', numOutputRows: -1 })
})

test('a batch has all forms that a batch of next() has', async () => {
  const { stream, add } = jsonStream({ n: integer() })
  let frame: BatchFrame | undefined
  const query = stream
    .select(r => ({ n: r.n }))
    .writeStream({
      sink: foreachBatchSink(batch => {
        frame = batch
      }),
    })
  add(1, { n: 7 })
  await query.drain()
  await query.stop()
  assert.deepEqual(frame?.frame.columns, ['n'])
  assert.equal(frame?.arrow.numRows, 1)
  assert.equal(frame?.output.numRows, 1)
  assert.deepEqual(Object.keys(frame?.schema.fields ?? {}), ['n'])
})

test('the query waits for the function; what it throws ends the batch, which comes again with the same id', async t => {
  const { stream, add } = jsonStream({ n: integer() })
  const calls: [number, number][] = []
  let fails = true
  const query = stream
    .select(r => ({ n: r.n }))
    .writeStream({
      checkpointLocation: temporaryFolder(t),
      sink: foreachBatchSink(async (batch, batchId) => {
        await new Promise(resolve => setTimeout(resolve, 5))
        calls.push([batchId, batch.numRows])
        if (fails) throw new TypeError('the database is away')
      }),
    })
  add(1, { n: 1 })
  await assert.rejects(query.next(), (error: SluiceError) => {
    assert.equal(error.code, 'USER_FUNCTION_FAILED')
    assert.deepEqual(error.details, { calledBy: 'foreach batch sink', batchId: 0 })
    assert.match((error.cause as Error).stack!, /foreach-batch-sink\.test/)
    assert.match(error.message, /^\[FOREACH_BATCH_USER_FUNCTION_ERROR\] .*\(batch 0\)\. Reason: the database is away$/)
    return error.cause instanceof TypeError
  })
  fails = false
  add(2, { n: 2 })
  await query.drain()
  await query.stop()
  assert.deepEqual(calls, [
    [0, 1],
    [0, 1],
    [1, 1],
  ])
})

test('an error of sluice is an error in the function like any other', async () => {
  const { stream, add } = jsonStream({ n: integer() })
  add(1, { n: 1 })
  const mine = new SluiceError('USAGE', 'mine')
  const query = stream.writeStream({
    sink: foreachBatchSink(() => {
      throw mine
    }),
  })
  await assert.rejects(query.next(), (error: SluiceError) => {
    assert.equal(error.code, 'USER_FUNCTION_FAILED')
    return error.cause === mine
  })
  await query.stop()
})

test('foreach opens, takes each row in order, and closes', async () => {
  const { stream, add } = jsonStream({ n: integer() })
  const log: unknown[] = []
  const query = stream
    .select(r => ({ n: r.n }))
    .writeStream({
      sink: foreachSink<{ n: number }>({
        open(partitionId, epochId) {
          log.push(['open', partitionId, epochId])
          return epochId !== 1
        },
        async process(row) {
          await null
          log.push(row.n)
        },
        close: error => log.push(['close', error]),
      }),
    })
  add(1, { n: 1 })
  add(1, { n: 2 })
  await query.next()
  add(1, { n: 3 })
  const declined = await query.next()
  await query.stop()
  // Spark 4.2.0: numOutputRows is 2 for two rows, whether `open` gave true or false. It counts what the sink was given.
  assert.equal(declined.progress.sink.numOutputRows, 1)
  assert.equal(declined.ledger.total.counted, 1)
  assert.deepEqual(log, [['open', 0, 0], 1, 2, ['close', null], ['open', 0, 1], ['close', null]])
})

test('foreach is told what went wrong, and closes once', async () => {
  const { stream, add } = jsonStream({ n: integer() })
  const closed: unknown[] = []
  const away = new Error('away')
  const query = stream.writeStream({
    sink: foreachSink({
      process() {
        throw away
      },
      close: error => closed.push(error),
    }),
  })
  add(1, { n: 1 })
  await assert.rejects(query.next(), {
    code: 'USER_FUNCTION_FAILED',
    message: /^\[FOREACH_USER_FUNCTION_ERROR\] .*Reason: away$/,
  })
  assert.deepEqual(closed, [away])
  await query.stop()
})

test('a sink without a function is refused at once', () => {
  assert.throws(() => foreachBatchSink(undefined as never), { code: 'INVALID_OPTION' })
  assert.throws(() => foreachSink({} as never), { code: 'INVALID_OPTION' })
})
