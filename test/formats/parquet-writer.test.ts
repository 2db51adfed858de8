import assert from 'node:assert/strict'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readParquet } from '../../src/formats/parquet/read.ts'
import { type ParquetWriterName, type ParquetWriterOptions, parquetWriter } from '../../src/formats/parquet/writer.ts'
import type { ColumnBatch } from '../../src/schema/column-batch.ts'
import type { Stored } from '../../src/schema/column-builder.ts'
import {
  array,
  binary,
  boolean,
  byte,
  date,
  decimal,
  double,
  fieldsOf,
  float,
  integer,
  long,
  map,
  short,
  string,
  struct,
  timestamp,
} from '../../src/schema/data-type.ts'
import { rowsOf } from '../../src/schema/value-at.ts'
import { SluiceError } from '../../src/util/error.ts'
import { batchOf, python, runPython, temporaryFolder } from './parquet-sample.ts'

const writers: readonly ParquetWriterName[] = ['hyparquet-writer', 'parquetjs-lite']

async function write(path: string, batches: readonly ColumnBatch[], options: ParquetWriterOptions = {}) {
  const writer = parquetWriter(path, batches[0]!.schema, options)
  for (const batch of batches) await writer.write(batch)
  return writer.close()
}

/** Every column equal value by value, as stored: doubles by bits, timestamps to the microsecond. */
function assertSameColumns(actual: ColumnBatch, expected: ColumnBatch) {
  assert.deepEqual(fieldsOf(actual.schema), fieldsOf(expected.schema))
  assert.equal(actual.numRows, expected.numRows)
  assert.deepEqual(rowsOf(actual), rowsOf(expected))
  for (const [i, column] of expected.columns.entries()) {
    const read = actual.columns[i]!
    if (column.layout !== 'int64' || read.layout !== 'int64') continue
    for (let row = 0; row < column.length; row++) {
      if (column.validity?.[row] !== 0) assert.equal(BigInt(read.values[row]!), BigInt(column.values[row]!))
    }
  }
}

/** What both writers can store. */
const common = struct({
  text: string(),
  bytes: binary(),
  flag: boolean(),
  int: integer(),
  whole: long(),
  amount: double(),
  tiny: byte(),
  small: short(),
  rate: float(),
  day: date(),
  at: timestamp(),
  window: struct({ start: timestamp(), end: timestamp(), inner: struct({ note: string() }) }),
})
const commonBatch = batchOf(common, {
  text: ['a', null, '', 'häß 寿司 😀', 'a', '\uFEFFbom', 'a\u0000b', '__proto__'],
  bytes: [Buffer.from([0, 255]), Buffer.from([]), null, Buffer.from('a'), Buffer.from('b'), null, null, null],
  flag: [true, false, null, true, true, false, null, null],
  int: [0, -2147483648, 2147483647, null, 1, 2, 3, 4],
  whole: [0, 9007199254740991, -9007199254740991, null, 1, 2, 4294967296, -4294967297],
  amount: [0.1, 1e308, 5e-324, null, -1.5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 100000.01],
  tiny: [0, -128, 127, null, 1, 2, 3, 4],
  small: [0, -32768, 32767, null, 1, 2, 3, 4],
  rate: [Math.fround(1.1), 2 ** -149, -(2 ** 127), null, 0.5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 7],
  day: [0, -1, 19723, null, 36500, -25567, 1, 2],
  at: [0, 1704103200123456, -1000, null, 253402300799999999n, 1, 2, 1704103200000000],
  window: [
    [1704103200000000, 1704103500000000, ['x']],
    null,
    [null, 5, null],
    [1, 2, [null]],
    [3, 4, ['']],
    [0, 1, ['y']],
    [0, 1, ['z']],
    [0, 1, ['w']],
  ],
})

/** What only the default writer can. */
const rich = struct({
  huge: long(),
  odd: double(),
  small: decimal(9, 2),
  middle: decimal(18, 4),
  wide: decimal(38, 18),
  tags: array(string()),
  pairs: array(struct({ k: string(), v: array(integer()) })),
  at: timestamp(),
  entries: map(string(), integer()),
  byRate: map(float(), array(map(long(), struct({ m: map(date(), boolean()) })))),
  __proto: struct({ a: array(double()) }),
})
const richBatch = batchOf(rich, {
  huge: [9007199254740993n, -9223372036854775808n, 9223372036854775807n, null, 1],
  odd: [Number.NaN, -0, 0, null, Number.POSITIVE_INFINITY],
  small: [1230n, -999999999n, 999999999n, null, 0n],
  middle: [123456789012345678n, -1n, 0n, null, 1n],
  wide: [99999999999999999999999999999999999999n, -99999999999999999999999999999999999999n, -1n, null, 0n],
  tags: [['a', null, 'b'], [], null, [''], ['a']],
  pairs: [[['k', [1, 2]], null, ['l', null]], [], null, [[null, []]], [['m', [null]]]],
  at: [-1, -1704103200123457n, 1, null, 0],
  entries: [
    [
      ['a', 1],
      ['b', null],
    ],
    [],
    null,
    [['', 0]],
    [['a', 2]],
  ],
  byRate: [
    [[1.5, [[[9007199254740993n, [[[19723, true]]]]], null, []]]],
    [
      [0, null],
      [-1.5, []],
    ],
    null,
    [],
    [[2, [[[1, null]], [[2, [null]]], [[3, [[]]]]]]],
  ],
  __proto: [[[1, 2]], [null], null, [[]], [[null, -0]]],
})

for (const writer of writers) {
  for (const compression of ['snappy', 'gzip', 'uncompressed'] as const) {
    test(`${writer}, ${compression}: what is read is what was written`, async t => {
      const path = join(temporaryFolder(t), 'x.parquet')
      const result = await write(path, [commonBatch], { writer, compression })
      assert.deepEqual(result, { rows: 8, bytes: statSync(path).size })
      assertSameColumns((await readParquet(path)).batch, commonBatch)
    })
  }

  test(`${writer}: batches fill row groups, and the order of rows stays`, async t => {
    const path = join(temporaryFolder(t), 'x.parquet')
    const schema = struct({ n: long(), s: string() })
    const batches = [0, 1, 2, 3].map(b =>
      batchOf(schema, {
        n: Array.from({ length: 7 }, (_, i) => b * 7 + i),
        s: Array.from({ length: 7 }, (_, i) => (i === 3 ? null : `s${b % 2}`)),
      }),
    )
    await write(path, batches, { writer, rowGroupRows: 10 })
    const { batch } = await readParquet(path)
    assert.deepEqual(
      rowsOf(batch),
      batches.flatMap(each => rowsOf(each)),
    )
    const { asyncBufferFromFile, parquetMetadataAsync } = await import('hyparquet')
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(path))
    assert.deepEqual(
      metadata.row_groups.map(group => Number(group.num_rows)),
      [10, 10, 8],
    )
  })

  test(`${writer}: only the selected rows are written, in the order given`, async t => {
    const path = join(temporaryFolder(t), 'x.parquet')
    const out = parquetWriter(path, commonBatch.schema, { writer })
    await out.write(commonBatch, Int32Array.of(3, 0, 3))
    await out.close()
    const rows = rowsOf(commonBatch)
    assert.deepEqual(rowsOf((await readParquet(path)).batch), [rows[3], rows[0], rows[3]])
  })

  test(`${writer}: an aborted file is gone`, async t => {
    const path = join(temporaryFolder(t), 'x.parquet')
    const out = parquetWriter(path, commonBatch.schema, { writer, rowGroupRows: 2 })
    await out.write(commonBatch)
    assert.equal(existsSync(path), true)
    await out.abort()
    assert.equal(existsSync(path), false)
  })
}

test('longs beyond 2^53, NaN, -0, decimals of 38 digits, nested lists and microseconds before 1970 come back exact', async t => {
  const path = join(temporaryFolder(t), 'x.parquet')
  await write(path, [richBatch])
  const { batch } = await readParquet(path)
  assertSameColumns(batch, richBatch)
  const odd = batch.columns[1]!
  assert.equal(odd.layout === 'float64' && Object.is(odd.values[1], -0) && Object.is(odd.values[2], 0), true)
})

test('a long column of zeros and negative zeros keeps the sign of each', async t => {
  const path = join(temporaryFolder(t), 'x.parquet')
  const zeros = Array.from({ length: 3000 }, (_, i) => (i % 2 === 0 ? 0 : -0))
  await write(path, [batchOf(struct({ zero: double() }), { zero: zeros })])
  const column = (await readParquet(path)).batch.columns[0]!
  assert.deepEqual(column.layout === 'float64' && Array.from(column.values), zeros)
})

test('text that is not UTF-8 is written as it reads, so that other readers can open the file', async t => {
  const path = join(temporaryFolder(t), 'x.parquet')
  await write(path, [batchOf(struct({ text: string() }), { text: [Uint8Array.of(97, 255), Uint8Array.of(0xc3)] })])
  assert.deepEqual(rowsOf((await readParquet(path)).batch), [{ text: 'a\uFFFD' }, { text: '\uFFFD' }])
})

test('parquetjs-lite refuses what it would spoil, with column and row', async t => {
  const folder = temporaryFolder(t)
  const refusal = async (type: Parameters<typeof struct>[0][string], values: Stored[]) => {
    const batch = batchOf(struct({ v: type }), { v: values })
    try {
      await write(join(folder, 'x.parquet'), [batch], { writer: 'parquetjs-lite' })
    } catch (thrown) {
      assert.ok(thrown instanceof SluiceError)
      assert.equal(thrown.code, 'PARQUET_VALUE_UNSUPPORTED')
      assert.match(thrown.message, /"v"/)
      assert.match(thrown.message, /hyparquet-writer/)
      return thrown.details.row
    }
    return 'written'
  }
  assert.equal(await refusal(double(), [1, Number.NaN]), 1)
  assert.equal(await refusal(long(), [1, 2, 9007199254740993n]), 2)
  assert.equal(await refusal(timestamp(), [-1]), 0)
  assert.equal(await refusal(decimal(10, 2), [1n]), undefined)
  assert.equal(await refusal(array(integer()), [[1]]), undefined)
  assert.equal(await refusal(map(string(), integer()), [[]]), undefined)
  assert.equal(await refusal(float(), [1, Number.NaN]), 1)
  assert.equal(await refusal(long(), [9007199254740991]), 'written')
})

test('unknown writers and compressions are refused with those that are known', () => {
  const options = { writer: 'arrow' } as unknown as ParquetWriterOptions
  assert.throws(() => parquetWriter('x', common, options), {
    code: 'INVALID_OPTION',
    message: /hyparquet-writer, parquetjs-lite/,
  })
})

const rowsByPyarrow = `
import sys, json, datetime, decimal, pyarrow.parquet as pq, math
def plain(v):
    if isinstance(v, bytes): return v.hex()
    if isinstance(v, datetime.datetime): return round((v - datetime.datetime(1970,1,1,tzinfo=v.tzinfo)) / datetime.timedelta(microseconds=1))
    if isinstance(v, (datetime.date, decimal.Decimal)): return str(v)
    if isinstance(v, float) and not math.isfinite(v): return repr(v)
    if isinstance(v, (list, tuple)): return [plain(x) for x in v]
    if isinstance(v, dict): return {k: plain(x) for k, x in v.items()}
    return v
print(json.dumps([plain(pq.read_table(p).to_pylist()) for p in sys.argv[1:]]))`

const rowsByDuckdb = `
import sys, json, duckdb
con = duckdb.connect(); con.execute("set timezone='UTC'")
print(json.dumps([[str(r) for r in con.execute('select columns(*)::varchar from read_parquet(?)', [p]).fetchall()] for p in sys.argv[1:]]))`

test('pyarrow and DuckDB read the same rows from both writers', { skip: python === undefined }, async t => {
  const folder = temporaryFolder(t)
  const paths = writers.map(writer => join(folder, `${writer}.parquet`))
  for (const [i, writer] of writers.entries()) await write(paths[i]!, [commonBatch], { writer })
  const [byDefault, byLite] = runPython(rowsByPyarrow, ...paths) as Record<string, unknown>[][]
  assert.deepEqual(byLite, byDefault)
  assert.equal(byDefault!.length, 8)
  assert.equal(byDefault![0]!.at, 0)
  assert.equal(byDefault![3]!.text, 'häß 寿司 😀')
  assert.equal(byDefault![1]!.window, null)
  assert.equal(byDefault![2]!.day, '2024-01-01')
  const [duckDefault, duckLite] = runPython(rowsByDuckdb, ...paths) as string[][]
  // parquetjs-lite cannot say that its timestamps are moments: DuckDB shows the same figures without the zone.
  const withoutZone = (rows: string[]) => rows.map(row => row.replaceAll('+00', ''))
  assert.deepEqual(duckLite, withoutZone(duckDefault!))
  assert.equal(duckDefault!.length, 8)
})

test('pyarrow reads the exact types and values of the default writer', { skip: python === undefined }, async t => {
  const path = join(temporaryFolder(t), 'x.parquet')
  await write(path, [richBatch])
  const [rows] = runPython(rowsByPyarrow, path) as Record<string, unknown>[][]
  assert.equal(rows![0]!.wide, '99999999999999999999.999999999999999999')
  assert.equal(rows![1]!.small, '-9999999.99')
  assert.deepEqual(rows![0]!.tags, ['a', null, 'b'])
  assert.deepEqual(
    rows!.map(row => row.pairs),
    [[{ k: 'k', v: [1, 2] }, null, { k: 'l', v: null }], [], null, [{ k: null, v: [] }], [{ k: 'm', v: [null] }]],
  )
  assert.deepEqual(
    rows!.map(row => row.entries),
    [
      [
        ['a', 1],
        ['b', null],
      ],
      [],
      null,
      [['', 0]],
      [['a', 2]],
    ],
  )
  const program = String.raw`import sys,json,re,pyarrow.parquet as pq; print(json.dumps({f.name: re.sub(r" \('\w+'\)", '', str(f.type)) for f in pq.read_schema(sys.argv[1])}))`
  assert.deepEqual(runPython(program, path), {
    huge: 'int64',
    odd: 'double',
    small: 'decimal128(9, 2)',
    middle: 'decimal128(18, 4)',
    wide: 'decimal128(38, 18)',
    tags: 'list<element: string>',
    pairs: 'list<element: struct<k: string, v: list<element: int32>>>',
    at: 'timestamp[us, tz=UTC]',
    entries: 'map<string, int32>',
    byRate: 'map<float, list<element: map<int64, struct<m: map<date32[day], bool>>>>>',
    __proto: 'struct<a: list<element: double>>',
  })
})
