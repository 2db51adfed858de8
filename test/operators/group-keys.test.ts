import assert from 'node:assert/strict'
import { test } from 'node:test'
import { count, max, min, sum } from '../../src/expressions/functions/aggregates.ts'
import { fromJson } from '../../src/expressions/functions/json.ts'
import { lit } from '../../src/expressions/functions/lit.ts'
import { concat, length, upper } from '../../src/expressions/functions/text.ts'
import { window } from '../../src/expressions/functions/window.ts'
import { boolean, decimal, double, integer, long, string, struct } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { jsonStream } from '../support/json-query.ts'

test('pairs of keys that look alike when joined are different groups', async () => {
  const { stream, add } = jsonStream({ a: string(), b: string() })
  const pairs = [
    ['a-b', 'c'],
    ['a', 'b-c'],
    ['a', ''],
    ['', 'a'],
    ['a\u0000', 'b'],
    ['a', '\u0000b'],
    ['1', '11'],
    ['11', '1'],
  ]
  for (const [a, b] of [...pairs, ...pairs]) add(0, { a, b })
  const query = stream
    .groupBy(t => ({ a: t.a, b: t.b }))
    .count()
    .writeStream({ outputMode: 'update', sink: memorySink() })
  const rows = (await query.next()).rows()
  assert.equal(rows.length, pairs.length)
  assert.ok(rows.every(row => row.count === 2))
})

test('names of the language are ordinary group keys', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf', '']
  const { stream, add } = jsonStream({ name: string() })
  for (const name of names) for (let i = 0; i < 3; i++) add(0, { name })
  const query = stream
    .groupBy(t => ({ name: t.name }))
    .count()
    .writeStream({ outputMode: 'complete', sink: memorySink() })
  const rows = (await query.next()).rows()
  assert.deepEqual(rows.map(row => row.name).sort(), [...names].sort())
  assert.ok(rows.every(row => row.count === 3))
})

test('null is one group; the text "null" and the empty text are others', async () => {
  const { stream, add } = jsonStream({ k: string() })
  for (const k of [null, 'null', '', null]) add(0, { k })
  const query = stream
    .groupBy(t => ({ k: t.k }))
    .count()
    .writeStream({ outputMode: 'complete', sink: memorySink() })
  const rows = (await query.next()).rows()
  assert.deepEqual(
    rows.map(row => [row.k, row.count]),
    [
      [null, 2],
      ['', 1],
      ['null', 1],
    ],
  )
})

test('-0.0 and 0.0 are one group, shown as 0, and all NaN are one', async () => {
  const { stream, add } = jsonStream({ k: double() })
  for (const k of ['-0.0', '0.0', '"NaN"', '"NaN"', 'null']) add(0, `{"k": ${k}}`)
  const query = stream
    .groupBy(t => ({ k: t.k }))
    .count()
    .writeStream({ outputMode: 'complete', sink: memorySink() })
  const rows = (await query.next()).rows()
  assert.deepEqual(
    rows.map(row => [row.k, row.count]),
    [
      [null, 1],
      [0, 2],
      [Number.NaN, 2],
    ],
  )
  assert.ok(Object.is(rows[1]!.k, 0))
})

test('a long key stays one group when greater longs come and go beside it', async () => {
  const { stream, add } = jsonStream({ k: long() })
  const query = stream
    .groupBy(t => ({ k: t.k }))
    .count()
    .writeStream({ outputMode: 'complete', sink: memorySink() })
  add(0, '{"k": 5}')
  await query.next()
  add(0, '{"k": 5}')
  add(0, '{"k": 9007199254740993}')
  add(0, '{"k": 9007199254740992}')
  await query.next()
  add(0, '{"k": 5}')
  const rows = (await query.next()).rows()
  assert.deepEqual(
    rows.map(row => [row.k, row.count]),
    [
      [5, 3],
      [9007199254740992n, 1],
      [9007199254740993n, 1],
    ],
  )
})

test('keys of every type, together, keep their values over batches', async () => {
  const fields = { b: boolean(), i: integer(), d: decimal(10, 2), s: struct({ x: long(), y: string() }) }
  const { stream, add } = jsonStream(fields)
  const query = stream
    .groupBy(t => ({ b: t.b, i: t.i, d: t.d, s: t.s }))
    .agg(t => ({ n: count(), first: min(t.ts) }))
    .writeStream({ outputMode: 'complete', sink: memorySink() })
  const records = [
    '{"b": true, "i": 1, "d": 1.10, "s": {"x": 1, "y": "1"}}',
    '{"b": false, "i": 1, "d": 1.1, "s": {"x": null, "y": "1"}}',
    '{}',
  ]
  for (const record of records) add(1, record)
  await query.next()
  for (const record of records) add(2, record)
  const rows = (await query.next()).rows()
  assert.deepEqual(
    rows.map(({ b, i, d, s, n }) => ({ b, i, d, s, n })),
    [
      { b: null, i: null, d: null, s: null, n: 2 },
      { b: false, i: 1, d: '1.10', s: { x: null, y: '1' }, n: 2 },
      { b: true, i: 1, d: '1.10', s: { x: 1, y: '1' }, n: 2 },
    ],
  )
})

test('groups come in the order of their keys: nulls first, numbers as numbers, text by its bytes', async () => {
  const { stream, add } = jsonStream({ n: integer(), s: string() })
  for (const [n, s] of [
    [10, 'b'],
    [9, '\u{1f600}'],
    [9, '\ufffd'],
    [null, 'z'],
    [-1, null],
  ])
    add(0, { n, s })
  const query = stream
    .groupBy(t => ({ n: t.n, s: t.s }))
    .count()
    .writeStream({ outputMode: 'complete', sink: memorySink() })
  const rows = (await query.next()).rows()
  assert.deepEqual(
    rows.map(row => [row.n, row.s]),
    [
      [null, 'z'],
      [-1, null],
      [9, '\ufffd'],
      [9, '\u{1f600}'],
      [10, 'b'],
    ],
  )
})

test('columns named like numbers keep their values', async () => {
  const { stream, add } = jsonStream({ a: string() })
  add(0, { a: 'x' })
  const named = stream.withColumn('2024', t => upper(t.a)).withColumn('1', t => length(t.a))
  const rows = (await named.writeStream({ sink: memorySink() }).next()).rows()
  assert.deepEqual({ ...rows[0], ts: null }, { 1: 1, 2024: 'X', a: 'x', ts: null })
  const grouped = named
    .groupBy(t => ({ a: t.a, 7: t['2024'] }))
    .agg(t => ({ n: count(), 5: min(t['1']) }))
    .writeStream({ outputMode: 'update', sink: memorySink() })
  assert.deepEqual((await grouped.next()).rows(), [{ a: 'x', 7: 'X', n: 1, 5: 1 }])
})

test('a computed key that prints like a column is not that column', async () => {
  const { stream, add } = jsonStream({ type: string(), '1': long() })
  add(0, { type: 'a', '1': 7 })
  add(0, { type: 'b', '1': 8 })
  const rowsOf = async (key: 'text' | 'number') =>
    (
      await stream
        .groupBy(() => ({ k: key === 'text' ? lit('type') : lit(1) }))
        .count()
        .writeStream({ outputMode: 'complete', sink: memorySink() })
        .next()
    ).rows()
  assert.deepEqual(await rowsOf('text'), [{ k: 'type', count: 2 }])
  assert.deepEqual(await rowsOf('number'), [{ k: 1, count: 2 }])
})

test('two computed keys that print alike are two keys', async () => {
  const { stream, add } = jsonStream({ a: string() })
  add(0, { a: 'x' })
  add(0, { a: 'y' })
  const query = stream
    .groupBy(t => ({ byColumn: concat(t.a), byText: concat(lit('a')) }))
    .count()
    .writeStream({ outputMode: 'complete', sink: memorySink() })
  assert.deepEqual((await query.next()).rows(), [
    { byColumn: 'x', byText: 'a', count: 1 },
    { byColumn: 'y', byText: 'a', count: 1 },
  ])
})

test('a window is not the column that has its printed name', async () => {
  const { stream, add } = jsonStream({ 'window(ts, 10 seconds)': string() })
  add(1, { 'window(ts, 10 seconds)': 'a' })
  add(2, { 'window(ts, 10 seconds)': 'b' })
  const query = stream
    .groupBy(t => ({ start: window(t.ts, '10 seconds').start, name: t['window(ts, 10 seconds)'] }))
    .count()
    .writeStream({ outputMode: 'complete', sink: memorySink() })
  const start = new Date(0)
  assert.deepEqual((await query.next()).rows(), [
    { start, name: 'a', count: 1 },
    { start, name: 'b', count: 1 },
  ])
})

test('inside an aggregate column a grouping expression is the key, another column of its name is not', async () => {
  const { stream, add } = jsonStream({ a: string(), k: string() })
  add(0, { a: 'x', k: 'z' })
  const grouped = stream.groupBy(t => ({ k: concat(t.a, t.a) }))
  const query = grouped
    .agg(t => ({ r: concat(concat(t.a, t.a), max(t.k)) }))
    .writeStream({ outputMode: 'complete', sink: memorySink() })
  assert.deepEqual((await query.next()).rows(), [{ k: 'xx', r: 'xxz' }])
  assert.throws(() => grouped.agg(t => ({ r: concat(t.k, max(t.a)) })), { code: 'ANALYSIS', message: /"k" in aggregate "r"/ })
})

test('aggregates that print alike are kept apart', async () => {
  const { raw, stream, add } = jsonStream({ a: long() })
  add(0, { a: 1, b: { a: 10 } })
  add(0, { a: 2, b: { a: 20 } })
  const named = stream.groupBy().agg(t => ({ 'sum(a)': max(t.a), r: sum(t.a).plus(0) }))
  assert.match(named.explain(), /max\(a\) AS sum\(a\), sum\(a\) AS sum\(a\) #2/)
  const outputMode = 'complete'
  assert.deepEqual((await named.writeStream({ outputMode, sink: memorySink() }).next()).rows(), [{ 'sum(a)': 2, r: 3 }])
  const parsed = raw.groupBy().agg(r => {
    const text = r.value.cast('string')
    return {
      whole: sum(fromJson(text, struct({ a: long() })).a).plus(0),
      text: max(fromJson(text, struct({ a: string() })).a),
      half: sum(fromJson(text, struct({ a: double() })).a).plus(0.5),
      same: sum(fromJson(text, struct({ a: long() })).a).plus(1),
    }
  })
  assert.equal(parsed.explain().split('\n')[1]!.match(/sum\(/g)!.length, 4)
  assert.deepEqual((await parsed.writeStream({ outputMode, sink: memorySink() }).next()).rows(), [
    { whole: 3, text: '2', half: 3.5, same: 4 },
  ])
})
