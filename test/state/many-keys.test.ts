// A Map ends at 2^24 entries, with a raw RangeError. Here it ends at a thousand.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { ColumnBatch } from '../../src/schema/column-batch.ts'
import { type Stored, vectorOf } from '../../src/schema/column-builder.ts'
import type { ColumnVector } from '../../src/schema/column-vector.ts'
import { array, type DataType, double, integer, long, struct, timestamp } from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'
import { JoinSideState } from '../../src/state/join-state-side.ts'
import { keyEncoder } from '../../src/state/key-encoder.ts'
import { KeyedState } from '../../src/state/keyed-state.ts'

const MANY = 3000
const LIMIT = 1000

/** What `run` gives where no map has more than a thousand entries. */
function withSmallMaps<T>(t: TestContext, run: () => T): T {
  const set = Map.prototype.set
  const mock = t.mock.method(Map.prototype, 'set', function (this: Map<unknown, unknown>, key: unknown, value: unknown) {
    if (this.size >= LIMIT && !this.has(key)) throw new RangeError('Map maximum size exceeded')
    return set.call(this, key, value)
  })
  try {
    return run()
  } finally {
    mock.mock.restore()
  }
}

const window = struct({ start: timestamp(), end: timestamp() })
const kinds: readonly [what: string, type: DataType, of: (i: number) => Stored][] = [
  ['integers', integer(), i => i],
  ['doubles', double(), i => i / 7],
  ['longs', long(), i => i],
  ['longs that no double holds', long(), i => BigInt(i) * 3_000_000_000_000_000n - 2n ** 62n],
  ['windows', window, i => [i * 1e7, i * 1e7 + 1e7]],
]
for (const [what, type, of] of kinds) {
  test(`keys are not bounded by the entries of a map: ${what}`, t => {
    const values = [...Array.from({ length: MANY }, (_, i) => of(i)), null]
    const encoder = keyEncoder(type)
    const vector = vectorOf(type, values)
    const codes = withSmallMaps(t, () => [encoder.encode(vector), encoder.encode(vector)])
    for (const each of codes) assert.deepEqual([...each], [...values.keys()])
    const shown = encoder.decode(codes[0]!)
    for (const row of [0, 1, MANY - 1, MANY]) assert.deepEqual(storedAt(shown, row), values[row])
  })
}

test('more keys that are neither texts nor numbers than a map holds are refused by name', () => {
  const type = array(integer())
  const encoder = keyEncoder(type, 2)
  encoder.encode(vectorOf(type, [[1], [2], [1]]))
  assert.throws(() => encoder.encode(vectorOf(type, [[3]])), {
    code: 'UNSUPPORTED_OPERATION',
    message: /^Cannot keep more than 2 keys of one column whose values are neither texts nor numbers\. Group by its fields/,
  })
  assert.deepEqual([...encoder.encode(vectorOf(type, [[2], [1]]))], [1, 0])
})

const numbers = (from: number, length: number): ColumnVector =>
  vectorOf(
    integer(),
    Array.from({ length }, (_, i) => from + i),
  )

test('a side of a join is restored with more rows than a map has entries', t => {
  const schema = struct({ k: integer() })
  const newSide = () =>
    new JoinSideState(
      { name: 'left', schema, keys: [{ type: integer(), column: 'k' }], expiry: null },
      (_, numRows) => new Int32Array(numRows),
    )
  const side = newSide()
  const rows: ColumnBatch = { schema, numRows: MANY, columns: [numbers(0, MANY)] }
  side.add(rows, rows.columns, new Int32Array(MANY), new Uint8Array(MANY))
  const restored = newSide()
  withSmallMaps(t, () => {
    restored.load(side.save(side.all()), 'memory')
    side.remove(Int32Array.of(5, MANY - 1))
    side.markMatched(7)
    restored.load(side.save(side.takeChanged()), 'memory')
  })
  assert.equal(restored.size, MANY - 2)
  assert.deepEqual(
    [restored.isHeld(5), restored.isHeld(6), restored.isMatched(6), restored.isMatched(7)],
    [false, true, false, true],
  )
})

test('groups with a state are not bounded by the entries of a map', t => {
  const table = new KeyedState([{ name: 'k', type: integer() }], struct({ n: integer() }))
  withSmallMaps(t, () => {
    for (const group of table.numbersOf([numbers(0, MANY)], MANY)) table.put(group, { state: [group], timeoutMs: null })
  })
  assert.equal(table.size, MANY)
  assert.deepEqual(table.get(MANY - 1), { state: [MANY - 1], timeoutMs: null })
})
