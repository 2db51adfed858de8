import assert from 'node:assert/strict'
import { test } from 'node:test'
import { streamJoin } from '../../src/operators/stream-join.ts'
import type { Plan } from '../../src/plan/plan.ts'
import type { ColumnBatch } from '../../src/schema/column-batch.ts'
import { decimal, long, string, struct, timestamp } from '../../src/schema/data-type.ts'
import {
  all,
  at,
  column,
  compare,
  context,
  done,
  equalKeys,
  joinOf,
  later,
  leftSchema,
  marked,
  rowsOf,
  step,
  within,
} from '../support/join-driver.ts'

test('rows meet across batches, whichever side came first', () => {
  const { batch } = joinOf(step('inner', equalKeys))
  assert.deepEqual(batch([['a', 1, at(1)]], []).output, [])
  assert.deepEqual(batch([], [['a', 2, at(2)]]).output, [['a', 1, at(1), 'a', 2, at(2)]])
  assert.deepEqual(batch([['a', 3, at(3)]], []).output, [['a', 3, at(3), 'a', 2, at(2)]])
})

test('a row without a partner comes out once, when the watermark has passed its range', () => {
  const { batch } = joinOf(step('fullOuter', within))
  assert.deepEqual(batch([['a', 1, at(10)]], [['b', 2, at(11)]]).output, [])
  assert.deepEqual(batch([], [], 0, 15_000).output, [], 'a partner at 15 s may still come')
  assert.deepEqual(batch([], [], 15_000, 15_001).output, [['a', 1, at(10), null, null, null]])
  assert.deepEqual(batch([], [], 15_001, 16_001).output, [[null, null, null, 'b', 2, at(11)]])
  assert.deepEqual(batch([], [], 16_001, 99_000).output, [])
})

test('records that are late on their own side are late in the ledger, by their event time; a null time is never late', () => {
  const { batch } = joinOf(step('inner', within))
  const { taken, changes, lateGroups, output } = batch(
    [
      ['a', 1, at(9)],
      ['a', 2, at(9)],
      ['a', 3, at(11)],
      ['a', 4, at(null)],
    ],
    [['a', 5, at(10)]],
    10_000,
  )
  assert.deepEqual(taken, [
    { counted: 2, late: 2 },
    { counted: 0, late: 1 },
  ])
  assert.equal(changes.numRowsDroppedByWatermark, 3)
  assert.deepEqual(lateGroups, [
    { endUs: at(9), records: 2 },
    { endUs: at(10), records: 1 },
  ])
  assert.deepEqual(output, [])
})

test('a bad record is neither counted nor late', () => {
  const plan = step('inner', within)
  const operator = streamJoin(plan)
  const batch = operator.begin(operator.newState(), context(10_000, 10_000), () => {})
  const rows = rowsOf(plan.left.schema, [
    ['a', 1, at(9)],
    ['a', 2, at(20)],
    ['a', 3, at(21)],
  ])
  assert.deepEqual(done(batch.add(0, rows, () => Uint8Array.of(1, 1, 0))), { counted: 1, late: 0 })
})

test('pairs of one key are formed in pieces: more of them than fit in one', () => {
  const { batch } = joinOf(step('inner', all(equalKeys, compare('eq', column('v'), column('w')))))
  const numbers = Array.from({ length: 700 }, (_, i) => i)
  const { output, changes } = batch(
    numbers.map(i => ['a', i, at(i + 1)]),
    numbers.map(i => ['a', i, at(i + 1)]),
  )
  assert.equal(output.length, 700)
  assert.ok(output.every(([, v, , , w]) => v === w))
  assert.equal(changes.numRowsTotal, 1400)
})

test('with two event times on one side a join is refused', () => {
  const schema = struct({ ...leftSchema.fields, s: timestamp() })
  const twice: Plan = {
    kind: 'project',
    input: marked(leftSchema, 't'),
    columns: [...Object.keys(leftSchema.fields).map(name => ({ name, node: column(name) })), { name: 's', node: column('t') }],
    schema,
  }
  assert.throws(() => streamJoin(step('inner', equalKeys, twice)), { message: /^More than one event time columns are available/ })
})

test('the watermark of the output waits for the side that is held longest', () => {
  assert.equal(joinOf(step('inner', within)).operator.outputWatermarkMs(100_000), 94_999)
  const sameTime = all(equalKeys, compare('eq', column('t'), column('u')))
  assert.equal(joinOf(step('inner', sameTime)).operator.outputWatermarkMs(100_000), 100_000)
  const { operator } = joinOf(step('inner', equalKeys))
  assert.equal(operator.outputWatermarkMs(100_000), 100_000)
  assert.equal(operator.wantsEmptyBatch(2, 1, 'append'), false, 'nothing is ever closed')
  assert.equal(joinOf(step('inner', within)).operator.wantsEmptyBatch(2, 1, 'append'), true)
  assert.equal(joinOf(step('inner', within)).operator.wantsEmptyBatch(2, 2, 'append'), false)
})

test('state files hold what a batch changed, and bring back rows, flags and keys', () => {
  const wide = struct({ k: decimal(20, 2), v: struct({ x: string(), y: long() }), t: timestamp() })
  const plan = step(
    'leftOuter',
    all(
      compare('eq', column('k'), { kind: 'cast', input: column('w'), to: decimal(20, 2), onError: 'fail' }),
      within.kind === 'and' ? within.right : within,
      compare('geq', column('u'), later('t', -5)),
    ),
    marked(wide, 't'),
  )
  const join = joinOf(plan)
  const files: [ColumnBatch[], ColumnBatch[]] = [[], []]
  const save = () => {
    for (const [i, table] of join.state.tables.entries()) files[i]!.push(table.save(table.takeChanged()))
  }
  join.batch(
    [
      [100n, ['ä', 2n ** 60n], at(10)],
      [200n, [null, 1], at(11)],
      [null, null, at(12)],
    ],
    [['x', 1, at(12)]],
  )
  save()
  join.batch([[300n, ['z', 3], at(30)]], [])
  save()
  assert.equal(files[0]![1]!.numRows, 1, 'the second file holds the new row alone')
  join.restore(files)
  assert.equal(join.state.left.size, 4)
  const { output } = join.batch([], [['x', 3, at(31)]], 0, 20_000)
  assert.deepEqual(output, [
    [300n, ['z', 3], at(30), 'x', 3, at(31)],
    [200n, [null, 1], at(11), null, null, null],
    [null, null, at(12), null, null, null],
  ])
  save()
  join.restore(files)
  assert.equal(join.state.left.size, 1, 'what was put out or has met is not put out again')
  assert.deepEqual(join.batch([], [], 20_000, 90_000).output, [])
})

test('the state of another join is refused', () => {
  const before = joinOf(step('inner', equalKeys))
  before.batch([['a', 1, at(1)]], [])
  const file = before.state.tables[0]!.save(before.state.tables[0]!.all())
  const after = joinOf(step('inner', equalKeys, marked(struct({ k: string(), v: long(), t: timestamp() }), 't')))
  assert.throws(() => after.state.tables[0]!.load(file, 'state/0/left/1.snapshot'), { code: 'STATE_SCHEMA_NOT_COMPATIBLE' })
})

test('rows that are gone free their memory, and the rows that stay still meet', () => {
  const { batch, state } = joinOf(step('leftOuter', within))
  batch(
    Array.from({ length: 20_000 }, (_, i) => [`k${i}`, i, at(i % 100)]),
    [],
  )
  for (const table of state.tables) table.takeChanged()
  batch([['stay', 1, at(500)]], [['stay', 2, at(501)]], 0, 200_000)
  for (const table of state.tables) table.takeChanged()
  for (const table of state.tables) table.compact()
  assert.deepEqual([...state.left.all()], [0], 'numbered anew')
  const { output, changes } = batch([], [['stay', 3, at(503)]], 200_000)
  assert.deepEqual(output, [['stay', 1, at(500), 'stay', 3, at(503)]])
  assert.equal(changes.numRowsTotal, 3)
})
