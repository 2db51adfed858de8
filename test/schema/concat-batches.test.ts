import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ColumnBatch } from '../../src/schema/column-batch.ts'
import type { Stored } from '../../src/schema/column-builder.ts'
import type { ColumnVector } from '../../src/schema/column-vector.ts'
import { concatBatches } from '../../src/schema/concat-batches.ts'
import { fieldsOf } from '../../src/schema/data-type.ts'
import { storedAt } from '../../src/schema/stored-at.ts'
import { takeRows } from '../../src/schema/take-rows.ts'
import { randomParts, schema, storedColumns } from '../formats/parquet-random.ts'

function stored({ numRows, columns }: ColumnBatch) {
  return columns.map(column => Array.from({ length: numRows }, (_, row) => storedAt(column, row)))
}

/** A long is a number or a bigint, as its neighbours are. */
function exact(values: readonly Stored[], column: number): readonly Stored[] {
  if (!['long', 'timestamp'].includes(fieldsOf(schema)[column]!.type.kind)) return values
  return values.map(value => (value === null ? null : BigInt(value as number | bigint)))
}

test('random batches put together have the rows of all, in order, in memory of their own', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const parts = randomParts(seed)
    const batches = parts.map(({ batch, rows }) => (rows === undefined ? batch : takeRows(batch, rows)))
    const all = concatBatches(schema, batches)
    assert.deepEqual(stored(all).map(exact), storedColumns(parts).map(exact), `seed ${seed}`)
    for (const [i, { name }] of fieldsOf(schema).entries()) {
      const column = all.columns[i]!
      assert.equal(column.length, all.numRows)
      if (column.layout !== 'utf8') continue
      const others = batches.map(batch => (batch.columns[i] as ColumnVector & { layout: 'utf8' }).dictionary.bytes.buffer)
      assert.ok(!others.includes(column.dictionary.bytes.buffer), name)
    }
  }
})

test('of a long dictionary only what the rows use is kept, once', () => {
  const schemaOf = { kind: 'struct', fields: { text: { kind: 'string' } } } as const
  const texts = Array.from({ length: 1000 }, (_, i) => `text ${i}`)
  const bytes = Buffer.from(texts.join(''))
  const ends = Int32Array.from(texts, (_, i) => texts.slice(0, i + 1).join('').length)
  const starts = ends.map((end, i) => end - texts[i]!.length)
  const column = {
    layout: 'utf8',
    type: { kind: 'string' },
    validity: null,
    dictionary: { bytes, starts, ends, length: 1000 },
  } as const
  for (const codes of [Int32Array.of(7, 900, 7), Int32Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 7 : 900))]) {
    const batch: ColumnBatch = { schema: schemaOf, numRows: codes.length, columns: [{ ...column, length: codes.length, codes }] }
    const { columns } = concatBatches(schemaOf, [batch, batch])
    assert.deepEqual(
      Array.from({ length: 3 }, (_, row) => storedAt(columns[0]!, codes.length + row)),
      ['text 7', 'text 900', 'text 7'],
    )
    const { dictionary } = columns[0] as ColumnVector & { layout: 'utf8' }
    assert.equal(dictionary.length, 4)
    assert.equal(dictionary.bytes.length, 2 * 'text 7text 900'.length)
  }
})
