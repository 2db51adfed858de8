import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decode, fetched } from '../sources/kafka/decoding.ts'
import { encodeBatch } from './encode-batch.ts'

test('what is encoded is what the source decodes, its checksum checked', () => {
  const records = [
    { timestampMs: 1_704_103_200_000, value: 'a' },
    { timestampMs: 1_704_103_199_000, value: '' },
    { timestampMs: 1_704_203_200_000, value: 'x'.repeat(20_000) },
    ...Array.from({ length: 300 }, (_, i) => ({ timestampMs: 1_704_103_200_000 + i * 17, value: `{"n": ${i}}` })),
  ]
  const { rows } = decode(fetched([encodeBatch(records)]), 0)
  assert.deepEqual(
    rows.map(({ timestamp, value, key, offset }) => [
      (timestamp as Date).getTime(),
      Buffer.from(value as Uint8Array).toString(),
      key,
      offset,
    ]),
    records.map(({ timestampMs, value }, i) => [timestampMs, value, null, i]),
  )
})
