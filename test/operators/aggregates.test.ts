import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CountAccumulator } from '../../src/expressions/accumulators/count.ts'
import type { Columns } from '../../src/expressions/column.ts'
import { avg, count, max, min, sum } from '../../src/expressions/functions/aggregates.ts'
import { BatchAggregation } from '../../src/operators/aggregate.ts'
import type { ColumnsOf } from '../../src/plan/stream.ts'
import { vectorOf } from '../../src/schema/column-builder.ts'
import { boolean, date, decimal, double, type Fields, integer, long, string, timestamp } from '../../src/schema/data-type.ts'
import { valueAt } from '../../src/schema/value-at.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { AggregationState } from '../../src/state/aggregation-state.ts'
import { jsonStream } from '../support/json-query.ts'

/** The result of a global aggregation over some JSON records, given as text to keep every digit. */
async function over<F extends Fields>(fields: F, records: readonly string[], aggregates: (row: ColumnsOf<F>) => Columns) {
  const { stream, add } = jsonStream(fields)
  for (const record of records) add(0, record)
  const query = stream
    .groupBy()
    .agg(row => aggregates(row as unknown as ColumnsOf<F>))
    .writeStream({ outputMode: 'complete', sink: memorySink() })
  return (await query.next()).rows()[0] as Record<string, unknown>
}
const amounts = (...values: (number | string | null)[]) => values.map(value => `{"x": ${value}}`)

test('count(*) counts rows, count(x) values', async () => {
  const row = await over({ x: double() }, amounts(1, null, 3), r => ({ all: count(), some: count(r.x) }))
  assert.deepEqual(row, { all: 3, some: 2 })
})

test('nulls are ignored; without any value sum, avg, min and max are null, count is 0', async () => {
  const aggregates = (r: ColumnsOf<{ x: ReturnType<typeof double> }>) => ({
    n: count(r.x),
    sum: sum(r.x),
    avg: avg(r.x),
    min: min(r.x),
    max: max(r.x),
  })
  assert.deepEqual(await over({ x: double() }, amounts(1, null, 4), aggregates), { n: 2, sum: 5, avg: 2.5, min: 1, max: 4 })
  const none = { n: 0, sum: null, avg: null, min: null, max: null }
  assert.deepEqual(await over({ x: double() }, amounts(null), aggregates), none)
  assert.deepEqual(await over({ x: double() }, [], aggregates), none)
})

test('NaN is above every number: max is NaN when there is one, min only when all are; sum and avg are NaN', async () => {
  const aggregates = (r: ColumnsOf<{ x: ReturnType<typeof double> }>) => ({
    sum: sum(r.x),
    avg: avg(r.x),
    min: min(r.x),
    max: max(r.x),
  })
  assert.deepEqual(await over({ x: double() }, amounts(1, '"NaN"', '"Infinity"'), aggregates), {
    sum: Number.NaN,
    avg: Number.NaN,
    min: 1,
    max: Number.NaN,
  })
  assert.equal((await over({ x: double() }, amounts('"NaN"', '"NaN"'), aggregates)).min, Number.NaN)
})

test('sums of longs are exact beyond 2^53', async () => {
  const row = await over({ x: long() }, amounts('9007199254740993', '9007199254740993', '1'), r => ({
    sum: sum(r.x),
    min: min(r.x),
    max: max(r.x),
  }))
  assert.deepEqual(row, { sum: 18014398509481987n, min: 1, max: 9007199254740993n })
})

test('a sum that does not fit a long is an error; the mean of longs is one of doubles and never overflows', async () => {
  const limit = amounts('9223372036854775807', '1')
  await assert.rejects(
    over({ x: long() }, limit, r => ({ sum: sum(r.x) })),
    { code: 'ARITHMETIC_OVERFLOW' },
  )
  assert.deepEqual(await over({ x: long() }, limit, r => ({ avg: avg(r.x) })), { avg: 2 ** 62 })
  assert.deepEqual(await over({ x: integer() }, amounts(2147483647, 2147483647), r => ({ sum: sum(r.x) })), { sum: 4294967294 })
})

test('decimals are summed exactly with ten digits more, their mean has four places more', async () => {
  const row = await over({ x: decimal(10, 2) }, amounts('0.10', '0.20', '0.40'), r => ({
    sum: sum(r.x),
    avg: avg(r.x),
    max: max(r.x),
  }))
  assert.deepEqual(row, { sum: '0.70', avg: '0.233333', max: '0.40' })
})

test('a sum of decimals that has more than 38 digits is an error', async () => {
  const nines = '9'.repeat(38)
  await assert.rejects(
    over({ x: decimal(38, 0) }, amounts(nines, '1'), r => ({ sum: sum(r.x) })),
    { code: 'ARITHMETIC_OVERFLOW' },
  )
})

test('min and max of text, booleans, dates and timestamps', async () => {
  const fields = { s: string(), b: boolean(), d: date(), t: timestamp() }
  const records = [
    '{"s": "é", "b": true, "d": "2024-01-02", "t": "2024-01-01 10:00:00"}',
    '{"s": "z", "b": false, "d": "1969-12-31", "t": "2023-01-01 10:00:00"}',
    '{}',
  ]
  const row = await over(fields, records, r => ({ s: min(r.s), b: max(r.b), d: min(r.d), t: max(r.t) }))
  assert.deepEqual(row, { s: 'z', b: true, d: '1969-12-31', t: new Date('2024-01-01T10:00:00Z') })
})

test('arithmetic over aggregates', async () => {
  const row = await over({ x: double() }, amounts(1, 2, 6), r => ({ mean: sum(r.x).divide(count()), n: count() }))
  assert.deepEqual(row, { mean: 3, n: 3 })
})

test('a sum of doubles is state + ((p0 + p1) + p2), to the last bit', async () => {
  const { stream, add } = jsonStream({ x: double() }, { partitions: 3, chunkRows: 2 })
  const query = stream
    .groupBy()
    .agg(t => ({ sum: sum(t.x) }))
    .writeStream({ outputMode: 'update', sink: memorySink() })
  let state = 0
  let plain = 0
  let differs = false
  for (let batch = 0; batch < 20; batch++) {
    const partials = [0, 1, 2].map(partition => {
      let partial = 0
      for (let i = 0; i < 7; i++) {
        const x = (0.1 + batch * 3 + partition * 7 + i) * 1.1
        add(0, { x }, partition)
        partial += x
        plain += x
      }
      return partial
    })
    state += partials[0]! + partials[1]! + partials[2]!
    const [row] = (await query.next()).rows()
    assert.equal(row!.sum, state, `batch ${batch}`)
    differs ||= state !== plain
  }
  assert.ok(differs, 'a running sum would have other last bits, so the order is seen')
})

test('a partition adds only the groups it has rows of', () => {
  const merged: number[][] = []
  class Watched extends CountAccumulator {
    override merge(other: CountAccumulator, from: Int32Array, into: Int32Array): void {
      merged.push([...from])
      super.merge(other, from, into)
    }
  }
  const keys = [{ name: 'k', type: string() }]
  const shape = { keys, eventTimeKey: -1, aggregates: ['count(1)'], newAccumulators: () => [new Watched()] }
  const state = new AggregationState(shape)
  const batch = new BatchAggregation(shape, [[]], null)
  const context = { timeZone: 'UTC', batchTimestampUs: 0, wantedFields: new Map(), readers: new Map(), onBadRecords: () => {} }
  for (const partition of [['a', 'b', 'a'], [], ['c'], ['b', 'c']]) {
    const column = vectorOf(string(), partition)
    const rows = { schema: { kind: 'struct', fields: { k: string() } }, numRows: partition.length, columns: [column] } as const
    batch.add({ batch: rows, records: null }, [column], () => null, context)
    batch.endPartition()
  }
  assert.deepEqual(
    merged.filter(groups => groups.length > 0),
    [[0, 1], [2], [1, 2]],
  )
  const [names, counts] = state.results(batch.mergeInto(state))
  const rows = [0, 1, 2].map(row => [valueAt(names!, row), valueAt(counts!, row)])
  assert.deepEqual(rows, [
    ['a', 2],
    ['b', 2],
    ['c', 2],
  ])
})
