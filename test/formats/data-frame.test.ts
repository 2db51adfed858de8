import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { toDataFrame } from '../../src/formats/data-frame.ts'
import {
  array,
  binary,
  boolean,
  byte,
  date,
  decimal,
  double,
  float,
  integer,
  long,
  map,
  string,
  struct,
  timestamp,
} from '../../src/schema/data-type.ts'
import { batchOf } from './parquet-sample.ts'

const schema = struct({
  window: struct({ start: timestamp(), end: timestamp() }),
  type: string(),
  n: integer(),
  count: long(),
  total: double(),
  exact: decimal(10, 2),
  ok: boolean(),
  day: date(),
  tags: array(string()),
  raw: binary(),
  small: byte(),
  rate: float(),
  pairs: map(string(), integer()),
})

test('columns become numbers, booleans and text as Spark shows it; a struct becomes a column a field', async () => {
  const frame = toDataFrame(
    batchOf(schema, {
      window: [[1704103200000000, 1704103500000000], null],
      type: ['deposit', null],
      n: [1, null],
      count: [3_000_000_000, 2],
      total: [0.1, null],
      exact: [1230n, null],
      ok: [true, null],
      day: [19723, null],
      tags: [['a', 'b'], null],
      raw: [Buffer.from('A'), null],
      small: [-128, null],
      rate: [1.5, null],
      pairs: [[['k', 1]], null],
    }),
  )
  const text = 'string'
  assert.deepEqual(frame.columns, [
    'window.start',
    'window.end',
    'type',
    'n',
    'count',
    'total',
    'exact',
    'ok',
    'day',
    'tags',
    'raw',
    'small',
    'rate',
    'pairs',
  ])
  const first = [text, text, text, 'int32', 'float32', 'float32', text, 'boolean', text, text, text]
  assert.deepEqual(frame.dtypes, [...first, 'int32', 'float32', text])
  assert.deepEqual(frame.values, [
    [
      '2024-01-01 10:00:00',
      '2024-01-01 10:05:00',
      'deposit',
      1,
      3_000_000_000,
      0.1,
      '12.30',
      true,
      '2024-01-01',
      '[a, b]',
      '[41]',
      -128,
      1.5,
      '{k -> 1}',
    ],
    [null, null, null, null, 2, ...new Array(9).fill(null)],
  ])
})

test('no rows: the columns are there', async () => {
  const empty = Object.fromEntries(Object.keys(schema.fields).map(name => [name, []]))
  const frame = toDataFrame(batchOf(schema, empty))
  assert.deepEqual(frame.shape, [0, 14])
  assert.deepEqual(frame.columns.slice(0, 3), ['window.start', 'window.end', 'type'])
  assert.equal(frame.column('total').sum(), 0)
})

test('longs beyond 2^53 are text, none is rounded', async () => {
  const frame = toDataFrame(batchOf(struct({ id: long() }), { id: [9007199254740993n, 1n] }))
  assert.deepEqual(frame.values, [['9007199254740993'], ['1']])
})

test('a column named as something the frame needs does not break it', async () => {
  const taken = ['values', 'shape', 'index', 'columns', 'dtypes', 'constructor', '$data', 'hasOwnProperty']
  const fields = struct(Object.fromEntries(taken.map(name => [name, integer()])))
  const frame = toDataFrame(batchOf(fields, Object.fromEntries(taken.map(name => [name, [7]]))))
  assert.deepEqual(frame.shape, [1, taken.length])
  assert.deepEqual(
    frame.columns,
    taken.map(name => `${name}_`),
  )
  assert.match(String(frame), /values_/)
})

test('timestamps are shown in the time zone given', async () => {
  const batch = batchOf(struct({ at: timestamp() }), { at: [1704103200000000] })
  assert.deepEqual(toDataFrame(batch, { timeZone: 'Europe/Berlin' }).values, [['2024-01-01 11:00:00']])
})

test('danfo loads with the first frame only, and tensors print no banner', () => {
  const program = `
    const { toDataFrame } = require(${JSON.stringify(join(__dirname, '../../src/formats/data-frame.js'))})
    const loaded = () => Object.keys(require.cache).some(path => path.includes('danfojs-node'))
    const before = loaded()
    const schema = { kind: 'struct', fields: { x: { kind: 'double' } } }
    const column = { layout: 'float64', type: schema.fields.x, length: 2, validity: null, values: Float64Array.of(1, 2) }
    toDataFrame({ schema, numRows: 2, columns: [column] }).add(1); console.log(before, loaded())`
  const output = execFileSync(process.execPath, ['-e', program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  assert.equal(output, 'false true\n')
})
