// What the optimizer does is visible in the watermark: rows that a filter below withWatermark takes out do not advance it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Column } from '../../src/expressions/column.ts'
import { count } from '../../src/expressions/functions/aggregates.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { lit } from '../../src/expressions/functions/lit.ts'
import { upper } from '../../src/expressions/functions/text.ts'
import { currentTimestamp } from '../../src/expressions/functions/time.ts'
import { window } from '../../src/expressions/functions/window.ts'
import { explainPlan } from '../../src/plan/explain.ts'
import { optimize } from '../../src/plan/optimize.ts'
import type { Stream } from '../../src/plan/stream.ts'
import { boolean, string, struct } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { jsonStream } from '../support/json-query.ts'
import { memoryStream } from '../support/memory-query.ts'

const watermarked = () => {
  const { stream, ...rest } = jsonStream({ type: string(), flag: boolean() })
  return { stream: stream.withWatermark('ts', '10 seconds'), ...rest }
}
/** The watermark after the events 100 (kept) and 200 (filtered out) and one more batch. */
async function watermarkOf(
  filtered: (stream: ReturnType<typeof watermarked>['stream']) => Stream<never> | Stream<{ type: Column }>,
): Promise<number> {
  const { stream, add } = watermarked()
  const query = filtered(stream).writeStream({ outputMode: 'update', sink: memorySink() })
  add(100, { type: 'x', flag: true })
  add(200, { type: 'y', flag: true })
  await query.next()
  add(100, { type: 'x', flag: true })
  return Date.parse((await query.next()).progress.eventTime.watermark!) / 1000
}
const asStream = (stream: unknown) => stream as Stream<never>

test('a filter that does not look at the event time goes below withWatermark', async () => {
  assert.equal(await watermarkOf(s => asStream(s.filter(t => t.type.eq('x')))), 90)
})

test('a filter on the event time stays above: what it takes out still advances the watermark', async () => {
  assert.equal(await watermarkOf(s => asStream(s.filter(t => t.ts.lt(new Date(150_000))))), 190)
})

test('a conjunction is split: each part goes as far as it may', async () => {
  assert.equal(await watermarkOf(s => asStream(s.filter(t => t.ts.lt(new Date(150_000)).and(t.type.eq('x'))))), 90)
})

test('a disjunction is not split', async () => {
  assert.equal(await watermarkOf(s => asStream(s.filter(t => t.ts.lt(new Date(150_000)).or(t.type.eq('x'))))), 190)
})

test('renaming the event time does not hide it', async () => {
  const renamed = (s: ReturnType<typeof watermarked>['stream']) => s.select(t => ({ time: t.ts, type: t.type }))
  assert.equal(await watermarkOf(s => asStream(renamed(s).filter(t => t.time.lt(new Date(150_000))))), 190)
  assert.equal(await watermarkOf(s => asStream(renamed(s).filter(t => t.type.eq('x')))), 90)
})

test('a filter goes below through windows, other filters and projections', async () => {
  const through = await watermarkOf(s =>
    asStream(
      s
        .filter(t => t.ts.lt(new Date(1e9)))
        .select(t => ({ w: window(t.ts, '5 seconds'), kind: upper(t.type) }))
        .filter(t => t.kind.eq('X')),
    ),
  )
  assert.equal(through, 90)
})

test('a filter on a grouping key after the aggregation goes below as well; one on an aggregate does not', async () => {
  const grouped = (s: ReturnType<typeof watermarked>['stream']) =>
    s.groupBy(t => ({ window: window(t.ts, '5 seconds'), type: t.type })).agg(() => ({ n: count() }))
  assert.equal(await watermarkOf(s => asStream(grouped(s).filter(t => t.type.eq('x')))), 90)
  assert.equal(await watermarkOf(s => asStream(grouped(s).filter(t => t.n.lt(1)))), 190)
})

test('a filter on the time of the batch stays where it is', async () => {
  assert.equal(await watermarkOf(s => asStream(s.filter(t => currentTimestamp().isNull().or(t.type.eq('x'))))), 190)
})

test('conditions keep their order, so that one may guard the next', async () => {
  const { stream, add } = jsonStream({ a: string(), b: string() })
  add(0, { a: 'text', b: 'x' })
  add(0, { a: '7', b: 'n' })
  const guarded = stream.withWatermark('ts', '1 second').filter(t => t.b.eq('n').and(t.a.cast('integer').gt(5)))
  assert.deepEqual(
    (await guarded.writeStream({ sink: memorySink() }).next()).rows().map(row => row.a),
    ['7'],
  )
})

test('a condition on a JSON field is right where it was moved below the projection that parses it', async () => {
  const memory = memoryStream()
  const parsed = memory.stream
    .withWatermark('timestamp', '10 seconds')
    .select(r => ({ data: fromJson(r.value.cast('string'), struct({ type: string(), other: string() })), ts: r.timestamp }))
  memory.add(1, { type: 'x', other: 'a' })
  memory.add(2, { type: 'y', other: 'b' })
  memory.add(3, '{"type": "x", "other"')
  const counted = parsed
    .filter(t => t.data.type.eq('x'))
    .groupBy(t => ({ w: window(t.ts, '1 minute') }))
    .count()
  const batch = await counted.writeStream({ outputMode: 'update', sink: memorySink() }).next()
  assert.deepEqual(
    batch.rows().map(row => row.count),
    [1],
  )
  assert.deepEqual(batch.ledger.total, { offsets: 3, counted: 1, late: 0, bad: 1, filtered: 1, gap: 0 })
  const shown = parsed.filter(t => t.data.type.eq('y')).select(t => ({ other: t.data.other }))
  assert.deepEqual((await shown.writeStream({ sink: memorySink() }).next()).rows(), [{ other: 'b' }])
})

test('explain prints the plan as it was written; the optimized plan has the filter below', () => {
  const { stream } = watermarked()
  const query = stream
    .filter(t => t.type.eq('x'))
    .groupBy(t => ({ window: window(t.ts, '5 minutes') }))
    .agg(() => ({ n: count() }))
  const lines = query.explain().split('\n')
  assert.deepEqual(
    lines.map(line => line.trim().replace('+- ', '').split(' ')[0]),
    ['Aggregate', 'Expand', 'Filter', 'EventTimeWatermark', 'Project', 'Project', 'StreamingRelation'],
  )
  assert.match(query.explain(), /Filter \(type = x\)/)
  assert.match(query.explain(), /EventTimeWatermark ts, 10 seconds/)
  assert.match(
    query.explain(),
    /StreamingRelation MemoryStream\[memory\] \[key, value, topic, partition, offset, timestamp, timestampType\]/,
  )
  const optimized = explainPlan(optimize(query.plan))
    .split('\n')
    .map(line => line.trim().replace('+- ', '').split(' ')[0])
  assert.ok(optimized.indexOf('Filter') > optimized.indexOf('EventTimeWatermark'))
  assert.match(stream.select(() => ({ a: lit('x') })).explain(), /^Project \[x AS a\]/)
})
