import { setImmediate as immediate } from 'node:timers/promises'
import { CompressionTypes, Partitioners } from 'kafkajs'
import { type Delivery, type DeliveryProblem, deliver, type ProduceRecord, sizeOf } from '../sinks/kafka/deliver.ts'
import { choosePartitions } from '../sinks/kafka/partition-choice.ts'
import { disconnect, partitionCount } from '../sinks/kafka/record-writer.ts'
import { type KafkaConnectionOptions, kafkaClient, kafkaError } from '../sources/kafka/client.ts'
import { SluiceError } from '../util/error.ts'
import { dueBatches } from './due-batches.ts'

export type { Delivery, DeliveryProblem, ProduceRecord } from '../sinks/kafka/deliver.ts'

/** What `produce` is told. */
export interface ProduceOptions<R extends ProduceRecord = ProduceRecord> {
  readonly connection: KafkaConnectionOptions
  readonly topic: string
  /** Records a second. Default `Infinity`: as fast as the broker takes them. */
  readonly rate?: number
  /** -1 (default) waits for all replicas in sync, and the broker drops what a retry sends twice; 1 the leader; 0 nobody. */
  readonly acks?: -1 | 0 | 1
  readonly compression?: 'none' | 'gzip'
  /** How long a batch that fails is tried again before the run ends. Default 30 000. */
  readonly retryForMs?: number
  /** Ends the run: what is on its way arrives, nothing more is sent. */
  readonly signal?: AbortSignal
  /** After a record has arrived, in the order of the records. */
  readonly onSent?: (record: R, delivery: Delivery) => void
  /** After each failure, before it is tried again. */
  readonly onError?: (error: SluiceError, problem: DeliveryProblem) => void
}

/** What became of the records that `produce` was given. */
export interface ProduceSummary {
  readonly sent: number
  /** Records given up: too large, or on their way when the broker was lost. */
  readonly failed: number
  /** Records sent again, counted each time. */
  readonly retried: number
  /** Records sent, by partition. */
  readonly perPartition: Readonly<Record<number, number>>
  readonly seconds: number
  /** Whether `signal` ended the run. */
  readonly stopped: boolean
}

/** In one batch over all partitions: enough to be fast, few enough to stop soon. */
const MAX_RECORDS = 6000
/** Below the 1 MiB that a broker takes by default, whatever the partition. */
const MAX_BYTES = 900_000

/**
 * Sends records to a topic at a rate, and tells where each one went.
 *
 * Without a key, records go to the partitions in turn. A failure that may pass (a broker that restarts, a new leader)
 * is reported to `onError` and tried again; with `acks: -1` no record lies in the topic twice for it.
 *
 * @throws KAFKA_UNKNOWN_TOPIC the topic is not there (none is made)
 * @throws KAFKA_UNREACHABLE, KAFKA_REQUEST_FAILED, PERMISSION_DENIED; `details.summary` holds the `ProduceSummary` so far
 * @throws INVALID_OPTION for a rate that is none or a partition that is not there
 */
export async function produce<R extends ProduceRecord>(
  records: Iterable<R> | AsyncIterable<R>,
  options: ProduceOptions<R>,
): Promise<ProduceSummary> {
  const { connection, topic, rate = Number.POSITIVE_INFINITY, acks = -1, compression = 'none' } = options
  const { retryForMs = 30_000, signal, onSent, onError } = options
  if (!(rate > 0)) {
    throw new SluiceError('INVALID_OPTION', `Cannot send ${rate} records a second: expected a number above 0.`, { rate })
  }
  const { brokers } = connection
  const kafka = kafkaClient(connection)
  const choose = choosePartitions(topic, await partitionCount(kafka, topic, brokers))
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    idempotent: acks === -1,
    maxInFlightRequests: 1,
    // Retrying is done, counted and reported here; kafkajs refuses less than one retry when idempotent.
    retry: { retries: 1, initialRetryTime: 50 },
  })
  let startMs = performance.now()
  const perPartition: Record<number, number> = {}
  let [sent, failed, retried, index] = [0, 0, 0, 0]
  const summary = (): ProduceSummary => ({
    sent,
    failed,
    retried,
    perPartition: { ...perPartition },
    seconds: (performance.now() - startMs) / 1000,
    stopped: signal?.aborted ?? false,
  })
  const delivering = {
    producer,
    topic,
    brokers,
    acks,
    compression: compression === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None,
    retryForMs,
    now: Date.now,
    ...(signal === undefined ? {} : { signal }),
    onError: (error: SluiceError, problem: DeliveryProblem) => {
      if (problem.willRetry) retried += problem.records
      else failed += problem.records
      onError?.(error, problem)
    },
  }
  const bytesOf = ({ key, value }: R) => sizeOf(key) + sizeOf(value) + 20
  const lost = new AbortController()
  const send = async (batch: readonly R[]): Promise<void> => {
    const partitions = new Map<number, number[]>()
    for (const [i, record] of batch.entries()) {
      const partition = choose(record, index++)
      const rows = partitions.get(partition)
      if (rows === undefined) partitions.set(partition, [i])
      else rows.push(i)
    }
    const delivered = new Array<Delivery | null>(batch.length).fill(null)
    // A request for each partition, so that one that fails is sent again without the others.
    const outcomes = await Promise.allSettled(
      [...partitions].map(async ([partition, rows]) => {
        const mine = rows.map(row => batch[row]!)
        const deliveries = await deliver(partition, mine, delivering)
        for (const [i, row] of rows.entries()) delivered[row] = deliveries[i]!
      }),
    )
    for (const [i, delivery] of delivered.entries()) {
      if (delivery === null) continue
      sent++
      perPartition[delivery.partition] = (perPartition[delivery.partition] ?? 0) + 1
      onSent?.(batch[i]!, delivery)
    }
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }
  try {
    await producer.connect().catch(thrown => {
      throw kafkaError(thrown, `send to topic ${JSON.stringify(topic)}`, brokers)
    })
    startMs = performance.now()
    const ended = AbortSignal.any(signal === undefined ? [lost.signal] : [lost.signal, signal])
    const pace = { rate, maxRecords: MAX_RECORDS, maxBytes: MAX_BYTES, bytesOf, signal: ended }
    let onItsWay = Promise.resolve()
    for await (const batch of dueBatches(records, pace)) {
      await onItsWay
      onItsWay = send(batch)
      onItsWay.catch(() => lost.abort())
      // Lets the requests out before the next batch is made: the broker works meanwhile.
      await Promise.race([onItsWay, immediate()])
    }
    await onItsWay
    return summary()
  } catch (thrown) {
    if (!(thrown instanceof SluiceError)) throw thrown
    throw new SluiceError(thrown.code, thrown.message, { ...thrown.details, summary: summary() }, thrown.cause)
  } finally {
    await disconnect(producer)
  }
}
