import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Stored, vectorOf } from '../../src/schema/column-builder.ts'
import { array, binary, type DataType, map, string, struct } from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'
import { growingColumn } from '../../src/state/join-state-column.ts'

const all = Int32Array.of(0)
const bytesOf = (stored: Stored): Uint8Array[] => {
  if (stored instanceof Uint8Array) return [stored]
  return Array.isArray(stored) ? stored.flatMap(bytesOf) : []
}

const nested: readonly [what: string, type: DataType, wrap: (bytes: Uint8Array) => Stored][] = [
  ['as they are', binary(), bytes => bytes],
  ['in an array', array(binary()), bytes => [bytes]],
  ['in a struct', struct({ x: binary() }), bytes => [bytes]],
  ['in a map', map(string(), binary()), bytes => [['k', bytes]]],
  ['in a struct in an array in a map', map(string(), array(struct({ x: binary() }))), bytes => [['k', [[bytes]]]]],
]
for (const [what, type, wrap] of nested) {
  test(`bytes that are held share no buffer with the batch that brought them: ${what}`, () => {
    const column = growingColumn(type)
    const vector = vectorOf(type, [wrap(Uint8Array.of(1, 2, 3))])
    column.append(vector)
    for (const bytes of bytesOf(storedAt(vector, 0))) bytes.fill(9)
    const held = bytesOf(storedAt(column.take(all), 0))
    assert.deepEqual(
      held.map(bytes => [...bytes]),
      [[1, 2, 3]],
    )
  })
}

test('a text that is no UTF-8 keeps its bytes, also within other values', () => {
  const broken = Uint8Array.of(0x61, 0xff)
  for (const [type, wrap] of [
    [string(), (bytes: Uint8Array) => bytes],
    [array(string()), (bytes: Uint8Array) => [bytes]],
    [map(string(), array(string())), (bytes: Uint8Array) => [['k', [bytes]]]],
  ] as const) {
    const column = growingColumn(type)
    column.append(vectorOf(type, [wrap(broken)]))
    let taken = column.take(all)
    for (;;) {
      if (taken.layout === 'list') taken = taken.elements
      else if (taken.layout === 'map') taken = taken.values
      else break
    }
    assert.ok(taken.layout === 'utf8')
    const { bytes, starts, ends } = taken.dictionary
    assert.deepEqual([...bytes.subarray(starts[0], ends[0])], [...broken])
  }
})

test('more bytes of a column than a place in it can number are refused, before any is overwritten', () => {
  for (const [type, wrap] of [
    [string(), (text: string) => text],
    [struct({ x: string() }), (text: string) => [text]],
  ] as const) {
    const column = growingColumn(type, 10)
    column.append(vectorOf(type, [wrap('01234')]))
    column.append(vectorOf(type, [wrap('56789')]))
    assert.equal(column.numBytes, 10)
    assert.throws(() => column.append(vectorOf(type, [wrap('x')])), {
      code: 'UNSUPPORTED_OPERATION',
      message: /^Cannot keep more than 10 bytes of one column on one side of a stream-stream join\. Leave columns out/,
    })
    assert.deepEqual(storedAt(column.take(Int32Array.of(1)), 0), wrap('56789'))
  }
})
