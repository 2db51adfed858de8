import assert from 'node:assert/strict'
import { test } from 'node:test'
import { embeddedEngine } from '../../src/engines/embedded.ts'
import { readStream } from '../../src/plan/read-stream.ts'
import { staticTable } from '../../src/plan/static-table.ts'
import { string, struct } from '../../src/schema/data-type.ts'
import { memorySource } from '../../src/sources/memory.ts'

const keys = readStream(embeddedEngine())
  .from(memorySource())
  .select(r => ({ id: r.key.cast('string') }))
const refused = (message: RegExp) => ({ code: 'ANALYSIS', message })

test('where Spark would take two names for one, names that differ only in case are refused', () => {
  const other = keys.select(r => ({ ID: r.id }))
  const table = staticTable([{ Id: 'a' }], struct({ Id: string() }))
  assert.throws(() => keys.withColumn('ID', r => r.id), refused(/"ID" in withColumn: there is a column "id".* Write "id"/))
  assert.throws(() => keys.unionByName(other as never, { allowMissingColumns: true }), refused(/"ID" in unionByName/))
  assert.throws(() => keys.join(table, (a, b) => a.id.eq(b.Id)), refused(/"Id" in join/))
})

test('the same names and other names are taken as ever', () => {
  assert.deepEqual(Object.keys(keys.withColumn('id', r => r.id).withColumn('ident', r => r.id).schema.fields), ['id', 'ident'])
  assert.deepEqual(Object.keys(keys.select(r => ({ id: r.id, ID: r.id })).schema.fields), ['id', 'ID'])
  assert.deepEqual(Object.keys(keys.unionByName(keys).schema.fields), ['id'])
})
