// Cases 25 and 26 of Spark's EventTimeWatermarkSuite: two streams with a watermark each, united.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { count } from '../../src/expressions/functions/aggregates.ts'
import { window } from '../../src/expressions/functions/window.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import type { WatermarkPolicy } from '../../src/windows/watermark.ts'
import { memoryStream } from '../support/memory-query.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const topics = () => ({ a: memoryStream({ topic: 'a' }), b: memoryStream({ topic: 'b' }) })

/** Two streams with these delays, united; `after` adds events and tells the watermark, seconds, that they led to. */
function united(
  { a, b }: ReturnType<typeof topics>,
  delays: readonly [string, string],
  checkpointLocation: string,
  multipleWatermarkPolicy?: WatermarkPolicy,
) {
  const query = a.stream
    .withWatermark('timestamp', delays[0])
    .union(b.stream.withWatermark('timestamp', delays[1]))
    .writeStream({
      sink: memorySink(),
      checkpointLocation,
      ...(multipleWatermarkPolicy === undefined ? {} : { multipleWatermarkPolicy }),
    })
  const after = async (ofA: readonly number[], ofB: readonly number[] = []) => {
    for (const second of ofA) a.add(second, {})
    for (const second of ofB) b.add(second, {})
    if (ofA.length + ofB.length > 0) await query.next()
    a.add(0, {})
    await query.next()
    return Date.parse(query.lastProgress!.eventTime.watermark!) / 1000
  }
  return { query, after }
}

test('the watermark of two streams is that of the slower one, never goes back and outlives a restart', async t => {
  const folder = join(temporaryFolder(t), 'checkpoint')
  const both = topics()
  const first = united(both, ['10 seconds', '5 seconds'], folder)
  const steps: readonly [readonly number[], readonly number[], number][] = [
    [[11], [], 0],
    [[], [6], 1],
    [[], [8], 1],
    [[21], [], 3],
    [[], [17, 28, 39], 11],
    [[31], [], 21],
    [[41], [], 31],
    [[51], [], 34],
    [[100], [100], 90],
    [[120], [110], 105],
    [[130], [125], 120],
    [[100], [100], 120],
    [[140], [100], 120],
    [[100], [135], 130],
    [[200], [190], 185],
  ]
  for (const [ofA, ofB, watermark] of steps) assert.equal(await first.after(ofA, ofB), watermark, `${ofA} and ${ofB}`)
  await first.query.stop()
  const second = united(both, ['10 seconds', '5 seconds'], folder)
  assert.equal(await second.after([]), 185)
  assert.equal(await second.after([], [200]), 185)
  assert.equal(await second.after([200]), 190)
  await second.query.stop()
})

for (const [policy, expected] of [
  ['max', [15, 15, 115, 140, 140]],
  ['min', [10, 10, 110, 110, 110]],
] as const) {
  test(`the policy ${policy} is kept in the checkpoint, whatever is asked for later`, async t => {
    const folder = join(temporaryFolder(t), 'checkpoint')
    const both = topics()
    const other = policy === 'max' ? 'min' : 'max'
    const delays = ['10 seconds', '15 seconds'] as const
    const first = united(both, delays, folder, policy)
    const seen = [await first.after([20], [30])]
    if (policy === 'max') assert.equal(seen[0], 15)
    await first.query.stop()
    const second = united(both, delays, folder, other)
    seen.push(
      await second.after([]),
      await second.after([120], [130]),
      await second.after(policy === 'max' ? [150] : [], policy === 'max' ? [] : [150]),
    )
    await second.query.stop()
    const third = united(both, delays, folder)
    seen.push(await third.after([]))
    assert.deepEqual(seen, expected)
    await third.query.stop()
    assert.match(
      readFileSync(join(folder, 'offsets', '0'), 'utf8'),
      new RegExp(`"spark.sql.streaming.multipleWatermarkPolicy":"${policy}"`),
    )
  })
}

test('windows over two streams close when both have passed them', async () => {
  const { a, b } = topics()
  const query = a.stream
    .withWatermark('timestamp', '0 seconds')
    .union(b.stream.withWatermark('timestamp', '0 seconds'))
    .groupBy(r => ({ window: window(r.timestamp, '5 seconds') }))
    .count()
    .writeStream({ sink: memorySink() })
  a.add(1, {})
  a.add(20, {})
  assert.deepEqual((await query.next()).rows(), [])
  assert.match(query.why(), /the least of 2/)
  b.add(2, {})
  b.add(7, {})
  await query.next()
  const closed = await query.next()
  assert.deepEqual(
    closed.rows().map(({ count: n }) => n),
    [2],
  )
  await query.stop()
})

test('the mark of a union is that of its first stream', () => {
  const { a, b } = topics()
  const marked = a.stream.withWatermark('timestamp', '1 second')
  const write = (stream: typeof marked) => () =>
    stream
      .groupBy(r => ({ window: window(r.timestamp, '5 seconds') }))
      .agg(() => ({ n: count() }))
      .writeStream({ sink: memorySink() })
  assert.doesNotThrow(write(marked.union(b.stream)))
  assert.throws(write(b.stream.union(marked)), { code: 'STREAMING_OUTPUT_MODE_UNSUPPORTED' })
})
