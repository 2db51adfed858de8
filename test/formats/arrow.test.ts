import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toArrow } from '../../src/formats/arrow.ts'
import { byteValuesOf } from '../../src/schema/byte-values.ts'
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
  short,
  string,
  struct,
  timestamp,
} from '../../src/schema/data-type.ts'
import { batchOf, python, runPython, temporaryFolder } from './parquet-sample.ts'

const schema = struct({
  s: string(),
  b: binary(),
  f: boolean(),
  i: integer(),
  l: long(),
  d: double(),
  m: decimal(38, 2),
  t: timestamp(),
  day: date(),
  tags: array(string()),
  w: struct({ start: timestamp(), n: integer() }),
  i8: byte(),
  i16: short(),
  f32: float(),
  kv: map(long(), string()),
})
const batch = batchOf(schema, {
  s: ['a', null, '寿司'],
  b: [Buffer.from([1, 255]), null, Buffer.from([])],
  f: [true, null, false],
  i: [-1, null, 2147483647],
  l: [9007199254740993n, null, -1n],
  d: [0.1, null, -0],
  m: [-12345678901234567890123456789012345678n, null, 5n],
  t: [1704103200123456, null, -1],
  day: [19723, null, -1],
  tags: [['x', null], null, []],
  w: [[5, 1], null, [null, 2]],
  i8: [-128, null, 127],
  i16: [-32768, null, 32767],
  f32: [Math.fround(1.1), null, -0],
  kv: [
    [
      [1, 'x'],
      [2, null],
    ],
    null,
    [],
  ],
})

test('a table has the exact type of each column', async () => {
  const table = toArrow(batch)
  assert.deepEqual(
    table.schema.fields.map(field => `${field.name} ${field.type} ${field.nullable}`),
    [
      's Dictionary<Int32, Utf8> true',
      'b Binary true',
      'f Bool true',
      'i Int32 true',
      'l Int64 true',
      'd Float64 true',
      'm Decimal[38e+2] true',
      't Timestamp<MICROSECOND, UTC> true',
      'day Date32<DAY> true',
      'tags List<Dictionary<Int32, Utf8>> true',
      'w Struct<{start:Timestamp<MICROSECOND, UTC>, n:Int32}> true',
      'i8 Int8 true',
      'i16 Int16 true',
      'f32 Float32 true',
      'kv Map<{key:Int64, value:Dictionary<Int32, Utf8>}> true',
    ],
  )
})

test('values and nulls are those of the batch', async () => {
  const table = toArrow(batch)
  assert.equal(table.numRows, 3)
  assert.deepEqual([...table.getChild('s')!], ['a', null, '寿司'])
  assert.deepEqual([...table.getChild('l')!], [9007199254740993n, null, -1n])
  assert.deepEqual([...table.getChild('f')!], [true, null, false])
  assert.deepEqual(
    Array.from(table.getChild('b')!, bytes => bytes && [...bytes]),
    [[1, 255], null, []],
  )
  assert.deepEqual(
    Array.from(table.getChild('tags')!, list => list && [...list]),
    [['x', null], null, []],
  )
  assert.deepEqual(
    Array.from(table.getChild('t')!.data[0]!.values as BigInt64Array).filter((_, i) => i !== 1),
    [1704103200123456n, -1n],
  )
  assert.equal(table.getChild('w')!.get(1), null)
  assert.equal(table.getChild('w')!.get(2)!.n, 2)
  assert.equal(table.getChild('w')!.get(2)!.start, null)
  assert.deepEqual([...table.getChild('i8')!], [-128, null, 127])
  assert.deepEqual([...table.getChild('i16')!], [-32768, null, 32767])
  assert.deepEqual([...table.getChild('f32')!], [Math.fround(1.1), null, -0])
  assert.deepEqual(
    Array.from(table.getChild('kv')!, entries => entries && [...entries]),
    [
      [
        [1n, 'x'],
        [2n, null],
      ],
      null,
      [],
    ],
  )
})

test('a batch of no rows keeps its columns', async () => {
  const table = toArrow(batchOf(struct({ a: long(), b: string() }), { a: [], b: [] }))
  assert.deepEqual([table.numRows, table.schema.names], [0, ['a', 'b']])
})

test('entries that lie anywhere in a buffer, overlap or go unused are packed', async () => {
  const dictionary = { ...byteValuesOf(['zzabcd']), starts: Int32Array.of(2, 0, 2), ends: Int32Array.of(4, 6, 6), length: 3 }
  const column = { layout: 'utf8', type: string(), length: 2, validity: null, codes: Int32Array.of(2, 0, 1), dictionary } as const
  const plain = { ...column, codes: null }
  const table = toArrow({ schema: struct({ coded: string(), plain: string() }), numRows: 2, columns: [column, plain] })
  assert.deepEqual([...table.getChild('coded')!], ['abcd', 'ab'])
  assert.deepEqual([...table.getChild('plain')!], ['ab', 'zzabcd'])
})

test('pyarrow reads the table', { skip: python === undefined }, async t => {
  // The same build of the package as the table's: its classes know only their own.
  const { tableToIPC } = require('apache-arrow') as typeof import('apache-arrow')
  const { writeFileSync } = await import('node:fs')
  const path = `${temporaryFolder(t)}/x.arrow`
  writeFileSync(path, tableToIPC(toArrow(batch), 'file'))
  const program =
    'import sys,json,pyarrow as pa; t=pa.ipc.open_file(sys.argv[1]).read_all(); t.validate(full=True); print(json.dumps([str(t["m"][0].as_py()), str(t["t"][2].as_py()), str(t["day"][0].as_py()), t["l"][0].as_py(), t["w"].to_pylist()[1], t["kv"].to_pylist(), t["i8"].to_pylist(), str(t["f32"].type)]))'
  const text = '-123456789012345678901234567890123456.78'
  const moment = '1969-12-31 23:59:59.999999+00:00'
  const [amount, at, day, whole, window, ...others] = runPython(program, path) as unknown[]
  assert.deepEqual([amount, at, day, String(whole), window], [text, moment, '2024-01-01', '9007199254740992', null])
  const entries = [
    [1, 'x'],
    [2, null],
  ]
  assert.deepEqual(others, [[entries, null, []], [-128, null, 127], 'float'])
})
