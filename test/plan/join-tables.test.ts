import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Columns, StringColumn } from '../../src/expressions/column.ts'
import type { Table } from '../../src/plan/static-table.ts'
import { parseCsv } from '../../src/plan/static-table-csv.ts'
import { csvTable, jsonTable, parquetTable } from '../../src/plan/static-table-files.ts'
import { boolean, date, decimal, double, integer, string, struct, timestamp } from '../../src/schema/data-type.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
import { parquetSink } from '../../src/sinks/parquet-sink.ts'
import { memoryStream } from '../support/memory-query.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** All rows of a table: what one record meets. */
async function rowsOf<C extends Columns>(table: Table<C>): Promise<Record<string, unknown>[]> {
  const { stream, add } = memoryStream()
  add(1, 'x')
  const query = stream
    .select(r => ({ '#': r.offset }))
    .crossJoin(table)
    .drop('#')
    .writeStream({ sink: memorySink() })
  return (await query.next()).rows() as Record<string, unknown>[]
}

test('a table of files is read anew for each batch', async t => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'a.json'), '{"id": "a", "name": "one"}\n')
  const { stream, add } = memoryStream()
  const query = stream
    .select(r => ({ id: r.value.cast('string') }))
    .join(jsonTable(folder, struct({ id: string(), name: string() })), 'id', 'left')
    .writeStream({ sink: memorySink() })
  add(1, 'a')
  add(1, 'b')
  assert.deepEqual((await query.next()).rows(), [
    { id: 'a', name: 'one' },
    { id: 'b', name: null },
  ])
  writeFileSync(join(folder, 'b.json'), '{"id": "b", "name": "two"}\n{"id": "b", "name": "zwei"}')
  rmSync(join(folder, 'a.json'))
  add(2, 'a')
  add(2, 'b')
  assert.deepEqual((await query.next()).rows(), [
    { id: 'a', name: null },
    { id: 'b', name: 'two' },
    { id: 'b', name: 'zwei' },
  ])
})

test('JSON lines: empty lines are no rows, elements of a list are, what is not of its type is null, hidden files are not read', async t => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'below'))
  writeFileSync(join(folder, 'below', 'a.json'), '\n{"n": 1, "s": {"x": true}}\r\n{"n": "no"}\n  \nxx\n[{"n":5},{"n":6}]')
  writeFileSync(join(folder, '_b.json'), '{"n": 2}')
  writeFileSync(join(folder, '.c.json'), '{"n": 3}')
  const found = await rowsOf(jsonTable(folder, struct({ n: integer(), s: struct({ x: boolean() }) })))
  assert.deepEqual(found, [
    { n: 1, s: { x: true } },
    { n: null, s: null },
    { n: null, s: null },
    { n: 5, s: null },
    { n: 6, s: null },
  ])
})

// The expected rows are those of spark.read.schema(…).option('header', True).csv (Spark 4.2.0).
test('CSV: quotes, escapes, empty fields, short and long lines, wrong types', async t => {
  const folder = temporaryFolder(t)
  const path = join(folder, 'a.csv')
  const lines = [
    's,n,d,b,day,at,m',
    'plain,1,1.5,true,2024-02-29,2024-02-29T10:00:00Z,1.25',
    '"a, ""b""\nc",-2,NaN,FALSE,2024-02-30,2024-02-29 10:00:00,x',
    '"",,,,,,',
    '',
    'short,7',
    'long,8,1e3,yes,2024-01-01,2024-01-01,3,more',
    ' padded , 9 ,2.5,true,2024-01-01,2024-01-01 00:00:00.123,9',
    '"back\\"slash",x,x,x,x,x,x',
  ]
  writeFileSync(path, `${lines.join('\n')}\n`)
  const schema = struct({ s: string(), n: integer(), d: double(), b: boolean(), day: date(), at: timestamp(), m: decimal(5, 2) })
  const found = await rowsOf(csvTable(path, schema, { header: true }))
  const none = { n: null, d: null, b: null, day: null, at: null, m: null }
  const [day, at] = ['2024-01-01', new Date('2024-01-01T00:00:00Z')]
  assert.deepEqual(found, [
    { s: 'plain', n: 1, d: 1.5, b: true, day: '2024-02-29', at: new Date('2024-02-29T10:00:00Z'), m: '1.25' },
    { s: '"a, ""b""', ...none },
    { s: 'c"', n: -2, d: Number.NaN, b: false, day: null, at: new Date('2024-02-29T10:00:00Z'), m: null },
    { s: null, ...none },
    { s: 'short', ...none, n: 7 },
    { s: 'long', n: 8, d: 1000, b: null, day, at, m: '3.00' },
    { s: ' padded ', n: null, d: 2.5, b: true, day, at: new Date('2024-01-01T00:00:00.123Z'), m: '9.00' },
    { s: 'back"slash', ...none },
  ])
})

// Each line with what Spark 4.2.0 makes of it.
const QUOTES: readonly (readonly [line: string, ...fields: (string | null)[]])[] = [
  ['"a" ,b', 'a', 'b'],
  [' "a",b', ' "a"', 'b'],
  ['"a,b', 'a,b'],
  ['"a\\"b",c', 'a"b', 'c'],
  ['"a\\\\",b', 'a\\', 'b'],
  ['a\\"b,c', 'a\\"b', 'c'],
  ['"a\\nb",c', 'a\\nb', 'c'],
  ['"a""b",c', '"a""b"', 'c'],
  ['"",""', null, null],
  ['a,b,', 'a', 'b', null],
  ['"x"y,z"w",q', '"x"y', 'z"w"', 'q'],
  ['"a"  b,c', '"a"  b', 'c'],
  ['"a,"b,c', '"a,"b', 'c'],
  ['"a\\', 'a'],
]
for (const [line, ...fields] of QUOTES) {
  test(`CSV: ${line}`, () => assert.deepEqual(parseCsv(line), [fields]))
}

test('CSV: separator, quote, escape and null can be others', () => {
  assert.deepEqual(parseCsv("'q;w';e\nnull;NULL\n\n'';x", { sep: ';', quote: "'", nullValue: 'null' }), [
    ['q;w', 'e'],
    [null, 'NULL'],
    ['', 'x'],
  ])
  assert.deepEqual(parseCsv('"a""b",c\r\n"a"b"', { escape: '"' }), [['a"b', 'c'], ['"a"b"']])
})

test('Parquet: columns by name, one that is not there is null, a wrong type and a wrong path are told', async t => {
  const folder = temporaryFolder(t)
  const { stream, add } = memoryStream()
  add(1, 'one')
  add(2, 'two')
  const sink = parquetSink({ path: join(folder, 'out') })
  const writer = stream
    .select(r => ({ value: r.value.cast('string'), part: r.partition }))
    .writeStream({ sink, checkpointLocation: join(folder, 'checkpoint') })
  await writer.drain()
  await writer.stop()
  const path = join(folder, 'out')
  assert.deepEqual(await rowsOf(parquetTable(path, struct({ gone: integer(), value: string() }))), [
    { gone: null, value: 'one' },
    { gone: null, value: 'two' },
  ])
  await assert.rejects(rowsOf(parquetTable(path, struct({ value: integer() }))), {
    code: 'TYPE_MISMATCH',
    message: /Cannot read column "value" of .* as int: the files hold string/,
  })
  await assert.rejects(rowsOf(jsonTable(join(folder, 'nothing'), struct({ value: string() }))), {
    code: 'SINK_FAILED',
    message: /^\[PATH_NOT_FOUND\] Path does not exist: .*nothing/,
  })
})

test('verbs of a table say what the stream meets', async t => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'a.json'), '{"id": "a", "n": 1}\n{"id": "b", "n": 2}')
  const table = jsonTable(folder, struct({ id: string(), n: integer() }))
    .where(r => r.n.gt(1))
    .withColumn('twice', r => r.n.multiply(2))
    .withColumnRenamed('id', 'key')
    .drop('n')
  assert.equal(table.printSchema(), 'root\n |-- key: string (nullable = true)\n |-- twice: integer (nullable = true)')
  const kept: Table<{ readonly key: StringColumn }> = table.select(r => ({ key: r.key }))
  assert.deepEqual(await rowsOf(kept), [{ key: 'b' }])
})
