import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { integer, string, struct } from '../../src/schema/data-type.ts'
import { type JsonSinkOptions, jsonSink } from '../../src/sinks/json-sink.ts'
import { batchOf } from '../formats/parquet-sample.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const schema = struct({ n: integer(), s: string() })
const rows = (...n: (number | null)[]) => batchOf(schema, { n, s: n.map(each => (each === null ? null : `s${each}`)) })

async function put(options: JsonSinkOptions, batchId: number, ...parts: ReturnType<typeof rows>[]) {
  const sink = jsonSink(options)
  await sink.open({ queryId: 'q', schema, outputMode: 'append' })
  const batch = await sink.beginBatch(batchId)
  for (const part of parts) await batch.write(part)
  await batch.commit()
  await sink.close()
}

test('a batch written twice leaves one file of its lines', async t => {
  const path = temporaryFolder(t)
  await put({ path }, 0, rows(1), rows(null, 2))
  await put({ path }, 0, rows(1), rows(null, 2))
  await put({ path }, 1)
  assert.deepEqual(readdirSync(path), ['part-00000-q.c000.json'])
  assert.equal(readFileSync(join(path, 'part-00000-q.c000.json'), 'utf8'), '{"n":1,"s":"s1"}\n{}\n{"n":2,"s":"s2"}\n')
})

test('columns become folders; compressed files say so', async t => {
  const path = temporaryFolder(t)
  await put({ path, partitionBy: ['n'], compression: 'gzip' }, 3, rows(1, null, 1))
  const files = (readdirSync(path, { recursive: true }) as string[]).filter(name => name.endsWith('.gz')).sort()
  assert.deepEqual(files, ['n=1/part-00003-q.c000.json.gz', 'n=__HIVE_DEFAULT_PARTITION__/part-00003-q.c000.json.gz'])
  assert.equal(gunzipSync(readFileSync(join(path, files[0]!))).toString(), '{"s":"s1"}\n{"s":"s1"}\n')
})

test('options are checked at once', () => {
  const refused = (options: object, message: RegExp) =>
    assert.throws(() => jsonSink(options as JsonSinkOptions), { code: 'INVALID_OPTION', message })
  refused({ path: '' }, /without a path/)
  refused({ path: 'x', pretty: true }, /no such option/)
})
