import type { Admin } from 'kafkajs'
import { type KafkaConnectionOptions, kafkaClient, kafkaError } from '../sources/kafka/client.ts'
import { unknownTopicError } from '../sources/kafka/kafka-error.ts'
import { messageOf, SluiceError } from '../util/error.ts'
import { createTopics } from './create-topics.ts'

/** For a topic to be created, and for its leaders to come. */
const CREATION_MS = 10_000

export interface TopicSummary {
  readonly topic: string
  readonly partitions: number
  readonly replicationFactor: number
}

export interface PartitionDescription {
  readonly partition: number
  /** Node id of the leader, -1 when there is none. */
  readonly leader: number
  readonly earliestOffset: bigint
  /** Exclusive: the offset the next record will get. */
  readonly latestOffset: bigint
}

/** A topic as the broker has it now. */
export interface TopicDescription {
  readonly topic: string
  readonly partitions: readonly PartitionDescription[]
  /** latest - earliest over all partitions: an upper bound of the records there (compacted ones are counted). */
  readonly offsetCount: bigint
}

export interface CreateTopicOptions {
  /** Default 3. */
  readonly partitions?: number
  /** Default 1. */
  readonly replicationFactor?: number
  /** Topic settings by Kafka's names, for example `{ 'cleanup.policy': 'compact' }`. */
  readonly config?: Readonly<Record<string, string>>
  /** A topic that is already there is left as it is, instead of an error. Default false. */
  readonly ifNotExists?: boolean
}

/** The topics of a broker: list, create, look into, delete. */
export interface TopicAdmin {
  /** All topics in order of their names, without Kafka's internal ones. */
  list(): Promise<TopicSummary[]>
  /** @returns true when it was made, false when it was there (`ifNotExists`) */
  create(topic: string, options?: CreateTopicOptions): Promise<boolean>
  describe(topic: string): Promise<TopicDescription>
  /** @param options.ifExists a topic that is not there is no error */
  delete(topic: string, options?: { readonly ifExists?: boolean }): Promise<void>
  /** Lets go of the connection; the next call opens it again. */
  close(): Promise<void>
}

/**
 * Lists, makes, describes and deletes topics. Connects when first used.
 *
 * Each method throws KAFKA_UNREACHABLE, KAFKA_NOT_KAFKA, KAFKA_UNKNOWN_TOPIC, PERMISSION_DENIED or
 * KAFKA_REQUEST_FAILED; `create` also INVALID_OPTION.
 */
export function topicAdmin(connection: KafkaConnectionOptions): TopicAdmin {
  const { brokers } = connection
  let connected: Promise<Admin> | undefined
  const connect = async (): Promise<Admin> => {
    const admin = kafkaClient(connection).admin()
    await admin.connect()
    return admin
  }
  const ask = async <Answer>(doing: string, request: (admin: Admin) => Promise<Answer>): Promise<Answer> => {
    try {
      connected ??= connect()
      return await request(await connected)
    } catch (thrown) {
      const broken = connected
      connected = undefined
      await broken?.then(admin => admin.disconnect()).catch(() => {})
      throw kafkaError(thrown, doing, brokers)
    }
  }
  const askAbout = async <Answer>(topic: string, doing: string, request: (admin: Admin) => Promise<Answer>): Promise<Answer> => {
    try {
      return await ask(`${doing} topic "${topic}"`, request)
    } catch (thrown) {
      if (!(thrown instanceof SluiceError) || thrown.code !== 'KAFKA_UNKNOWN_TOPIC') throw thrown
      const existing = await ask('list the topics', listTopics)
      throw unknownTopicError(
        topic,
        existing.map(other => other.topic),
        brokers,
      )
    }
  }
  return {
    list: () => ask('list the topics', listTopics),
    create: async (topic, options = {}) => {
      checkNewTopic(topic, options)
      return ask(`create topic "${topic}"`, admin => createTopic(admin, connection, topic, options))
    },
    describe: topic => askAbout(topic, 'describe', admin => describeTopic(admin, topic)),
    async delete(topic, { ifExists = false } = {}) {
      if (ifExists && !(await ask('list topics', admin => admin.listTopics())).includes(topic)) return
      await askAbout(topic, 'delete', admin => admin.deleteTopics({ topics: [topic], timeout: 10_000 }))
    },
    close: async () => {
      const open = connected
      connected = undefined
      await open?.then(admin => admin.disconnect()).catch(() => {})
    },
  }
}

async function listTopics(admin: Admin): Promise<TopicSummary[]> {
  const { topics } = await admin.fetchTopicMetadata()
  return topics
    .filter(({ name }) => !name.startsWith('__'))
    .map(({ name, partitions }) => ({
      topic: name,
      partitions: partitions.length,
      replicationFactor: partitions[0]?.replicas.length ?? 0,
    }))
    .sort((a, b) => (a.topic < b.topic ? -1 : 1))
}

async function createTopic(
  admin: Admin,
  connection: KafkaConnectionOptions,
  topic: string,
  options: CreateTopicOptions,
): Promise<boolean> {
  const { partitions = 3, replicationFactor = 1, config = {}, ifNotExists = false } = options
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }))
  try {
    const wanted = { topic, numPartitions: partitions, replicationFactor, configEntries }
    const made = await createTopics(admin, connection, [wanted], CREATION_MS)
    if (made || ifNotExists) return made
  } catch (thrown) {
    throw reasonOfTopicError(thrown)
  }
  throw new SluiceError(
    'INVALID_OPTION',
    `Cannot create topic "${topic}": it is already there. Use it as it is (--if-not-exists), delete it first, or choose another name.`,
    { topic },
  )
}

/** kafkajs wraps what the broker said about each topic. */
function reasonOfTopicError(thrown: unknown): unknown {
  const errors = (thrown as { errors?: unknown[] }).errors
  const [first] = Array.isArray(errors) ? errors : []
  if (!(first instanceof Error)) return thrown
  const type = String((first as { type?: unknown }).type ?? first.name)
  const mend =
    type === 'INVALID_REPLICATION_FACTOR'
      ? 'There are fewer brokers than copies wanted; on one broker use a replication factor of 1.'
      : 'See the topic settings of Kafka.'
  return new SluiceError(
    'INVALID_OPTION',
    `Cannot create the topic: Kafka answered ${type}: ${messageOf(first)}. ${mend}`,
    { type },
    thrown,
  )
}

async function describeTopic(admin: Admin, topic: string): Promise<TopicDescription> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  const leaders = new Map(topics[0]?.partitions.map(({ partitionId, leader }) => [partitionId, leader]))
  const partitions = (await admin.fetchTopicOffsets(topic))
    .map(({ partition, low, high }) => ({
      partition,
      leader: leaders.get(partition) ?? -1,
      earliestOffset: BigInt(low),
      latestOffset: BigInt(high),
    }))
    .sort((a, b) => a.partition - b.partition)
  const offsetCount = partitions.reduce((sum, { earliestOffset, latestOffset }) => sum + latestOffset - earliestOffset, 0n)
  return { topic, partitions, offsetCount }
}

/** Kafka's own rule for names, with a better message. @see Kafka `Topic.validate` */
function checkNewTopic(topic: string, { partitions = 3, replicationFactor = 1 }: CreateTopicOptions): void {
  const shown = JSON.stringify(topic)
  if (!/^[a-zA-Z0-9._-]{1,249}$/.test(topic) || topic === '.' || topic === '..') {
    throw new SluiceError(
      'INVALID_OPTION',
      `Cannot create topic ${shown}: a name has 1 to 249 of the characters a-z A-Z 0-9 . _ - and is not "." or "..".`,
      { topic },
    )
  }
  for (const [name, value] of Object.entries({ partitions, replicationFactor })) {
    if (!Number.isInteger(value) || value < 1 || value > 10_000) {
      throw new SluiceError(
        'INVALID_OPTION',
        `Cannot create topic ${shown}: ${name} is ${value}, expected a whole number from 1 to 10000.`,
        {
          topic,
          [name]: value,
        },
      )
    }
  }
}
