import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byteValuesOf, textAt } from '../../src/schema/byte-values.ts'
import { BytesTable } from '../../src/state/bytes-table.ts'

test('a table that is full refuses the next text by name, and keeps what it has', () => {
  const table = new BytesTable(3000)
  const texts = byteValuesOf(['x'.repeat(2900), 'y'.repeat(101), 'z'.repeat(100)])
  assert.equal(table.find(texts, 0), 0)
  assert.throws(() => table.find(texts, 1), { code: 'UNSUPPORTED_OPERATION', message: /reached 2 GiB\. Group by fewer/ })
  assert.equal(table.find(texts, 2), 1)
  assert.equal(table.find(texts, 0), 0)
  assert.deepEqual([textAt(table.values, 0), textAt(table.values, 1)], ['x'.repeat(2900), 'z'.repeat(100)])
})
