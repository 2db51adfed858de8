import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ColumnBatch } from '../../src/schema/column-batch.ts'
import { type Stored, vectorOf } from '../../src/schema/column-builder.ts'
import {
  array,
  binary,
  boolean,
  byte,
  type DataType,
  date,
  decimal,
  double,
  fieldsOf,
  float,
  integer,
  long,
  map,
  short,
  string,
  struct,
  timestamp,
} from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'
import { takeRows } from '../../src/schema/take-rows.ts'
import { decodeColumnFile, encodeColumnFile } from '../../src/state/column-file.ts'
import { type Seeded, seeded } from '../support/seeded.ts'

const LEAVES: readonly DataType[] = [
  string(),
  binary(),
  boolean(),
  byte(),
  short(),
  float(),
  integer(),
  long(),
  double(),
  decimal(38, 6),
  timestamp(),
  date(),
]

function randomType(random: Seeded, depth: number): DataType {
  const kind = random.int(0, depth > 0 ? LEAVES.length + 2 : LEAVES.length - 1)
  if (kind === LEAVES.length) return array(randomType(random, depth - 1))
  if (kind === LEAVES.length + 1) return map(random.pick(LEAVES), randomType(random, depth - 1))
  if (kind > LEAVES.length) {
    const fields = Array.from({ length: random.int(1, 3) }, (_, i) => [`f${i}`, randomType(random, depth - 1)] as const)
    return struct(Object.fromEntries(fields))
  }
  return LEAVES[kind]!
}

function randomValue(type: DataType, random: Seeded): Stored {
  if (random.next() < 0.2) return null
  switch (type.kind) {
    case 'string':
      return random.pick(['', 'a', '__proto__', 'zwölf', '\u{1f600}', '\u0000', 'x'.repeat(300)])
    case 'binary':
      return Uint8Array.from({ length: random.int(0, 5) }, () => random.int(0, 255))
    case 'boolean':
      return random.next() < 0.5
    case 'byte':
      return random.pick([0, -128, 127])
    case 'short':
      return random.pick([0, -32_768, 32_767])
    case 'float':
      return random.pick([0, -0, Math.fround(0.1), Number.NaN, 2 ** -149, -(2 ** 127)])
    case 'integer':
    case 'date':
      return random.pick([0, -1, 2 ** 31 - 1, -(2 ** 31)])
    case 'long':
    case 'timestamp':
      return random.pick<Stored>([0, -1, 2 ** 53 - 1, 2n ** 63n - 1n, -(2n ** 63n)])
    case 'double':
      return random.pick([0, -0, 0.1, Number.NaN, Number.POSITIVE_INFINITY, 5e-324, -1e308])
    case 'decimal':
      return random.pick([0n, -1n, 10n ** 38n - 1n, 12345n])
    case 'array':
      return Array.from({ length: random.int(0, 3) }, () => randomValue(type.element, random))
    case 'map':
      return Array.from({ length: random.int(0, 3) }, () => {
        let key: Stored = null
        while (key === null) key = randomValue(type.key, random)
        return [key, randomValue(type.value, random)] as const
      })
    case 'struct':
      return fieldsOf(type).map(field => randomValue(field.type, random))
  }
}

const plain = (value: Stored): unknown => {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (value instanceof Uint8Array) return [...value]
  return Array.isArray(value) ? value.map(plain) : value
}
const rowsOf = (batch: ColumnBatch) =>
  Array.from({ length: batch.numRows }, (_, row) => batch.columns.map(column => plain(storedAt(column, row))))

function randomBatch(seed: number): ColumnBatch {
  const random = seeded(seed)
  const types = Array.from({ length: random.int(0, 4) }, () => randomType(random, 2))
  const numRows = random.int(0, 8)
  const columns = types.map(type =>
    vectorOf(
      type,
      Array.from({ length: numRows }, () => randomValue(type, random)),
    ),
  )
  const batch = { schema: struct(Object.fromEntries(types.map((type, i) => [`c${i}`, type]))), numRows, columns }
  // Some batches are selections, so that vectors share and skip bytes.
  if (random.next() < 0.5 || numRows === 0) return batch
  return takeRows(
    batch,
    Int32Array.from({ length: random.int(0, 6) }, () => random.int(0, numRows - 1)),
  )
}

test('random batches of all types come back as they were', () => {
  for (let seed = 0; seed < 1000; seed++) {
    const batch = randomBatch(seed)
    const back = decodeColumnFile(encodeColumnFile(batch), 'file')
    assert.deepEqual(back.schema, batch.schema, `seed ${seed}`)
    assert.deepEqual(rowsOf(back), rowsOf(batch), `seed ${seed}`)
  }
})

test('a file with any byte changed, or cut at any place, is refused', () => {
  for (let seed = 1; seed < 6; seed++) {
    const bytes = encodeColumnFile(randomBatch(seed))
    for (let length = 0; length < bytes.length; length++)
      assert.throws(() => decodeColumnFile(bytes.subarray(0, length), 'file'), { code: 'CHECKPOINT_DAMAGED' }, `cut at ${length}`)
    for (let i = 0; i < bytes.length; i++) {
      const changed = Uint8Array.from(bytes)
      changed[i]! ^= 1 << (i % 8)
      assert.throws(() => decodeColumnFile(changed, 'file'), { code: 'CHECKPOINT_DAMAGED' }, `byte ${i}`)
    }
  }
})
