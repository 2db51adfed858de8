import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readParquet } from '../../src/formats/parquet/read.ts'
import { parquetWriter } from '../../src/formats/parquet/writer.ts'
import { double, integer, simpleString, string, struct } from '../../src/schema/data-type.ts'
import { dateOf } from '../../src/schema/moment.ts'
import { rowsOf } from '../../src/schema/value-at.ts'
import { batchOf, python, runPython, temporaryFolder } from './parquet-sample.ts'

async function put(folder: string, name: string, n: number[]) {
  mkdirSync(folder, { recursive: true })
  const writer = parquetWriter(join(folder, name), struct({ n: integer() }))
  await writer.write(batchOf(struct({ n: integer() }), { n }))
  await writer.close()
}

test('a folder is read by name; hidden and other files are left out', async t => {
  const folder = temporaryFolder(t)
  await put(folder, 'part-00001-q.parquet', [2, 3])
  await put(folder, 'part-00000-q.parquet', [1])
  await put(folder, '.part-00002.parquet', [9])
  await put(join(folder, '_temporary'), 'x.parquet', [9])
  writeFileSync(join(folder, 'notes.txt'), 'x')
  const { batch, files } = await readParquet(folder)
  assert.deepEqual(rowsOf(batch), [{ n: 1 }, { n: 2 }, { n: 3 }])
  assert.deepEqual(
    files.map(file => file.rows),
    [1, 2],
  )
})

test('partition columns come last, with types read from the folders', async t => {
  const folder = temporaryFolder(t)
  await put(join(folder, 'year=2024', 'kind=a%2Fb'), 'x.parquet', [1])
  await put(join(folder, 'year=2025', 'kind=__HIVE_DEFAULT_PARTITION__'), 'x.parquet', [2])
  const { batch } = await readParquet(folder)
  assert.equal(simpleString(batch.schema), 'struct<n:int,year:int,kind:string>')
  assert.deepEqual(rowsOf(batch), [
    { n: 1, year: 2024, kind: 'a/b' },
    { n: 2, year: 2025, kind: null },
  ])
})

test('a partition column whose name starts with _ is read; a hidden folder is not', async t => {
  const folder = temporaryFolder(t)
  await put(join(folder, '_t=1'), 'x.parquet', [1])
  await put(join(folder, '_temporary'), 'x.parquet', [9])
  await put(join(folder, '.t=1'), 'x.parquet', [9])
  assert.deepEqual(rowsOf((await readParquet(folder)).batch), [{ n: 1, _t: 1 }])
})

test('an empty folder has no rows and no columns', async t => {
  const { batch, files } = await readParquet(temporaryFolder(t))
  assert.deepEqual([batch.numRows, batch.columns.length, files.length], [0, 0, 0])
})

test('a file of no rows keeps its columns', async t => {
  const folder = temporaryFolder(t)
  await put(folder, 'x.parquet', [])
  const { batch } = await readParquet(folder)
  assert.deepEqual([batch.numRows, simpleString(batch.schema)], [0, 'struct<n:int>'])
})

test('a missing path, a file that is not Parquet and files that disagree are named', async t => {
  const folder = temporaryFolder(t)
  await assert.rejects(readParquet(join(folder, 'none')), {
    code: 'SINK_FAILED',
    message: /none: there is no such file or folder/,
  })
  writeFileSync(join(folder, 'a.parquet'), 'PAR1 not really')
  await assert.rejects(readParquet(folder), { code: 'SINK_FAILED', message: /a\.parquet as Parquet/ })
  await put(folder, 'a.parquet', [1])
  const writer = parquetWriter(join(folder, 'b.parquet'), struct({ n: string() }))
  await writer.write(batchOf(struct({ n: string() }), { n: ['x'] }))
  await writer.close()
  await assert.rejects(readParquet(folder), { code: 'TYPE_MISMATCH', message: /"n".*int.*string.*b\.parquet/ })
})

const writeByPyarrow = `
import sys, json, datetime, decimal, pyarrow as pa, pyarrow.parquet as pq
t = pa.table({
  'f': pa.array([1.5, None], pa.float32()), 'ms': pa.array([1704103200123, -1], pa.timestamp('ms')),
  'ns': pa.array([1704103200123456789, None], pa.timestamp('ns', 'UTC')), 'd': pa.array([decimal.Decimal('-1.23'), None], pa.decimal128(20, 2)),
  'i8': pa.array([-1, 2], pa.int8()), 'l': pa.array([[1, None], None], pa.list_(pa.int64())), 's': pa.array(['x', 'y']).dictionary_encode(),
  'st': pa.array([{'a': 1}, None], pa.struct([('a', pa.int32())]))})
pq.write_table(t, sys.argv[1], compression=sys.argv[2], use_deprecated_int96_timestamps=sys.argv[2] == 'zstd')
print('true')`

test('files of pyarrow are read: zstd, snappy, INT96, decimals, lists', { skip: python === undefined }, async t => {
  for (const codec of ['zstd', 'snappy']) {
    const path = join(temporaryFolder(t), 'x.parquet')
    runPython(writeByPyarrow, path, codec)
    assert.deepEqual(rowsOf((await readParquet(path)).batch), [
      {
        f: 1.5,
        ms: new Date(1704103200123),
        ns: dateOf(1704103200123456),
        d: '-1.23',
        i8: -1,
        l: [1, null],
        s: 'x',
        st: { a: 1 },
      },
      { f: null, ms: new Date(-1), ns: null, d: null, i8: 2, l: null, s: 'y', st: null },
    ])
  }
})

test('a column that one file lacks is null there', async t => {
  const folder = temporaryFolder(t)
  await put(folder, 'a.parquet', [1])
  const schema = struct({ n: integer(), x: double() })
  const writer = parquetWriter(join(folder, 'b.parquet'), schema)
  await writer.write(batchOf(schema, { n: [2], x: [0.5] }))
  await writer.close()
  assert.deepEqual(rowsOf((await readParquet(folder)).batch), [
    { n: 1, x: null },
    { n: 2, x: 0.5 },
  ])
})
