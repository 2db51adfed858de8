import type { ArrayType, BinaryType, IntegerType, LongType, StringType, StructType, TimestampType } from '../schema/data-type.ts'
import { brokersFromEnvironment, type KafkaConnectionOptions } from '../sources/kafka/client.ts'
import { kafkaSource } from '../sources/kafka/kafka-source.ts'
import type { KafkaSourceOptions } from '../sources/kafka/options.ts'
import type { Source } from '../sources/source.ts'
import { type ColumnsOf, Stream } from './stream.ts'
import type { QueryEngine } from './streaming-query.ts'

/** The columns of a Kafka record, as Spark's Kafka source has them. */
export type KafkaFields = {
  readonly key: BinaryType
  readonly value: BinaryType
  readonly topic: StringType
  readonly partition: IntegerType
  readonly offset: LongType
  /** When the record was made, or appended to the log: `timestampType` 0 or 1. */
  readonly timestamp: TimestampType
  readonly timestampType: IntegerType
}
export type KafkaColumns = ColumnsOf<KafkaFields>
export type KafkaColumnsWithHeaders = ColumnsOf<
  KafkaFields & { readonly headers: ArrayType<StructType<{ readonly key: StringType; readonly value: BinaryType }>> }
>

/** Where streams begin. */
export interface ReadStream {
  /**
   * The records of Kafka topics: read by offsets, without a consumer group, up to the last stable offset.
   *
   * @example readStream.kafka({ subscribe: 'real-time-transactions', startingOffsets: 'earliest' })
   * @throws INVALID_OPTION, at once; what needs the broker is reported by the first batch
   * @see Spark docs, structured-streaming-kafka-integration
   */
  kafka<H extends boolean = false>(
    options: KafkaSourceOptions & { readonly includeHeaders?: H },
  ): Stream<[H] extends [true] ? KafkaColumnsWithHeaders : KafkaColumns>
  /** The records of a source of your own, or of `memorySource()` in tests. */
  from(source: Source): Stream<KafkaColumns>
}

/** @param connection used where the options of a stream name no brokers */
export function readStream(
  engine: QueryEngine,
  connection: KafkaConnectionOptions = { brokers: brokersFromEnvironment() },
): ReadStream {
  const streamOf = <C extends KafkaColumns>(source: Source, open: () => Source) =>
    new Stream<C>(
      { kind: 'source', source: { description: source.description, schema: source.schema, open }, schema: source.schema },
      engine,
    )
  return {
    kafka<C extends KafkaColumns>(options: KafkaSourceOptions) {
      const open = () => kafkaSource(options, connection)
      return streamOf<C>(open(), open)
    },
    from: source => streamOf(source, () => source),
  }
}
