import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Stored } from '../../src/schema/column-builder.ts'
import { vectorOf } from '../../src/schema/column-builder.ts'
import type { ColumnVector } from '../../src/schema/column-vector.ts'
import { array, binary, integer, map, string, struct } from '../../src/schema/data-type.ts'
import { ownedStored, ownedStoredAt } from '../../src/schema/owned-stored.ts'

/** Overwrites every byte that a vector points to, as a batch does whose buffers are used again. */
function overwrite(vector: ColumnVector): void {
  if (vector.layout === 'utf8') vector.dictionary.bytes.fill(0x21)
  if (vector.layout === 'list') overwrite(vector.elements)
  if (vector.layout === 'map') for (const part of [vector.keys, vector.values]) overwrite(part)
  if (vector.layout === 'struct') for (const field of vector.fields) overwrite(field)
}

const bytes = (...values: number[]) => Uint8Array.from(values)
const cases = [
  { type: binary(), value: bytes(1, 2) },
  { type: struct({ a: binary(), b: string() }), value: [bytes(1, 2), 'ab'] },
  { type: array(binary()), value: [bytes(1), null, bytes(2)] },
  { type: map(binary(), array(struct({ a: binary(), n: integer() }))), value: [[bytes(7), [[bytes(8), 1], null]]] },
] as const

test('a value that outlives its batch shares no buffer with it, however deep its bytes lie', () => {
  for (const { type, value } of cases) {
    const vector = vectorOf(type, [null, value])
    const owned = ownedStoredAt(vector, 1)
    overwrite(vector)
    assert.deepEqual(owned, value)
    assert.equal(ownedStoredAt(vector, 0), null)
  }
})

test('a copy of a stored value keeps its bytes when those of the value change, also where they came as a Buffer', () => {
  const held = Buffer.from([1, 2])
  const stored: Stored = [held, [[held, 3]], null, 'text', 5n]
  const owned = ownedStored(stored)
  held.fill(0)
  assert.deepEqual(owned, [bytes(1, 2), [[bytes(1, 2), 3]], null, 'text', 5n])
})

test('a text whose bytes are not UTF-8 stays bytes inside other values, one with U+FFFD stays text', () => {
  const type = struct({ a: string(), list: array(string()) })
  const value = [bytes(0xff), [bytes(0x61, 0xfe), '\ufffd', 'é']]
  assert.deepEqual(ownedStoredAt(vectorOf(type, [value]), 0), value)
})
