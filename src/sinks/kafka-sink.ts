import type { Sink } from '../plan/sink.ts'
import { brokersFromEnvironment, type KafkaConnectionOptions } from '../sources/kafka/client.ts'
import { SluiceError } from '../util/error.ts'
import { type RecordWriter, recordWriter } from './kafka/record-writer.ts'
import { checkKafkaColumns, kafkaRecords } from './kafka-sink-rows.ts'

/** Where and how the Kafka sink writes. */
export interface KafkaSinkOptions {
  /** Where all rows go; wins over a column `topic`. It must be there: none is made. */
  readonly topic?: string
  /** Spark's `kafka.bootstrap.servers`: a comma list or a list. Default: those of `connection`. */
  readonly brokers?: string | readonly string[]
  /** Default: the brokers in `KAFKA_BROKERS`, else the local one. */
  readonly connection?: KafkaConnectionOptions
  /** -1 (default) waits for all replicas in sync, and the broker drops what a retry sends twice; 1 the leader; 0 nobody. */
  readonly acks?: -1 | 0 | 1
  /** `none` by default. */
  readonly compression?: 'none' | 'gzip'
  /** How long records that a broker does not take now are sent again. Default 60 000. */
  readonly retryForMs?: number
}

const KNOWN = ['topic', 'brokers', 'connection', 'acks', 'compression', 'retryForMs'] as const

/**
 * Writes each row as a Kafka record: from the columns `value` (required) and `key`, texts or bytes; `topic`; `partition`,
 * an int; `headers`, as the Kafka source has them. Other columns are left out. Without a partition the key chooses one as
 * Kafka's own producer does; without a key the partitions take turns.
 *
 * At least once, as Spark's: rows are sent while the batch runs. A batch that fails, or whose end a crash hides, is sent
 * again under the same batch id, so readers may see records twice.
 *
 * @throws INVALID_OPTION at once; when the query starts ANALYSIS for its columns; in a batch KAFKA_UNKNOWN_TOPIC,
 * KAFKA_UNREACHABLE, KAFKA_REQUEST_FAILED, PERMISSION_DENIED, and ANALYSIS `[KAFKA_NULL_TOPIC_IN_DATA]`
 * @see Spark docs, structured-streaming-kafka-integration "Writing Data to Kafka"; `KafkaWriter.scala`
 * @example kafkaSink({ topic: 'suspicious' })
 */
export function kafkaSink(options: KafkaSinkOptions = {}): Sink {
  checkOptions(options)
  const { topic, acks = -1, compression = 'none', retryForMs = 60_000 } = options
  const brokers = typeof options.brokers === 'string' ? options.brokers.split(',').map(each => each.trim()) : options.brokers
  let writer: RecordWriter | null = null
  return {
    name: 'kafka',
    description: `KafkaSink[${topic ?? ''}]`,
    outputModes: ['append', 'update', 'complete'],
    needsCheckpoint: true,
    async open({ schema }) {
      checkKafkaColumns(schema, topic)
      const connection = options.connection ?? { brokers: brokersFromEnvironment() }
      await writer?.close()
      writer = recordWriter({
        connection: { ...connection, brokers: brokers ?? connection.brokers },
        acks,
        compression,
        retryForMs,
      })
    },
    async beginBatch(batchId) {
      if (writer === null) throw new SluiceError('USAGE', `Cannot write batch ${batchId} to Kafka: open the sink first.`)
      const open = writer
      let numOutputRows = 0
      let onItsWay = Promise.resolve()
      return {
        async write(rows) {
          const records = kafkaRecords(rows, topic)
          await onItsWay
          numOutputRows += records.length
          onItsWay = open.write(records)
          // Its error is thrown by the next write, or by commit.
          onItsWay.catch(() => {})
        },
        async commit() {
          await onItsWay
          return { numOutputRows }
        },
        async abort() {
          await onItsWay.catch(() => {})
        },
      }
    },
    async close() {
      await writer?.close()
      writer = null
    },
  }
}

function checkOptions(options: KafkaSinkOptions): void {
  for (const name of Object.keys(options)) {
    if (KNOWN.some(known => known === name)) continue
    throw invalid(`Cannot use option "${name}" for a Kafka sink: ${wayOut(name)}.`, name)
  }
  const { topic, acks = -1, compression = 'none', retryForMs = 0 } = options
  if (topic !== undefined && (typeof topic !== 'string' || topic.trim() === ''))
    throw invalid('Cannot write to Kafka: topic is empty.', 'topic')
  if (![-1, 0, 1].includes(acks)) throw invalid(`Cannot use acks ${acks}: it is -1, 0 or 1.`, 'acks')
  if (!['none', 'gzip'].includes(compression))
    throw invalid(`Cannot compress by "${compression}". Compressions: none, gzip.`, 'compression')
  if (!(retryForMs >= 0)) throw invalid(`Cannot use retryForMs ${retryForMs}: it is a number of milliseconds.`, 'retryForMs')
}

/** @see Spark `KafkaSourceProvider.kafkaParamsForProducer` */
function wayOut(name: string): string {
  if (name === 'kafka.bootstrap.servers') return 'use "brokers"'
  if (/key\.?serializer$/i.test(name))
    return "Kafka option 'key.serializer' is not supported as keys are serialized with ByteArraySerializer"
  if (/value\.?serializer$/i.test(name))
    return "Kafka option 'value.serializer' is not supported as value are serialized with ByteArraySerializer"
  return `the options are ${KNOWN.join(', ')}`
}

const invalid = (message: string, option: string) => new SluiceError('INVALID_OPTION', message, { option })
