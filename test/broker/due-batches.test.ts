import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { dueBatches } from '../../src/broker/due-batches.ts'

const pace = { rate: Number.POSITIVE_INFINITY, maxRecords: 100, maxBytes: 1e9, bytesOf: () => 1 }
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)

async function collect<T>(batches: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const batch of batches) all.push(batch)
  return all
}

test('without a rate, batches are full and in order', async () => {
  const batches = await collect(dueBatches(numbers(250), pace))
  assert.deepEqual(
    batches.map(batch => batch.length),
    [100, 100, 50],
  )
  assert.deepEqual(batches.flat(), numbers(250))
})

test('a batch holds no more bytes than it may, but for its last record', async () => {
  const batches = await collect(dueBatches(numbers(10), { ...pace, maxBytes: 30, bytesOf: () => 10 }))
  assert.deepEqual(
    batches.map(batch => batch.length),
    [3, 3, 3, 1],
  )
})

test('the rate holds over the run, although each batch takes its time', async () => {
  const startMs = performance.now()
  let records = 0
  for await (const batch of dueBatches(numbers(101), { ...pace, rate: 100 })) {
    records += batch.length
    await delay(15)
  }
  const seconds = (performance.now() - startMs) / 1000
  assert.equal(records, 101)
  assert.ok(seconds >= 0.99 && seconds < 1.15, `${seconds} s`)
})

test('a record is asked for when it is due, not before', async () => {
  const startMs = performance.now()
  const askedMs: number[] = []
  function* asked() {
    for (let i = 0; i < 4; i++) {
      askedMs.push(performance.now() - startMs)
      yield i
    }
  }
  await collect(dueBatches(asked(), { ...pace, rate: 20 }))
  for (const [i, ms] of askedMs.entries()) assert.ok(ms >= i * 50 - 1, `record ${i} after ${ms} ms`)
})

test('a slow source does not hold back what it gave', async () => {
  async function* slow() {
    yield 1
    yield 2
    await delay(300)
    yield 3
  }
  const startMs = performance.now()
  const seen: [number[], boolean][] = []
  for await (const batch of dueBatches(slow(), pace)) seen.push([[...batch], performance.now() - startMs < 200])
  assert.deepEqual(seen, [
    [[1, 2], true],
    [[3], false],
  ])
})

test('the signal ends a wait for the next record, of either kind', async () => {
  async function* never() {
    yield 1
    await new Promise(() => {})
  }
  for (const [records, rate] of [
    [numbers(2), 0.001],
    [never(), Number.POSITIVE_INFINITY],
  ] as const) {
    const startMs = performance.now()
    const signal = AbortSignal.timeout(100)
    const alive = setTimeout(() => {}, 5000)
    assert.equal((await collect(dueBatches<number>(records, { ...pace, rate, signal }))).flat().length, 1)
    clearTimeout(alive)
    assert.ok(performance.now() - startMs < 1000)
  }
})
