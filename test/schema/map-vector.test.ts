import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesAt } from '../../src/schema/byte-values.ts'
import { type Stored, vectorOf } from '../../src/schema/column-builder.ts'
import type { ColumnVector } from '../../src/schema/column-vector.ts'
import { concatBatches } from '../../src/schema/concat-batches.ts'
import {
  array,
  byte,
  type DataType,
  float,
  integer,
  long,
  map,
  short,
  simpleString,
  string,
  struct,
} from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'
import { takeRows } from '../../src/schema/take-rows.ts'
import { rowsOf } from '../../src/schema/value-at.ts'

const schema = struct({ m: map(string(), array(long())), b: byte(), s: short(), f: float() })
const stored: readonly Stored[] = [
  [
    ['a', [1, 9007199254740993n]],
    ['b', null],
  ],
  null,
  [],
  [['a', []]],
]
const batch = {
  schema,
  numRows: 4,
  columns: [
    vectorOf(schema.fields.m, stored),
    vectorOf(schema.fields.b, [-128, null, 0, 127]),
    vectorOf(schema.fields.s, [-32_768, null, 0, 32_767]),
    vectorOf(schema.fields.f, [Math.fround(1.1), null, -0, Number.NaN]),
  ],
}

test('a map column gives back what it was made of, and a row shows a Map', () => {
  assert.deepEqual(
    stored.map((_, row) => storedAt(batch.columns[0]!, row)),
    // In one vector with a value beyond 2^53 all are kept exactly.
    [
      [
        ['a', [1n, 9007199254740993n]],
        ['b', null],
      ],
      ...stored.slice(1),
    ],
  )
  const [first, second, third, fourth] = rowsOf(batch)
  const entries = new Map([
    ['a', [1, 9007199254740993n]],
    ['b', null],
  ])
  assert.deepEqual(first, { m: entries, b: -128, s: -32_768, f: 1.100000023841858 })
  assert.deepEqual(second, { m: null, b: null, s: null, f: null })
  assert.deepEqual(third, { m: new Map(), b: 0, s: 0, f: -0 })
  assert.deepEqual(fourth, { m: new Map([['a', []]]), b: 127, s: 32_767, f: Number.NaN })
})

test('of a key that a map has twice the last entry is shown, and all are kept', () => {
  const twice = vectorOf(map(string(), integer()), [
    [
      ['x', 1],
      ['x', 2],
    ],
  ])
  assert.deepEqual(storedAt(twice, 0), [
    ['x', 1],
    ['x', 2],
  ])
  assert.deepEqual(rowsOf({ schema: struct({ twice: twice.type }), numRows: 1, columns: [twice] }), [
    { twice: new Map([['x', 2]]) },
  ])
})

test('rows taken and batches joined keep each row its entries', () => {
  const taken = takeRows(batch, Int32Array.of(3, 0, 0, 1))
  const rows = rowsOf(batch)
  assert.deepEqual(rowsOf(taken), [rows[3], rows[0], rows[0], rows[1]])
  assert.deepEqual(rowsOf(concatBatches(schema, [taken, batch])), [...rowsOf(taken), ...rows])
})

test('joined lists and maps keep bytes that are not UTF-8, and rows of parts that share entries', () => {
  const bytes = Uint8Array.of(0xff, 0x61)
  const odd = struct({ list: array(string()), pairs: map(string(), string()) })
  const part = {
    schema: odd,
    numRows: 2,
    columns: [vectorOf(odd.fields.list, [[bytes, null], [bytes]]), vectorOf(odd.fields.pairs, [[[bytes, 'x']], [['y', bytes]]])],
  }
  // The second row alone: its entries do not start at the first.
  const shifted = part.columns.map(column => {
    if (column.layout !== 'list' && column.layout !== 'map') return column
    return { ...column, length: 1, offsets: column.offsets.subarray(1) }
  })
  const { columns } = concatBatches(odd, [part, { schema: odd, numRows: 1, columns: shifted }])
  const [list, pairs] = columns
  assert.ok(list?.layout === 'list' && pairs?.layout === 'map')
  assert.deepEqual(
    [[...list.offsets], [...pairs.offsets]],
    [
      [0, 2, 3, 4],
      [0, 1, 2, 3],
    ],
  )
  const rawOf = (vector: ColumnVector, row: number) => {
    assert.ok(vector.layout === 'utf8')
    return [...bytesAt(vector.dictionary, vector.codes === null ? row : vector.codes[row]!)]
  }
  assert.deepEqual(
    [0, 2, 3].map(i => rawOf(list.elements, i)),
    [
      [0xff, 0x61],
      [0xff, 0x61],
      [0xff, 0x61],
    ],
  )
  assert.equal(storedAt(list.elements, 1), null)
  assert.deepEqual(
    [rawOf(pairs.keys, 0), rawOf(pairs.values, 1), rawOf(pairs.values, 2)],
    [
      [0xff, 0x61],
      [0xff, 0x61],
      [0xff, 0x61],
    ],
  )
})

test('types are named as Spark names them', () => {
  const names: readonly (readonly [DataType, string])[] = [
    [byte(), 'tinyint'],
    [short(), 'smallint'],
    [float(), 'float'],
    [map(string(), struct({ a: map(byte(), float()) })), 'map<string,struct<a:map<tinyint,float>>>'],
  ]
  for (const [type, name] of names) assert.equal(simpleString(type), name)
})

test('a map cannot be a key of a map, nor stand inside one', () => {
  const inner = map(string(), integer())
  for (const key of [inner, array(inner), struct({ a: array(inner) })]) {
    assert.throws(() => map(key, integer()), { code: 'TYPE_MISMATCH', message: /^\[DATATYPE_MISMATCH.INVALID_MAP_KEY_TYPE\]/ })
  }
})
