import { setTimeout as sleep } from 'node:timers/promises'
import type { KafkaCluster, TopicMetadata } from './cluster.ts'
import { unknownTopicError } from './kafka-error.ts'
import { ERROR_CODE, protocolError } from './kafkajs-internals.ts'
import type { ConsumerStrategy } from './options.ts'
import { retrying } from './retrying.ts'

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** A topic made a moment ago is not known everywhere at once. */
export const LOOKS_FOR_NEW_TOPIC = 10

/**
 * The partitions that a source reads now, sorted.
 *
 * @param known topics read before: when one of them is gone it is left out, and the caller decides what that means
 * @throws KAFKA_UNKNOWN_TOPIC with the topics there are
 */
export async function topicPartitions(
  cluster: KafkaCluster,
  strategy: ConsumerStrategy,
  known: ReadonlySet<string>,
): Promise<readonly TopicPartition[]> {
  if (strategy.kind === 'subscribePattern') {
    const all = await describe(cluster, null)
    return flatten(all.filter(({ topic, internal }) => !internal && strategy.pattern.test(topic)))
  }
  const names = strategy.kind === 'subscribe' ? strategy.topics : [...strategy.partitions.keys()]
  for (let look = 1; ; look++) {
    const topics = await describe(cluster, names)
    const missing = topics.find(({ topic, errorCode }) => errorCode !== 0 && !known.has(topic))
    if (missing === undefined) {
      const found = flatten(topics.filter(({ errorCode }) => errorCode === 0))
      return strategy.kind === 'subscribe'
        ? found
        : found.filter(({ topic, partition }) => strategy.partitions.get(topic)?.includes(partition) === true)
    }
    if (look === LOOKS_FOR_NEW_TOPIC || missing.errorCode === ERROR_CODE.invalidTopic) {
      const all = await describe(cluster, null)
      throw unknownTopicError(
        missing.topic,
        all.map(({ topic }) => topic),
        cluster.brokers,
      )
    }
    await sleep(100)
  }
}

/** Metadata in which every error other than "no such topic" was waited for or thrown. */
async function describe(cluster: KafkaCluster, names: readonly string[] | null): Promise<readonly TopicMetadata[]> {
  const doing = names === null ? 'list the topics' : `look up ${names.map(name => `topic "${name}"`).join(', ')}`
  return retrying(cluster, doing, async () => {
    const topics = await cluster.metadata(names)
    const failed = topics.find(
      ({ errorCode }) => ![0, ERROR_CODE.unknownTopicOrPartition, ERROR_CODE.invalidTopic].includes(errorCode),
    )
    if (failed !== undefined && names !== null) throw protocolError(failed.errorCode)
    return topics
  })
}

function flatten(topics: readonly TopicMetadata[]): readonly TopicPartition[] {
  return [...topics]
    .sort((a, b) => (a.topic < b.topic ? -1 : 1))
    .flatMap(({ topic, partitions }) => partitions.map(({ partition }) => ({ topic, partition })))
}
