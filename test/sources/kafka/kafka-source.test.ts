import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTopics } from '../../../src/broker/create-topics.ts'
import { offsetsOf, offsetsToJson } from '../../../src/sources/offsets.ts'
import { eventually, rangesBetween, readAll, readFromStart, testBroker } from './test-broker.ts'

const sorted = (values: readonly (string | null)[]) => [...values].sort()
const numbers = (count: number, prefix = '') => Array.from({ length: count }, (_, i) => `${prefix}${i}`)

test('what was produced is read, with key, headers, time and place', async t => {
  const broker = await testBroker(t)
  const topic = await broker.createTopic(2)
  const messages = [
    { partition: 1, key: 'k', value: 'v', timestamp: '1700000000123', headers: { h: 'x', none: '' } },
    { partition: 1, key: null, value: null, timestamp: '1700000000124' },
  ]
  await broker.producer.send({ topic, messages })
  const source = broker.source({ subscribe: topic, startingOffsets: 'earliest', includeHeaders: true })
  const { rows, offsets } = await readFromStart(source)
  assert.deepEqual(offsets, [0, 1])
  const { key, value, headers, ...rest } = rows[0]!
  assert.deepEqual(rest, { topic, partition: 1, offset: 0, timestamp: new Date(1700000000123), timestampType: 0 })
  assert.deepEqual(
    [key, value].map(bytes => Buffer.from(bytes as Uint8Array).toString()),
    ['k', 'v'],
  )
  assert.deepEqual(
    (headers as { key: string }[]).map(header => header.key),
    ['h', 'none'],
  )
  assert.deepEqual([rows[1]!.key, rows[1]!.value, rows[1]!.headers], [null, null, null])
})

for (const codec of ['gzip', 'snappy', 'lz4', 'zstd']) {
  test(`batches that the broker compressed with ${codec} are read`, async t => {
    const broker = await testBroker(t)
    const topic = await broker.createTopic(1, { 'compression.type': codec })
    const values = numbers(5_000, `{"a repeated prefix that compresses well, with ${codec}": `)
    for (let start = 0; start < values.length; start += 1_000) await broker.produce(topic, 0, values.slice(start, start + 1_000))
    const read = await readFromStart(broker.source({ subscribe: topic, startingOffsets: 'earliest' }))
    assert.deepEqual(read.values, values)
  })
}

test('aborted transactions and markers are gaps; an open transaction is not there yet', async t => {
  const broker = await testBroker(t)
  const topic = await broker.createTopic()
  const begin = async (transactionalId: string) => {
    const producer = broker.kafka.producer({
      transactionalId: `${topic}-${transactionalId}`,
      maxInFlightRequests: 1,
      idempotent: true,
      retry: { initialRetryTime: 20, retries: 20 },
    })
    await producer.connect()
    t.after(() => producer.disconnect())
    const transaction = await producer.transaction()
    return { send: (value: string) => transaction.send({ topic, messages: [{ partition: 0, value }] }), transaction }
  }
  const [one, two] = [await begin('1'), await begin('2')]
  await one.send('one, aborted')
  await two.send('two, committed')
  await one.send('one, aborted')
  await two.transaction.commit()
  await one.transaction.abort()
  // The broker says that a transaction is over before its marker stands: three records and two markers.
  await eventually(async () => assert.equal((await broker.admin.fetchTopicOffsets(topic))[0]?.high, '5'))
  await broker.produce(topic, 0, ['plain'])
  const three = await begin('3')
  await three.send('three, open')
  await broker.produce(topic, 0, ['behind the open one'])

  const source = broker.source({ subscribe: topic, startingOffsets: 'earliest' })
  const start = await source.initialOffsets()
  const latest = offsetsOf([[topic, 0, 6]])
  await eventually(async () => assert.deepEqual((await source.available(start)).latest, latest)) // markers are written behind
  const read = await readAll(source, rangesBetween(start, latest))
  assert.deepEqual(read.values, ['two, committed', 'plain'])
  assert.deepEqual(read.gaps, { control: 2, aborted: 2, compacted: 0, lost: 0 })
  const inside = await readAll(source, [{ topic, partition: 0, startOffset: 2, endOffset: 3 }])
  assert.deepEqual([inside.values, inside.gaps.aborted], [[], 1])

  const uncommitted = await readFromStart(
    broker.source({ subscribe: topic, startingOffsets: 'earliest', isolationLevel: 'read_uncommitted' }),
  )
  assert.equal(uncommitted.values.length, 6)
  await three.transaction.abort()
})

test('ranges are read in the order given, whole, and the same again', async t => {
  const broker = await testBroker(t)
  const topic = await broker.createTopic(3)
  for (const partition of [0, 1, 2]) await broker.produce(topic, partition, numbers(700, `p${partition}-`))
  const source = broker.source({ subscribe: topic })
  const ranges = [
    { topic, partition: 2, startOffset: 10, endOffset: 650 },
    { topic, partition: 0, startOffset: 0, endOffset: 1 },
    { topic, partition: 1, startOffset: 5, endOffset: 5 },
    { topic, partition: 1, startOffset: 699, endOffset: 700 },
  ]
  const first = await readAll(source, ranges, ['value'])
  assert.deepEqual(first.values, [...numbers(700, 'p2-').slice(10, 650), 'p0-0', 'p1-699'])
  assert.deepEqual((await readAll(source, ranges, ['value'])).values, first.values)
})

test('a query starts where startingOffsets says', async t => {
  const broker = await testBroker(t)
  const topic = await broker.createTopic(2)
  const stamped = (partition: number, ...times: number[]) =>
    times.map(time => ({ partition, value: String(time), timestamp: String(time) }))
  await broker.producer.send({ topic, messages: [...stamped(0, 1_000, 2_000, 3_000), ...stamped(1, 2_500)] })
  const initial = async (options: object) => offsetsToJson(await broker.source({ subscribe: topic, ...options }).initialOffsets())
  const at = (zero: number, one: number) => `{"${topic}":{"0":${zero},"1":${one}}}`
  assert.equal(await initial({}), at(3, 1))
  assert.equal(await initial({ startingOffsets: 'earliest' }), at(0, 0))
  assert.equal(await initial({ startingOffsets: at(2, -1) }), at(2, 1))
  assert.equal(await initial({ startingOffsets: at(-2, 0) }), at(0, 0))
  assert.equal(await initial({ startingTimestamp: 2_000 }), at(1, 0))
  assert.equal(await initial({ startingOffsetsByTimestamp: at(2_001, 0) }), at(2, 0))
  await assert.rejects(initial({ startingTimestamp: 2_600 }), {
    code: 'INVALID_OPTION',
    message: /^No offset matched from request of topic-partition .*-1 and timestamp 2600/,
  })
  assert.equal(await initial({ startingTimestamp: 2_600, startingOffsetsByTimestampStrategy: 'latest' }), at(2, 1))
  await assert.rejects(initial({ startingOffsets: `{"${topic}":{"0":0}}` }), {
    code: 'INVALID_OPTION',
    message: /don't match what are assigned/,
  })
})

test('endingOffsets bound what is available for ever', async t => {
  const broker = await testBroker(t)
  const topic = await broker.createTopic(2)
  await broker.produce(topic, 0, numbers(5))
  const until = broker.source({ subscribe: topic, startingOffsets: 'earliest', endingOffsets: { [topic]: { 0: 3, 1: 10 } } })
  const now = broker.source({ subscribe: topic, startingOffsets: 'earliest', endingOffsets: 'latest' })
  for (const more of [[], numbers(5)]) {
    await broker.produce(topic, 0, more.length > 0 ? more : ['sixth'])
    const start = await until.initialOffsets()
    assert.equal(offsetsToJson((await until.available(start)).latest), `{"${topic}":{"0":3,"1":0}}`)
    assert.equal(offsetsToJson((await now.available(start)).latest), `{"${topic}":{"0":6,"1":0}}`)
  }
})

test('an unknown topic is named with the topics there are', async t => {
  const broker = await testBroker(t)
  const topic = await broker.createTopic()
  const source = broker.source({ subscribe: `${topic}-mistyped` })
  await assert.rejects(source.initialOffsets(), (error: { code: string; message: string }) => {
    assert.equal(error.code, 'KAFKA_UNKNOWN_TOPIC')
    assert.match(error.message, new RegExp(`Cannot find topic "${topic}-mistyped"`))
    assert.ok((error as unknown as { details: { topics: string[] } }).details.topics.includes(topic))
    return true
  })
})

test('a pattern finds topics as they come, never internal ones', async t => {
  const broker = await testBroker(t)
  const first = await broker.createTopic()
  const source = broker.source({ subscribePattern: `^${first}|__consumer_offsets`, startingOffsets: 'earliest' })
  const start = await source.initialOffsets()
  assert.deepEqual([...start.keys()], [first])
})

test('partitions added later are read from their first record', async t => {
  const broker = await testBroker(t)
  const topic = await broker.createTopic(1)
  await broker.produce(topic, 0, ['old'])
  const source = broker.source({ subscribe: topic })
  const start = await source.initialOffsets()
  await broker.admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] })
  await broker.admin.fetchTopicMetadata({ topics: [topic] })
  const later = broker.kafka.producer({
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
  })
  await later.connect()
  t.after(() => later.disconnect())
  await later.send({ topic, messages: [{ partition: 2, value: 'new' }] })
  const { earliest, latest } = await source.available(start)
  assert.equal(offsetsToJson(latest), `{"${topic}":{"0":1,"1":0,"2":1}}`)
  assert.equal(offsetsToJson(earliest), `{"${topic}":{"0":0,"1":0,"2":0}}`)
  assert.deepEqual((await readAll(source, rangesBetween(start, latest))).values, ['new'])
})

test('assign reads the partitions listed', async t => {
  const broker = await testBroker(t)
  const topic = await broker.createTopic(3)
  for (const partition of [0, 1, 2]) await broker.produce(topic, partition, [`p${partition}`])
  const read = await readFromStart(broker.source({ assign: { [topic]: [2, 0, 9] }, startingOffsets: 'earliest' }))
  assert.deepEqual(sorted(read.values), ['p0', 'p2'])
})

test('records that retention took are refused with their number, or counted as lost', async t => {
  const broker = await testBroker(t)
  const topic = await broker.createTopic()
  await broker.produce(topic, 0, numbers(10))
  await broker.deleteRecords(topic, 6)
  const since = offsetsOf([[topic, 0, 2]])
  const range = { topic, partition: 0, startOffset: 2, endOffset: 8 }
  const strict = broker.source({ subscribe: topic })
  const loss = {
    code: 'KAFKA_DATA_LOSS',
    message: /-0@2: 4 offsets are gone.*the first offset still there is 6.*failOnDataLoss: false/,
  }
  await assert.rejects(strict.available(since), loss)
  await assert.rejects(readAll(strict, [range]), loss)
  const lenient = broker.source({ subscribe: topic, failOnDataLoss: false })
  assert.equal(offsetsToJson((await lenient.available(since)).latest), `{"${topic}":{"0":10}}`)
  const read = await readAll(lenient, [range])
  assert.deepEqual(read.values, ['6', '7'])
  assert.deepEqual(read.gaps, { control: 0, aborted: 0, compacted: 0, lost: 4 })
})

test('a topic emptied by retention is lost to the end of the range', async t => {
  const broker = await testBroker(t)
  const topic = await broker.createTopic()
  await broker.produce(topic, 0, numbers(10))
  await broker.deleteRecords(topic, -1)
  const read = await readAll(broker.source({ subscribe: topic, failOnDataLoss: false }), [
    { topic, partition: 0, startOffset: 2, endOffset: 8 },
  ])
  assert.deepEqual([read.values, read.gaps.lost], [[], 6])
})

test('a deleted topic is refused, and one made again with fewer records too', async t => {
  const broker = await testBroker(t)
  const topic = await broker.createTopic()
  await broker.produce(topic, 0, numbers(10))
  const source = broker.source({ subscribe: topic })
  const lenient = broker.source({ subscribe: topic, failOnDataLoss: false })
  const since = await source.initialOffsets()
  await broker.admin.deleteTopics({ topics: [topic] })
  const gone = { code: 'KAFKA_DATA_LOSS', message: /was deleted/ }
  await assert.rejects(source.available(since), gone)
  const range = { topic, partition: 0, startOffset: 0, endOffset: 10 }
  await assert.rejects(readAll(source, [range]), gone)
  assert.equal((await lenient.available(since)).latest.size, 0)
  assert.equal((await readAll(lenient, [range])).gaps.lost, 10)
  await createTopics(broker.admin, broker.connection, [{ topic, numPartitions: 1, replicationFactor: 1 }], 30_000)
  await assert.rejects(source.available(since), { code: 'KAFKA_DATA_LOSS', message: /ends at 0 now/ })
})

test('an abort ends a read at once', async t => {
  const broker = await testBroker(t)
  const topic = await broker.createTopic()
  await broker.produce(topic, 0, ['a'])
  const source = broker.source({ subscribe: topic })
  const stop = new AbortController()
  const reading = (async () => {
    const never = { topic, partition: 0, startOffset: 1, endOffset: 2 }
    for await (const chunk of source.read([never], { columns: ['value'], signal: stop.signal }))
      assert.fail(String(chunk.endOffset))
  })()
  setTimeout(() => stop.abort(), 100)
  const startedMs = performance.now()
  await assert.rejects(reading, { code: 'QUERY_STOPPED' })
  assert.ok(performance.now() - startedMs < 400)
})
