// Cases 19 to 28 of Spark's EventTimeWatermarkSuite: counts per 5 second window with a watermark of 10 seconds.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { count } from '../../src/expressions/functions/aggregates.ts'
import { window } from '../../src/expressions/functions/window.ts'
import type { OutputMode } from '../../src/plan/sink.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { type MemoryStream, memoryStream } from '../support/memory-query.ts'

type Counted = readonly [windowStart: number, count: number]

function windowCounts(outputMode: OutputMode, memory: MemoryStream = memoryStream(), checkpointLocation?: string) {
  const counts = memory.stream
    .withWatermark('timestamp', '10 seconds')
    .groupBy(r => ({ window: window(r.timestamp, '5 seconds') }))
    .agg(() => ({ count: count() }))
  const query = counts.writeStream({
    outputMode,
    sink: memorySink(),
    ...(checkpointLocation === undefined ? {} : { checkpointLocation }),
  })
  /** Adds events and runs batches, also empty ones, until nothing is left to do. */
  async function step(...seconds: number[]): Promise<{ rows: Counted[]; state: number; dropped: number; watermarks: number[] }> {
    for (const second of seconds) memory.add(second, {})
    const rows: Counted[] = []
    let dropped = 0
    const watermarks: number[] = []
    for (let before = -1; query.lastProgress?.batchId !== before; ) {
      before = query.lastProgress?.batchId ?? -1
      const batch = await query.next()
      if (query.lastProgress?.batchId === before) break
      rows.push(...batch.rows().map(row => [row.window!.start!.getTime() / 1000, Number(row.count)] as const))
      dropped += batch.progress.stateOperators[0]!.numRowsDroppedByWatermark
      watermarks.push(Date.parse(batch.progress.eventTime.watermark!) / 1000)
    }
    return { rows, state: query.lastProgress!.stateOperators[0]!.numRowsTotal, dropped, watermarks }
  }
  return { query, step, memory }
}

test('append mode gives a window once, when the watermark has passed its end', async () => {
  const { step } = windowCounts('append')
  assert.deepEqual((await step(10, 11, 12, 13, 14, 15)).rows, [])
  const closed = await step(25)
  assert.deepEqual(closed.rows, [[10, 5]])
  assert.equal(closed.state, 2)
  const late = await step(10)
  assert.deepEqual([late.rows, late.state, late.dropped], [[], 2, 1])
})

test('update mode gives the groups a batch touched, with their full value', async () => {
  const { step } = windowCounts('update')
  assert.deepEqual((await step(10, 11, 12, 13, 14, 15)).rows, [
    [10, 5],
    [15, 1],
  ])
  const second = await step(25)
  assert.deepEqual([second.rows, second.state], [[[25, 1]], 2])
  const third = await step(10, 25)
  assert.deepEqual([third.rows, third.dropped], [[[25, 2]], 1])
  assert.deepEqual((await step(10)).dropped, 1)
})

test('complete mode gives all groups and drops nothing', async () => {
  const { step } = windowCounts('complete')
  assert.deepEqual((await step(10, 11, 12)).rows, [[10, 3]])
  assert.deepEqual((await step(25)).rows, [
    [10, 3],
    [25, 1],
  ])
  assert.deepEqual((await step(25)).rows, [
    [10, 3],
    [25, 2],
  ])
  assert.deepEqual((await step(10)).rows, [
    [10, 4],
    [25, 2],
  ])
  assert.deepEqual((await step(25)).rows, [
    [10, 4],
    [25, 3],
  ])
})

test('a batch runs with the watermark that the batch before led to', async () => {
  const { step } = windowCounts('append')
  assert.deepEqual((await step(15)).watermarks, [0, 5])
  assert.deepEqual((await step(10, 12, 14)).watermarks, [5])
  const closing = await step(25)
  assert.deepEqual([closing.rows, closing.watermarks], [[[10, 3]], [5, 15]])
})

test('after a restart a query goes on where it stopped, also with commits missing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-'))
  try {
    const memory = memoryStream()
    const first = windowCounts('append', memory, folder)
    assert.deepEqual((await first.step(10, 11, 12, 13, 14, 15)).rows, [])
    assert.deepEqual((await first.step(25)).rows, [[10, 5]])
    await first.query.stop()
    for (const name of readdirSync(join(folder, 'commits'))
      .filter(name => /^\d+$/.test(name))
      .sort((a, b) => Number(a) - Number(b))
      .slice(0, -1))
      rmSync(join(folder, 'commits', name))
    const second = windowCounts('append', memory, folder)
    assert.deepEqual((await second.step(10, 27, 30)).rows, [[15, 1]])
    await second.query.stop()
    const third = windowCounts('append', memory, folder)
    assert.deepEqual((await third.step(17)).rows, [])
    assert.deepEqual((await third.step(40)).rows, [[25, 2]])
    await third.query.stop()
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the ledger accounts for every offset, and names what came late', async () => {
  const { query, step } = windowCounts('update')
  await step(10, 11, 12, 13, 14, 15)
  await step(25)
  await step(10, 25)
  const { total, lateWindows } = query.ledger()
  assert.deepEqual(total, { offsets: 9, counted: 8, late: 1, bad: 0, filtered: 0, gap: 0 })
  assert.deepEqual(lateWindows, [{ windowEnd: '1970-01-01 00:00:15', records: 1, lateByMs: 0 }])
})
