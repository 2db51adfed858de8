import assert from 'node:assert/strict'
import { test } from 'node:test'
import { embeddedEngine } from '../../src/engines/embedded.ts'
import { count } from '../../src/expressions/functions/aggregates.ts'
import { window } from '../../src/expressions/functions/window.ts'
import { batchSummary } from '../../src/notebook/batch-summary.ts'
import { cardHtml, cardText } from '../../src/notebook/card.ts'
import { readStream } from '../../src/plan/read-stream.ts'
import { ResultBatch } from '../../src/runtime/batch.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { memorySource } from '../../src/sources/memory.ts'

function stream(topic: string) {
  const source = memorySource({ topic })
  const rows = readStream(embeddedEngine()).from(source).withWatermark('timestamp', '10 seconds')
  return { source, rows: rows.select(r => ({ value: r.value.cast('string'), at: r.timestamp })) }
}

test('the card of a batch has a line for every source and every stateful operator', async () => {
  const [left, right] = [stream('left'), stream('right')]
  const query = left.rows
    .union(right.rows)
    .dropDuplicates('value', 'at')
    .groupBy(r => ({ window: window(r.at, '5 seconds') }))
    .agg(() => ({ n: count() }))
    .writeStream({ sink: memorySink() })
  left.source.add(0, [{ value: 'a', timestampMs: 100_000 }])
  for (const value of ['a', 'b']) right.source.add(0, [{ value, timestampMs: 100_000 }])
  const batch = await query.next()
  await query.stop()
  assert.ok(batch instanceof ResultBatch)
  const summary = batchSummary(batch)
  assert.deepEqual(
    summary.sources.map(({ numInputRows }) => numInputRows),
    [1, 2],
  )
  assert.deepEqual(summary.stateOperators, [
    { operatorName: 'stateStoreSave', numRowsTotal: 1 },
    { operatorName: 'dedupe', numRowsTotal: 2 },
  ])
  const text = cardText(summary)
  for (const line of [
    /source .*left.*: 1 rows/,
    /source .*right.*: 2 rows/,
    /state stateStoreSave: 1 rows/,
    /state dedupe: 2 rows/,
  ]) {
    assert.match(text, line)
    assert.match(
      cardHtml(summary)
        .markup.replace(/<[^>]*>/g, ' ')
        .replace(/ +/g, ' '),
      line,
    )
  }
  // How far each partition is behind is told of every source, not of the first alone.
  assert.deepEqual(
    summary.offsets.map(({ topic, latestOffset }) => [topic, latestOffset]),
    [
      ['left', 1],
      ['right', 2],
    ],
  )
})

test('of one source and one operator the figures tell', async () => {
  const { source, rows } = stream('only')
  const query = rows.dropDuplicates('value').writeStream({ sink: memorySink() })
  source.add(0, [{ value: 'a', timestampMs: 100_000 }])
  const batch = await query.next()
  await query.stop()
  assert.ok(batch instanceof ResultBatch)
  const [first, ...others] = cardText(batchSummary(batch)).split('\n')
  assert.match(first!, /in 1 rows, .*state 1 rows$/)
  assert.doesNotMatch(others.join('\n'), /source|dedupe/)
})
