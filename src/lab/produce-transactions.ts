import type { Delivery, DeliveryProblem, ProduceSummary } from '../broker/producer.ts'
import { produce } from '../broker/producer.ts'
import { brokersFromEnvironment } from '../sources/kafka/client.ts'
import type { SluiceError } from '../util/error.ts'
import { parseEventTime } from './event-time.ts'
import { type TransactionEvent, type TransactionsOptions, transactions } from './transactions.ts'

/** What `produceTransactions` is told. */
export interface ProduceTransactionsOptions extends Omit<TransactionsOptions, 'startMs' | 'now'> {
  /** `host:port` of some brokers. Default: `KAFKA_BROKERS`, else the local one. */
  readonly brokers?: readonly string[]
  /** Default `real-time-transactions`, as in the lab. */
  readonly topic?: string
  /** Messages a second. Default 2, as in the lab; with `start` as fast as they go. */
  readonly rate?: number
  /** Event time of the first message, in UTC: '2024-01-01 10:00:00'. Default: each message happens when it is sent. */
  readonly start?: string | Date
  readonly onSent?: (event: TransactionEvent, delivery: Delivery) => void
  readonly onError?: (error: SluiceError, problem: DeliveryProblem) => void
  /** Ends the run: what is on its way arrives, nothing more is sent. */
  readonly signal?: AbortSignal
}

/**
 * The lab's producer: sends transactions to a topic. `sluice produce` as a call for notebooks and scripts.
 *
 * @throws what `transactions` and `produce` throw
 * @example
 * await produceTransactions({ count: 1000, start: '2024-01-01 10:00:00' })
 * // { sent: 1000, failed: 0, retried: 0, perPartition: { 0: 334, 1: 333, 2: 333 }, … }
 */
export function produceTransactions(options: ProduceTransactionsOptions = {}): Promise<ProduceSummary> {
  const { brokers = brokersFromEnvironment(), topic = 'real-time-transactions', start, ...rest } = options
  const { rate = start === undefined ? 2 : Number.POSITIVE_INFINITY, onSent, onError, signal, ...generator } = rest
  const startMs = start === undefined ? undefined : typeof start === 'string' ? parseEventTime(start) : start.getTime()
  return produce(transactions({ ...generator, ...(startMs === undefined ? {} : { startMs }) }), {
    connection: { brokers },
    topic,
    rate,
    ...(onSent === undefined ? {} : { onSent }),
    ...(onError === undefined ? {} : { onError }),
    ...(signal === undefined ? {} : { signal }),
  })
}
