import { Kafka, type KafkaConfig, logLevel } from 'kafkajs'
import { SluiceError } from '../../util/error.ts'
import './quiet-request-queue.ts'
import { kafkaSocketFactory } from './socket.ts'
import './whole-responses.ts'

export { kafkaError } from './kafka-error.ts'

/** How to reach a Kafka cluster. */
export interface KafkaConnectionOptions {
  /** `host:port` of some brokers; the others are found through them. */
  readonly brokers: readonly string[]
  /** The name that the broker's log and quotas see. */
  readonly clientId?: string
  readonly ssl?: NonNullable<KafkaConfig['ssl']>
  readonly sasl?: NonNullable<KafkaConfig['sasl']>
  /** How long one attempt to connect may take, TLS included. Default 1500. */
  readonly connectionTimeoutMs?: number
}

/** Brokers from `KAFKA_BROKERS` (a comma list), else the local one. */
export function brokersFromEnvironment(): readonly string[] {
  const brokers = (process.env.KAFKA_BROKERS ?? '')
    .split(',')
    .map(broker => broker.trim())
    .filter(broker => broker !== '')
  return brokers.length > 0 ? brokers : ['127.0.0.1:9092']
}

/**
 * A kafkajs client that is silent and gives up soon: a broker that cannot be reached is reported within about
 * five seconds. Pass what its methods throw through `kafkaError`.
 *
 * @throws INVALID_OPTION when a broker is not `host:port`
 */
export function kafkaClient(options: KafkaConnectionOptions): Kafka {
  const { brokers, clientId = 'sluice', ssl, sasl, connectionTimeoutMs = 1500 } = options
  if (brokers.length === 0) {
    throw new SluiceError(
      'INVALID_OPTION',
      'Cannot connect to Kafka: the list of brokers is empty. Give at least one "host:port".',
    )
  }
  for (const broker of brokers) {
    if (!/^[^\s:/]+:\d{1,5}$/.test(broker)) {
      throw new SluiceError('INVALID_OPTION', `Cannot use ${JSON.stringify(broker)} as a Kafka broker: expected "host:port".`, {
        broker,
      })
    }
  }
  return new Kafka({
    brokers: [...brokers],
    clientId,
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
    connectionTimeout: connectionTimeoutMs,
    retry: { retries: 2, initialRetryTime: 200 },
    logLevel: logLevel.NOTHING,
    socketFactory: kafkaSocketFactory(),
  })
}
