import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { long } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { jsonStream } from '../support/json-query.ts'
import { memoryStream } from '../support/memory-query.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const two = () => {
  const a = jsonStream({ n: long() }, { topic: 'a', partitions: 2 })
  const b = jsonStream({ n: long() }, { topic: 'b', maxOffsetsPerTrigger: 2 })
  return { a, b, both: a.stream.select(t => ({ n: t.n })).union(b.stream.select(t => ({ n: t.n }))) }
}

test('a union reads both sources, the left one first, and each has its offsets, its folder and its progress', async t => {
  const folder = join(temporaryFolder(t), 'checkpoint')
  const { a, b, both } = two()
  const query = both.writeStream({ sink: memorySink(), checkpointLocation: folder })
  b.add(0, { n: 10 })
  a.add(0, { n: 1 })
  a.add(0, { n: 2 }, 1)
  const batch = await query.next()
  const numbers = batch.rows().map(({ n }) => Number(n))
  assert.deepEqual([numbers.slice(0, 2).sort(), numbers.slice(2)], [[1, 2], [10]])
  assert.deepEqual(
    batch.progress.sources.map(({ description, numInputRows, endOffset }) => [description, numInputRows, endOffset]),
    [
      ['MemoryStream[a]', 2, { a: { '0': 1, '1': 1 } }],
      ['MemoryStream[b]', 1, { b: { '0': 1 } }],
    ],
  )
  assert.equal(batch.progress.numInputRows, 3)
  assert.deepEqual(readdirSync(join(folder, 'sources')).sort(), ['0', '1'])
  assert.deepEqual(
    readFileSync(join(folder, 'offsets', '0'), 'utf8')
      .split('\n')
      .slice(2, 4),
    ['{"a":{"0":1,"1":1}}', '{"b":{"0":1}}'],
  )
  assert.deepEqual(batch.ledger.partitions.map(({ topic, partition, counted }) => `${topic}-${partition}: ${counted}`).sort(), [
    'a-0: 1',
    'a-1: 1',
    'b-0: 1',
  ])
  await query.stop()
})

test('a batch runs when any source has something; a restart and a replay read each from where it was', async t => {
  const folder = join(temporaryFolder(t), 'checkpoint')
  const { a, b, both } = two()
  const sink = memorySink()
  const first = both.writeStream({ sink, checkpointLocation: folder })
  a.add(0, { n: 1 })
  await first.next()
  b.add(0, { n: 10 })
  assert.deepEqual((await first.next()).rows(), [{ n: 10 }])
  await first.stop()
  a.add(0, { n: 2 })
  const second = both.writeStream({ sink, checkpointLocation: folder })
  assert.deepEqual((await second.next()).rows(), [{ n: 2 }])
  assert.deepEqual((await second.replay(1)).rows(), [{ n: 10 }])
  assert.deepEqual(sink.rows(), [{ n: 1 }, { n: 10 }, { n: 2 }])
  await second.stop()
})

test('each source has its own limit; maxRecords is shared by what waits; once and availableNow end by themselves', async () => {
  const { a, b, both } = two()
  for (let n = 0; n < 8; n++) a.add(0, { n })
  for (let n = 0; n < 4; n++) b.add(0, { n })
  const limited = both.writeStream({ sink: memorySink() })
  const rowsOf = (query: typeof limited) => query.lastProgress!.sources.map(({ numInputRows }) => numInputRows)
  await limited.next()
  assert.deepEqual(rowsOf(limited), [8, 2])
  const shared = both.writeStream({ sink: memorySink() })
  await shared.next({ maxRecords: 6 })
  assert.deepEqual(rowsOf(shared), [4, 2])

  const once = both.writeStream({ sink: memorySink() }).start({ once: true })
  await once.awaitTermination()
  assert.deepEqual([once.isActive, once.recentProgress.length, rowsOf(once)], [false, 1, [8, 4]])
  const available = both.writeStream({ sink: memorySink() }).start({ availableNow: true })
  await available.awaitTermination()
  assert.deepEqual(
    available.recentProgress.map(({ numInputRows }) => numInputRows),
    [10, 2],
  )
  await Promise.all([limited.stop(), shared.stop()])
})

test('a checkpoint of another number of sources is refused', async t => {
  const folder = join(temporaryFolder(t), 'checkpoint')
  const { a, both } = two()
  const query = both.writeStream({ sink: memorySink(), checkpointLocation: folder })
  await query.next()
  await query.stop()
  const one = a.stream.writeStream({ sink: memorySink(), checkpointLocation: folder })
  await assert.rejects(one.next(), {
    code: 'CHECKPOINT_MISMATCH',
    message: /There are \[2\] sources in the checkpoint offsets and now there are \[1\] sources requested by the query/,
  })
  await one.stop()
})

test('a stream united with itself is one source that is read twice', async () => {
  const { stream, add } = memoryStream()
  const query = stream.union(stream).writeStream({ sink: memorySink() })
  add(1, {})
  const batch = await query.next()
  assert.deepEqual([batch.output.numRows, batch.progress.sources.length, batch.progress.numInputRows], [2, 1, 2])
  assert.deepEqual(batch.ledger.total, { offsets: 2, counted: 2, late: 0, bad: 0, filtered: 0, gap: 0 })
  await query.stop()
})

test('bad records of a union are counted as such in their own partition', async () => {
  const { a, b, both } = two()
  a.add(0, 'spoiled')
  b.add(0, { n: 1 })
  const query = both.filter(t => t.n.isNull().or(t.n.gt(0))).writeStream({ sink: memorySink() })
  const { ledger } = await query.next()
  assert.deepEqual(
    ledger.partitions.map(({ topic, partition, counted, bad }) => [topic, partition, counted, bad]),
    [
      ['a', 0, 0, 1],
      ['b', 0, 1, 0],
    ],
  )
  await query.stop()
})
