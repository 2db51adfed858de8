import assert from 'node:assert/strict'
import { test } from 'node:test'
import { count } from '../../src/expressions/functions/aggregates.ts'
import { desc } from '../../src/expressions/functions/sort.ts'
import { window } from '../../src/expressions/functions/window.ts'
import type { OutputMode, Sink } from '../../src/plan/sink.ts'
import { long, string } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { jsonStream } from '../support/json-query.ts'

interface Writable {
  writeStream(options: { outputMode?: OutputMode; sink: Sink }): unknown
}
const { stream } = jsonStream({ type: string(), n: long() })
const marked = stream.withWatermark('ts', '1 minute')
const byType = stream.groupBy(t => ({ type: t.type })).count()
const byWindow = marked.groupBy(t => ({ w: window(t.ts, '5 minutes') })).agg(() => ({ n: count() }))
const late = /^Detected pattern of possible 'correctness' issue due to global watermark/
const sorting = /^Sorting is not supported on streaming DataFrames\/Datasets, unless it is on aggregated/

/** What Spark 4.2.0 says of each, mode by mode; `null` where it is taken. */
const queries: readonly (readonly [string, Writable, Readonly<Record<OutputMode, RegExp | null>>])[] = [
  ['a sort', stream.orderBy(t => t.n), { append: sorting, update: sorting, complete: /no streaming aggregations/ }],
  [
    'a sort of an aggregation',
    byType.orderBy(t => desc(t.count)),
    { append: /without watermark/, update: sorting, complete: null },
  ],
  [
    'a limit',
    stream.limit(3),
    { append: null, update: /^Limits are not supported .* in Update output mode/, complete: /no streaming/ },
  ],
  ['a limit of an aggregation', byWindow.limit(3), { append: null, update: /^Limits are not supported/, complete: null }],
  [
    'an aggregation of windows',
    byWindow.groupBy(t => ({ w: window(t.w, '1 hour') })).count(),
    { append: null, update: late, complete: late },
  ],
  ['duplicates of an aggregation by its window', byWindow.dropDuplicates(), { append: null, update: late, complete: late }],
  [
    'duplicates of an aggregation by another column',
    byWindow.dropDuplicates('n'),
    { append: null, update: null, complete: null },
  ],
  [
    'an aggregation without duplicates',
    marked
      .dropDuplicates('type')
      .groupBy(t => ({ w: window(t.ts, '5 minutes') }))
      .count(),
    { append: null, update: null, complete: null },
  ],
  [
    'duplicates within a watermark that there is not',
    stream.dropDuplicatesWithinWatermark('type'),
    {
      append: /^dropDuplicatesWithinWatermark is not supported .* without watermark/,
      update: /^dropDuplicatesWithinWatermark is not supported .* without watermark/,
      complete: /no streaming aggregations/,
    },
  ],
  ['a union of aggregations', byWindow.union(byWindow), { append: null, update: null, complete: null }],
]

for (const [name, query, modes] of queries) {
  for (const outputMode of ['append', 'update', 'complete'] as const) {
    const refusal = modes[outputMode]
    test(`${name} in ${outputMode} mode is ${refusal === null ? 'taken' : 'refused'}`, () => {
      const write = () => query.writeStream({ outputMode, sink: memorySink() })
      if (refusal === null) assert.doesNotThrow(write)
      else
        assert.throws(write, (thrown: Error & { code: string }) => {
          assert.match(thrown.code, /^UNSUPPORTED_OPERATION$|^STREAMING_OUTPUT_MODE_UNSUPPORTED$/)
          assert.match(thrown.message, refusal)
          return true
        })
    })
  }
}

test('a watermark is defined once on the rows of a source', () => {
  const text = { code: 'UNSUPPORTED_OPERATION', message: /^Redefining watermark is disallowed/ }
  assert.throws(() => marked.withWatermark('ts', '2 minutes'), text)
  assert.throws(() => marked.union(stream).withWatermark('ts', '2 minutes'), text)
  assert.throws(() => marked.dropDuplicates('type').withWatermark('ts', '2 minutes'), text)
  // Spark takes it, too: nothing ever comes out, because the watermark of the windows waits for them.
  assert.doesNotThrow(() => byWindow.withWatermark('w', '2 minutes'))
})

test('a union says which columns do not fit', () => {
  const n = stream.select(t => ({ n: t.n }))
  assert.throws(() => n.union(stream as never), {
    code: 'ANALYSIS',
    message: /^\[NUM_COLUMNS_MISMATCH\] .* 1 columns .* 3 columns/,
  })
  assert.throws(() => n.union(stream.select(t => ({ n: t.ts })) as never), {
    code: 'TYPE_MISMATCH',
    message: /^\[INCOMPATIBLE_COLUMN_TYPE\] .* first column of the second table is "TIMESTAMP" type .* with "BIGINT"/,
  })
  assert.throws(() => n.unionByName(stream.select(t => ({ m: t.n })) as never), {
    code: 'COLUMN_NOT_FOUND',
    message: /^\[UNRESOLVED_COLUMN_AMONG_FIELD_NAMES\] Cannot resolve column name "n" among \(m\)/,
  })
})
