import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Stored, vectorOf } from '../../src/schema/column-builder.ts'
import { array, byte, type DataType, double, float, integer, map, string, struct } from '../../src/schema/data-type.ts'
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
