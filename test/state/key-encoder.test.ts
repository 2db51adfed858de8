import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Stored, vectorOf } from '../../src/schema/column-builder.ts'
import { array, binary, byte, type DataType, double, float, integer, map, string, struct } from '../../src/schema/data-type.ts'
import { ownedStoredAt } from '../../src/schema/owned-stored.ts'
import { storedAt } from '../../src/schema/stored-at.ts'
import { keyEncoder } from '../../src/state/key-encoder.ts'

/** Codes of the values, and what is shown of each group. */
function groups(type: DataType, values: readonly Stored[]) {
  const encoder = keyEncoder(type)
  const codes = encoder.encode(vectorOf(type, values))
  const shown = encoder.decode(Int32Array.from({ length: Math.max(...codes) + 1 }, (_, code) => code))
  return { codes: [...codes], shown: Array.from({ length: shown.length }, (_, row) => storedAt(shown, row)) }
}

test('zeros of both signs are one key and so is every NaN, alone and inside others', () => {
  const values = [0, -0, Number.NaN, Number.NaN, null, 1]
  for (const type of [double(), float()]) {
    assert.deepEqual(groups(type, values), { codes: [0, 0, 1, 1, 2, 3], shown: [0, Number.NaN, null, 1] })
    assert.deepEqual(groups(array(type), [[-0], [0], [Number.NaN, null], [Number.NaN, null], null]), {
      codes: [0, 0, 1, 1, 2],
      shown: [[0], [Number.NaN, null], null],
    })
    assert.deepEqual(groups(struct({ a: type }), [[-0], [0]]), { codes: [0, 0], shown: [[0]] })
  }
  assert.deepEqual(groups(byte(), [1, null, 1, -128]), { codes: [0, 1, 0, 2], shown: [1, null, -128] })
})

test('maps with the same entries are one key in whatever order they stand; entries with one key keep theirs', () => {
  const type = map(string(), integer())
  const ab: Stored = [
    ['a', null],
    ['b', 1],
  ]
  const ba: Stored = [
    ['b', 1],
    ['a', null],
  ]
  const twice = (first: number, second: number): Stored => [
    ['a', first],
    ['a', second],
  ]
  assert.deepEqual(groups(type, [ba, ab, [], null, twice(1, 2), twice(2, 1)]), {
    codes: [0, 0, 1, 2, 3, 4],
    shown: [ab, [], null, twice(1, 2), twice(2, 1)],
  })
  assert.deepEqual(groups(array(type), [[ba], [ab]]).codes, [0, 0])
  const zeros = map(double(), integer())
  const found = groups(zeros, [
    [
      [Number.NaN, 2],
      [-0, 1],
    ],
    [
      [0, 1],
      [Number.NaN, 2],
    ],
  ])
  assert.deepEqual(found.codes, [0, 0])
  assert.deepEqual(found.shown, [
    [
      [0, 1],
      [Number.NaN, 2],
    ],
  ])
})

test('byte strings that are not UTF-8 are keys of their own inside others too, and come back as they were', () => {
  const [first, second] = [Uint8Array.of(0x61, 0xff), Uint8Array.of(0x61, 0xfe)]
  const inside = [
    { type: struct({ s: string() }), of: (bytes: Stored): Stored => [bytes] },
    { type: array(string()), of: (bytes: Stored): Stored => ['é', bytes] },
    { type: struct({ b: binary() }), of: (bytes: Stored): Stored => [bytes] },
    { type: map(string(), array(string())), of: (bytes: Stored): Stored => [[bytes, [bytes]]] },
  ]
  for (const { type, of } of inside) {
    const encoder = keyEncoder(type)
    const codesOf = (values: readonly Stored[]) => [...encoder.encode(vectorOf(type, values))]
    assert.deepEqual(codesOf([of(first), of(second), of(first), of('\ufffd')]), [0, 1, 0, 2], type.kind)
    // In another batch, where the bytes came as a Buffer.
    assert.deepEqual(codesOf([of(Buffer.from(second))]), [1])
    const shown = encoder.decode(Int32Array.of(0, 1))
    assert.deepEqual([ownedStoredAt(shown, 0), ownedStoredAt(shown, 1)], [of(first), of(second)])
  }
})

test('a key keeps its value when the buffers of its batch are used again', () => {
  for (const [type, value] of [
    [struct({ b: binary() }), [Uint8Array.of(1, 2)]],
    [string(), 'text'],
  ] as const) {
    const encoder = keyEncoder(type)
    const vector = vectorOf(type, [value])
    encoder.encode(vector)
    const bytes = vector.layout === 'struct' ? vector.fields[0]! : vector
    if (bytes.layout === 'utf8') bytes.dictionary.bytes.fill(9)
    assert.deepEqual(ownedStoredAt(encoder.decode(Int32Array.of(0)), 0), value)
  }
})

test('keys that are shown stay as they are when more keys come', () => {
  const encoder = keyEncoder(string())
  const texts = Array.from({ length: 500 }, (_, i) => `key ${i} of many`)
  encoder.encode(vectorOf(string(), ['first', null]))
  const shown = encoder.decode(Int32Array.of(1, 0))
  encoder.encode(vectorOf(string(), texts))
  assert.deepEqual([storedAt(shown, 0), storedAt(shown, 1)], [null, 'first'])
})

test('a map is one key in whatever order its keys stand, also where only some of them are UTF-8', () => {
  const type = map(string(), integer())
  const [a, b, c]: Stored[] = [
    [Uint8Array.of(0x02, 0xff), 1],
    [Uint8Array.of(0x10, 0xff), 2],
    ['1a', 3],
  ]
  const orders = [
    [a, b, c],
    [a, c, b],
    [b, a, c],
    [b, c, a],
    [c, a, b],
    [c, b, a],
  ] as Stored[]
  assert.deepEqual([...keyEncoder(type).encode(vectorOf(type, orders))], [0, 0, 0, 0, 0, 0])
})
