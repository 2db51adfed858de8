import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { avg, count, max, min, sum } from '../../src/expressions/functions/aggregates.ts'
import { when } from '../../src/expressions/functions/conditional.ts'
import { window } from '../../src/expressions/functions/window.ts'
import { double, string } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { addSales, filesIn, rowTexts, salesQuery } from '../support/checkpoint-query.ts'
import { jsonStream } from '../support/json-query.ts'
import { memoryStream } from '../support/memory-query.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const versions = (folder: string, ending: string) =>
  filesIn(join(folder, 'state', '0'))
    .filter(name => name.endsWith(ending))
    .map(name => Number.parseInt(name, 10))
    .sort((a, b) => a - b)

test('restarted after every batch for 150 batches, a query gives what it gives without a restart', async t => {
  const whole = salesQuery(join(temporaryFolder(t), 'whole'), { memory: memoryStream(), outputMode: 'update' })
  const folder = join(temporaryFolder(t), 'restarted')
  const memory = memoryStream()
  const sink = memorySink()
  let restarts = 0
  for (let batch = 0; batch < 150; batch++) {
    addSales(whole.memory, batch, 1)
    await whole.query.next()
    addSales(memory, batch, 1)
    const { query } = salesQuery(folder, { memory, sink, outputMode: 'update' })
    assert.equal((await query.next()).id, batch)
    await query.stop()
    restarts++
  }
  // An empty batch after the last one runs only without a restart; it puts nothing out in update mode.
  assert.deepEqual(rowTexts(sink), rowTexts(whole.sink))
  assert.ok(versions(folder, '.snapshot').length > 0 && versions(folder, '.delta').length > 0)
  assert.equal(restarts, 150)
  await whole.query.stop()
})

test('at least the last hundred batches stay on record, not many more, and the state they need', async t => {
  const folder = join(temporaryFolder(t), 'checkpoint')
  const { query, memory } = salesQuery(folder, { outputMode: 'update' })
  for (let batch = 0; batch < 150; batch++) {
    addSales(memory, batch, 1)
    await query.next()
  }
  for (const log of ['offsets', 'commits']) {
    const ids = filesIn(join(folder, log)).map(Number)
    assert.ok(ids.length >= 100 && ids.length <= 112, `${log}: ${ids.length}`)
    assert.ok(ids.includes(149) && ids.includes(50))
  }
  assert.ok(filesIn(folder).length < 450)
  const replayed = await query.replay(60)
  assert.equal(replayed.id, 60)
  await assert.rejects(query.replay(3), { code: 'UNSUPPORTED_OPERATION', message: /last 100 batches/ })
  await assert.rejects(query.replay(150), { code: 'UNSUPPORTED_OPERATION', message: /0 to 149/ })
  await query.stop()
})

test('what a batch writes grows with what it changed, not with the state', async t => {
  const folder = join(temporaryFolder(t), 'checkpoint')
  const { stream, add } = jsonStream({ k: string(), x: double() })
  const query = stream
    .groupBy(s => ({ k: s.k }))
    .agg(s => ({ n: count(), total: sum(s.x) }))
    .writeStream({ outputMode: 'update', sink: memorySink(), checkpointLocation: folder })
  for (let i = 0; i < 5000; i++) add(0, { k: `key ${i}`, x: i })
  await query.next()
  const size = (name: string) => readFileSync(join(folder, 'state', '0', name)).length
  const first = size('1.delta')
  for (let batch = 2; batch < 40; batch++) {
    add(0, { k: `key ${batch}`, x: 1 })
    await query.next()
    const written = filesIn(join(folder, 'state', '0')).filter(name => name.startsWith(`${batch}.`))
    // The chain is closed by one snapshot, in two parts, when the deltas together hold more groups than the state.
    for (const name of written)
      assert.ok(name.endsWith('.snapshot') ? batch <= 3 : size(name) < first / 50, `${name} has ${size(name)} bytes`)
  }
  await query.stop()
})

test('a chain of deltas is closed by a snapshot at last, however little changes', async t => {
  const folder = join(temporaryFolder(t), 'checkpoint')
  const { stream, add } = jsonStream({ k: string() })
  const query = stream
    .groupBy(s => ({ k: s.k }))
    .count()
    .writeStream({ outputMode: 'update', sink: memorySink(), checkpointLocation: folder })
  for (let i = 0; i < 500; i++) add(0, { k: `key ${i}` })
  await query.next()
  for (let batch = 1; batch < 120; batch++) {
    add(0, { k: 'key 1' })
    await query.next()
  }
  const snapshots = versions(folder, '.snapshot')
  assert.ok(snapshots.length >= 1 && snapshots.every((version, i) => version - (snapshots[i - 1] ?? 0) <= 101), snapshots.join())
  await query.stop()
})

test('grouping keys or aggregates changed since are refused by name', async t => {
  const folder = join(temporaryFolder(t), 'checkpoint')
  const memory = memoryStream()
  const { query } = salesQuery(folder, { memory, outputMode: 'update' })
  addSales(memory, 0, 2)
  await query.next()
  await query.stop()
  const { stream } = jsonStream({ type: string(), amount: double() }, {}, memory)
  const marked = stream.withWatermark('ts', '10 seconds')
  const changed = [
    marked.groupBy(s => ({ window: window(s.ts, '5 seconds'), kind: s.type })).agg(s => ({ n: count(), total: sum(s.amount) })),
    marked.groupBy(s => ({ window: window(s.ts, '5 seconds') })).agg(s => ({ n: count(), total: sum(s.amount) })),
    marked.groupBy(s => ({ window: window(s.ts, '5 seconds'), type: s.type })).agg(s => ({ n: count(), total: max(s.amount) })),
    marked.groupBy(s => ({ window: window(s.ts, '5 seconds'), type: s.type })).agg(() => ({ n: count() })),
  ]
  for (const other of changed) {
    const again = (other as (typeof changed)[1]).writeStream({
      outputMode: 'update',
      sink: memorySink(),
      checkpointLocation: folder,
    })
    await assert.rejects(again.next(), { code: 'STATE_SCHEMA_NOT_COMPATIBLE', message: /Grouping keys and aggregates/ })
    await again.stop()
  }
  const stateless = stream.writeStream({ outputMode: 'update', sink: memorySink(), checkpointLocation: folder })
  await assert.rejects(stateless.next(), { code: 'CHECKPOINT_MISMATCH' })
  await stateless.stop()
})

test('a checkpoint of another source, or of another output mode, is refused with both names', async t => {
  const folder = join(temporaryFolder(t), 'checkpoint')
  const { query, memory } = salesQuery(folder, { outputMode: 'update' })
  addSales(memory, 0, 1)
  await query.next()
  await query.stop()
  const elsewhere = salesQuery(folder, { memory: memoryStream({ topic: 'other' }), outputMode: 'update' })
  await assert.rejects(elsewhere.query.next(), {
    code: 'CHECKPOINT_MISMATCH',
    message: /MemoryStream\[memory\].*MemoryStream\[other\]/,
  })
  await elsewhere.query.stop()
  const otherwise = salesQuery(folder, { memory, outputMode: 'append' })
  await assert.rejects(otherwise.query.next(), { code: 'CHECKPOINT_MISMATCH', message: /update.*append/ })
  await otherwise.query.stop()
})

test('a stateless query that becomes an aggregation is refused as another query', async t => {
  const folder = join(temporaryFolder(t), 'checkpoint')
  const { stream, add } = memoryStream()
  add(1, {})
  const stateless = stream.writeStream({ outputMode: 'update', sink: memorySink(), checkpointLocation: folder })
  await stateless.next()
  await stateless.stop()
  const counted = stream
    .groupBy()
    .agg(() => ({ n: count() }))
    .writeStream({ outputMode: 'update', sink: memorySink(), checkpointLocation: folder })
  await assert.rejects(counted.next(), { code: 'CHECKPOINT_MISMATCH' })
  await counted.stop()
})

test('another aggregate of the same type is refused, another name or an unchanged query is not', async t => {
  const folder = join(temporaryFolder(t), 'checkpoint')
  const { stream, add } = jsonStream({ a: double(), b: double(), x: string() })
  const options = { outputMode: 'update', sink: memorySink(), checkpointLocation: folder } as const
  const least = () => stream.groupBy().agg(s => ({ v: min(s.a), mean: avg(s.a), n: count(when(s.x.eq('b'), 1).end()) }))
  add(0, { a: 1, b: 5, x: 'b' })
  const first = least().writeStream(options)
  await first.next()
  await first.stop()
  const changed = [
    stream.groupBy().agg(s => ({ v: max(s.a), mean: avg(s.a), n: count(when(s.x.eq('b'), 1).end()) })),
    stream.groupBy().agg(s => ({ v: min(s.b), mean: avg(s.a), n: count(when(s.x.eq('b'), 1).end()) })),
    stream.groupBy().agg(s => ({ v: min(s.a), mean: sum(s.a), n: count(when(s.x.eq('b'), 1).end()) })),
    stream.groupBy().agg(s => ({ v: min(s.a), mean: avg(s.a), n: count(when(s.x.eq('c'), 1).end()) })),
    stream.groupBy().agg(s => ({ v: min(s.a), mean: avg(s.a), n: count(when(s.x.eq(s.x), 1).end()) })),
  ]
  for (const other of changed) {
    const again = other.writeStream(options)
    await assert.rejects(again.next(), { code: 'STATE_SCHEMA_NOT_COMPATIBLE', message: /it holds .*min\(a\).*now needs/ })
    await again.stop()
  }
  add(0, { a: 3, b: 5, x: 'b' })
  const renamed = stream
    .groupBy()
    .agg(s => ({ least: min(s.a), mean: avg(s.a), n: count(when(s.x.eq('b'), 1).end()) }))
    .writeStream(options)
  assert.deepEqual((await renamed.next()).rows(), [{ least: 1, mean: 2, n: 2 }])
  await renamed.stop()
})
