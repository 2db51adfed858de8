import assert from 'node:assert/strict'
import { test } from 'node:test'
import { integer } from '../../src/schema/data-type.ts'
import { foreachBatchSink } from '../../src/sinks/foreach-batch-sink.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import type { SluiceError } from '../../src/util/error.ts'
import { jsonStream } from '../support/json-query.ts'

test('awaitTermination with a timeout says whether the query has ended', async t => {
  const query = jsonStream({ n: integer() }).stream.writeStream({ sink: memorySink() }).start()
  t.after(() => query.stop())
  const startMs = performance.now()
  assert.equal(await query.awaitTermination(50), false)
  assert.ok(performance.now() - startMs >= 45)
  assert.equal(query.isActive, true)
  const ended = query.awaitTermination(60_000)
  const untilEnd = query.awaitTermination()
  await query.stop()
  assert.equal(await ended, true)
  assert.equal(await untilEnd, undefined)
  assert.equal(await query.awaitTermination(1), true)
})

test('awaitTermination throws what ended the query, with a timeout or without', async t => {
  const { stream, add } = jsonStream({ n: integer() })
  const away = new Error('away')
  const sink = foreachBatchSink(() => {
    throw away
  })
  const query = stream.writeStream({ sink }).start()
  t.after(() => query.stop())
  add(1, { n: 1 })
  for (const wait of [() => query.awaitTermination(60_000), () => query.awaitTermination()])
    await assert.rejects(wait, (error: SluiceError) => error.code === 'USER_FUNCTION_FAILED' && error.cause === away)
})

test('a timeout that is not positive is refused, as in PySpark', async t => {
  const query = jsonStream({ n: integer() }).stream.writeStream({ sink: memorySink() }).start()
  t.after(() => query.stop())
  for (const timeoutMs of [0, -1, Number.NaN, '5s' as never])
    await assert.rejects(query.awaitTermination(timeoutMs), { code: 'INVALID_OPTION', message: /must be positive, got/ })
})
