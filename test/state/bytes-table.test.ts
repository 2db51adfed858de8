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

/** Texts that all have one FNV-1a hash: blocks of two that meet in one state, in every combination. */
function collidingTexts(count: number): readonly Buffer[] {
  const blocks: (readonly [Buffer, Buffer])[] = []
  let state = 0x811c9dc5
  for (let block = 0; 2 ** block < count; block++) {
    const seen = new Map<number, Buffer>()
    for (let i = 0; blocks.length === block; i++) {
      const bytes = Buffer.from(i.toString(36).padStart(5, '0'))
      let hash = state
      for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
      const other = seen.get(hash)
      if (other === undefined) seen.set(hash, bytes)
      else {
        blocks.push([other, bytes])
        state = hash
      }
    }
  }
  return Array.from({ length: count }, (_, i) => Buffer.concat(blocks.map((pair, j) => pair[(i >> j) & 1]!)))
}

test('texts that a stranger chose to have one hash without a key fall apart', () => {
  const texts = byteValuesOf(collidingTexts(2 ** 14))
  const table = new BytesTable()
  const begunMs = performance.now()
  for (let i = 0; i < texts.length; i++) assert.equal(table.find(texts, i), i)
  // In one slot each would be compared with all before it: seconds.
  assert.ok(performance.now() - begunMs < 500, `${performance.now() - begunMs} ms`)
})

test('texts of all lengths are told apart, also by zeros at their end', () => {
  const texts = Array.from({ length: 64 }, (_, i) => [new Uint8Array(i), new Uint8Array(i + 1).fill(1, i)]).flat()
  const table = new BytesTable()
  const values = byteValuesOf(texts)
  for (const again of [false, true]) for (let i = 0; i < texts.length; i++) assert.equal(table.find(values, i), i, `${again}`)
  assert.equal(
    table.numBytes,
    texts.reduce((sum, { length }) => sum + length, 0),
  )
})
