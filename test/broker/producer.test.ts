import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { type Delivery, produce } from '../../src/broker/producer.ts'
import { produceTransactions } from '../../src/lab/produce-transactions.ts'
import { brokersFromEnvironment, kafkaClient } from '../../src/sources/kafka/client.ts'
import { temporaryTopic } from './temporary-topic.ts'

const brokers = brokersFromEnvironment()
const connection = { brokers }
const skip = process.env.KAFKA_BROKERS === undefined ? 'needs a broker: set KAFKA_BROKERS' : false
const values = (count: number) => Array.from({ length: count }, (_, i) => ({ value: `record ${i}` }))

/** How many records the topic holds, by partition. */
async function recordsOf(topic: string): Promise<number[]> {
  const admin = kafkaClient(connection).admin()
  await admin.connect()
  const offsets = await admin.fetchTopicOffsets(topic)
  await admin.disconnect()
  return offsets.sort((a, b) => a.partition - b.partition).map(({ high, low }) => Number(high) - Number(low))
}

test('20,000 records in bulk: all there, an equal share in each partition, each reported once and in order', {
  skip,
}, async t => {
  const topic = await temporaryTopic(t)
  const seen: Delivery[] = []
  const indexes: number[] = []
  const summary = await produceTransactions({
    topic,
    count: 20_000,
    start: '2024-01-01 10:00:00',
    onSent: (event, delivery) => {
      indexes.push(event.index)
      seen.push(delivery)
    },
  })
  assert.deepEqual(
    { ...summary, seconds: 0 },
    { sent: 20_000, failed: 0, retried: 0, perPartition: { 0: 6667, 1: 6667, 2: 6666 }, seconds: 0, stopped: false },
  )
  assert.deepEqual(await recordsOf(topic), [6667, 6667, 6666])
  assert.deepEqual(
    indexes,
    Array.from({ length: 20_000 }, (_, i) => i),
  )
  // In turn: record i is number floor(i / 3) of partition i % 3.
  assert.ok(seen.every(({ partition, offset }, i) => partition === i % 3 && offset === Math.floor(i / 3)))
  assert.equal(seen[1]!.timestampMs, Date.parse('2024-01-01T10:00:01Z'))
})

test('the rate is kept within 10 percent', { skip }, async t => {
  const topic = await temporaryTopic(t)
  const { seconds } = await produce(values(101), { connection, topic, rate: 50 })
  assert.ok(Math.abs(100 / seconds - 50) < 5, `${100 / seconds} a second`)
})

test('a record that is too large is given up and named; the others arrive', { skip }, async t => {
  const topic = await temporaryTopic(t, { partitions: 1, config: { 'max.message.bytes': '2000' } })
  const problems: [string, boolean][] = []
  const records = values(200).map((record, i) => (i === 77 ? { value: 'x'.repeat(5000) } : record))
  const sent: string[] = []
  const summary = await produce(records, {
    connection,
    topic,
    onSent: ({ value }) => sent.push(value),
    onError: (error, { willRetry }) => problems.push([error.message, willRetry]),
  })
  assert.deepEqual([summary.sent, summary.failed, summary.retried], [199, 1, 0])
  assert.deepEqual(
    sent,
    records.filter((_, i) => i !== 77).map(record => record.value),
  )
  assert.equal(problems.length, 1)
  assert.match(problems[0]![0], /5000 bytes to partition 0 .*max\.message\.bytes/)
  assert.deepEqual(await recordsOf(topic), [199])
})

test('a partition that is not there is refused by number', { skip }, async t => {
  const topic = await temporaryTopic(t)
  await assert.rejects(produce([{ value: 'a', partition: 3 }], { connection, topic }), {
    code: 'INVALID_OPTION',
    message: /partition 3 .* partitions 0 to 2/,
  })
})

test('an unknown topic is refused, and not made', { skip }, async () => {
  const topic = `never-made-${process.pid}`
  await assert.rejects(produce(values(1), { connection, topic }), { code: 'KAFKA_UNKNOWN_TOPIC', message: /topics create/ })
  await assert.rejects(produce(values(1), { connection, topic }), { code: 'KAFKA_UNKNOWN_TOPIC' })
})

test('a broker that nobody listens at is reported within ten seconds', async () => {
  const startMs = performance.now()
  await assert.rejects(produce(values(1), { connection: { brokers: ['127.0.0.1:1'] }, topic: 't' }), {
    code: 'KAFKA_UNREACHABLE',
    message: /127\.0\.0\.1:1 .*KAFKA_BROKERS/,
  })
  assert.ok(performance.now() - startMs < 10_000)
})

test('the signal ends the run; what was sent is counted', { skip }, async t => {
  const topic = await temporaryTopic(t)
  const stop = new AbortController()
  const summary = await produce(values(1000), {
    connection,
    topic,
    rate: 50,
    signal: stop.signal,
    onSent: ({ value }) => value === 'record 9' && stop.abort(),
  })
  assert.equal(summary.stopped, true)
  assert.ok(summary.sent >= 10 && summary.sent < 20, String(summary.sent))
  assert.equal(
    (await recordsOf(topic)).reduce((sum, n) => sum + n),
    summary.sent,
  )
})

test('connections that break are made again; each record arrives once, in order', { skip }, async t => {
  const topic = await temporaryTopic(t, { partitions: 1 })
  const sockets = new Set<Socket>()
  const remember = (message: unknown) => sockets.add((message as { socket: Socket }).socket)
  subscribe('net.client.socket', remember)
  t.after(() => unsubscribe('net.client.socket', remember))
  const offsets: number[] = []
  let breaks = 0
  async function* records() {
    for (const [i, record] of values(60).entries()) {
      if (i % 20 === 10) {
        for (const socket of sockets) socket.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))
        breaks++
      }
      yield record
    }
  }
  const summary = await produce(records(), { connection, topic, rate: 100, onSent: (_, { offset }) => offsets.push(offset) })
  assert.ok(sockets.size > breaks, 'the sockets are those of the client')
  assert.deepEqual([summary.sent, summary.failed], [60, 0])
  assert.deepEqual(
    offsets,
    values(60).map((_, i) => i),
  )
  assert.deepEqual(await recordsOf(topic), [60])
})
