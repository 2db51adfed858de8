import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { count, sum } from '../../src/expressions/functions/aggregates.ts'
import { currentTimestamp } from '../../src/expressions/functions/time.ts'
import { window } from '../../src/expressions/functions/window.ts'
import { nextTriggerMs } from '../../src/runtime/trigger.ts'
import { double, string } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { counted } from '../support/counted-query.ts'
import { jsonStream } from '../support/json-query.ts'
import { memoryStream } from '../support/memory-query.ts'
import { seeded } from '../support/seeded.ts'

test('85: triggers are aligned to the epoch', () => {
  for (const [startMs, dueMs] of [
    [0, 100],
    [1, 100],
    [99, 100],
    [100, 200],
    [150, 200],
  ] as const)
    assert.equal(nextTriggerMs(startMs, 100), dueMs)
})

test('next takes what is there, at most maxRecords, shared between partitions by what waits', async () => {
  const { query, add } = counted(memoryStream({ partitions: 3 }))
  for (let i = 0; i < 101; i++) add(0, {}, 0)
  for (let i = 0; i < 11; i++) add(0, {}, 1)
  add(0, {}, 2)
  const ends = async (maxRecords: number) =>
    Object.values(
      ((await query.next({ maxRecords })).progress.sources[0]!.endOffset as { memory: Record<string, number> }).memory,
    )
  // Case 88 of Spark's KafkaMicroBatchSourceSuite.
  assert.deepEqual(await ends(10), [8, 1, 1])
  assert.deepEqual(await ends(10), [17, 2, 1])
  assert.deepEqual(await ends(10), [26, 3, 1])
  assert.equal((await query.next()).ledger.total.offsets, 113 - 30)
})

test('with nothing new, next gives an empty batch that says why and is none: its id is the one to come', async () => {
  const { query, add } = counted()
  assert.equal((await query.next()).id, 0)
  const nothing = await query.next()
  assert.deepEqual([nothing.id, nothing.rows(), nothing.ledger.total.offsets], [1, [], 0])
  assert.match(nothing.emptyBecause!, /no new records/)
  assert.equal(query.recentProgress.length, 1)
  add(1, {})
  const batch = await query.next()
  assert.deepEqual([batch.id, batch.emptyBecause], [1, null])
})

test('next waits for a first record as long as it is told', async () => {
  const { query, add } = counted()
  await query.next()
  const startMs = performance.now()
  assert.equal((await query.next({ timeoutMs: 60 })).ledger.total.offsets, 0)
  assert.ok(performance.now() - startMs >= 55)
  const waiting = query.next({ timeoutMs: 10_000 })
  setTimeout(() => add(1, {}), 30)
  assert.equal((await waiting).ledger.total.offsets, 1)
})

test('a wrong maxRecords is refused', async () => {
  const { query } = counted()
  for (const maxRecords of [-1, 1.5, Number.NaN]) {
    await assert.rejects(query.next({ maxRecords }), { code: 'INVALID_OPTION', message: /maxRecords/ })
    await assert.rejects(query.drain({ maxRecords }), { code: 'INVALID_OPTION', message: /maxRecords/ })
    assert.throws(() => query.start({ maxRecords }), { code: 'INVALID_OPTION', message: /maxRecords/ })
  }
})

test('drain takes what was there when it began, in batches, and gives one progress each', async () => {
  const { query, add, sink } = counted()
  for (let i = 0; i < 25; i++) add(0, {})
  const progresses = await query.drain({ maxRecords: 10 })
  assert.deepEqual(
    progresses.map(({ batchId, numInputRows }) => [batchId, numInputRows]),
    [
      [0, 10],
      [1, 10],
      [2, 5],
    ],
  )
  assert.deepEqual(
    sink.rows().map(row => row.count),
    [10, 20, 25],
  )
  assert.deepEqual(await query.drain(), [])
})

test('two calls at once run one after the other', async () => {
  const { query, add } = counted()
  for (let i = 0; i < 30; i++) add(0, {})
  const batches = await Promise.all([1, 2, 3].map(() => query.next({ maxRecords: 10 })))
  assert.deepEqual(
    batches.map(({ id, ledger }) => [id, ledger.total.offsets]),
    [
      [0, 10],
      [1, 10],
      [2, 10],
    ],
  )
})

test('a batch replayed gives the same rows, of its time and its state, and leaves the query where it is', async () => {
  const { stream, add } = jsonStream({ type: string() })
  const sink = memorySink()
  const query = stream
    .withWatermark('ts', '5 seconds')
    .groupBy(r => ({ window: window(r.ts, '10 seconds'), type: r.type }))
    .agg(() => ({ n: count() }))
    .withColumn('at', () => currentTimestamp())
    .writeStream({ outputMode: 'update', sink })
  const texts: string[] = []
  for (let batch = 0; batch < 5; batch++) {
    for (let i = 0; i < 6; i++) add(batch * 7 + (i % 2) * -6 + 10, { type: i % 3 === 0 ? 'a' : 'b' })
    texts.push(String(await query.next({ maxRecords: 6 })))
  }
  const held = sink.rows().length
  await sleep(5)
  for (const id of [4, 0, 2, 2]) {
    const again = await query.replay(id)
    assert.equal(String(again), texts[id], `batch ${id}`)
    assert.equal(again.progress.batchId, id)
  }
  assert.equal(sink.rows().length, held)
  assert.equal(query.lastProgress!.batchId, 4)
  for (const id of [5, -1]) await assert.rejects(query.replay(id), { code: 'UNSUPPORTED_OPERATION' })
})

test('a source that fails in the middle of a batch leaves nothing half done; the next call runs the same batch', async () => {
  const { query, add, source, sink } = counted(memoryStream({ chunkRows: 3 }))
  for (let i = 0; i < 5; i++) add(0, {})
  await query.next()
  for (let i = 0; i < 10; i++) add(0, {})
  source.failAt(0, 12)
  for (let attempt = 0; attempt < 2; attempt++) {
    await assert.rejects(query.next(), /told to fail at memory-0@12/)
    assert.equal(sink.rows().length, 1)
    assert.equal(query.lastProgress!.batchId, 0)
  }
  for (let i = 0; i < 7; i++) add(0, {})
  source.failAt(0, null)
  const again = await query.next()
  // As it was planned, without the records that came later.
  assert.deepEqual([again.id, again.rows(), again.ledger.total.offsets], [1, [{ partition: 0, count: 15 }], 10])
  assert.deepEqual((await query.next()).rows(), [{ partition: 0, count: 22 }])
  assert.equal(query.ledger().total.offsets, 22)
})

test('progress has the fields of Spark, in their order', async () => {
  const { query, add } = counted()
  add(1, {})
  await query.next()
  add(1, {})
  const { progress } = await query.next()
  assert.deepEqual(Object.keys(progress), [
    'id',
    'runId',
    'name',
    'timestamp',
    'batchId',
    'batchDuration',
    'numInputRows',
    'inputRowsPerSecond',
    'processedRowsPerSecond',
    'durationMs',
    'stateOperators',
    'sources',
    'sink',
  ])
  assert.deepEqual([progress.batchId, progress.numInputRows, progress.sink.numOutputRows, progress.name], [1, 1, 1, null])
  const phases = Object.keys(progress.durationMs)
  assert.deepEqual(phases, [
    'addBatch',
    'commitOffsets',
    'getBatch',
    'latestOffset',
    'queryPlanning',
    'triggerExecution',
    'walCommit',
  ])
  // Without a watermark it is not in the JSON, and still there for who asks.
  assert.deepEqual(progress.eventTime, {})
  assert.equal(query.id, progress.id)
  assert.equal(query.runId, progress.runId)
})

test('why tells the watermark and what closes the earliest window', async () => {
  const { stream, add } = memoryStream()
  const query = stream
    .withWatermark('timestamp', '5 minutes')
    .groupBy(r => ({ window: window(r.timestamp, '5 minutes') }))
    .count()
    .writeStream({ sink: memorySink() })
  add(Date.UTC(2024, 0, 1, 12, 1) / 1000, {})
  add(Date.UTC(2024, 0, 1, 12, 8, 10) / 1000, {})
  const batch = await query.next()
  assert.deepEqual(batch.rows(), [])
  for (const part of ['2024-01-01 12:03:10', '2024-01-01 12:08:10', '2024-01-01 12:05:00', '2024-01-01 12:10:00']) {
    assert.ok(query.why().includes(part), `${part} in ${query.why()}`)
    assert.ok(batch.emptyBecause!.includes(part))
  }
})

test('every offset has one fate, whatever the log and however it is cut into batches', async () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = seeded(seed)
    const partitions = random.int(1, 4)
    const { stream, add, source } = jsonStream({ type: string(), x: double() }, { partitions, chunkRows: random.int(1, 7) })
    for (let i = random.int(0, 120); i > 0; i--) {
      const partition = random.int(0, partitions - 1)
      const kind = random.int(0, 9)
      if (kind === 0)
        source.addGap(partition, random.pick(['control', 'aborted', 'compacted', 'lost'] as const), random.int(1, 3))
      else if (kind === 1)
        add(random.int(0, 99), random.pick(['', '{', '[]', '{"x": "y"}', 'null', '{"type": 1, "x": true}']), partition)
      else if (kind === 2) source.add(partition, [{ value: null, timestampMs: 1 }])
      else add(random.int(0, 99), { type: random.pick(['a', 'b', null]), x: random.int(0, 9) }, partition)
    }
    const marked = stream.withWatermark('ts', '5 seconds')
    const filtered = random.next() < 0.5 ? marked.filter(r => r.x.gt(2)) : marked
    const slide = random.pick(['10 seconds', '4 seconds'])
    const query = filtered
      .groupBy(r => ({ window: window(r.ts, '10 seconds', slide), type: r.type }))
      .agg(r => ({ n: count(), x: sum(r.x) }))
      .writeStream({ outputMode: random.pick(['append', 'update', 'complete']), sink: memorySink() })
    await query.drain({ maxRecords: random.int(1, 40) })
    const { partitions: fates, total } = query.ledger()
    const { latest } = await source.available(new Map())
    for (const { partition, startOffset, endOffset, counted, late, bad, filtered, gap } of fates) {
      assert.equal(endOffset - startOffset, counted + late + bad + filtered + gap, `seed ${seed}`)
      assert.equal(endOffset, latest.get('memory')!.get(partition), `seed ${seed}`)
    }
    const offsets = [...latest.get('memory')!.values()].reduce((all, offset) => all + offset, 0)
    assert.equal(total.offsets, offsets, `seed ${seed}`)
  }
})

test('where nothing is late, the final windows do not depend on how the log is cut into batches', async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const outputs: string[][] = []
    for (const maxRecords of [1, 7, 50, 1000]) {
      const random = seeded(seed)
      const { stream, add } = jsonStream({ type: string() }, { partitions: 2, chunkRows: 5 })
      let clock = 100
      for (let i = 0; i < 150; i++) {
        clock += random.int(0, 3)
        add(clock - random.int(0, 9), { type: random.pick(['a', 'b']) }, i % 2)
      }
      add(clock + 1000, { type: 'last' })
      const sink = memorySink()
      // The partitions are read at one pace and disorder stays below the delay.
      const query = stream
        .withWatermark('ts', '60 seconds')
        .groupBy(r => ({ window: window(r.ts, '10 seconds'), type: r.type }))
        .agg(() => ({ n: count() }))
        .writeStream({ sink })
      await query.drain({ maxRecords })
      assert.equal(query.ledger().total.late, 0, `seed ${seed}`)
      outputs.push(
        sink
          .rows()
          .map(row => JSON.stringify(row))
          .sort(),
      )
    }
    for (const output of outputs) assert.deepEqual(output, outputs[0], `seed ${seed}`)
  }
})
