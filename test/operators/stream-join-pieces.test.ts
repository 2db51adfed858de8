import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Node } from '../../src/expressions/node.ts'
import { streamJoin } from '../../src/operators/stream-join.ts'
import type { JoinType } from '../../src/plan/plan.ts'
import { array, binary, integer, string, struct, timestamp } from '../../src/schema/data-type.ts'
import { ChangedRows } from '../../src/state/changed-rows.ts'
import { stepwise } from '../../src/util/steps.ts'
import {
  all,
  at,
  column,
  compare,
  context,
  done,
  joinOf,
  marked,
  type Row,
  rowsOf,
  step,
  within,
} from '../support/join-driver.ts'

const numbered = (length: number, row: (i: number) => Row): Row[] => Array.from({ length }, (_, i) => row(i))

for (const type of ['inner', 'fullOuter'] as const) {
  test(`a key that many rows share comes out piece by piece: ${type}`, () => {
    const plan = step(type, within)
    const operator = streamJoin(plan)
    const state = operator.newState()
    let [sinceStop, most, total] = [0, 0, 0]
    const out = ({ batch: { numRows } }: { batch: { numRows: number } }) => {
      sinceStop += numRows
      total += numRows
      most = Math.max(most, sinceStop)
    }
    const drain = (work: Generator<void, unknown, void>) => {
      while (work.next().done !== true) sinceStop = 0
    }
    const batch = operator.begin(state, context(0, 0), out)
    const left = rowsOf(
      plan.left.schema,
      numbered(1500, i => ['hot', i, at(10)]),
    )
    const right = rowsOf(
      plan.right.schema,
      numbered(1500, i => ['hot', i, at(10)]),
    )
    drain(stepwise(batch.add(0, left, () => null)))
    drain(stepwise(batch.add(1, right, () => null)))
    drain(stepwise(batch.finish()))
    assert.equal(total, 2_250_000)
    assert.ok(most <= 65_536, `${most} rows at once`)
  })
}

test('rows that the watermark closes come out piece by piece', () => {
  const plan = step('leftOuter', within)
  const operator = streamJoin(plan)
  const state = operator.newState()
  const first = operator.begin(state, context(0, 0), () => {})
  const rows = rowsOf(
    plan.left.schema,
    numbered(150_000, i => [`k${i}`, i, at(10)]),
  )
  done(first.add(0, rows, () => null))
  done(first.finish())
  const pieces: number[] = []
  const second = operator.begin(state, context(90_000, 90_000), ({ batch }) => pieces.push(batch.numRows))
  const work = stepwise(second.finish())
  for (let stops = 1; work.next().done !== true; stops++) assert.equal(pieces.length, stops)
  assert.deepEqual(pieces, [65_536, 65_536, 18_928])
})

/** 1,000 batches of keys that never come again. @returns the most keys that had a number */
function mostKeys(type: JoinType, rowsOfBatch: (batch: number) => readonly [left: Row[], right: Row[]]): number {
  const { state, batch } = joinOf(step(type, within))
  let most = 0
  for (let number = 0; number < 1000; number++) {
    batch(...rowsOfBatch(number), (number - 2) * 10_000)
    for (const table of state.tables) table.takeChanged()
    for (const table of state.tables) table.compact()
    most = Math.max(most, state.numKeys)
  }
  return most
}

test('keys whose rows are all gone are forgotten: as many after 1,000 batches of new keys as after a few', () => {
  const both = mostKeys('inner', number => {
    const rows = numbered(100, i => [`${number} ${i}`, i, at(number * 10)])
    return [rows, rows]
  })
  assert.ok(both < 25_000, `${both} keys`)
})

test('keys whose rows were never kept are forgotten too', () => {
  // The right rows meet at once, and are closed within the batch that brings them.
  const right = mostKeys('inner', number => [[], numbered(100, i => [`${number} ${i}`, i, at(number * 10 - 29)])])
  assert.ok(right < 12_000, `${right} keys of right rows`)
  const semi = mostKeys('leftSemi', number => {
    if (number === 0) return [[], numbered(100, i => [`k${i}`, i, null])]
    return [
      numbered(100, i => [`${number} ${i}`, i, at(number * 10)]),
      numbered(100, i => [`${number} ${i}`, i, at(number * 10)]),
    ]
  })
  assert.ok(semi < 25_000, `${semi} keys of a semi join`)
})

test('few rows that are large free their memory too', () => {
  const wide = struct({ k: string(), v: string(), t: timestamp() })
  const { state, batch } = joinOf(step('inner', within, marked(wide, 't')))
  const large = 'x'.repeat(1024 * 1024)
  const save = () => {
    for (const table of state.tables) table.takeChanged()
    for (const table of state.tables) table.compact()
  }
  batch(
    numbered(80, i => [`k${i}`, `${i}${large}`, at(i === 79 ? 500 : 10)]),
    [],
  )
  save()
  batch([], [], 0, 100_000)
  save()
  assert.deepEqual([...state.left.all()], [0], 'numbered anew')
  assert.equal(batch([], [['k79', 1, at(500)]], 100_000).output.length, 1)
})

test('keys of bytes that are no UTF-8 stay apart, however deep they lie', () => {
  const [a, b] = [Uint8Array.of(0x61, 0xff), Uint8Array.of(0x61, 0xfe)]
  for (const [type, wrap] of [
    [string(), (bytes: Uint8Array) => bytes],
    [array(string()), (bytes: Uint8Array) => [bytes]],
    [array(binary()), (bytes: Uint8Array) => [bytes]],
    [struct({ x: string() }), (bytes: Uint8Array) => [bytes]],
    [struct({ x: array(binary()) }), (bytes: Uint8Array) => [[bytes]]],
  ] as const) {
    const left = struct({ k: type, v: integer(), t: timestamp() })
    const right = struct({ k2: type, w: integer(), u: timestamp() })
    const { batch } = joinOf(step('inner', within, marked(left, 't'), marked(right, 'u')))
    batch(
      [
        [wrap(a), 1, at(10)],
        [wrap(b), 2, at(10)],
      ],
      [],
    )
    const { output } = batch([], [[wrap(b), 3, at(10)]])
    assert.deepEqual(
      output.map(([, v, , , w]) => [v, w]),
      [[2, 3]],
      JSON.stringify(type),
    )
  }
})

test('rows keep their numbers while one side is being written', () => {
  const { state, batch } = joinOf(step('inner', within))
  const [left, right] = state.tables
  const keys = (prefix: string) => numbered(12_000, i => [`${prefix}${i}`, i, at(10)])
  batch([['stay', 1, at(900)]], [['stay', 2, at(901)]])
  for (const table of state.tables) table.takeChanged()
  batch(keys('l'), keys('r'))
  for (const table of state.tables) table.takeChanged()
  batch([], [], 0, 100_000)
  // The left side has written what changed, the right one has not.
  left!.takeChanged()
  left!.compact()
  assert.equal(right!.takeChanged().length, 12_000, 'what changed is still known')
  assert.deepEqual([...right!.all()], [0])
  batch([['stay', 3, at(902)]], [['new', 4, at(903)]], 100_000)
  left!.takeChanged()
  right!.takeChanged()
  right!.compact()
  assert.ok(state.numKeys > 20_000, 'keys stay while the left side is being written')
  left!.compact()
  assert.ok(state.numKeys <= 3, `${state.numKeys} keys`)
  const { output } = batch([], [['stay', 5, at(904)]], 100_000)
  assert.deepEqual(output.map(([, v]) => v).sort(), [1, 3])
})

test('rows are not looked through while the watermark stands still', t => {
  const { batch } = joinOf(step('leftOuter', within))
  batch(
    numbered(20_000, i => [`k${i}`, i, at(100)]),
    [],
    0,
    10_000,
  )
  batch([], [], 10_000, 10_000)
  const isHeld = t.mock.method(ChangedRows.prototype, 'isHeld')
  for (let number = 0; number < 10; number++) batch([['k1', 1, at(100)]], [['k2', 1, at(100)]], 10_000, 10_000)
  assert.ok(isHeld.mock.callCount() < 1000, `${isHeld.mock.callCount()} looks`)
})

const json = (name: string): Node => ({
  kind: 'field',
  input: { kind: 'fromJson', input: column(name), schema: struct({ x: integer() }), options: { mode: 'PERMISSIVE' } },
  name: 'x',
})
const one: Node = { kind: 'literal', value: 1, type: integer() }

/** Bad rows of both sides of a batch, as the operator tells them of the rows that it was given. */
function badRows(condition: Node, left: readonly Row[], right: readonly Row[], lateMs: number) {
  const plan = step('inner', condition)
  const operator = streamJoin(plan)
  const bad: [Set<number>, Set<number>] = [new Set(), new Set()]
  let side = 0
  const telling = {
    ...context(lateMs, lateMs),
    onBadRecords(flags: Uint8Array, reasons: readonly { row: number }[]) {
      for (const { row } of reasons) if (flags[row] === 1) bad[side]!.add(row)
    },
  }
  const batch = operator.begin(operator.newState(), telling, () => {})
  for (const [i, rows] of [left, right].entries()) {
    side = i
    done(batch.add(i, rowsOf(i === 0 ? plan.left.schema : plan.right.schema, rows), () => null))
  }
  return bad.map(rows => [...rows])
}

test('a bad record is told by its own row, whatever rows the operator has left out before', () => {
  const late: Row = ['{"x": 1}', 1, at(1)]
  const left: Row[] = [late, late, ['{"x": 1}', 1, at(20)], ['no JSON', 2, at(20)]]
  const right: Row[] = [late, ['{"x": 1}', 1, at(20)], ['{"x": 1}', 1, at(20)], ['neither', 2, at(20)], ['{"x": 1}', 1, at(20)]]
  const ofSide = all(within, compare('eq', json('k'), one), compare('eq', json('k2'), one))
  assert.deepEqual(badRows(ofSide, left, right, 10_000), [[3], [3]], 'conditions of one side')
  const ofKey = compare('eq', json('k'), json('k2'))
  assert.deepEqual(badRows(ofKey, left, right, 10_000), [[3], [3]], 'keys')
  const ofPair = all(compare('eq', column('v'), column('w')), compare('leq', json('k'), json('k2')))
  assert.deepEqual(badRows(ofPair, left, right, 10_000), [[], [3]], 'of a pair the row that has just come')
})
