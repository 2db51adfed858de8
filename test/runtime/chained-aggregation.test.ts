// Case 34 of Spark's MultiStatefulOperatorsSuite, and what a chain of aggregations may not do.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { count, sum } from '../../src/expressions/functions/aggregates.ts'
import { window, windowTime } from '../../src/expressions/functions/window.ts'
import type { OutputMode } from '../../src/plan/sink.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { memoryStream } from '../support/memory-query.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Counts per 5 seconds, then windows and their sum per 10 seconds. */
function chained(memory = memoryStream(), checkpointLocation?: string) {
  const counts = memory.stream
    .withWatermark('timestamp', '0 seconds')
    .groupBy(r => ({ window: window(r.timestamp, '5 seconds') }))
    .agg(() => ({ count: count() }))
    .groupBy(w => ({ window: window(w.window, '10 seconds') }))
    .agg(w => ({ windows: count(), total: sum(w.count) }))
  const write = (outputMode: OutputMode) =>
    counts.writeStream({ outputMode, sink: memorySink(), ...(checkpointLocation === undefined ? {} : { checkpointLocation }) })
  return { memory, write }
}

test('an aggregation over windows gives its own when theirs have closed, and the watermark passes through', async () => {
  const { memory, write } = chained()
  const query = write('append')
  const sink: unknown[] = []
  const dropped = [0, 0]
  const run = async (...seconds: number[]) => {
    for (const second of seconds) memory.add(second, {})
    sink.length = 0
    dropped.fill(0)
    for (let last = -2; query.lastProgress?.batchId !== last; ) {
      last = query.lastProgress?.batchId ?? -1
      const batch = await query.next()
      if (query.lastProgress?.batchId === last) break
      sink.push(...batch.rows().map(row => [row.window!.start!.getTime() / 1000, Number(row.windows), Number(row.total)]))
      for (const [i, operator] of batch.progress.stateOperators.entries()) dropped[i]! += operator.numRowsDroppedByWatermark
    }
    return { rows: [...sink], dropped: [...dropped] }
  }
  const seconds = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
  assert.deepEqual(await run(...seconds(10, 21)), { rows: [[10, 2, 10]], dropped: [0, 0] })
  assert.deepEqual(await run(...seconds(10, 29)), { rows: [], dropped: [0, 2] })
  assert.deepEqual(await run(30, 31), { rows: [[20, 2, 12]], dropped: [0, 0] })
  assert.deepEqual(
    query.lastProgress!.stateOperators.map(({ operatorName }) => operatorName),
    ['stateStoreSave', 'stateStoreSave'],
  )
  assert.equal(query.ledger().total.late, 10)
  await query.stop()
})

test('both aggregations have their state in the checkpoint, and a restart goes on with both', async t => {
  const folder = join(temporaryFolder(t), 'checkpoint')
  const { memory, write } = chained(memoryStream(), folder)
  const first = write('append')
  for (const second of [1, 6, 11]) memory.add(second, {})
  await first.drain()
  assert.deepEqual(readdirSync(join(folder, 'state')).sort(), ['0', '1'])
  await first.stop()
  const second = chained(memory, folder).write('append')
  memory.add(25, {})
  const rows = []
  for (let i = 0; i < 4; i++) rows.push(...(await second.next()).rows())
  assert.deepEqual(
    rows.map(({ windows, total }) => [Number(windows), Number(total)]),
    [[1, 1]],
  )
  await second.stop()
})

test('only in append mode may an aggregation follow another', () => {
  for (const mode of ['update', 'complete'] as const)
    assert.throws(() => chained().write(mode), {
      code: 'UNSUPPORTED_OPERATION',
      message: /Detected pattern of possible 'correctness' issue/,
    })
})

test('windowTime is the last microsecond of a window', async () => {
  const { stream, add } = memoryStream()
  add(7, {})
  const query = stream
    .select(r => ({ w: window(r.timestamp, '5 seconds') }))
    .select(r => ({ t: windowTime(r.w).cast('string') }))
    .writeStream({ sink: memorySink() })
  assert.deepEqual((await query.next()).rows(), [{ t: '1970-01-01 00:00:09.999999' }])
  await query.stop()
})
