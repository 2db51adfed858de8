import { topicAdmin } from '../../src/broker/topics.ts'
import { seededRandom } from '../../src/lab/random.ts'
import { transactionJson } from '../../src/lab/transaction-json.ts'
import { transactions } from '../../src/lab/transactions.ts'
import type { Answer } from './answers.ts'
import { encodeBatch, type PlainRecord } from './encode-batch.ts'
import { type RawProducer, rawProducer } from './raw-producer.ts'
import { truth, WINDOW_MS } from './truth.ts'

export const PARTITIONS = 3
/** Between two event times: five million records last a day, so that there are 288 windows of four types. */
const STEP_MS = 17.28
const START_MS = Date.UTC(2024, 0, 1, 10)
const BATCH_RECORDS = 500

/** A topic that was filled, and what the right answers are. */
export interface BenchTopic {
  readonly topic: string
  readonly records: number
  /** Of the values alone, uncompressed. */
  readonly bytes: number
  readonly codec: 'none' | 'lz4' | 'zstd'
  readonly lab: Answer
  readonly all: Answer
}

export interface TopicsWanted {
  readonly brokers: readonly string[]
  readonly seed: number
  /** Of the small topic, whose records are the first ones of the others. */
  readonly small: number
  /** Of the big ones; null for none. */
  readonly big: number | null
  /** A big topic for each. */
  readonly codecs: readonly BenchTopic['codec'][]
}

export const topicName = (size: 'small' | 'big' | 'groups' | 'live', codec: BenchTopic['codec'] = 'none') =>
  `bench-${size}${codec === 'none' ? '' : `-${codec}`}`

/**
 * Fills the topics, all in one go: one small, and big ones that hold the same records in each codec. A topic's codec is
 * the broker's doing (`compression.type`): it compresses as Java's producers do.
 */
export async function fillTopics(wanted: TopicsWanted): Promise<ReadonlyMap<string, BenchTopic>> {
  const { brokers, seed, small, big, codecs } = wanted
  const bigNames = big === null ? [] : codecs.map(codec => topicName('big', codec))
  await makeTopics(brokers, [topicName('small'), ...bigNames])
  const producer = await rawProducer(brokers[0]!)
  const counted = truth()
  const filled = new Map<string, BenchTopic>()
  const total = Math.max(small, codecs.length === 0 ? 0 : (big ?? 0))
  let lanes = emptyLanes()
  let [made, bytes] = [0, 0]
  const flush = async () => {
    const names = [...(made <= small ? [topicName('small')] : []), ...bigNames]
    await sendLanes(producer, names, lanes)
    lanes = emptyLanes()
  }
  for (const event of transactions({ count: total, seed, startMs: START_MS, stepMs: STEP_MS })) {
    lanes[made % PARTITIONS]!.push(event)
    counted.add(event)
    made++
    bytes += event.value.length
    if (made === small || made % (BATCH_RECORDS * PARTITIONS) === 0) await flush()
    if (made === small) filled.set(topicName('small'), topicOf(topicName('small'), 'none'))
  }
  if (lanes.some(lane => lane.length > 0)) await flush()
  await producer.close()
  for (const codec of big === null ? [] : codecs) filled.set(topicName('big', codec), topicOf(topicName('big', codec), codec))
  return filled

  function topicOf(topic: string, codec: BenchTopic['codec']): BenchTopic {
    return { topic, records: made, bytes, codec, lab: counted.lab(), all: counted.all() }
  }
}

/**
 * Fills a topic for many groups: first one record for each of `groups` pairs of user and window, then `updates` records
 * of pairs drawn by chance.
 */
export async function fillGroups(brokers: readonly string[], seed: number, groups: number, updates: number): Promise<string> {
  const topic = topicName('groups')
  await makeTopics(brokers, [topic])
  const producer = await rawProducer(brokers[0]!)
  const random = seededRandom(seed)
  const windows = 10
  const users = Math.ceil(groups / windows)
  const [example] = transactions({ count: 1, seed, startMs: START_MS })
  let lanes = emptyLanes()
  for (let made = 0; made < groups + updates; made++) {
    const group = made < groups ? made : Math.floor(random() * groups)
    const timestampMs = START_MS + Math.floor(group / users) * WINDOW_MS + Math.floor(random() * WINDOW_MS)
    const amount = Math.round((10 + random() * 990) * 100) / 100
    const value = transactionJson({ ...example!.transaction, user_id: `user_${group % users}`, amount })
    lanes[made % PARTITIONS]!.push({ timestampMs, value })
    if ((made + 1) % (BATCH_RECORDS * PARTITIONS) === 0 || made === groups + updates - 1) {
      await sendLanes(producer, [topic], lanes)
      lanes = emptyLanes()
    }
  }
  await producer.close()
  return topic
}

export async function makeTopics(brokers: readonly string[], names: readonly string[]): Promise<void> {
  const admin = topicAdmin({ brokers })
  try {
    for (const name of names) {
      const codec = /lz4|zstd/.exec(name)?.[0]
      const config = codec === undefined ? {} : { config: { 'compression.type': codec } }
      await admin.create(name, { partitions: PARTITIONS, ...config })
    }
  } finally {
    await admin.close()
  }
}

export const emptyLanes = (): PlainRecord[][] => Array.from({ length: PARTITIONS }, () => [])

/** The records of each partition as one batch, to each of the topics. */
export async function sendLanes(producer: RawProducer, topics: readonly string[], lanes: readonly PlainRecord[][]) {
  const batches = lanes.flatMap((records, partition) =>
    records.length === 0 ? [] : [{ partition, batch: encodeBatch(records) }],
  )
  for (const topic of batches.length === 0 ? [] : topics) await producer.send(topic, batches)
}
