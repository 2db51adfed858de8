import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutputMode } from '../../src/plan/sink.ts'
import { integer, struct } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { batchOf } from '../formats/parquet-sample.ts'

const schema = struct({ n: integer() })

async function filled(outputMode: OutputMode, batches: readonly (readonly [batchId: number, n: readonly number[]])[]) {
  const sink = memorySink()
  await sink.open({ queryId: 'q', schema, outputMode })
  for (const [batchId, n] of batches) {
    const batch = await sink.beginBatch(batchId)
    for (const each of n) await batch.write(batchOf(schema, { n: [each] }))
    assert.deepEqual(await batch.commit(), { numOutputRows: n.length })
  }
  return sink
}

const numbers = (rows: readonly Record<string, unknown>[]) => rows.map(row => row.n)

test('append and update add, in the order of batch ids', async () => {
  for (const mode of ['append', 'update'] as const) {
    const sink = await filled(mode, [
      [1, [3]],
      [0, [1, 2]],
      [2, []],
    ])
    assert.deepEqual(numbers(sink.rows()), [1, 2, 3])
    assert.deepEqual(
      sink.batches.map(batch => batch.batchId),
      [0, 1, 2],
    )
  }
})

test('the same batch written twice leaves one', async () => {
  const sink = await filled('append', [
    [0, [1]],
    [1, [2, 3]],
    [1, [2, 3]],
  ])
  assert.deepEqual(numbers(sink.rows()), [1, 2, 3])
})

test('complete replaces; an older batch replayed changes nothing', async () => {
  const sink = await filled('complete', [
    [0, [1, 2]],
    [1, [5]],
    [0, [1, 2]],
  ])
  assert.deepEqual(numbers(sink.rows()), [5])
})

test('nothing is visible before commit, nor after abort', async () => {
  const sink = await filled('append', [])
  const batch = await sink.beginBatch(0)
  await batch.write(batchOf(schema, { n: [1] }))
  assert.deepEqual(sink.rows(), [])
  await batch.abort()
  assert.deepEqual([sink.rows(), sink.batches], [[], []])
})
