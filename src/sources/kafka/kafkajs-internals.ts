import type { Kafka } from 'kafkajs'

/** A request as kafkajs sends it: `decode` gets the bytes behind the correlation id. */
export interface Request<T> {
  readonly request: unknown
  readonly response: {
    decode(payload: Buffer): Promise<{ readonly clientSideThrottleTime?: number; readonly body: T }>
    parse(decoded: { readonly body: T }): Promise<T>
  }
}

interface Connection {
  rejectRequests(error: Error): void
}

/** Two connections to one broker: Fetch has its own, so that a long poll holds up nothing else. */
export interface ConnectionPool {
  readonly host: string
  readonly port: number
  send<T>(request: Request<T>): Promise<T>
  map(visit: (connection: Connection) => void): void
}

export interface Broker {
  readonly connectionPool: ConnectionPool
  readonly versions: unknown
  isConnected(): boolean
  connect(): Promise<void>
  disconnect(): Promise<void>
}

interface BrokerPool {
  readonly seedBroker?: Broker
  readonly versions: unknown
  connect(): Promise<void>
  createBroker(options: { logger: unknown; versions: unknown; connectionPool: ConnectionPool; nodeId: number }): Broker
}

interface ConnectionPoolBuilder {
  build(destination: { host: string; port: number; rack: string | null }): Promise<ConnectionPool>
}

/**
 * The connection layer of kafkajs 2.2.4, which is private: TCP, TLS, SASL with reauthentication, API versions.
 * kafkajs is frozen and pinned; what is used of it is listed here, and the tests against a broker hold it.
 */
export interface KafkaJsCluster {
  readonly brokerPool: BrokerPool
  readonly connectionPoolBuilder: ConnectionPoolBuilder
  readonly rootLogger: unknown
}

interface RequestModules {
  fetch(options: object): unknown
  metadata(options: { topics: readonly string[]; allowAutoTopicCreation: boolean }): unknown
  listOffsets(options: object): unknown
}

export function internalCluster(kafka: Kafka): KafkaJsCluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find(candidate => candidate.description === 'private:Kafka:createCluster')
  if (symbol === undefined) throw new Error('kafkajs 2.2.4 is required: its cluster is not where it was')
  const createCluster = Reflect.get(kafka, symbol) as (options: object) => KafkaJsCluster
  return createCluster({ allowAutoTopicCreation: false, metadataMaxAge: 300_000 })
}

/** Requests in the newest version that kafkajs writes: Fetch 11 (zstd, leader epochs), Metadata 6, ListOffsets 3. */
export const requests: RequestModules = {
  fetch: require('kafkajs/src/protocol/requests/fetch/v11/request'),
  metadata: require('kafkajs/src/protocol/requests/metadata/v6/request'),
  listOffsets: require('kafkajs/src/protocol/requests/listOffsets/v3/request'),
}

/** Responses read by kafkajs, without its `parse`, which throws for one bad partition among many. */
export const responses: {
  readonly metadata: (payload: Buffer) => Promise<MetadataResponse>
  readonly listOffsets: (payload: Buffer) => Promise<ListOffsetsResponse>
} = {
  metadata: require('kafkajs/src/protocol/requests/metadata/v6/response').decode,
  listOffsets: require('kafkajs/src/protocol/requests/listOffsets/v3/response').decode,
}

export interface MetadataResponse {
  readonly clientSideThrottleTime: number
  readonly brokers: readonly {
    readonly nodeId: number
    readonly host: string
    readonly port: number
    readonly rack: string | null
  }[]
  readonly topicMetadata: readonly {
    readonly topicErrorCode: number
    readonly topic: string
    readonly isInternal: boolean
    readonly partitionMetadata: readonly {
      readonly partitionErrorCode: number
      readonly partitionId: number
      readonly leader: number
    }[]
  }[]
}

export interface ListOffsetsResponse {
  readonly clientSideThrottleTime: number
  readonly responses: readonly {
    readonly topic: string
    readonly partitions: readonly { readonly partition: number; readonly errorCode: number; readonly offset: string }[]
  }[]
}

/** Kafka's error codes that are treated on their own. */
export const ERROR_CODE = {
  offsetOutOfRange: 1,
  corruptMessage: 2,
  unknownTopicOrPartition: 3,
  leaderNotAvailable: 5,
  invalidTopic: 17,
} as const

/** The error class of a protocol error code, with its name in `type` and whether asking again may help. */
export function protocolError(code: number): Error {
  return createErrorFromCode(code)
}

const { createErrorFromCode }: { createErrorFromCode(code: number): Error } = require('kafkajs/src/protocol/error')
