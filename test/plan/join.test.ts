import assert from 'node:assert/strict'
import { test } from 'node:test'
import { interval } from '../../src/expressions/functions/interval.ts'
import { explainPlan } from '../../src/plan/explain.ts'
import { optimize } from '../../src/plan/optimize.ts'
import type { Plan, PlanOf } from '../../src/plan/plan.ts'
import { staticTable } from '../../src/plan/static-table.ts'
import { integer, string, struct } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { memoryStream } from '../support/memory-query.ts'

/** Columns that no `from_json` stands behind. */
const clicks = () =>
  memoryStream()
    .stream.select(r => ({ id: r.key.cast('string'), page: r.value.cast('string'), time: r.timestamp }))
    .withWatermark('time', '10 seconds')
const views = () =>
  memoryStream()
    .stream.select(r => ({ viewId: r.key.cast('string'), part: r.partition, seen: r.timestamp }))
    .withWatermark('seen', '20 seconds')

test('columns of both sides, left before right; joined by name a column stands once, first', () => {
  const both = clicks().join(views(), (click, view) => click.id.eq(view.viewId))
  assert.deepEqual(Object.keys(both.schema.fields), ['id', 'page', 'time', 'viewId', 'part', 'seen'])
  const other = views().withColumnRenamed('viewId', 'id')
  const named = clicks()
    .select(t => ({ page: t.page, id: t.id }))
    .join(other, 'id', 'left')
  assert.deepEqual(Object.keys(named.schema.fields), ['id', 'page', 'part', 'seen'])
  const semi = clicks()
    .select(t => ({ page: t.page, id: t.id }))
    .join(other, ['id'], 'leftSemi')
  assert.deepEqual(Object.keys(semi.schema.fields), ['id', 'page'])
})

test('a name on both sides is refused with the way out; a kind that gives the left side alone takes it', () => {
  const other = views().withColumnRenamed('seen', 'time')
  assert.throws(() => clicks().join(other, (a, b) => a.id.eq(b.viewId)), {
    code: 'ANALYSIS',
    message: /^\[AMBIGUOUS_REFERENCE\] Cannot join: both sides have "time"\. .*withColumnRenamed\("time", "right_time"\)/,
  })
  const semi = clicks().join(other, (a, b) => a.id.eq(b.viewId).and(b.time.geq(a.time)), 'leftSemi')
  assert.deepEqual(Object.keys(semi.schema.fields), ['id', 'page', 'time'])
  assert.match(semi.explain(), /Join LeftSemi, \(\(id = viewId\) AND \(time #2 >= time\)\)/)
})

test('a name that one side lacks, an unknown kind and a window in the condition are refused', () => {
  const join = (on: never, how?: never) => clicks().join(views(), on, how)
  assert.throws(() => join('page' as never), {
    code: 'COLUMN_NOT_FOUND',
    message: /^\[UNRESOLVED_USING_COLUMN_FOR_JOIN\].*right side/,
  })
  assert.throws(() => join((() => 1) as never, 'left_outer' as never), {
    message: /^\[UNSUPPORTED_JOIN_TYPE\].*'left_outer'.*'leftSemi'/,
  })
  assert.throws(() => clicks().join(views(), a => (a as never as { misspelt: never }).misspelt), { code: 'COLUMN_NOT_FOUND' })
})

/** The steps of an optimized plan, without the sources. */
const optimized = (plan: Plan) => explainPlan(optimize(plan)).split('\n')
const below = (lines: readonly string[], part: string, watermark: string) =>
  lines.findIndex(line => line.includes(part)) > lines.findIndex(line => line.includes(watermark))

test('keys of an inner join are not null, below the watermarks: such rows do not advance them', () => {
  const plan = optimized(clicks().join(views(), (a, b) => a.id.eq(b.viewId)).plan)
  assert.ok(below(plan, '(NOT (id IS NULL))', 'EventTimeWatermark time'))
  assert.ok(below(plan, '(NOT (viewId IS NULL))', 'EventTimeWatermark seen'))
})

test('of a left join only the right side loses its nulls', () => {
  const range = clicks().join(
    views(),
    (a, b) => a.id.eq(b.viewId).and(b.seen.between(a.time, a.time.plus(interval('5 seconds')))),
    'left',
  )
  const { left, right } = optimize(range.plan) as PlanOf<'join'>
  assert.ok(!explainPlan(left).includes('IS NULL'))
  assert.ok(explainPlan(right).includes('IS NULL'))
})

test('conditions of one side go to it where it cannot come out alone', () => {
  const join = (how: 'inner' | 'left' | 'right' | 'full') =>
    optimize(
      clicks().join(views(), (a, b) => a.id.eq(b.viewId).and(a.page.eq('x')).and(b.part.gt(1)), how).plan,
    ) as PlanOf<'join'>
  const sides = ({ left, right, condition }: PlanOf<'join'>) => [
    explainPlan(left).includes('(page = x)'),
    explainPlan(right).includes('(part > 1)'),
    JSON.stringify(condition).includes('"x"'),
    JSON.stringify(condition).includes('"part"'),
  ]
  assert.deepEqual(sides(join('inner')), [true, true, false, false])
  assert.deepEqual(sides(join('left')), [false, true, true, false])
  assert.deepEqual(sides(join('right')), [true, false, false, true])
  assert.deepEqual(sides(join('full')), [false, false, true, true])
})

test('a condition on one key holds for the equal one', () => {
  const home = clicks().filter(t => t.page.eq('home'))
  const others = memoryStream().stream.select(r => ({ path: r.value.cast('string') }))
  const plan = optimize(home.join(others, (a, b) => a.page.eq(b.path)).plan) as PlanOf<'join'>
  assert.ok(explainPlan(plan.right).includes('= home)'))
})

test('a filter above an outer join that refuses nulls makes it inner, one that takes them does not', () => {
  const range = (how: 'left' | 'full') =>
    clicks().join(views(), (a, b) => a.id.eq(b.viewId).and(b.seen.between(a.time, a.time.plus(interval('5 seconds')))), how)
  const kindOf = (plan: Plan): string => (plan.kind === 'join' ? plan.type : 'input' in plan ? kindOf(plan.input) : '')
  assert.equal(kindOf(optimize(range('left').filter(t => t.part.gt(0)).plan)), 'inner')
  assert.equal(kindOf(optimize(range('left').filter(t => t.part.isNull()).plan)), 'leftOuter')
  assert.equal(kindOf(optimize(range('full').filter(t => t.part.gt(0)).plan)), 'rightOuter')
  assert.equal(kindOf(optimize(range('full').filter(t => t.page.eq('a')).plan)), 'leftOuter')
  assert.equal(kindOf(optimize(range('full').filter(t => t.page.eq('a').and(t.part.gt(0))).plan)), 'inner')
})

test('a table cannot be written, and its rows are checked when it is made', () => {
  const schema = struct({ id: string(), n: integer() })
  assert.throws(() => staticTable([{ id: 'a', n: 1.5 }], schema), {
    code: 'TYPE_MISMATCH',
    message: '[CANNOT_ACCEPT_OBJECT_IN_TYPE] Cannot put 1.5 into a table (row 0, n): it is no int.',
  })
  assert.throws(() => staticTable([{ id: 7 as never }], schema), { message: /row 0, id\): it is no string/ })
  const table = staticTable([{ id: 'a', n: 1 }], schema)
  assert.match(table.explain(), /^Relation LocalTable\[id, n\]/)
})

test('what Spark refuses when the query starts is refused when it is made, with the way out', () => {
  const write = (stream: { writeStream(options: { sink: ReturnType<typeof memorySink> }): unknown }) => () =>
    stream.writeStream({ sink: memorySink() })
  const table = staticTable([{ key: 'a' }], struct({ key: string() }))
  const refusals: readonly [() => unknown, RegExp][] = [
    [
      write(clicks().join(table, (a, b) => a.id.eq(b.key), 'right')),
      /^RightOuter join with a streaming .* on the left and a static/,
    ],
    [
      write(table.join(clicks(), (a, b) => a.key.eq(b.id), 'left')),
      /^LeftOuter join with a streaming .* on the right and a static/,
    ],
    [
      write(clicks().join(views(), (a, b) => a.id.eq(b.viewId), 'full')),
      /^Stream-stream FullOuter join .* without a watermark in the join keys/,
    ],
    [
      write(clicks().join(views(), (a, b) => a.time.lt(b.seen))),
      /^Stream-stream join without equality predicate is not supported/,
    ],
    [
      write(clicks().join(views(), (a, b) => a.id.eq(b.viewId), 'leftAnti')),
      /^LeftAnti joins with a streaming .* on the right are not supported/,
    ],
  ]
  for (const [make, message] of refusals) assert.throws(make, { code: 'UNSUPPORTED_OPERATION', message })
})
