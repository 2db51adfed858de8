import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { type TopicAdmin, topicAdmin } from '../../src/broker/topics.ts'
import { brokersFromEnvironment, kafkaClient } from '../../src/sources/kafka/client.ts'
import { SluiceError } from '../../src/util/error.ts'

const brokers = brokersFromEnvironment()

async function withTopics(work: (topics: TopicAdmin, topic: string) => Promise<void>): Promise<void> {
  const topics = topicAdmin({ brokers })
  const topic = `topics-test-${randomBytes(6).toString('hex')}`
  try {
    await work(topics, topic)
  } finally {
    await topics.delete(topic).catch(() => {})
    await topics.close()
  }
}

const failsWith = (code: string, part: RegExp) => (thrown: unknown) => {
  assert.ok(thrown instanceof SluiceError, String(thrown))
  assert.equal(thrown.code, code)
  assert.match(thrown.message, part)
  return true
}

test('a topic is made with its partitions, listed, described by offsets, and deleted', async () => {
  await withTopics(async (topics, topic) => {
    assert.equal(await topics.create(topic, { partitions: 2 }), true)
    const listed = (await topics.list()).find(one => one.topic === topic)
    assert.deepEqual(listed, { topic, partitions: 2, replicationFactor: 1 })

    const producer = kafkaClient({ brokers }).producer()
    await producer.connect()
    await producer.send({ topic, messages: [1, 2, 3].map(n => ({ partition: 1, value: String(n) })) })
    await producer.disconnect()

    assert.deepEqual(await topics.describe(topic), {
      topic,
      partitions: [
        { partition: 0, leader: 1, earliestOffset: 0n, latestOffset: 0n },
        { partition: 1, leader: 1, earliestOffset: 0n, latestOffset: 3n },
      ],
      offsetCount: 3n,
    })
    await topics.delete(topic)
    assert.equal(
      (await topics.list()).some(one => one.topic === topic),
      false,
    )
  })
})

test('making a topic again is an error, or with ifNotExists nothing at all', async () => {
  await withTopics(async (topics, topic) => {
    await topics.create(topic)
    await assert.rejects(topics.create(topic), failsWith('INVALID_OPTION', /already there/))
    assert.equal(await topics.create(topic, { ifNotExists: true, partitions: 7 }), false)
    assert.equal((await topics.describe(topic)).partitions.length, 3)
  })
})

test('names and numbers that Kafka would refuse are refused before it is asked, with the rule', async () => {
  const unreachable = topicAdmin({ brokers: ['127.0.0.1:1'] })
  for (const name of ['', '.', '..', 'a b', 'ünïcode', 'a/b', 'x'.repeat(250)]) {
    await assert.rejects(unreachable.create(name), failsWith('INVALID_OPTION', /1 to 249/))
  }
  for (const partitions of [0, -1, 1.5, Number.NaN]) {
    await assert.rejects(unreachable.create('good', { partitions }), failsWith('INVALID_OPTION', /partitions is/))
  }
})

test('more copies than brokers is an error that names the mistake', async () => {
  await withTopics(async (topics, topic) => {
    await assert.rejects(topics.create(topic, { replicationFactor: 3 }), failsWith('INVALID_OPTION', /replication factor of 1/))
  })
})

test('a topic that is not there is an error that lists those that are', async () => {
  await withTopics(async (topics, topic) => {
    await topics.create(topic)
    const missing = `${topic}-missing`
    await assert.rejects(topics.describe(missing), failsWith('KAFKA_UNKNOWN_TOPIC', /Topics: /))
    await assert.rejects(topics.delete(missing), failsWith('KAFKA_UNKNOWN_TOPIC', /Topics: /))
  })
})

test('a broker that is not there is an error within seconds', async () => {
  const startMs = Date.now()
  await assert.rejects(topicAdmin({ brokers: ['127.0.0.1:1'] }).list(), failsWith('KAFKA_UNREACHABLE', /127\.0\.0\.1:1/))
  assert.ok(Date.now() - startMs < 8000)
})

test('topics made and deleted at the same time do not get in each other’s way', async () => {
  await withTopics(async (topics, topic) => {
    for (let round = 0; round < 5; round++) {
      const both = [`${topic}-a`, `${topic}-b`]
      for (const name of both) await topics.create(name, { partitions: 1 })
      await Promise.all(both.map(name => topics.delete(name)))
    }
    assert.deepEqual(
      (await topics.list()).filter(other => other.topic.startsWith(`${topic}-`)),
      [],
    )
  })
})
