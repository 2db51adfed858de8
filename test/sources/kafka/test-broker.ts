import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Admin, type Kafka, Partitioners, type Producer } from 'kafkajs'
import { createTopics } from '../../../src/broker/create-topics.ts'
import { brokersFromEnvironment, type KafkaConnectionOptions, kafkaClient } from '../../../src/sources/kafka/client.ts'
import { kafkaSource } from '../../../src/sources/kafka/kafka-source.ts'
import type { KafkaSourceOptions } from '../../../src/sources/kafka/options.ts'
import { type Offsets, offsetAt, offsetEntries } from '../../../src/sources/offsets.ts'
import type { OffsetRange, Source } from '../../../src/sources/source.ts'
import { ALL_COLUMNS, collect, type Decoded } from './decoding.ts'

/** The broker of the tests, with topics that go away with the test. */
export interface TestBroker {
  readonly connection: KafkaConnectionOptions
  readonly kafka: Kafka
  readonly admin: Admin
  readonly producer: Producer
  createTopic(partitions?: number, config?: Readonly<Record<string, string>>): Promise<string>
  source(options: KafkaSourceOptions): Source
  produce(topic: string, partition: number, values: readonly (string | null)[]): Promise<void>
  /** Deletes records of partition 0 before an offset, -1 for all, as retention would. */
  deleteRecords(topic: string, offset: number): Promise<void>
}

export async function testBroker(context: TestContext): Promise<TestBroker> {
  const connection = { brokers: brokersFromEnvironment() }
  const kafka = kafkaClient(connection)
  const admin = kafka.admin()
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
  await admin.connect()
  await producer.connect()
  const topics: string[] = []
  const sources: Source[] = []
  context.after(async () => {
    await Promise.all(sources.map(source => source.close()))
    const left = (await admin.listTopics()).filter(topic => topics.includes(topic))
    if (left.length > 0) await admin.deleteTopics({ topics: left })
    await Promise.all([admin.disconnect(), producer.disconnect()])
  })
  return {
    connection,
    kafka,
    admin,
    producer,
    async createTopic(partitions = 1, config = {}) {
      const topic = `test-${randomBytes(6).toString('hex')}`
      const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }))
      await createTopics(admin, connection, [{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }], 30_000)
      topics.push(topic)
      return topic
    },
    source(options) {
      const source = kafkaSource(options, connection)
      sources.push(source)
      return source
    },
    async produce(topic, partition, values) {
      await producer.send({ topic, messages: values.map(value => ({ partition, value })) })
    },
    async deleteRecords(topic, offset) {
      await admin.fetchTopicOffsets(topic) // kafkajs forgets to load the metadata that it needs next
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] })
    },
  }
}

/** Ranges from one set of offsets to another; a partition that is new starts at 0. */
export function rangesBetween(start: Offsets, end: Offsets): OffsetRange[] {
  return [...offsetEntries(end)].map(([topic, partition, endOffset]) => ({
    topic,
    partition,
    startOffset: offsetAt(start, topic, partition) ?? 0,
    endOffset,
  }))
}

/** Reads ranges to the end. */
export async function readAll(
  source: Source,
  ranges: readonly OffsetRange[],
  columns: readonly string[] = ALL_COLUMNS,
): Promise<Decoded> {
  const chunks = []
  for await (const chunk of source.read(ranges, { columns })) chunks.push(chunk)
  return collect(chunks)
}

/** Reads all that is there from where the source starts. */
export async function readFromStart(source: Source): Promise<Decoded> {
  const start = await source.initialOffsets()
  const { latest } = await source.available(start)
  return readAll(source, rangesBetween(start, latest))
}

/** Repeats an assertion until it holds, for at most five seconds. */
export async function eventually(assertion: () => Promise<void>): Promise<void> {
  for (const startedMs = performance.now(); ; ) {
    try {
      return await assertion()
    } catch (thrown) {
      if (performance.now() - startedMs > 5_000) throw thrown
      await sleep(20)
    }
  }
}
