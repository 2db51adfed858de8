import { KafkaJSConnectionError } from 'kafkajs'
import { type KafkaConnectionOptions, kafkaClient } from './client.ts'
import {
  type Broker,
  ERROR_CODE,
  internalCluster,
  type KafkaJsCluster,
  type ListOffsetsResponse,
  type MetadataResponse,
  protocolError,
  requests,
  responses,
} from './kafkajs-internals.ts'

export type IsolationLevel = 'read_committed' | 'read_uncommitted'

/** Asks for the first offset still there; for the end (read_committed: the last stable offset). Else milliseconds. */
export const EARLIEST_TIMESTAMP = -2
export const LATEST_TIMESTAMP = -1

export interface OffsetQuery {
  readonly topic: string
  readonly partition: number
  /** Milliseconds: the first offset at or after it; or one of the two constants above. */
  readonly timestamp: number
}

export interface FetchPosition {
  readonly topic: string
  readonly partition: number
  readonly fetchOffset: number
  readonly maxBytes: number
}

export interface TopicMetadata {
  readonly topic: string
  /** Kafka's error code, 0 for none. */
  readonly errorCode: number
  readonly internal: boolean
  readonly partitions: readonly { readonly partition: number; readonly leader: number }[]
}

/** Connections to the brokers of a cluster, made when first used and kept. Throws what kafkajs throws. */
export interface KafkaCluster {
  readonly brokers: readonly string[]
  /** Whether it was ever connected: then a broker that cannot be reached may be a broker that restarts. */
  readonly wasConnected: boolean
  /** @param topics `null` for all */
  metadata(topics: readonly string[] | null): Promise<readonly TopicMetadata[]>
  /** The node that leads a partition by the last metadata, -1 when there is none now. */
  leaderOf(topic: string, partition: number): number
  /** Offsets in the order of the queries; -1 where no record is that new. */
  listOffsets(queries: readonly OffsetQuery[], isolationLevel: IsolationLevel): Promise<readonly number[]>
  /** The body of a Fetch v11 response. */
  fetch(nodeId: number, positions: readonly FetchPosition[], maxBytes: number, isolationLevel: IsolationLevel): Promise<Buffer>
  /** Drops all connections; the next call makes new ones. */
  reset(): void
  close(): Promise<void>
}

const MAX_WAIT_MS = 500

export function kafkaCluster(options: KafkaConnectionOptions): KafkaCluster {
  let connected: Promise<KafkaJsCluster> | undefined
  let wasConnected = false
  let addresses = new Map<number, MetadataResponse['brokers'][number]>()
  let nodes = new Map<number, Promise<Broker>>()
  const leaders = new Map<string, Map<number, number>>()

  async function connect(): Promise<KafkaJsCluster> {
    const cluster = internalCluster(kafkaClient(options))
    await cluster.brokerPool.connect()
    wasConnected = true
    return cluster
  }

  function current(): Promise<KafkaJsCluster> {
    if (connected === undefined) {
      const attempt = connect()
      connected = attempt
      attempt.catch(() => {
        if (connected === attempt) connected = undefined
      })
    }
    return connected
  }

  async function node(nodeId: number): Promise<Broker> {
    const cluster = await current()
    let broker = nodes.get(nodeId)
    if (broker === undefined) {
      const attempt = connectNode(cluster, nodeId)
      const known = nodes
      known.set(nodeId, attempt)
      attempt.catch(() => known.delete(nodeId))
      broker = attempt
    }
    const ready = await broker
    if (!ready.isConnected()) await ready.connect()
    return ready
  }

  async function connectNode({ brokerPool, connectionPoolBuilder, rootLogger }: KafkaJsCluster, nodeId: number): Promise<Broker> {
    const address = addresses.get(nodeId)
    if (address === undefined) throw protocolError(ERROR_CODE.leaderNotAvailable)
    const { seedBroker: seed } = brokerPool
    if (seed?.connectionPool.host === address.host && seed.connectionPool.port === address.port) return seed
    const connectionPool = await connectionPoolBuilder.build(address)
    const broker = brokerPool.createBroker({ logger: rootLogger, versions: brokerPool.versions, connectionPool, nodeId })
    await broker.connect()
    return broker
  }

  async function send<T>(
    broker: Broker,
    request: unknown,
    read: (payload: Buffer) => Promise<T>,
    throttled: (body: T) => number,
  ) {
    return broker.connectionPool.send<T>({
      request,
      response: {
        decode: async payload => {
          const body = await read(payload)
          return { clientSideThrottleTime: throttled(body), body }
        },
        parse: async decoded => decoded.body,
      },
    })
  }

  /** @returns once everything is closed; what is still asked is given up, not waited for */
  async function disconnect(): Promise<void> {
    const open = connected
    const others = [...nodes.values()]
    connected = undefined
    nodes = new Map()
    if (open === undefined) return
    const cluster = await open.catch(() => undefined)
    const brokers = await Promise.all(others.map(broker => broker.catch(() => undefined)))
    const all = new Set([cluster?.brokerPool.seedBroker, ...brokers].filter(broker => broker !== undefined))
    const closed = new KafkaJSConnectionError('Connection given up')
    await Promise.all(
      [...all].map(broker => {
        broker.connectionPool.map(connection => connection.rejectRequests(closed))
        return broker.disconnect().catch(() => undefined)
      }),
    )
  }

  return {
    brokers: options.brokers,
    get wasConnected() {
      return wasConnected
    },
    async metadata(topics) {
      if (topics?.length === 0) return []
      const cluster = await current()
      const seed = cluster.brokerPool.seedBroker
      if (seed === undefined) throw protocolError(ERROR_CODE.leaderNotAvailable)
      if (!seed.isConnected()) await seed.connect()
      const request = requests.metadata({ topics: topics ?? [], allowAutoTopicCreation: false })
      const answer = await send(seed, request, responses.metadata, body => body.clientSideThrottleTime)
      addresses = new Map(answer.brokers.map(address => [address.nodeId, address]))
      return answer.topicMetadata.map(({ topic, topicErrorCode, isInternal, partitionMetadata }) => {
        const partitions = partitionMetadata
          .map(({ partitionId, leader }) => ({ partition: partitionId, leader }))
          .sort((a, b) => a.partition - b.partition)
        leaders.set(topic, new Map(partitions.map(({ partition, leader }) => [partition, leader])))
        return { topic, errorCode: topicErrorCode, internal: isInternal, partitions }
      })
    },
    leaderOf: (topic, partition) => leaders.get(topic)?.get(partition) ?? -1,
    async listOffsets(queries, isolationLevel) {
      const offsets = queries.map(() => -1)
      const byLeader = groupBy(queries, ({ topic, partition }) => leaders.get(topic)?.get(partition) ?? -1)
      await Promise.all(
        [...byLeader].map(async ([leader, asked]) => {
          if (leader < 0) throw protocolError(ERROR_CODE.leaderNotAvailable)
          const topics = byTopic(asked, ({ partition, timestamp }) => ({ partition, timestamp }))
          const request = requests.listOffsets({ replicaId: -1, isolationLevel: isolationCode(isolationLevel), topics })
          const answer = await send(await node(leader), request, responses.listOffsets, body => body.clientSideThrottleTime)
          fillOffsets(offsets, queries, answer)
        }),
      )
      return offsets
    },
    async fetch(nodeId, positions, maxBytes, isolationLevel) {
      const topics = byTopic(positions, ({ partition, fetchOffset, maxBytes: partitionBytes }) => ({
        partition,
        fetchOffset: String(fetchOffset),
        maxBytes: partitionBytes,
      }))
      const request = requests.fetch({
        replicaId: -1,
        maxWaitTime: MAX_WAIT_MS,
        minBytes: 1,
        maxBytes,
        topics,
        isolationLevel: isolationCode(isolationLevel),
      })
      return send(
        await node(nodeId),
        request,
        async payload => payload,
        payload => payload.readInt32BE(0),
      )
    },
    reset() {
      disconnect().catch(() => undefined)
    },
    close: disconnect,
  }
}

function isolationCode(level: IsolationLevel): 0 | 1 {
  return level === 'read_committed' ? 1 : 0
}

/** One entry a topic where partitions of it follow each other: a fetch is answered in the order of its request. */
function byTopic<T extends { readonly topic: string }, P>(items: readonly T[], partitionOf: (item: T) => P) {
  const topics: { topic: string; partitions: P[] }[] = []
  for (const item of items) {
    const last = topics.at(-1)
    if (last?.topic === item.topic) last.partitions.push(partitionOf(item))
    else topics.push({ topic: item.topic, partitions: [partitionOf(item)] })
  }
  return topics
}

function groupBy<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}

function fillOffsets(offsets: number[], queries: readonly OffsetQuery[], answer: ListOffsetsResponse): void {
  for (const { topic, partitions } of answer.responses) {
    for (const { partition, errorCode, offset } of partitions) {
      if (errorCode !== 0) throw protocolError(errorCode)
      offsets[queries.findIndex(query => query.topic === topic && query.partition === partition)] = Number(offset)
    }
  }
}
