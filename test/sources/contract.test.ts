import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type MemoryRecord, memorySource } from '../../src/sources/memory.ts'
import { offsetEntries } from '../../src/sources/offsets.ts'
import type { Source, SourceChunk } from '../../src/sources/source.ts'
import { collect } from './kafka/decoding.ts'
import { rangesBetween, readAll, testBroker } from './kafka/test-broker.ts'

interface Subject {
  readonly source: Source
  add(partition: number, records: readonly MemoryRecord[]): Promise<void>
}

const subjects: Readonly<Record<string, (t: TestContext) => Promise<Subject>>> = {
  async memory() {
    const source = memorySource({ partitions: 3, includeHeaders: true, chunkRows: 7 })
    return { source, add: async (partition, records) => void source.add(partition, records) }
  },
  async kafka(t) {
    const broker = await testBroker(t)
    const topic = await broker.createTopic(3)
    return {
      source: broker.source({ subscribe: topic, startingOffsets: 'earliest', includeHeaders: true }),
      async add(partition, records) {
        const messages = records.map(({ key = null, value, timestampMs, headers = [] }) => ({
          partition,
          key: key as string | null,
          value: value as string | null,
          timestamp: String(timestampMs),
          headers: Object.fromEntries(headers) as Record<string, string>,
        }))
        await broker.producer.send({ topic, messages })
      },
    }
  },
}

const records = (count: number, prefix: string): MemoryRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    key: i % 3 === 0 ? null : `k${i}`,
    value: i % 5 === 0 ? null : `${prefix}${i}`,
    timestampMs: 1_000 * i,
    ...(i % 4 === 0 ? { headers: [['h', `${i}`] as const] } : {}),
  }))

for (const [name, make] of Object.entries(subjects)) {
  test(`${name}: the same ranges give the same rows, however often and in whatever parts they are read`, async t => {
    const { source, add } = await make(t)
    for (const partition of [0, 2]) await add(partition, records(25, `p${partition}-`))
    const start = await source.initialOffsets()
    const { latest } = await source.available(start)
    const ranges = rangesBetween(start, latest)
    const once = await readAll(source, ranges)
    assert.equal(once.rows.length, 50)
    assert.deepEqual((await readAll(source, ranges)).rows, once.rows)
    const halves = ranges.flatMap(range => [
      { ...range, endOffset: Math.floor(range.endOffset / 2) },
      { ...range, startOffset: Math.floor(range.endOffset / 2) },
    ])
    assert.deepEqual((await readAll(source, halves)).rows, once.rows)
  })

  test(`${name}: chunks account for every offset of every range, in order`, async t => {
    const { source, add } = await make(t)
    for (const partition of [0, 1]) await add(partition, records(30, ''))
    const start = await source.initialOffsets()
    const ranges = rangesBetween(start, (await source.available(start)).latest).map(range => ({
      ...range,
      startOffset: Math.min(3, range.endOffset),
    }))
    const chunks: SourceChunk[] = []
    for await (const chunk of source.read(ranges, { columns: ['offset', 'value'] })) chunks.push(chunk)
    for (const { partition, startOffset, endOffset } of ranges) {
      let next = startOffset
      for (const chunk of chunks.filter(candidate => candidate.partition === partition)) {
        const { control, aborted, compacted, lost } = chunk.gaps
        assert.equal(chunk.startOffset, next)
        assert.equal(chunk.endOffset - chunk.startOffset, chunk.records.numRows + control + aborted + compacted + lost)
        next = chunk.endOffset
      }
      assert.equal(next, endOffset)
    }
    assert.deepEqual(
      chunks.map(chunk => chunk.partition),
      chunks.map(chunk => chunk.partition).sort(),
    )
    for (const row of collect(chunks).rows) assert.deepEqual(Object.keys(row), ['value', 'offset'])
  })

  test(`${name}: what comes later is available later`, async t => {
    const { source, add } = await make(t)
    const start = await source.initialOffsets()
    assert.deepEqual(
      [...offsetEntries(start)].map(([, partition, offset]) => [partition, offset]),
      [
        [0, 0],
        [1, 0],
        [2, 0],
      ],
    )
    const before = await source.available(start)
    await add(1, records(4, ''))
    const after = await source.available(before.latest)
    assert.deepEqual(
      [...offsetEntries(after.latest)].map(([, , offset]) => offset),
      [0, 4, 0],
    )
    assert.equal((await readAll(source, rangesBetween(before.latest, after.latest))).rows.length, 4)
  })

  test(`${name}: a stopped read ends with QUERY_STOPPED`, async t => {
    const { source, add } = await make(t)
    await add(0, records(10, ''))
    const start = await source.initialOffsets()
    const ranges = rangesBetween(start, (await source.available(start)).latest)
    const stopped = (async () => {
      for await (const chunk of source.read(ranges, { columns: ['value'], signal: AbortSignal.abort() }))
        assert.fail(`${chunk.endOffset}`)
    })()
    await assert.rejects(stopped, { code: 'QUERY_STOPPED' })
  })
}

test('memory: reading fails where it was told to, after the rows before, and goes on once mended', async () => {
  const source = memorySource()
  source.add(0, records(10, ''))
  source.addGap(0, 'aborted', 2)
  source.failAt(0, 4, new Error('as told'))
  const range = { topic: 'memory', partition: 0, startOffset: 0, endOffset: 12 }
  let rows = 0
  await assert.rejects(async () => {
    for await (const chunk of source.read([range], { columns: ['value'] })) rows += chunk.records.numRows
  }, /as told/)
  assert.equal(rows, 4)
  source.failAt(0, null)
  const { rows: all, gaps } = await readAll(source, [range])
  assert.equal(all.length, 10)
  assert.equal(gaps.aborted, 2)
})

test('memory: 400,000 records, and as many gaps, are added in one call', async () => {
  const source = memorySource()
  assert.equal(source.add(0, new Array<MemoryRecord>(400_000).fill({ value: 'x', timestampMs: 0 })), 400_000)
  assert.equal(source.addGap(0, 'compacted', 400_000), 800_000)
})
