import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { parquetFiles } from '../../src/formats/parquet/parquet-files.ts'
import { readParquet } from '../../src/formats/parquet/read.ts'
import type { Sink } from '../../src/plan/sink.ts'
import { array, decimal, double, integer, string, struct } from '../../src/schema/data-type.ts'
import { rowsOf } from '../../src/schema/value-at.ts'
import { type ParquetSinkOptions, parquetSink } from '../../src/sinks/parquet-sink.ts'
import { batchOf, python, runPython, temporaryFolder } from '../formats/parquet-sample.ts'

const schema = struct({ n: integer(), type: string() })
const rows = (...entries: (readonly [n: number, type: string | null])[]) =>
  batchOf(schema, { n: entries.map(([n]) => n), type: entries.map(([, type]) => type) })

async function opened(options: ParquetSinkOptions, queryId = 'q1'): Promise<Sink> {
  const sink = parquetSink(options)
  await sink.open({ queryId, schema, outputMode: 'append' })
  return sink
}

async function put(sink: Sink, batchId: number, ...parts: ReturnType<typeof rows>[]) {
  const batch = await sink.beginBatch(batchId)
  for (const part of parts) await batch.write(part)
  return batch.commit()
}

const numbers = async (path: string) => rowsOf((await readParquet(path)).batch).map(row => row.n)
const everything = (path: string) => (readdirSync(path, { recursive: true }) as string[]).sort()

test('one file a batch, named by batch and query; nothing else is left', async t => {
  const path = join(temporaryFolder(t), 'a', 'b')
  const sink = await opened({ path })
  assert.deepEqual(await put(sink, 0, rows([1, 'a']), rows([2, null])), { numOutputRows: -1 })
  await put(sink, 1, rows([3, 'a']))
  assert.deepEqual(everything(path), ['part-00000-q1.c000.snappy.parquet', 'part-00001-q1.c000.snappy.parquet'])
  assert.deepEqual(await numbers(path), [1, 2, 3])
})

test('a batch without rows leaves no file', async t => {
  const path = temporaryFolder(t)
  const sink = await opened({ path })
  await put(sink, 0)
  await put(sink, 1, rows())
  assert.deepEqual(everything(path), [])
})

test('before commit no reader sees a file; an aborted batch leaves nothing', async t => {
  const path = temporaryFolder(t)
  const sink = await opened({ path, rowGroupRows: 1 })
  const batch = await sink.beginBatch(0)
  await batch.write(rows([1, 'a'], [2, 'b']))
  assert.deepEqual(
    everything(path).map(name => [name.startsWith('.'), name.endsWith('.parquet')]),
    [[true, false]],
  )
  assert.deepEqual(await parquetFiles(path), [])
  await batch.abort()
  assert.deepEqual(everything(path), [])
})

test('the same batch again leaves one copy, also by a sink opened anew, also when its rows have changed', async t => {
  for (const partitionBy of [[], ['type']]) {
    const path = temporaryFolder(t)
    const options = { path, partitionBy }
    const sink = await opened(options)
    await put(sink, 0, rows([1, 'a']))
    await put(sink, 1, rows([2, 'a'], [3, 'b']))
    await put(sink, 1, rows([2, 'a'], [3, 'b']))
    await put(await opened(options), 1, rows([2, 'a'], [3, 'b']))
    assert.deepEqual((await numbers(path)).sort(), [1, 2, 3])
    await put(await opened(options), 1, rows([2, 'a']))
    assert.deepEqual((await numbers(path)).sort(), [1, 2])
    await put(await opened(options), 1)
    assert.deepEqual(await numbers(path), [1])
  }
})

test('another compression writes the batch anew, not twice', async t => {
  const path = temporaryFolder(t)
  await put(await opened({ path }), 0, rows([1, 'a']))
  await put(await opened({ path, compression: 'gzip' }), 0, rows([1, 'a']))
  assert.deepEqual(everything(path), ['part-00000-q1.c000.gz.parquet'])
})

test('two queries share a folder without touching each other', async t => {
  const path = temporaryFolder(t)
  const one = await opened({ path }, 'q')
  const half = await one.beginBatch(1)
  await half.write(rows([9, 'z']))
  const two = await opened({ path }, 'q-1')
  await put(two, 0, rows([1, 'a']))
  await put(two, 1)
  await put(one, 0, rows([2, 'b']))
  await half.commit()
  assert.deepEqual((await numbers(path)).sort(), [1, 2, 9])
})

test('open removes the hidden files of this query only', async t => {
  const path = temporaryFolder(t)
  for (const name of ['.part-00003-q1.0.tmp', '.part-00003-q2.0.tmp', '.part-00003-q1-x.0.tmp', 'notes.tmp']) {
    writeFileSync(join(path, name), 'PAR1')
  }
  await opened({ path })
  assert.deepEqual(everything(path), ['.part-00003-q1-x.0.tmp', '.part-00003-q2.0.tmp', 'notes.tmp'])
})

test('partitionBy: a folder a value, nulls and empty texts in one, no value leaves the folder', async t => {
  const path = join(temporaryFolder(t), 'out')
  const sink = await opened({ path, partitionBy: ['type'] })
  const values = ['a', null, '', '../../up', '..', 'x/y', 'A', 'k=v', 'ü b']
  await put(sink, 0, rows(...values.map((type, n) => [n, type] as const)))
  const folders = new Set((await parquetFiles(path)).map(file => relative(path, file.path).split('/')[0]))
  assert.deepEqual(folders, new Set(readdirSync(path)))
  assert.deepEqual([...folders].sort(), [
    'type=..',
    'type=..%2F..%2Fup',
    'type=A',
    'type=__HIVE_DEFAULT_PARTITION__',
    'type=a',
    'type=k%3Dv',
    'type=x%2Fy',
    'type=ü b',
  ])
  const read = rowsOf((await readParquet(path)).batch)
  assert.deepEqual(new Map(read.map(row => [row.n, row.type])), new Map(values.map((type, n) => [n, type === '' ? null : type])))
})

test('folders that differ by case only hold files of different names', async t => {
  const path = temporaryFolder(t)
  await put(await opened({ path, partitionBy: ['type'] }), 0, rows([1, 'a'], [2, 'A']))
  const names = (await parquetFiles(path)).map(file => file.path.split('/').at(-1))
  assert.equal(new Set(names).size, 2)
})

test('several partition columns nest in the order given', async t => {
  const path = temporaryFolder(t)
  const wide = struct({ n: integer(), a: string(), b: double() })
  const sink = parquetSink({ path, partitionBy: ['b', 'a'] })
  await sink.open({ queryId: 'q', schema: wide, outputMode: 'append' })
  const batch = await sink.beginBatch(0)
  await batch.write(batchOf(wide, { n: [1, 2, 3], a: ['x', 'y', 'x'], b: [0.5, 0.5, 0.5] }))
  await batch.commit()
  assert.deepEqual(readdirSync(path), ['b=0.5'])
  assert.deepEqual(readdirSync(join(path, 'b=0.5')).sort(), ['a=x', 'a=y'])
  assert.deepEqual(rowsOf((await readParquet(path)).batch), [
    { n: 1, b: 0.5, a: 'x' },
    { n: 3, b: 0.5, a: 'x' },
    { n: 2, b: 0.5, a: 'y' },
  ])
})

test('parquetjs-lite writes the same rows through the sink', async t => {
  const [one, two] = [temporaryFolder(t), temporaryFolder(t)]
  const data = rows([1, 'a'], [2, null], [3, 'b'])
  await put(await opened({ path: one, partitionBy: ['type'] }), 0, data)
  await put(await opened({ path: two, partitionBy: ['type'], writer: 'parquetjs-lite' }), 0, data)
  assert.deepEqual(rowsOf((await readParquet(two)).batch), rowsOf((await readParquet(one)).batch))
})

test('what cannot work is refused when the query starts, and no folder is made', async t => {
  const path = join(temporaryFolder(t), 'out')
  const start = (options: Partial<ParquetSinkOptions>, columns = schema) =>
    parquetSink({ path, ...options }).open({ queryId: 'q', schema: columns as typeof schema, outputMode: 'append' })
  await assert.rejects(start({ partitionBy: ['tpye'] }), { code: 'COLUMN_NOT_FOUND', message: /"tpye".*n, type/ })
  await assert.rejects(start({ partitionBy: ['type', 'n'] }), { code: 'INVALID_OPTION', message: /all columns/ })
  const dotted = struct({ '.type': string(), n: integer() }) as unknown as typeof schema
  await assert.rejects(start({ partitionBy: ['.type'] }, dotted), {
    code: 'INVALID_OPTION',
    message: /"\.type".*starts with a dot/,
  })
  const lists = struct({ tags: array(string()), n: integer() }) as unknown as typeof schema
  await assert.rejects(start({ partitionBy: ['tags'] }, lists), { code: 'TYPE_MISMATCH', message: /array<string>/ })
  const money = struct({ amount: decimal(10, 2) }) as unknown as typeof schema
  await assert.rejects(start({ writer: 'parquetjs-lite' }, money), { code: 'PARQUET_VALUE_UNSUPPORTED', message: /"amount"/ })
  assert.throws(() => parquetSink({ path: '' }), { code: 'INVALID_OPTION' })
  assert.throws(() => parquetSink({ path, compression: 'lz4' as never }), { code: 'INVALID_OPTION', message: /snappy, gzip/ })
  assert.deepEqual(readdirSync(join(path, '..')), [])
})

test('a path that is a file is named', async t => {
  const path = join(temporaryFolder(t), 'x')
  writeFileSync(path, '')
  await assert.rejects(opened({ path }), { code: 'SINK_FAILED', message: /x: a file stands where a folder must be/ })
  await assert.rejects(opened({ path: join(path, 'y') }), { code: 'SINK_FAILED', message: /a file stands/ })
})

test('a rename that fails midway takes back what this attempt had shown', async t => {
  const path = temporaryFolder(t)
  const sink = await opened({ path, partitionBy: ['type'] })
  mkdirSync(join(path, 'type=b', 'part-00000-q1.c000.snappy.parquet', 'x'), { recursive: true })
  await assert.rejects(put(sink, 0, rows([1, 'a'], [2, 'b'])), { code: 'SINK_FAILED' })
  assert.deepEqual(everything(join(path, 'type=a')), [])
  assert.deepEqual(
    readdirSync(path).filter(name => name.startsWith('.')),
    [],
  )
})

test('pyarrow and DuckDB read the folder as it is', { skip: python === undefined }, async t => {
  const path = temporaryFolder(t)
  const sink = await opened({ path, partitionBy: ['type'] })
  await put(sink, 0, rows([1, 'a'], [2, 'x/y']))
  await put(sink, 1, rows([3, 'a'], [4, null]))
  const half = await sink.beginBatch(2)
  await half.write(rows([9, 'a']))
  const program = `
import sys, json, pyarrow.dataset as ds, duckdb
a = ds.dataset(sys.argv[1], format='parquet', partitioning='hive').to_table().to_pylist()
d = duckdb.sql(f"select n, type from read_parquet('{sys.argv[1]}/**/*.parquet', hive_partitioning=true) order by n").fetchall()
print(json.dumps([sorted([r['n'], r['type']] for r in a), d]))`
  const expected = [
    [1, 'a'],
    [2, 'x/y'],
    [3, 'a'],
    [4, null],
  ]
  assert.deepEqual(runPython(program, path), [expected, expected])
  await half.abort()
})
