import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { array, integer, type StructType, string, struct } from '../../src/schema/data-type.ts'
import { type CsvSinkOptions, csvSink } from '../../src/sinks/csv-sink.ts'
import { batchOf } from '../formats/parquet-sample.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const schema = struct({ n: integer(), s: string() })
const rows = (...s: (string | null)[]) => batchOf(schema, { n: s.map((_, i) => i), s })

async function put(options: CsvSinkOptions, batchId: number, ...parts: ReturnType<typeof rows>[]) {
  const sink = csvSink(options)
  await sink.open({ queryId: 'q', schema, outputMode: 'append' })
  const batch = await sink.beginBatch(batchId)
  for (const part of parts) await batch.write(part)
  await batch.commit()
  await sink.close()
}

test('a batch written twice leaves one file, with one header', async t => {
  const path = temporaryFolder(t)
  for (const _ of [1, 2]) await put({ path, header: true }, 0, rows('a'), rows('b,c', null, ''))
  assert.deepEqual(readdirSync(path), ['part-00000-q.c000.csv'])
  assert.equal(readFileSync(join(path, 'part-00000-q.c000.csv'), 'utf8'), 'n,s\n0,a\n0,"b,c"\n1,\n2,""\n')
})

test('what has no place in a line is refused when the query starts', async t => {
  const open = (given: StructType) =>
    csvSink({ path: temporaryFolder(t) }).open({ queryId: 'q', schema: given, outputMode: 'append' })
  for (const type of [array(integer()), struct({ a: integer() })])
    await assert.rejects(open(struct({ n: integer(), x: type })), {
      code: 'TYPE_MISMATCH',
      message: /^\[UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE\] .*`x`/,
    })
})

test('options are checked at once', () => {
  const refused = (options: object, message: RegExp) =>
    assert.throws(() => csvSink(options as CsvSinkOptions), { code: 'INVALID_OPTION', message })
  refused({ path: '' }, /without a path/)
  refused({ path: 'x', quote: '""' }, /one character/)
  refused({ path: 'x', comment: '' }, /one character/)
  refused({ path: 'x', sep: '' }, /separator/)
  refused({ path: 'x', delimiter: ';' }, /"delimiter": there is no such option\. There are: header, sep/)
})
