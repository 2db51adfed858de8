import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AnswerRow, differences } from './answers.ts'

const rows: AnswerRow[] = [
  [0, 'refund', 2, 30, 15],
  [300_000, 'refund', 1, 7.25, 7.25],
]
const changed = (row: AnswerRow) => ({ windows: [rows[0]!, row] })

test('an equal answer differs in nothing, in whatever order its rows come', () => {
  assert.deepEqual(differences({ windows: rows }, { windows: [...rows].reverse() }), [])
})

test('a sum may differ by a billionth, by no more', () => {
  assert.deepEqual(differences({ windows: rows }, changed([300_000, 'refund', 1, 7.25 * (1 + 9e-10), 7.25])), [])
  assert.match(String(differences({ windows: rows }, changed([300_000, 'refund', 1, 7.25 * (1 + 2e-9), 7.25]))), /sum/)
  assert.match(String(differences({ windows: rows }, changed([300_000, 'refund', 1, 7.25, 7.26]))), /average 7.26, not 7.25/)
})

test('a count must be the very number', () => {
  assert.match(String(differences({ windows: rows }, changed([300_000, 'refund', 2, 7.25, 7.25]))), /count 2, not 1/)
})

test('a sum that is no number differs', () => {
  assert.equal(differences({ windows: rows }, changed([300_000, 'refund', 1, Number.NaN, 7.25])).length, 1)
})

test('a group that is missing, foreign or told twice is a difference', () => {
  assert.match(String(differences({ windows: rows }, { windows: rows.slice(1) })), /1970-01-01T00:00:00.000Z refund is missing/)
  assert.match(String(differences({ windows: rows }, { windows: [...rows, [0, 'fee', 1, 1, 1]] })), /fee is not in the topic/)
  assert.match(String(differences({ windows: rows }, { windows: [...rows, rows[0]!] })), /told twice/)
})

test('rows written and records read are compared', () => {
  const truth = { written: { rows: 2, total: 30 }, records: 9 }
  assert.deepEqual(differences(truth, { written: { rows: 2, total: 30 } }), [])
  assert.match(String(differences(truth, { written: { rows: 1, total: 30 } })), /1 rows written, not 2/)
  assert.match(String(differences(truth, { written: { rows: 2, total: 31 } })), /sum up to 31/)
  assert.match(String(differences(truth, { records: 8 })), /8 records read, not 9/)
})

test('no answer is a difference', () => {
  assert.deepEqual(differences({ windows: rows }, {}), ['no answer'])
})

test('of many differences the first five are told, and how many more there are', () => {
  const many: AnswerRow[] = Array.from({ length: 12 }, (_, i) => [i, 'fee', 1, 1, 1])
  assert.deepEqual(differences({ windows: many }, { windows: [] }).slice(5), ['and 7 more'])
})
