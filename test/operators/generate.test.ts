// Generators as steps of a plan; what Spark gives for them is held by test/spark/cases/explode.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explode, explodeOuter, inline, posexplode } from '../../src/expressions/functions/generators.ts'
import { upper } from '../../src/expressions/functions/text.ts'
import { explainPlan } from '../../src/plan/explain.ts'
import { optimize } from '../../src/plan/optimize.ts'
import { prunePlan } from '../../src/plan/prune.ts'
import { array, integer, map, simpleString, string, struct } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { SluiceError } from '../../src/util/error.ts'
import { jsonStream } from '../support/json-query.ts'

const FIELDS = {
  id: integer(),
  tags: array(string()),
  m: map(string(), integer()),
  s: array(struct({ p: integer(), q: string() })),
}
const isCondition = (condition: string) => (thrown: unknown) =>
  thrown instanceof SluiceError && thrown.message.startsWith(`[UNSUPPORTED_GENERATOR.${condition}]`)

test('a record whose rows all vanish is filtered, one with many rows counts once', async () => {
  const { stream, add } = jsonStream(FIELDS)
  const query = stream.select(t => ({ id: t.id, tag: explode(t.tags) })).writeStream({ sink: memorySink() })
  add(1, { id: 1, tags: ['a', 'b', 'c'] })
  add(1, { id: 2, tags: [] })
  add(1, { id: 3 })
  add(1, '{oops')
  const batch = await query.next()
  assert.deepEqual(
    batch.rows().map(row => ({ ...row })),
    ['a', 'b', 'c'].map(tag => ({ id: 1, tag })),
  )
  const { counted, filtered, bad } = batch.ledger.total
  assert.deepEqual({ counted, filtered, bad }, { counted: 1, filtered: 2, bad: 1 })
  await query.stop()
})

test('with explodeOuter no record is filtered', async () => {
  const { stream, add } = jsonStream(FIELDS)
  const query = stream.select(t => ({ id: t.id, tag: explodeOuter(t.tags) })).writeStream({ sink: memorySink() })
  add(1, { id: 1, tags: ['a', null] })
  add(1, { id: 2, tags: [] })
  const batch = await query.next()
  assert.deepEqual(
    batch.rows().map(row => ({ ...row })),
    [
      { id: 1, tag: 'a' },
      { id: 1, tag: null },
      { id: 2, tag: null },
    ],
  )
  assert.deepEqual([batch.ledger.total.counted, batch.ledger.total.filtered], [2, 0])
  await query.stop()
})

test('what is exploded is not repeated where nobody reads it, and only rows with elements come that far', () => {
  const { stream } = jsonStream(FIELDS)
  const plan = stream.withWatermark('ts', '1 minute').select(t => ({ id: t.id, tag: explode(t.tags) })).plan
  const { plan: pruned } = prunePlan(optimize(plan))
  assert.equal(
    pruned.kind === 'project' && pruned.input.kind === 'generate' && simpleString(pruned.input.schema).includes('tags'),
    false,
  )
  const lines = explainPlan(pruned)
    .split('\n')
    .map(line => line.trim().replace(/^\+- /, ''))
  assert.equal(lines[1], 'Generate explode(tags), false, [col]')
  assert.deepEqual(lines.slice(2, 5), [
    'EventTimeWatermark ts, 1 minute',
    'Filter (NOT (tags IS NULL))',
    'Filter (size(tags) > 0)',
  ])
})

test('generated names never meet those of the input', async () => {
  const { stream, add } = jsonStream({ col: integer(), pos: integer(), tags: array(string()) })
  const query = stream
    .select(t => ({ before: t.col, was: t.pos, ...posexplode(t.tags), tags: t.tags }))
    .writeStream({ sink: memorySink() })
  add(1, { col: 7, pos: 8, tags: ['a', 'b'] })
  const batch = await query.next()
  assert.deepEqual(
    batch.rows().map(row => ({ ...row })),
    [
      { before: 7, was: 8, pos: 0, col: 'a', tags: ['a', 'b'] },
      { before: 7, was: 8, pos: 1, col: 'b', tags: ['a', 'b'] },
    ],
  )
  await query.stop()
})

test('a generator stands in select, not inside an expression, a filter or a grouping', () => {
  const { stream } = jsonStream(FIELDS)
  assert.throws(() => stream.select(t => ({ x: upper(explode(t.tags)) })), isCondition('NESTED_IN_EXPRESSIONS'))
  assert.throws(() => stream.select(t => ({ x: inline(t.s).p.plus(1) })), isCondition('NESTED_IN_EXPRESSIONS'))
  assert.throws(() => stream.filter(t => explode(t.tags).eq('a')), isCondition('OUTSIDE_SELECT'))
  assert.throws(() => stream.groupBy(t => ({ tag: explode(t.tags) })).count(), isCondition('OUTSIDE_SELECT'))
})

test('columns of one generator may stand in any order and be left out', async () => {
  const { stream, add } = jsonStream(FIELDS)
  const query = stream
    .select(t => {
      const { key, value } = explode(t.m)
      return { value, twice: value, key }
    })
    .select(t => ({ key: t.key, twice: t.twice }))
    .writeStream({ sink: memorySink() })
  add(1, { m: { a: 1, b: 2 } })
  const batch = await query.next()
  assert.deepEqual(
    batch.rows().map(row => ({ ...row })),
    [
      { key: 'a', twice: 1 },
      { key: 'b', twice: 2 },
    ],
  )
  await query.stop()
})
