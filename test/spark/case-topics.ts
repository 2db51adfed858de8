import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Admin, type IHeaders, Partitioners, type Producer } from 'kafkajs'
import { createTopics } from '../../src/broker/create-topics.ts'
import { brokersFromEnvironment, kafkaClient } from '../../src/sources/kafka/client.ts'
import { type KafkaCluster, kafkaCluster, LATEST_TIMESTAMP } from '../../src/sources/kafka/cluster.ts'
import { type Case, recordsOf, type Step, type Transaction } from './case.ts'
import { orderlyTopic } from './topic-names.ts'

/** Topics with random names for the cases of a run. */
export interface CaseTopics {
  readonly brokers: string
  /** Makes the topics of many cases in one request. */
  prepare(cases: readonly Case[]): Promise<void>
  /** The topic of each stream of a case; of its sink as `sink`; of a table of expressions as `t`. */
  of(given: Case): ReadonlyMap<string, string>
  add(given: Case, step: Step | Transaction): Promise<void>
  close(): Promise<void>
}

const EVER = [
  // Records of a case are of 1970 or 2100 and must stay.
  { name: 'retention.ms', value: '-1' },
  { name: 'message.timestamp.after.max.ms', value: String(Number.MAX_SAFE_INTEGER) },
]

export async function openCaseTopics(): Promise<CaseTopics> {
  const brokers = brokersFromEnvironment()
  const kafka = kafkaClient({ brokers })
  const admin: Admin = kafka.admin()
  const cluster = kafkaCluster({ brokers })
  // Idempotent: on a busy machine a request that is sent again would double its records.
  const once = { idempotent: true, maxInFlightRequests: 1 }
  const producer: Producer = kafka.producer({ ...once, createPartitioner: Partitioners.DefaultPartitioner })
  await admin.connect()
  await producer.connect()
  let transactions: Promise<Producer> | null = null
  function transactional(): Promise<Producer> {
    transactions ??= (async () => {
      const options = { idempotent: true, maxInFlightRequests: 1, createPartitioner: Partitioners.DefaultPartitioner }
      const made = kafka.producer({ ...options, transactionalId: prefix })
      await made.connect()
      return made
    })()
    return transactions
  }
  const prefix = `spark-${randomBytes(4).toString('hex')}`
  const topicsOf = new Map<Case, ReadonlyMap<string, string>>()
  const made: string[] = []
  return {
    brokers: brokers.join(','),
    async prepare(cases) {
      const wanted = cases.flatMap(given => {
        const hasSink = given.kind === 'streaming' && given.sink !== undefined
        const names = [...streamsOf(given), ...(hasSink ? ['sink', 'sluice sink'] : [])]
        const nameOf = (name: string, i: number) =>
          orderlyTopic(partitionsOf(given, name), attempt => `${prefix}-${topicsOf.size}-${i}-${attempt}`)
        const topics = new Map(names.map((name, i) => [name, nameOf(name, i)]))
        topicsOf.set(given, topics)
        return [...topics].map(([name, topic]) => ({ topic, numPartitions: partitionsOf(given, name), configEntries: EVER }))
      })
      if (wanted.length === 0) return
      made.push(...wanted.map(({ topic }) => topic))
      await createTopics(admin, { brokers }, wanted, 60_000)
    },
    of: given => topicsOf.get(given)!,
    async add(given, step) {
      const records = recordsOf(step)
      const [first = 't'] = streamsOf(given)
      const topics = topicsOf.get(given)!
      const sources = [...new Set(records.map(record => record.source || first))]
      const topicMessages = sources.map(source => ({
        topic: topics.get(source)!,
        messages: records
          .filter(record => (record.source || first) === source)
          .map(message => ({
            partition: message.partition,
            key: message.key,
            value: bytesOf(message.value),
            timestamp: String(message.timestampMs),
            ...(message.headers === undefined ? {} : { headers: message.headers as IHeaders }),
          })),
      }))
      if (topicMessages.length === 0) return
      if (typeof step === 'string' || !('transaction' in step)) await producer.sendBatch({ topicMessages })
      else {
        const transaction = await (await transactional()).transaction()
        await transaction.sendBatch({ topicMessages })
        await transaction[step.transaction]()
        await settled(cluster, topicMessages)
      }
    },
    async close() {
      if (made.length > 0) await admin.deleteTopics({ topics: made }).catch(() => {})
      const open = transactions === null ? [] : [(await transactions).disconnect()]
      await Promise.all([admin.disconnect(), producer.disconnect(), cluster.close(), ...open])
    },
  }
}

/** Waits until the markers of a transaction stand behind its records: the broker says that it is over before they do. */
async function settled(
  cluster: KafkaCluster,
  sent: readonly { readonly topic: string; readonly messages: readonly { readonly partition: number }[] }[],
): Promise<void> {
  const queries = sent.flatMap(({ topic, messages }) =>
    [...new Set(messages.map(({ partition }) => partition))].map(partition => ({
      topic,
      partition,
      timestamp: LATEST_TIMESTAMP,
    })),
  )
  await cluster.metadata(sent.map(({ topic }) => topic))
  for (const startedMs = performance.now(); ; await sleep(10)) {
    const stable = await cluster.listOffsets(queries, 'read_committed')
    const ends = await cluster.listOffsets(queries, 'read_uncommitted')
    if (stable.join() === ends.join()) return
    if (performance.now() - startedMs > 30_000) throw new Error('a transaction did not end within 30 s')
  }
}

const bytesOf = (value: string | Uint8Array | null): Buffer | string | null =>
  value instanceof Uint8Array ? Buffer.from(value) : value

export function streamsOf(given: Case): readonly string[] {
  if (given.kind === 'fact') return []
  return given.kind === 'expressions' ? ['t'] : Object.keys(given.schemas)
}

/** As many as the records of a stream need. */
export function partitionsOf(given: Case, source: string): number {
  if (given.kind !== 'streaming') return 1
  if (given.partitions !== undefined) return given.partitions
  const [first] = streamsOf(given)
  const records = given.steps.flatMap(recordsOf)
  const used = records.filter(record => (record.source || first) === source).map(record => record.partition)
  return Math.max(0, ...used) + 1
}
