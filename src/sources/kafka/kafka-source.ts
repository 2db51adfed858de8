import { SluiceError } from '../../util/error.ts'
import { type Offsets, offsetAt, offsetEntries, offsetsOf, offsetsToJson } from '../offsets.ts'
import type { Available, Source } from '../source.ts'
import { brokersFromEnvironment, type KafkaConnectionOptions } from './client.ts'
import { EARLIEST_TIMESTAMP, kafkaCluster, LATEST_TIMESTAMP } from './cluster.ts'
import { dataLossError } from './data-loss.ts'
import { fetchRanges } from './fetch.ts'
import { fetchSizes } from './fetch-sizes.ts'
import { describeStrategy, type KafkaSourceOptions, type KafkaSourcePlan, planKafkaSource } from './options.ts'
import { pause, retrying } from './retrying.ts'
import { kafkaSchema } from './schema.ts'
import { type TopicPartition, topicPartitions } from './topic-partitions.ts'

/** An end that is before what was already read may be an old answer of a new leader. */
const LOOKS_FOR_LATEST = 3

/**
 * Topics as a source: bounded reads by explicit offsets, without a consumer group. Connects when first used and keeps
 * its connections until `close`.
 *
 * Differs from Spark in one default: `isolationLevel` is `read_committed`.
 *
 * @throws INVALID_OPTION at once; when used KAFKA_UNREACHABLE, KAFKA_NOT_KAFKA, KAFKA_UNKNOWN_TOPIC, KAFKA_DATA_LOSS,
 *   KAFKA_CORRUPT_BATCH, KAFKA_REQUEST_FAILED, PERMISSION_DENIED, QUERY_STOPPED
 * @see Spark `KafkaMicroBatchStream`
 */
export function kafkaSource(
  options: KafkaSourceOptions,
  connection: KafkaConnectionOptions = { brokers: brokersFromEnvironment() },
): Source {
  const plan = planKafkaSource(options)
  const cluster = kafkaCluster({ ...connection, brokers: plan.brokers ?? connection.brokers })
  const schema = kafkaSchema(plan.includeHeaders)
  const sizes = fetchSizes()
  let ending: Offsets | undefined

  async function listOffsets(partitions: readonly TopicPartition[], timestampOf: (partition: TopicPartition) => number) {
    const queries = partitions.map(partition => ({ ...partition, timestamp: timestampOf(partition) }))
    const topics = [...new Set(partitions.map(({ topic }) => topic))]
    const found = await retrying(cluster, 'list offsets', async () => {
      if (queries.some(({ topic, partition }) => cluster.leaderOf(topic, partition) < 0)) await cluster.metadata(topics)
      try {
        return await cluster.listOffsets(queries, plan.isolationLevel)
      } catch (thrown) {
        await cluster.metadata(topics).catch(() => undefined)
        throw thrown
      }
    })
    return offsetsOf(queries.map(({ topic, partition }, i) => [topic, partition, found[i]!]))
  }
  const earliest = (partitions: readonly TopicPartition[]) => listOffsets(partitions, () => EARLIEST_TIMESTAMP)
  const latest = (partitions: readonly TopicPartition[]) => listOffsets(partitions, () => LATEST_TIMESTAMP)

  async function latestSince(partitions: readonly TopicPartition[], since: Offsets): Promise<Offsets> {
    for (let look = 1; ; look++) {
      const found = await latest(partitions)
      const older = [...offsetEntries(found)].some(
        ([topic, partition, offset]) => offset < (offsetAt(since, topic, partition) ?? 0),
      )
      if (!older || look === LOOKS_FOR_LATEST) return found
      await pause(100, undefined)
    }
  }

  async function bounded(
    found: Offsets,
    first: Offsets,
    since: Offsets,
    partitions: readonly TopicPartition[],
  ): Promise<Offsets> {
    if (plan.ending === null) return found
    ending ??= plan.ending === 'latest' ? found : await specificOffsets(plan.ending, partitions, 'endingOffsets')
    const bounds = ending
    return offsetsOf(
      [...offsetEntries(found)].map(([topic, partition, offset]) => {
        const start = offsetAt(since, topic, partition) ?? offsetAt(first, topic, partition) ?? 0
        const bound = Math.min(offset, offsetAt(bounds, topic, partition) ?? start)
        return [topic, partition, Math.max(bound, Math.min(start, offset))]
      }),
    )
  }

  /** Offsets that name every partition, with -2 and -1 looked up. */
  async function specificOffsets(offsets: Offsets, partitions: readonly TopicPartition[], option: string): Promise<Offsets> {
    refuseMismatch(offsets, partitions, option)
    const [first, last] = await Promise.all([earliest(partitions), latest(partitions)])
    return offsetsOf(
      [...offsetEntries(offsets)].map(([topic, partition, offset]) => [
        topic,
        partition,
        (offset === -2 ? offsetAt(first, topic, partition) : offset === -1 ? offsetAt(last, topic, partition) : offset) ?? 0,
      ]),
    )
  }

  async function offsetsByTimestamp(partitions: readonly TopicPartition[], timestampOf: (partition: TopicPartition) => number) {
    const [found, last] = await Promise.all([listOffsets(partitions, timestampOf), latest(partitions)])
    return offsetsOf(
      [...offsetEntries(found)].map(([topic, partition, offset]) => {
        if (offset >= 0) return [topic, partition, offset]
        if (plan.unmatchedTimestamp === 'latest') return [topic, partition, offsetAt(last, topic, partition) ?? 0]
        throw noOffsetMatched(topic, partition, timestampOf({ topic, partition }))
      }),
    )
  }

  return {
    description: `KafkaV2[${describeStrategy(plan.strategy)}]`,
    schema,
    maxOffsetsPerTrigger: plan.maxOffsetsPerTrigger,
    minOffsetsPerTrigger: plan.minOffsetsPerTrigger,
    async initialOffsets() {
      const partitions = await topicPartitions(cluster, plan.strategy, new Set())
      const { starting } = plan
      switch (starting.kind) {
        case 'earliest':
          return earliest(partitions)
        case 'latest':
          return latest(partitions)
        case 'offsets':
          return specificOffsets(starting.offsets, partitions, 'startingOffsets')
        case 'timestamp':
          return offsetsByTimestamp(partitions, () => starting.timestampMs)
        default: {
          refuseMismatch(starting.timestampsMs, partitions, 'startingOffsetsByTimestamp')
          return offsetsByTimestamp(partitions, ({ topic, partition }) => offsetAt(starting.timestampsMs, topic, partition) ?? 0)
        }
      }
    },
    async available(since): Promise<Available> {
      const partitions = await topicPartitions(cluster, plan.strategy, new Set(since.keys()))
      const [first, last] = await Promise.all([earliest(partitions), latestSince(partitions, since)])
      if (plan.failOnDataLoss) refuseDataLoss(plan, since, first, last)
      return { earliest: first, latest: await bounded(last, first, since, partitions) }
    },
    read: (ranges, { columns, signal }) =>
      fetchRanges(cluster, ranges, {
        schema,
        columns,
        isolationLevel: plan.isolationLevel,
        failOnDataLoss: plan.failOnDataLoss,
        sizes,
        ...(signal === undefined ? {} : { signal }),
      }),
    close: () => cluster.close(),
  }
}

function refuseMismatch(offsets: Offsets, partitions: readonly TopicPartition[], option: string): void {
  const specified = [...offsetEntries(offsets)].map(([topic, partition]) => `${topic}-${partition}`)
  const assigned = partitions.map(({ topic, partition }) => `${topic}-${partition}`)
  const same = specified.length === assigned.length && assigned.every(partition => specified.includes(partition))
  if (same) return
  throw new SluiceError(
    'INVALID_OPTION',
    `Partitions specified for "${option}" don't match what are assigned. Specified: ${specified.join(', ')}. Assigned: ${assigned.join(', ')}. Name every partition; use -1 in this json to refer to latest, or -2 for earliest.`,
    { option, specified, assigned },
  )
}

function noOffsetMatched(topic: string, partition: number, timestampMs: number): SluiceError {
  return new SluiceError(
    'INVALID_OPTION',
    `No offset matched from request of topic-partition ${topic}-${partition} and timestamp ${timestampMs}. No record is that new: take an earlier time, or set startingOffsetsByTimestampStrategy: "latest".`,
    { topic, partition, timestampMs },
  )
}

/** @throws KAFKA_DATA_LOSS when offsets behind the last batch are gone. @see Spark `KafkaMicroBatchStream`, `KafkaOffsetReader` */
function refuseDataLoss({ strategy }: KafkaSourcePlan, since: Offsets, first: Offsets, last: Offsets): void {
  for (const [topic, partition, startOffset] of offsetEntries(since)) {
    const earliest = offsetAt(first, topic, partition)
    const latest = offsetAt(last, topic, partition)
    const lost = { topic, partition, startOffset }
    if (earliest === undefined || latest === undefined) {
      throw dataLossError({ ...lost, endOffset: startOffset, reason: 'the topic or partition was deleted' })
    }
    if (latest < startOffset) {
      throw dataLossError({
        ...lost,
        endOffset: startOffset,
        reason: `the partition ends at ${latest} now (deleted and created again?)`,
      })
    }
    if (earliest > startOffset) {
      throw dataLossError({
        ...lost,
        endOffset: earliest,
        reason: `the first offset still there is ${earliest} (retention or deleted records)`,
      })
    }
  }
  if (since.size === 0 || strategy.kind === 'assign') return
  for (const [topic, partition, earliest] of offsetEntries(first)) {
    if (earliest === 0 || offsetAt(since, topic, partition) !== undefined) continue
    const reason = `added partition ${topic}-${partition} starts from ${earliest} instead of 0; known before: ${offsetsToJson(since)}`
    throw dataLossError({ topic, partition, startOffset: 0, endOffset: earliest, reason })
  }
}
