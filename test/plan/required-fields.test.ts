// Only the columns and JSON fields that are needed are made; whether a record is bad does not depend on it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Columns } from '../../src/expressions/column.ts'
import { count, sum } from '../../src/expressions/functions/aggregates.ts'
import { when } from '../../src/expressions/functions/conditional.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { window } from '../../src/expressions/functions/window.ts'
import { stepsOf } from '../../src/plan/plan.ts'
import { prunePlan } from '../../src/plan/prune.ts'
import type { KafkaColumns } from '../../src/plan/read-stream.ts'
import type { Stream } from '../../src/plan/stream.ts'
import { double, string, struct, timestamp } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { memoryStream } from '../support/memory-query.ts'

const Sale = struct({ id: string(), amount: double(), at: timestamp() })
const RECORDS = [
  '{"id": "a", "amount": 1, "at": "2024-01-01 10:00:00"}',
  '{"id": "b", "amount": "much", "at": "2024-01-01 10:00:01"}',
  '{"id": "c", "amount": 3',
  '{"id": "d", "amount": 4, "at": "never"}',
  '{"id": "e", "amount": 5, "at": "2024-01-01 10:00:02"}',
]

async function badOf(make: (stream: Stream<KafkaColumns>) => Stream<Columns>) {
  const { stream, add } = memoryStream()
  for (const record of RECORDS) add(0, record)
  const { ledger } = await make(stream).writeStream({ outputMode: 'update', sink: memorySink() }).next()
  return { bad: ledger.total.bad, offsets: ledger.badExamples.map(({ offset }) => offset) }
}
const parsed = (stream: Stream<KafkaColumns>) =>
  stream.select(r => ({ data: fromJson(r.value.cast('string'), Sale), ts: r.timestamp }))
const plain = (stream: unknown) => stream as Stream<Columns>

const queries: Readonly<Record<string, (stream: Stream<KafkaColumns>) => Stream<Columns>>> = {
  'all fields': s => plain(parsed(s).select(t => ({ ...t.data }))),
  'one field': s => plain(parsed(s).select(t => ({ id: t.data.id }))),
  'no field': s => plain(parsed(s).select(t => ({ ts: t.ts }))),
  'a count': s =>
    plain(
      parsed(s)
        .groupBy()
        .agg(() => ({ n: count() })),
    ),
  'a sum': s =>
    plain(
      parsed(s)
        .groupBy()
        .agg(t => ({ total: sum(t.data.amount) })),
    ),
  'a filter on one field': s =>
    plain(
      parsed(s)
        .filter(t => t.data.id.notEqual('e'))
        .select(t => ({ ts: t.ts })),
    ),
  'fields spread at once, one used': s =>
    plain(
      s
        .select(r => ({ ...fromJson(r.value.cast('string'), Sale), ts: r.timestamp }))
        .groupBy(t => ({ id: t.id }))
        .agg(() => ({ n: count() })),
    ),
  'fields spread at once, none used': s =>
    plain(
      s
        .select(r => ({ ...fromJson(r.value.cast('string'), Sale), ts: r.timestamp }))
        .groupBy()
        .agg(() => ({ n: count() })),
    ),
  'fromJson inside an aggregate': s =>
    plain(s.groupBy().agg(r => ({ total: sum(fromJson(r.value.cast('string'), Sale).amount) }))),
  'fromJson inside a key': s =>
    plain(s.groupBy(r => ({ id: fromJson(r.value.cast('string'), Sale).id })).agg(() => ({ n: count() }))),
  'fromJson inside a window': s =>
    plain(s.groupBy(r => ({ w: window(fromJson(r.value.cast('string'), Sale).at, '1 hour') })).agg(() => ({ n: count() }))),
  'fromJson in a condition of CASE': s =>
    plain(
      s.select(r => ({
        size: when(r.offset.lt(1), 'first')
          .when(fromJson(r.value.cast('string'), Sale).amount.gt(2), 'large')
          .otherwise('small'),
      })),
    ),
}

for (const [name, make] of Object.entries(queries)) {
  test(`bad records are the same whatever is read: ${name}`, async () => {
    assert.deepEqual(await badOf(make), { bad: 3, offsets: [1, 2, 3] })
  })
}

test('only the needed columns of the source are asked for', () => {
  const { stream } = memoryStream()
  const columns = (query: Stream<Columns>) => {
    const [leaf] = stepsOf(prunePlan(query.plan).plan)
    return Object.keys(leaf!.schema.fields).sort()
  }
  assert.deepEqual(
    columns(
      plain(
        parsed(stream)
          .groupBy(t => ({ id: t.data.id }))
          .agg(() => ({ n: count() })),
      ),
    ),
    ['value'],
  )
  assert.deepEqual(columns(plain(stream.select(r => ({ o: r.offset })))), ['offset'])
  assert.deepEqual(
    columns(
      plain(
        stream
          .withWatermark('timestamp', '1 second')
          .groupBy()
          .agg(() => ({ n: count() })),
      ),
    ),
    ['timestamp'],
  )
  assert.deepEqual(columns(plain(stream.groupBy().agg(() => ({ n: count() })))), [])
})

test('only the needed fields of a record are made', () => {
  const { stream } = memoryStream()
  const wanted = (query: Stream<Columns>) => [...prunePlan(query.plan).wantedFields.values()]
  assert.deepEqual(wanted(queries['one field']!(stream)), [['id']])
  assert.deepEqual(wanted(queries['a count']!(stream)), [[]])
  assert.deepEqual(wanted(queries['fields spread at once, one used']!(stream)), [['id']])
  assert.deepEqual(wanted(queries['fields spread at once, none used']!(stream)).flat().length <= 1, true)
})
