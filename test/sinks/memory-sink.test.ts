import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutputMode } from '../../src/plan/sink.ts'
import type { Utf8Vector } from '../../src/schema/column-vector.ts'
import { integer, string, struct } from '../../src/schema/data-type.ts'
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

test('rows that are kept hold their own bytes, not the buffer they came in', async () => {
  const bytes = new Uint8Array(1 << 20).fill(97)
  const text: Utf8Vector = {
    layout: 'utf8',
    type: string(),
    length: 1,
    validity: null,
    dictionary: { bytes, starts: Int32Array.of(5), ends: Int32Array.of(8), length: 1 },
    codes: null,
  }
  const sink = memorySink()
  const batch = await sink.beginBatch(0)
  await batch.write({ schema: struct({ text: string() }), numRows: 1, columns: [text] })
  await batch.commit()
  const [kept] = sink.batches[0]!.rows[0]!.columns as readonly Utf8Vector[]
  assert.ok(kept!.dictionary.bytes.buffer.byteLength < 1000)
  assert.deepEqual(sink.rows(), [{ text: 'aaa' }])
})
