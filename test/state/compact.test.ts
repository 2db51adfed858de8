// Tables that are rebuilt because most of their rows are gone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CountAccumulator } from '../../src/expressions/accumulators/count.ts'
import type { ColumnBatch } from '../../src/schema/column-batch.ts'
import { vectorOf } from '../../src/schema/column-builder.ts'
import type { ColumnVector, Int64Vector } from '../../src/schema/column-vector.ts'
import { long, timestamp } from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'
import { AggregationState } from '../../src/state/aggregation-state.ts'
import { ChangedRows } from '../../src/state/changed-rows.ts'
import { EndTimes } from '../../src/state/end-times.ts'
import { KeyState } from '../../src/state/key-state.ts'
import type { StateTable } from '../../src/state/operator-state.ts'
import { SessionState } from '../../src/state/session-state.ts'

const ROWS = 25_000
const GONE = 20_000
const keys: readonly ColumnVector[] = [vectorOf(long(), [...Array(ROWS).keys()])]
const numbers = Int32Array.from({ length: ROWS }, (_, i) => i)
const shape = {
  keys: [{ name: 'k', type: long() }],
  aggregates: ['count(1)'],
  newAccumulators: () => [new CountAccumulator()],
}

function counts(): readonly CountAccumulator[] {
  const accumulator = new CountAccumulator()
  accumulator.grow(ROWS)
  accumulator.update(numbers, [], ROWS)
  return [accumulator]
}

function aggregation(): StateTable {
  const table = new AggregationState({ ...shape, eventTimeKey: -1 })
  table.merge(keys, counts(), numbers)
  table.remove(numbers.subarray(0, GONE))
  return table
}

function deduplication(): StateTable {
  const table = new KeyState(shape.keys)
  const expiresMs = Float64Array.from(numbers, i => (i < GONE ? 1 : 5))
  table.add(keys, expiresMs, ROWS)
  assert.equal(table.removeExpired(1), GONE)
  return table
}

function sessions(): StateTable {
  const table = new SessionState(shape)
  const bounds = [0, 10].map(timeUs => vectorOf(timestamp(), new Array(ROWS).fill(timeUs)) as Int64Vector)
  table.put(keys, { starts: bounds[0]!, ends: bounds[1]! }, counts(), numbers)
  table.remove(numbers.subarray(0, GONE))
  return table
}

/** All that a table holds, row by row. */
function held(table: StateTable): readonly string[] {
  const { columns, numRows }: ColumnBatch = table.save(table.all())
  return Array.from({ length: numRows }, (_, row) => columns.map(column => String(storedAt(column, row))).join(' '))
}

for (const make of [aggregation, deduplication, sessions]) {
  test(`a rebuild that fails in the middle leaves the state of the ${make.name} as it was`, t => {
    const table = make()
    table.takeChanged()
    const before = held(table)
    assert.equal(before.length, ROWS - GONE)
    const load = t.mock.method(table.constructor.prototype as StateTable, 'load', () => {
      throw new Error('out of memory')
    })
    assert.throws(() => table.compact(), /out of memory/)
    assert.deepEqual(held(table), before)
    load.mock.restore()
    table.compact()
    assert.deepEqual([...table.all()], [...Array(ROWS - GONE).keys()])
    assert.deepEqual(held(table), before)
    assert.equal(table.takeChanged().length, 0)
  })
}

test('what ends is looked for only where something may end, and found to the microsecond in all years', t => {
  const rows = new ChangedRows()
  const ends = new EndTimes()
  rows.grow(3)
  ends.grow(3)
  for (const [row, endMs] of [5, 9, Number.NaN].entries()) {
    rows.hold(row)
    ends.set(row, endMs)
  }
  const looked = t.mock.method(rows, 'isHeld')
  assert.deepEqual([...ends.expired(4, rows)], [])
  assert.equal(looked.mock.callCount(), 0)
  assert.deepEqual([...ends.expired(5, rows)], [0])
  rows.drop(0)
  assert.equal(ends.earliestUs(rows), 9000)
  looked.mock.resetCalls()
  assert.deepEqual([...ends.expired(8, rows)], [])
  assert.equal(looked.mock.callCount(), 0)
  assert.deepEqual([...ends.expired(9, rows)], [1])
})
