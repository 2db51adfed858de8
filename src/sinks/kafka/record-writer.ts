import { setTimeout as sleep } from 'node:timers/promises'
import { CompressionTypes, type Kafka, Partitioners, type Producer } from 'kafkajs'
import { type KafkaConnectionOptions, kafkaClient } from '../../sources/kafka/client.ts'
import { kafkaError, unknownTopicError } from '../../sources/kafka/kafka-error.ts'
import { LOOKS_FOR_NEW_TOPIC } from '../../sources/kafka/topic-partitions.ts'
import type { SluiceError } from '../../util/error.ts'
import { type DeliverOptions, deliver, type ProduceRecord, sizeOf } from './deliver.ts'
import { choosePartitions } from './partition-choice.ts'

/** A record with the topic it goes to. */
export interface TopicRecord extends ProduceRecord {
  readonly topic: string
}

/** How records are written. */
export interface RecordWriterOptions {
  readonly connection: KafkaConnectionOptions
  /** -1 waits for all replicas in sync, and the broker drops what a retry sends twice; 1 the leader; 0 nobody. */
  readonly acks: -1 | 0 | 1
  readonly compression: 'none' | 'gzip'
  /** How long records that fail are sent again. */
  readonly retryForMs: number
}

/** Writes records to topics. Connects when the first ones come. */
export interface RecordWriter {
  /**
   * Resolves when all records have arrived. The records of a partition keep their order.
   *
   * @throws KAFKA_UNKNOWN_TOPIC (none is made), INVALID_OPTION for a partition that a topic does not have,
   * KAFKA_UNREACHABLE, KAFKA_NOT_KAFKA, KAFKA_REQUEST_FAILED, PERMISSION_DENIED; some records may have arrived
   */
  write(records: readonly TopicRecord[]): Promise<void>
  close(): Promise<void>
}

/** Of one request to a partition: below the 1 MiB that a broker takes by default. */
const MAX_BYTES = 900_000
const MAX_RECORDS = 6000

export function recordWriter({ connection, acks, compression, retryForMs }: RecordWriterOptions): RecordWriter {
  const { brokers } = connection
  const closing = new AbortController()
  let connected: Promise<{ readonly kafka: Kafka; readonly producer: Producer }> | undefined
  const choices = new Map<string, ReturnType<typeof choosePartitions>>()
  let index = 0

  async function connect() {
    const kafka = kafkaClient(connection)
    const producer = kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      idempotent: acks === -1,
      maxInFlightRequests: 1,
      // Retrying is done by `deliver`; kafkajs refuses less than one retry when idempotent.
      retry: { retries: 1, initialRetryTime: 50 },
    })
    try {
      await producer.connect()
    } catch (thrown) {
      await disconnect(producer)
      throw kafkaError(thrown, 'write to Kafka', brokers)
    }
    return { kafka, producer }
  }

  function current() {
    if (connected === undefined) {
      const attempt = connect()
      connected = attempt
      attempt.catch(() => {
        if (connected === attempt) connected = undefined
      })
    }
    return connected
  }

  async function choiceOf(kafka: Kafka, topic: string) {
    const choose = choices.get(topic) ?? choosePartitions(topic, await partitionCount(kafka, topic, brokers))
    choices.set(topic, choose)
    return choose
  }

  async function send(records: readonly TopicRecord[], partition: number, options: Omit<DeliverOptions, 'onError'>) {
    let lost: SluiceError | null = null
    const onError: DeliverOptions['onError'] = (error, { willRetry }) => {
      if (!willRetry) lost ??= error
    }
    for (const slice of slicesOf(records)) {
      await deliver(partition, slice, { ...options, onError })
      if (lost !== null) throw lost
    }
  }

  return {
    async write(records) {
      if (records.length === 0) return
      const { kafka, producer } = await current()
      const lanes = new Map<string, { topic: string; partition: number; records: TopicRecord[] }>()
      for (const record of records) {
        const { topic } = record
        const choose = choices.get(topic) ?? (await choiceOf(kafka, topic))
        const partition = choose(record, index++)
        const key = `${partition} ${topic}`
        const lane = lanes.get(key)
        if (lane === undefined) lanes.set(key, { topic, partition, records: [record] })
        else lane.records.push(record)
      }
      const how = { producer, brokers, acks, retryForMs, signal: closing.signal, compression: COMPRESSIONS[compression] }
      // A request for each partition, so that one that fails is sent again without the others.
      const outcomes = await Promise.allSettled(
        [...lanes.values()].map(lane => send(lane.records, lane.partition, { ...how, topic: lane.topic })),
      )
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
    },
    async close() {
      closing.abort()
      const open = connected
      connected = undefined
      choices.clear()
      const client = await open?.catch(() => undefined)
      if (client !== undefined) await disconnect(client.producer)
    },
  }
}

const COMPRESSIONS = { none: CompressionTypes.None, gzip: CompressionTypes.GZIP } as const

function* slicesOf(records: readonly TopicRecord[]): Iterable<readonly TopicRecord[]> {
  let [first, bytes] = [0, 0]
  for (const [i, { key, value, headers = [] }] of records.entries()) {
    const size = sizeOf(key) + sizeOf(value) + headers.reduce((sum, [name, text]) => sum + sizeOf(name) + sizeOf(text) + 4, 20)
    if (i > first && (bytes + size > MAX_BYTES || i - first >= MAX_RECORDS)) {
      yield records.slice(first, i)
      first = i
      bytes = 0
    }
    bytes += size
  }
  if (first < records.length) yield records.slice(first)
}

/** @throws KAFKA_UNKNOWN_TOPIC with the topics there are, KAFKA_UNREACHABLE … */
export async function partitionCount(kafka: Kafka, topic: string, brokers: readonly string[]): Promise<number> {
  const admin = kafka.admin()
  try {
    await admin.connect()
    for (let look = 1; ; look++) {
      const topics = await admin.listTopics()
      if (topics.includes(topic)) break
      if (look === LOOKS_FOR_NEW_TOPIC) throw unknownTopicError(topic, topics, brokers)
      await sleep(100)
    }
    const metadata = await admin.fetchTopicMetadata({ topics: [topic] })
    return metadata.topics[0]!.partitions.length
  } catch (thrown) {
    throw kafkaError(thrown, `send to topic ${JSON.stringify(topic)}`, brokers)
  } finally {
    await disconnect(admin)
  }
}

/** What has arrived has arrived: a connection that does not close in good order changes nothing. */
export async function disconnect(client: Pick<Producer, 'disconnect'>): Promise<void> {
  await client.disconnect().catch(() => {})
}
