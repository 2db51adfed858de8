// Maps in expressions; what Spark gives for them is held by test/spark/cases/collections-maps.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arrayOf, elementAt } from '../../src/expressions/functions/arrays.ts'
import { lit } from '../../src/expressions/functions/lit.ts'
import {
  createMap,
  mapConcat,
  mapContainsKey,
  mapEntries,
  mapFilter,
  mapFromArrays,
  mapFromEntries,
  strToMap,
  transformKeys,
} from '../../src/expressions/functions/maps.ts'
import { structOf } from '../../src/expressions/functions/structs.ts'
import { upper } from '../../src/expressions/functions/text.ts'
import type { Stored } from '../../src/schema/column-builder.ts'
import { array, double, integer, map, string } from '../../src/schema/data-type.ts'
import { SluiceError } from '../../src/util/error.ts'
import { oneValueOf, valuesOf } from '../support/evaluate-column.ts'

const FIELDS = { m: map(string(), integer()), x: string(), i: integer() }
const pairs = (...entries: readonly Stored[]): Stored => entries
const rows = [
  [pairs(['a', 1], ['b', null]), 'a', 5],
  [pairs(), 'b', 6],
  [null, 'c', null],
]
const isCondition = (condition: string) => (thrown: unknown) =>
  thrown instanceof SluiceError && thrown.message.startsWith(`[${condition}]`)

test('a map that is made has each key once, and none that is null', () => {
  const made = (k: Stored) => valuesOf({ k: string() }, [['z'], [k]], t => createMap([lit('a'), lit(1)], [t.k, lit(2)]))
  assert.deepEqual(made('b')[1], [
    ['a', 1],
    ['b', 2],
  ])
  assert.throws(() => made('a'), isCondition('DUPLICATED_MAP_KEY'))
  assert.throws(() => made(null), isCondition('NULL_MAP_KEY'))
})

test('the same key in two rows is none that stands twice', () => {
  assert.deepEqual(
    valuesOf({ k: string() }, [['a'], ['a']], t => createMap([t.k, 1])),
    [[['a', 1]], [['a', 1]]],
  )
})

test('-0.0 and 0.0 are one key', () => {
  const fields = { k: array(double()) }
  assert.throws(() => oneValueOf(fields, [[0, -0]], t => mapFromArrays(t.k, t.k)), isCondition('DUPLICATED_MAP_KEY'))
  assert.throws(
    () => oneValueOf(fields, [[Number.NaN, Number.NaN]], t => mapFromArrays(t.k, t.k)),
    isCondition('DUPLICATED_MAP_KEY'),
  )
})

test('what is asked of a map that is not there is not known', () => {
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => mapContainsKey(t.m, t.x)),
    [true, false, null],
  )
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => elementAt(t.m, t.x)),
    [1, null, null],
  )
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => mapConcat(t.m, createMap([lit('z'), t.i]))),
    [
      [
        ['a', 1],
        ['b', null],
        ['z', 5],
      ],
      [['z', 6]],
      null,
    ],
  )
})

test('entries come back as the map they are of', () => {
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => mapFromEntries(mapEntries(t.m))),
    rows.map(([m]) => m),
  )
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => mapFromEntries(arrayOf(structOf({ key: t.x, value: t.i })))),
    [[['a', 5]], [['b', 6]], [['c', null]]],
  )
})

test('functions over entries see key, value and the row', () => {
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => mapFilter(t.m, (k, v) => k.eq(t.x).or(v.isNull()))),
    [
      [
        ['a', 1],
        ['b', null],
      ],
      [],
      null,
    ],
  )
  assert.deepEqual(
    valuesOf(FIELDS, rows, t => transformKeys(t.m, k => upper(k))),
    [
      [
        ['A', 1],
        ['B', null],
      ],
      [],
      null,
    ],
  )
  assert.throws(() => valuesOf(FIELDS, rows, t => transformKeys(t.m, () => 'k')), isCondition('DUPLICATED_MAP_KEY'))
})

test('a text without a delimiter is a key without a value', () => {
  const of = (text: string) => oneValueOf({ s: string() }, [text], t => strToMap(t.s, ';', '='))
  assert.deepEqual(of('a=1;b;c=2=3'), [
    ['a', '1'],
    ['b', null],
    ['c', '2=3'],
  ])
  assert.throws(() => of('a;a'), isCondition('DUPLICATED_MAP_KEY'))
})
