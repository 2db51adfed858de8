import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from '../../src/util/project-root.ts'
import { tslabTypescript, typescript } from './compilers.ts'

const sketch = `
import { type KafkaColumns, type Stream, struct, string, double, fromJson, window, count, sum, avg, when } from 'sluice'
declare const kafka: () => Stream<KafkaColumns>
const T = struct({ transaction_id: string(), amount: double(), type: string(), location: string() })
const tx = kafka().select(r => ({ data: fromJson(r.value.cast('string'), T), processing_time: r.timestamp })).select(t => ({ ...t.data, processing_time: t.processing_time }))
const q = tx.withWatermark('processing_time', '1 minute').groupBy(t => ({ window: window(t.processing_time, '5 minutes'), type: t.type })).agg(t => ({ transaction_count: count(), total_amount: sum(t.amount), avg_amount: avg(t.amount) }))
const s = tx.filter(t => t.amount.gt(500).and(t.type.eq('withdrawal'))).withColumn('amount_category', t => when(t.amount.lt(100), 'small').otherwise('large'))
q.select(t => ({ s: t.window.start, n: t.transaction_count }))
s.filter(t => t.amount_category.eq('small'))
`

for (const compiler of [typescript(), tslabTypescript()]) {
  for (const file of ['lab.ts', 'columns.ts']) {
    test(`${compiler.name} takes every line of test/types/${file}`, () => {
      const source = readFileSync(join(projectRoot(), 'test', 'types', file), 'utf8')
      assert.deepEqual(compiler.complaints(source), [])
    })
  }

  test(`${compiler.name} takes a query written as one line a step`, () => {
    assert.deepEqual(compiler.complaints(sketch), [])
  })
}
