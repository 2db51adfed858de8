import assert from 'node:assert/strict'
import { test } from 'node:test'
import { count, max, sum } from '../../src/expressions/functions/aggregates.ts'
import { window } from '../../src/expressions/functions/window.ts'
import type { OutputMode, Sink } from '../../src/plan/sink.ts'
import { long, string } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { parquetSink } from '../../src/sinks/parquet-sink.ts'
import { jsonStream } from '../support/json-query.ts'

interface Writable {
  writeStream(options: { outputMode?: OutputMode; sink: Sink; checkpointLocation?: string }): unknown
}
const { stream } = jsonStream({ type: string(), n: long() })
const stateless = stream.filter(t => t.n.gt(1))
const byType = stream.groupBy(t => ({ type: t.type })).agg(() => ({ n: count() }))
const byWindow = stream
  .withWatermark('ts', '1 minute')
  .groupBy(t => ({ w: window(t.ts, '5 minutes') }))
  .agg(() => ({ n: count() }))
const byTypeWatermarked = stream
  .withWatermark('ts', '1 minute')
  .groupBy(t => ({ type: t.type }))
  .agg(() => ({ n: count() }))

const refusals: readonly (readonly [string, Writable, OutputMode, string | null])[] = [
  ['stateless', stateless, 'append', null],
  ['stateless', stateless, 'update', null],
  ['stateless', stateless, 'complete', 'no streaming aggregations'],
  ['aggregation without watermark', byType, 'append', 'streaming aggregations without watermark'],
  ['aggregation without watermark', byType, 'update', null],
  ['aggregation without watermark', byType, 'complete', null],
  ['aggregation with watermark on no key', byTypeWatermarked, 'append', 'streaming aggregations without watermark'],
  ['aggregation with watermark on no key', byTypeWatermarked, 'update', null],
  ['aggregation with watermark', byWindow, 'append', null],
  ['aggregation with watermark', byWindow, 'update', null],
  ['aggregation with watermark', byWindow, 'complete', null],
]

for (const [name, query, outputMode, operation] of refusals) {
  test(`${name} in ${outputMode} mode is ${operation === null ? 'taken' : 'refused'}`, () => {
    const write = () => query.writeStream({ outputMode, sink: memorySink() })
    if (operation === null) assert.doesNotThrow(write)
    else {
      const text = `Invalid streaming output mode: ${outputMode}. This output mode is not supported for ${operation} on streaming DataFrames/DataSets.`
      assert.throws(write, (thrown: Error & { code: string }) => {
        assert.equal(thrown.code, 'STREAMING_OUTPUT_MODE_UNSUPPORTED')
        assert.ok(thrown.message.includes(text), thrown.message)
        return true
      })
    }
  })
}

test('append is the default', () => {
  assert.throws(() => byType.writeStream({ sink: memorySink() }), { code: 'STREAMING_OUTPUT_MODE_UNSUPPORTED' })
})

test('a Parquet folder takes append only, and needs a checkpoint', () => {
  const sink = parquetSink({ path: 'never-made' })
  assert.throws(() => byWindow.writeStream({ outputMode: 'update', sink, checkpointLocation: 'never-made-either' }), {
    message: /Invalid streaming output mode: update\. This output mode is not supported in Data Source parquet\./,
  })
  assert.throws(() => byWindow.writeStream({ sink }), { code: 'INVALID_OPTION', message: /checkpointLocation must be specified/ })
})

test('an unknown mode is refused with the known ones', () => {
  assert.throws(() => stateless.writeStream({ outputMode: 'upsert' as OutputMode, sink: memorySink() }), {
    code: 'INVALID_OPTION',
    message: /Accepted output modes are 'append', 'complete', 'update'/i,
  })
})

test('an aggregate is refused where it makes no sense, before anything runs', () => {
  assert.throws(() => stream.groupBy(t => ({ type: t.type })).agg(t => ({ type: max(t.n) })), { code: 'ANALYSIS' })
  assert.throws(() => stream.groupBy(t => ({ type: t.type })).agg(t => ({ n: t.n })), { code: 'ANALYSIS', message: /"n"/ })
  assert.throws(() => stream.groupBy().agg(t => ({ n: sum(sum(t.n) as never) })), { code: 'ANALYSIS' })
  assert.throws(() => stream.groupBy().agg(t => ({ n: sum(sum(t.n)).plus(1) })), {
    code: 'ANALYSIS',
    message: /aggregate an aggregate/,
  })
})

test('a misspelt column is named with those there are', () => {
  assert.throws(() => stream.select(t => ({ a: (t as unknown as Record<string, never>).tpye! })), {
    code: 'COLUMN_NOT_FOUND',
    message: /"tpye".*type, n, ts/,
  })
})
