import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeRecords, extentOf } from '../../../src/sources/kafka/decode.ts'
import { chunkColumns } from '../../../src/sources/kafka/record-columns.ts'
import { kafkaSchema } from '../../../src/sources/kafka/schema.ts'
import { SluiceError } from '../../../src/util/error.ts'
import { decode, fetched } from './decoding.ts'
import { encodeBatch, encodeMarker, encodeRecord, varint } from './record-batch-encoder.ts'

const NO_GAPS = { control: 0, aborted: 0, compacted: 0, lost: 0 }
const values = (...texts: string[]) => texts.map(value => ({ value }))
const corrupt = (pattern: RegExp) => (thrown: unknown) => {
  assert.ok(thrown instanceof SluiceError)
  assert.equal(thrown.code, 'KAFKA_CORRUPT_BATCH')
  assert.match(thrown.message, pattern)
  return true
}

test('every column of a record is what the producer wrote', () => {
  const batch = encodeBatch({
    baseOffset: 40,
    baseTimestampMs: 1_000,
    records: [
      {
        key: 'k',
        value: 'v',
        timestampMs: 1_500,
        headers: [
          ['a', 'x'],
          ['b', null],
        ],
      },
      { key: null, value: null, timestampMs: 900 },
      { key: '', value: '', timestampMs: 1_700_000_000_000 },
    ],
  })
  const { rows, gaps } = decode(fetched([batch]), 40)
  assert.deepEqual(gaps, NO_GAPS)
  const place = { topic: 't', partition: 3, timestampType: 0 }
  const bytes = (text: string) => Buffer.from(text)
  const plain = rows.map(row => ({
    ...row,
    key: row.key && bytes(String(row.key)),
    timestamp: (row.timestamp as Date).getTime(),
  }))
  assert.equal(plain.length, 3)
  assert.deepEqual(
    { ...plain[0], key: 0, value: 0, headers: 0 },
    { ...place, key: 0, value: 0, headers: 0, offset: 40, timestamp: 1_500 },
  )
  assert.deepEqual(Buffer.from(rows[0]!.key as Uint8Array), bytes('k'))
  assert.deepEqual(
    (rows[0]!.headers as { key: string }[]).map(header => header.key),
    ['a', 'b'],
  )
  const headerValues = (rows[0]!.headers as { value: Uint8Array | null }[]).map(
    ({ value }) => value && Buffer.from(value).toString(),
  )
  assert.deepEqual(headerValues, ['x', null])
  assert.deepEqual(plain[1], { ...place, key: null, value: null, headers: null, offset: 41, timestamp: 900 })
  assert.equal((rows[2]!.key as Uint8Array).length, 0)
  assert.equal(plain[2]!.timestamp, 1_700_000_000_000)
})

test('records that the broker stamped carry the batch time and timestampType 1', () => {
  const created = encodeBatch({ baseOffset: 0, baseTimestampMs: 5, records: values('a') })
  const appended = encodeBatch({
    baseOffset: 1,
    baseTimestampMs: 5,
    maxTimestampMs: 99,
    logAppendTime: true,
    records: values('b', 'c'),
  })
  const { rows } = decode(fetched([created, appended]))
  assert.deepEqual(
    rows.map(row => [row.timestampType, (row.timestamp as Date).getTime()]),
    [
      [0, 5],
      [1, 99],
      [1, 99],
    ],
  )
})

test('timestamps beyond safe microseconds stay exact, and those that 64 bits cannot hold are null', () => {
  const far = Date.UTC(5000, 0, 1)
  const { rows } = decode(
    fetched([
      encodeBatch({ baseOffset: 0, baseTimestampMs: far, records: values('a') }),
      encodeBatch({ baseOffset: 1, baseTimestampMs: Number.MAX_SAFE_INTEGER * 512, records: values('b') }),
      encodeBatch({ baseOffset: 2, baseTimestampMs: -1, records: values('c') }),
    ]),
  )
  assert.deepEqual(
    rows.map(row => (row.timestamp as Date | null)?.getTime()),
    [far, undefined, -1],
  )
})

test('only the columns asked for are made', () => {
  const columns = chunkColumns(kafkaSchema(), ['timestamp', 'value'], 't', 0)
  const [chunk] = decodeRecords(fetched([encodeBatch({ baseOffset: 0, records: values('a', 'b') })]), 0, 2, columns)
  assert.deepEqual(Object.keys(chunk!.records.schema.fields), ['value', 'timestamp'])
  assert.equal(chunk!.records.columns.length, 2)
})

test('A: transactions that overlap and abort in another order than they began are all left out', () => {
  const log = [
    encodeBatch({ baseOffset: 0, producerId: 1, transactional: true, records: values('p1 a') }),
    encodeBatch({ baseOffset: 1, producerId: 2, transactional: true, records: values('p2 a') }),
    encodeBatch({ baseOffset: 2, producerId: 1, transactional: true, records: values('p1 b') }),
    encodeMarker(3, 2, 'abort'),
    encodeBatch({ baseOffset: 4, producerId: 1, transactional: true, records: values('p1 c') }),
    encodeMarker(5, 1, 'abort'),
    encodeBatch({ baseOffset: 6, producerId: 2, transactional: true, records: values('kept') }),
    encodeMarker(7, 2, 'commit'),
  ]
  const byLastOffset = [
    { producerId: 2, firstOffset: 1 },
    { producerId: 1, firstOffset: 0 },
  ]
  const { values: kept, gaps, offsets } = decode(fetched(log, byLastOffset))
  assert.deepEqual(kept, ['kept'])
  assert.deepEqual(offsets, [6])
  assert.deepEqual(gaps, { ...NO_GAPS, aborted: 4, control: 3 })
})

test('B: a fetch that starts inside two open aborted transactions delivers neither', () => {
  const log = [
    encodeBatch({ baseOffset: 10, producerId: 1, transactional: true, records: values('p1') }),
    encodeBatch({ baseOffset: 11, producerId: 2, transactional: true, records: values('p2') }),
    encodeMarker(12, 1, 'abort'),
    encodeMarker(13, 2, 'abort'),
  ]
  const aborted = [
    { producerId: 1, firstOffset: 3 },
    { producerId: 2, firstOffset: 5 },
  ]
  assert.deepEqual(decode(fetched(log, aborted), 10).values, [])
})

test('C: a record whose key is four zero bytes is a record, not an abort marker', () => {
  const zeros = { key: Buffer.alloc(4), value: 'aborted' }
  const log = [
    encodeBatch({ baseOffset: 0, producerId: 1, transactional: true, records: [zeros] }),
    encodeBatch({ baseOffset: 1, producerId: 1, transactional: true, records: values('aborted too') }),
    encodeMarker(2, 1, 'abort'),
    encodeBatch({ baseOffset: 3, records: [{ key: Buffer.alloc(4), value: 'kept' }] }),
  ]
  assert.deepEqual(decode(fetched(log, [{ producerId: 1, firstOffset: 0 }])).values, ['kept'])
})

test('D: transactions of one producer, aborted, committed and aborted again, keep the committed one', () => {
  const log = [
    encodeBatch({ baseOffset: 0, producerId: 1, transactional: true, records: values('no') }),
    encodeMarker(1, 1, 'abort'),
    encodeBatch({ baseOffset: 2, producerId: 1, transactional: true, records: values('yes') }),
    encodeMarker(3, 1, 'commit'),
    encodeBatch({ baseOffset: 4, producerId: 1, transactional: true, records: values('no') }),
    encodeMarker(5, 1, 'abort'),
  ]
  const aborted = [
    { producerId: 1, firstOffset: 0 },
    { producerId: 1, firstOffset: 4 },
  ]
  assert.deepEqual(decode(fetched(log, aborted)).values, ['yes'])
})

test('E: an aborted transaction whose marker is beyond the response is left out; what is not transactional stays', () => {
  const log = [
    encodeBatch({ baseOffset: 0, producerId: 1, transactional: true, records: values('no', 'no') }),
    encodeBatch({ baseOffset: 2, producerId: 1, records: values('idempotent only') }),
    encodeBatch({ baseOffset: 3, producerId: 2, transactional: true, records: values('other producer') }),
  ]
  const { values: kept } = decode(fetched(log, [{ producerId: 1, firstOffset: 0 }]))
  assert.deepEqual(kept, ['idempotent only', 'other producer'])
})

test('F: a compacted batch is passed in one step, by its last offset', () => {
  const batch = encodeBatch({
    baseOffset: 100,
    lastOffsetDelta: 999,
    records: [
      { offsetDelta: 5, value: 'a' },
      { offsetDelta: 700, value: 'b' },
    ],
  })
  assert.equal(extentOf(fetched([batch]), 100).nextOffset, 1100)
  const { offsets, gaps } = decode(fetched([batch]), 100)
  assert.deepEqual(offsets, [105, 800])
  assert.deepEqual(gaps, { ...NO_GAPS, compacted: 998 })
})

test('G: a batch that the cleaner emptied is passed, also a compressed one and an emptied marker', () => {
  const log = [
    encodeBatch({ baseOffset: 0, lastOffsetDelta: 9, records: [] }),
    encodeBatch({ baseOffset: 10, lastOffsetDelta: 0, codec: 3, compress: () => Buffer.alloc(0), records: [] }),
    encodeBatch({ baseOffset: 11, lastOffsetDelta: 0, producerId: 1, transactional: true, control: true, records: [] }),
    encodeBatch({ baseOffset: 12, records: values('a') }),
  ]
  const { values: kept, gaps } = decode(fetched(log))
  assert.deepEqual(kept, ['a'])
  assert.deepEqual(gaps, { ...NO_GAPS, compacted: 11, control: 1 })
})

test('H: a batch of 200,000 records is read', () => {
  const records = Array.from({ length: 200_000 }, () => ({ value: 'x' }))
  const { chunks } = decode(fetched([encodeBatch({ baseOffset: 0, records })]))
  assert.equal(
    chunks.reduce((rows, chunk) => rows + chunk.records.numRows, 0),
    200_000,
  )
})

test('chunks follow each other without a hole and stay small, whatever the batches are', () => {
  const records = Array.from({ length: 30_000 }, () => ({ value: 'x' }))
  const batches = [0, 40_000, 70_000, 100_000, 130_000].map((baseOffset, i) =>
    encodeBatch({ baseOffset, records, codec: i === 2 ? 1 : 0 }),
  )
  const { chunks, gaps } = decode(fetched(batches), 0, 155_000)
  let next = 0
  for (const { startOffset, endOffset, records: rows, gaps: own } of chunks) {
    assert.equal(startOffset, next)
    assert.ok(rows.numRows <= 65_536)
    assert.equal(endOffset - startOffset, rows.numRows + own.control + own.aborted + own.compacted + own.lost)
    next = endOffset
  }
  assert.equal(next, 155_000)
  assert.equal(gaps.compacted, 10_000)
})

test('uncompressed batches of one response share a chunk, however large the response is', () => {
  const value = Buffer.alloc(1 << 20)
  const batches = Array.from({ length: 10 }, (_, baseOffset) => encodeBatch({ baseOffset, records: [{ value }] }))
  const { chunks } = decode(fetched(batches))
  assert.equal(chunks.length, 1)
})

test('a range may begin and end inside a batch, or in a gap', () => {
  const log = [
    encodeBatch({ baseOffset: 0, records: values('a', 'b', 'c') }),
    encodeBatch({ baseOffset: 10, records: values('d', 'e') }),
  ]
  assert.deepEqual(decode(fetched(log), 1, 2).values, ['b'])
  assert.deepEqual(decode(fetched(log), 2, 7).values, ['c'])
  assert.deepEqual(decode(fetched(log), 2, 7).gaps, { ...NO_GAPS, compacted: 4 })
  assert.deepEqual(decode(fetched(log), 5, 11).values, ['d'])
})

test('a batch that is cut off at the end of the response is left for the next fetch', () => {
  const log = [
    encodeBatch({ baseOffset: 0, records: values('a') }),
    encodeBatch({ baseOffset: 1, records: values('b') }).subarray(0, -1),
  ]
  assert.deepEqual(decode(fetched(log)).values, ['a'])
  assert.equal(extentOf(fetched(log), 0).nextOffset, 1)
  assert.equal(extentOf(fetched([log[1]!]), 1).completeBatches, 0)
})

test('a flipped bit in a batch never decodes silently', () => {
  const batch = encodeBatch({
    baseOffset: 7,
    records: [{ key: 'key', value: 'value', headers: [['h', 'v']] }, { value: 'second' }],
  })
  const notChecked = new Set([0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15]) // base offset and leader epoch: the broker's, outside the checksum
  for (let byte = 0; byte < batch.length; byte++) {
    if (notChecked.has(byte)) continue
    for (let bit = 0; bit < 8; bit++) {
      const damaged = Buffer.from(batch)
      damaged[byte] = damaged[byte]! ^ (1 << bit)
      const records = fetched([damaged])
      let complete: number
      try {
        complete = extentOf(records, 7).completeBatches
        if (complete > 0) decode(records, 7, 9)
      } catch (thrown) {
        corrupt(/^Cannot read t-3@\d+: the record batch is damaged/)(thrown)
        continue
      }
      assert.equal(complete, 0, `byte ${byte} bit ${bit} was not noticed`)
    }
  }
})

test('damage behind a right checksum is named, with the place', () => {
  const place = (batch: Parameters<typeof encodeBatch>[0]) => () => decode(fetched([encodeBatch(batch)]), 5)
  const one = { baseOffset: 5, records: values('a') }
  assert.throws(place({ ...one, magic: 1 }), corrupt(/t-3@5.*format is 1/))
  assert.throws(place({ ...one, codec: 6, compress: records => records }), corrupt(/unknown compression codec 6/))
  assert.throws(place({ ...one, codec: 1, compress: records => records }), corrupt(/cannot be decompressed/))
  assert.throws(place({ ...one, recordCount: 2_000_000_000 }), corrupt(/promises 2000000000 records/))
  assert.throws(place({ ...one, recordCount: -1 }), corrupt(/promises -1 records/))
  assert.throws(place({ ...one, rawRecords: Buffer.alloc(7, 0xff) }), corrupt(/longer than 5 bytes/))
  assert.throws(place({ ...one, rawRecords: Buffer.concat([varint(400), Buffer.alloc(6)]) }), corrupt(/length 400/))
  const good = encodeRecord({ value: 'a' }, 0, 0)
  assert.throws(place({ ...one, rawRecords: Buffer.concat([good, Buffer.from('!')]) }), corrupt(/1 bytes follow/))
  assert.throws(
    place({ ...one, rawRecords: Buffer.concat([good, good]), recordCount: 2, lastOffsetDelta: 1 }),
    corrupt(/has offset 5/),
  )
  const longKey = Buffer.concat([Buffer.from([0]), varint(0), varint(0), varint(99), Buffer.alloc(4)])
  assert.throws(place({ ...one, rawRecords: Buffer.concat([varint(longKey.length), longKey]) }), corrupt(/key of length 99/))
  const headers = Buffer.concat([Buffer.from([0]), varint(0), varint(0), varint(-1), varint(-1), varint(3)])
  assert.throws(place({ ...one, rawRecords: Buffer.concat([varint(headers.length), headers]) }), corrupt(/damaged/))
})

test('random bytes as records end in an error or in rows within the buffer, never in a crash', () => {
  let seed = 42
  const random = () => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return seed / 0x80000000
  }
  for (let run = 0; run < 2_000; run++) {
    const rawRecords = Buffer.from(
      Array.from({ length: 7 + random() * 60 }, () => (random() < 0.5 ? random() * 16 : random() * 256)),
    )
    try {
      const { chunks } = decode(
        fetched([encodeBatch({ baseOffset: 0, records: [], rawRecords, recordCount: 1 + Math.floor(random() * 3) })]),
      )
      for (const chunk of chunks) assert.ok(chunk.records.numRows <= 3)
    } catch (thrown) {
      corrupt(/damaged/)(thrown)
    }
  }
})
