// The engine against the model of test/support/window-model.ts: random logs, disorder, ties on every border.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { window } from '../../src/expressions/functions/window.ts'
import { string, timestamp } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { jsonStream } from '../support/json-query.ts'
import { seeded } from '../support/seeded.ts'
import { type ModelBatch, type ModelCase, modelOf } from '../support/window-model.ts'

const SEEDS = 2000

function randomCase(seed: number): ModelCase {
  const random = seeded(seed)
  const slide = random.pick([1, 2, 5, 10])
  const duration = random.pick([slide, slide, slide * 2, slide * 3, slide + 1])
  const size = random.pick([3, 10, 40, 200])
  const batches: { time: number | null; key: string }[][] = []
  let clock = random.int(0, 20)
  for (let left = size; left > 0; ) {
    const batch = Math.min(left, random.int(1, 20))
    left -= batch
    batches.push(
      Array.from({ length: batch }, () => {
        clock += random.pick([0, 0, 1, 2, random.int(0, 15)])
        const time = random.next() < 0.05 ? null : Math.max(0, clock - random.pick([0, 0, 0, random.int(0, 30)]))
        return { time, key: random.pick(['a', 'b']) }
      }),
    )
  }
  return { mode: random.pick(['append', 'update', 'complete']), duration, slide, delay: random.pick([0, 1, 5, 10]), batches }
}

async function engineOf({ mode, duration, slide, delay, batches }: ModelCase): Promise<ModelBatch[]> {
  const { stream, add } = jsonStream({ time: timestamp(), key: string() }, { partitions: 2 })
  const query = stream
    .withWatermark('time', `${delay} seconds`)
    .groupBy(t => ({ window: window(t.time, `${duration} seconds`, `${slide} seconds`), key: t.key }))
    .count()
    .writeStream({ outputMode: mode, sink: memorySink() })
  const results: ModelBatch[] = []
  for (const [i, events] of batches.entries()) {
    for (const [j, { time, key }] of events.entries())
      add(0, { time: time === null ? null : new Date(time * 1000).toISOString(), key }, (i + j) % 2)
    for (;;) {
      const before = query.lastProgress?.batchId
      const batch = await query.next()
      if (query.lastProgress?.batchId === before) break
      const { offsets, counted, late, filtered } = batch.ledger.total
      if (offsets !== counted + late + filtered) throw new Error('the ledger does not add up')
      results.push({
        rows: batch
          .rows()
          .map(row => `${row.window!.start!.getTime() / 1000} ${row.key} ${row.count}`)
          .sort(),
        watermark: Date.parse(batch.progress.eventTime.watermark!) / 1000,
        late,
      })
    }
  }
  return results
}

async function differs(model: ModelCase): Promise<boolean> {
  try {
    assert.deepEqual(await engineOf(model), modelOf(model))
    return false
  } catch {
    return true
  }
}

/** A smaller case that still differs: batches, then events, are left out by halves. */
async function shrunk(failing: ModelCase): Promise<ModelCase> {
  let best = failing
  for (let again = true; again; ) {
    again = false
    for (let size = Math.max(1, best.batches.length >> 1); size >= 1; size >>= 1) {
      for (let from = 0; from < best.batches.length; from += size) {
        const fewer = { ...best, batches: best.batches.filter((_, i) => i < from || i >= from + size) }
        if (fewer.batches.length > 0 && (await differs(fewer))) [best, again] = [fewer, true]
      }
    }
    for (const i of best.batches.keys()) {
      for (let j = best.batches[i]!.length - 1; j >= 0 && best.batches[i]!.length > 1; j--) {
        const fewer = { ...best, batches: best.batches.map((batch, k) => (k === i ? batch.filter((_, at) => at !== j) : batch)) }
        if (await differs(fewer)) [best, again] = [fewer, true]
      }
    }
  }
  return best
}

test(`tumbling and sliding windows in all modes equal the model on ${SEEDS} random logs`, async () => {
  const first = Number(process.env.SLUICE_TEST_SEED ?? 1)
  let rows = 0
  let late = 0
  for (let seed = first; seed < first + SEEDS; seed++) {
    const model = randomCase(seed)
    const expected = modelOf(model)
    const actual = await engineOf(model)
    rows += expected.reduce((sum, batch) => sum + batch.rows.length, 0)
    late += expected.reduce((sum, batch) => sum + batch.late, 0)
    try {
      assert.deepEqual(actual, expected)
    } catch {
      const small = await shrunk(model)
      assert.deepEqual(await engineOf(small), modelOf(small), `seed ${seed}, shrunk to ${JSON.stringify(small)}`)
    }
  }
  assert.ok(rows > SEEDS && late > SEEDS, `${rows} rows, ${late} late: the logs are worth the comparison`)
})
