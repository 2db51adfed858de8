import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { substring } from '../../src/expressions/functions/text-parts.ts'
import { batchOfRows } from '../../src/plan/static-table-rows.ts'
import { string, struct } from '../../src/schema/data-type.ts'
import { jsonSink } from '../../src/sinks/json-sink.ts'
import { partitionRows } from '../../src/sinks/partition-rows.ts'
import { jsonStream } from '../support/json-query.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const everything = (path: string) => (readdirSync(path, { recursive: true }) as string[]).sort()

test('a value that is too long for the name of a folder is refused before a file is seen; the query goes on once it is mended', async t => {
  const root = temporaryFolder(t)
  const path = join(root, 'out')
  const { stream, add } = jsonStream({ k: string(), v: string() })
  const columns = stream.select(r => ({ k: r.k, v: r.v }))
  const write = { sink: jsonSink({ path, partitionBy: ['k'] }), checkpointLocation: join(root, 'checkpoint') }
  const query = columns.writeStream(write)
  // `k=` and 253 bytes are the 255 that file systems take.
  const [longest, tooLong] = ['x'.repeat(253), `${'é'.repeat(120)}/<b>\u001b${'y'.repeat(20)}`]
  add(1, { k: longest, v: 'a' })
  await query.next()
  add(1, { k: 'short', v: 'b' })
  add(1, { k: tooLong, v: 'c' })
  await assert.rejects(query.next(), {
    code: 'SINK_FAILED',
    message: new RegExp(
      `^\\[TASK_WRITE_FAILED\\] Cannot partition by "k": the value "${'é'.repeat(40)}…" \\(145 characters\\) would make a folder with a name of 271 bytes, and file systems take 255`,
    ),
    details: { column: 'k', length: 271 },
  })
  assert.equal(everything(path).filter(name => name.endsWith('.json')).length, 1)
  assert.ok(!everything(path).some(name => name.endsWith('.tmp')))
  await query.stop()
  const mended = columns.withColumn('k', r => substring(r.k, 1, 50)).writeStream(write)
  await mended.drain()
  await mended.stop()
  const folders = everything(path).flatMap(name => (name.endsWith('.json') ? [name.split('/')[0]] : []))
  assert.deepEqual(folders.sort(), ['k=short', `k=${'x'.repeat(253)}`, `k=${'é'.repeat(50)}`].sort())
})

test('a long value in an error is cut between characters and safe to print', () => {
  const schema = struct({ k: string(), v: string() })
  const batch = batchOfRows([{ k: `\u009b\u202e${'😀'.repeat(100)}`, v: 'a' }], schema)
  assert.throws(() => partitionRows(batch, ['k'], 'UTC'), {
    message: new RegExp(`the value "\\\\u009b\\\\u202e${'😀'.repeat(38)}…" \\(202 characters\\)`),
  })
})
