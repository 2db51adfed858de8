import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escapePathName, parsePartitionFolder, partitionFolder } from '../../src/formats/partition-path.ts'

test('no value leaves its folder', () => {
  for (const hostile of ['../../etc', '..', '.', '/', 'a\\b', 'a\u0000b', 'k=v', '%2F', 'x:y', '\n', '']) {
    const folder = partitionFolder('k', hostile)
    assert.ok(folder.startsWith('k=') && !['/', '\\', '\0'].some(separator => folder.includes(separator)), folder)
    assert.deepEqual(parsePartitionFolder(folder), { column: 'k', value: hostile === '' ? null : hostile })
  }
  assert.equal(escapePathName('a b/c=d%'), 'a b%2Fc%3Dd%25')
  assert.equal(partitionFolder('k', null), 'k=__HIVE_DEFAULT_PARTITION__')
})
