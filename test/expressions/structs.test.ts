// Structs in expressions.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arrayOf } from '../../src/expressions/functions/arrays.ts'
import { lit } from '../../src/expressions/functions/lit.ts'
import { structOf } from '../../src/expressions/functions/structs.ts'
import { array, integer, string, struct } from '../../src/schema/data-type.ts'
import { SluiceError } from '../../src/util/error.ts'
import { oneValueOf, valuesOf } from '../support/evaluate-column.ts'

const FIELDS = { n: struct({ p: integer(), q: string() }), x: string(), l: array(struct({ p: integer(), q: string() })) }
const rows = [
  [[1, 'a'], 'x', [[1, 'a'], null]],
  [null, 'y', null],
]

test('a struct of values is there even where they are not', () => {
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => structOf({ one: t.n.p, x: t.x, k: 7 })),
    [
      [1, 'x', 7],
      [null, 'y', 7],
    ],
  )
})

test('withField adds a field or puts another in its place; a struct that is not there stays so', () => {
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => t.n.withField('r', t.x)),
    [[1, 'a', 'x'], null],
  )
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => t.n.withField('p', t.x)),
    [['x', 'a'], null],
  )
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => t.n.withField('r', lit(1)).r),
    [1, null],
  )
})

test('a field with a name like a number keeps its value', () => {
  // JavaScript lists such names first.
  assert.deepEqual(
    oneValueOf(FIELDS, rows[0]!, t => structOf({ b: t.x, 1: t.n.p })),
    [1, 'x'],
  )
  assert.deepEqual(
    oneValueOf(FIELDS, rows[0]!, t => t.n.withField('1', t.x)),
    ['x', 1, 'a'],
  )
})

test('dropFields leaves the others, and at least one', () => {
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => t.n.dropFields('p')),
    [['a'], null],
  )
  assert.throws(
    () => valuesOf(FIELDS, rows, t => t.n.dropFields('p', 'q')),
    (thrown: unknown) => thrown instanceof SluiceError && thrown.message.startsWith('[DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS]'),
  )
})

test('a field of a list of structs is a list', () => {
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => t.l.field('p')),
    [[1, null], null],
  )
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => arrayOf(t.n, t.n).field('q')),
    [
      ['a', 'a'],
      [null, null],
    ],
  )
  assert.throws(
    () => valuesOf(FIELDS, rows, t => t.l.field('nope' as 'p')),
    (thrown: unknown) => thrown instanceof SluiceError && thrown.code === 'COLUMN_NOT_FOUND',
  )
})

test('structs over no rows have all fields', () => {
  assert.deepEqual(
    valuesOf(FIELDS, [], t => t.n.withField('r', t.x)),
    [],
  )
  assert.deepEqual(
    valuesOf(FIELDS, [], t => t.l.field('q')),
    [],
  )
})
