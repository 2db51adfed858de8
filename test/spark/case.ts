import type { Column, ColumnOf } from '../../src/expressions/column.ts'
import type { KafkaColumns } from '../../src/plan/read-stream.ts'
import type { OutputMode, Sink } from '../../src/plan/sink.ts'
import type { ColumnsOf, Stream } from '../../src/plan/stream.ts'
import type { StreamingQuery, WriteStreamOptions } from '../../src/plan/streaming-query.ts'
import type { Fields, StructType, TimestampType } from '../../src/schema/data-type.ts'

/** One Kafka record of a case. */
export interface CaseRecord {
  readonly source: string
  readonly partition: number
  readonly key: string | null
  readonly value: string | Uint8Array | null
  readonly timestampMs: number
  readonly headers?: Readonly<Record<string, string>>
}

export interface RecordOptions {
  /** Kafka's timestamp, seconds since the epoch. Default 1,000,000,000. */
  readonly at?: number
  /** Default 0. */
  readonly partition?: number
  readonly key?: string
  /** Which stream of a case with several. Default its first. */
  readonly source?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A record with this value, byte for byte; null for a tombstone. */
export function raw(value: string | Uint8Array | null, options: RecordOptions = {}): CaseRecord {
  const { at = 1_000_000_000, partition = 0, key = null, source = '', headers } = options
  const timestampMs = Math.round(at * 1000)
  return { source, partition, key, value, timestampMs, ...(headers === undefined ? {} : { headers }) }
}

/** A record whose value is this row as JSON. */
export const row = (value: object, options: RecordOptions = {}): CaseRecord => raw(JSON.stringify(value), options)

/**
 * Records added and then read to the end (none: `[]`, so a query can start before there is anything); or the query
 * stopped and started again from its checkpoint. The query starts after the records of the first step are there.
 */
export type Step = readonly CaseRecord[] | 'restart'

/** Records of one transaction, which leaves a marker in each partition they went to; then read as any step. */
export interface Transaction {
  readonly transaction: 'commit' | 'abort'
  readonly records: readonly CaseRecord[]
}

/** The records of a step. */
export const recordsOf = (step: Step | Transaction): readonly CaseRecord[] =>
  step === 'restart' ? [] : 'transaction' in step ? step.records : step

/** Anything that can be written: whatever the columns. */
export interface Writable {
  writeStream(options: WriteStreamOptions): StreamingQuery<unknown>
}

/** Where results go besides the rows that the harness itself takes; `format` and `options` are Spark's. */
export interface CaseSink {
  readonly format: 'console' | 'parquet' | 'json' | 'csv' | 'kafka' | 'memory'
  readonly options?: Readonly<Record<string, string>>
  readonly partitionBy?: readonly string[]
  /** sluice's sink; `write` takes what a console prints, `path` is a folder of this case, `topic` a topic of this case. */
  readonly sluice: (place: { write(text: string): void; readonly path: string; readonly topic: string }) => Sink
}

interface CommonCase {
  /** Unique in its file. A case of the reference begins with its number there: `14.20 update mode`. */
  readonly name: string
  readonly steps: readonly (Step | Transaction)[]
  /** Default append. */
  readonly outputMode?: OutputMode
  /** Of the Kafka source(s); `startingOffsets` is earliest where none is given. `$topic` stands for the topic. */
  readonly options?: SourceOptions
  /** Python: an expression over `t` (the parsed stream) or `streams['a']`, `kafka` (raw), `F`, `T`; or statements that leave `result`. */
  readonly pyspark: string
  /**
   * steps (default): one running query, each step read to its end. availableNow and once: a start for each step.
   */
  readonly trigger?: 'steps' | 'availableNow' | 'once'
  /** The rows of a batch have an order that matters. */
  readonly ordered?: boolean
  /** Session configuration of Spark; `sluice` reads the time zone of it. */
  readonly conf?: Readonly<Record<string, string>>
  readonly sink?: CaseSink
  /** How many partitions a topic has. Default: as many as the records need. */
  readonly partitions?: number
  /** Options that only sluice's Kafka source has, or names otherwise; null leaves one out. */
  readonly sluiceOptions?: Readonly<Record<string, string | number | boolean | null>>
  /** Needs the broker on sluice's side too: what the in-process source does not have. */
  readonly needsBroker?: boolean
  /** The offsets of every batch, and how far it is behind, are part of the outcome. */
  readonly offsets?: boolean
  /** The names in the progress of every batch and their order are part of the outcome. */
  readonly progressShape?: boolean
  /** Why sluice gives something else, on purpose. Both outcomes are kept. */
  readonly differs?: string
}

export type SourceOptions = Readonly<Record<string, string | number | boolean>>

/** A streaming query over one or more topics. */
export interface StreamingCase extends CommonCase {
  readonly kind: 'streaming'
  /** Schema of the JSON in each topic; null where the query parses for itself. */
  readonly schemas: Readonly<Record<string, StructType | null>>
  readonly sourceOptions: Readonly<Record<string, SourceOptions>>
  readonly sluice: (given: GivenStreams) => Writable
}

export interface GivenStreams {
  /** 0 for the first start, 1 for the next one: a query may be mended between. Python's `start`. */
  readonly start: number
  readonly streams: Readonly<Record<string, unknown>>
  readonly kafka: Readonly<Record<string, Stream<KafkaColumns>>>
}

/** The fields of the JSON, and Kafka's timestamp as `ts` (unless the JSON has a `ts`). */
export type Parsed<F extends Fields> = Stream<ColumnsOf<F & { readonly ts: TimestampType }>>

/** A case with one topic: `t` is `from_json` of its values as columns, with Kafka's timestamp as `ts`. */
export function streaming<F extends Fields>(
  given: CommonCase & {
    readonly schema: StructType<F>
    readonly sluice: (given: { readonly t: Parsed<F>; readonly kafka: Stream<KafkaColumns>; readonly start: number }) => Writable
  },
): StreamingCase {
  const { schema, sluice, ...common } = given
  return {
    ...common,
    kind: 'streaming',
    schemas: { t: schema },
    sourceOptions: { t: common.options ?? {} },
    sluice: ({ streams, kafka, start }) => sluice({ t: streams.t as Parsed<F>, kafka: kafka.t!, start }),
  }
}

/** A case with several topics, by name. */
export function joined<S extends Readonly<Record<string, Fields>>>(
  given: CommonCase & {
    readonly schemas: { readonly [K in keyof S]: StructType<S[K]> }
    readonly sourceOptions?: { readonly [K in keyof S]?: SourceOptions }
    readonly sluice: (given: {
      readonly streams: { readonly [K in keyof S]: Parsed<S[K]> }
      readonly kafka: { readonly [K in keyof S]: Stream<KafkaColumns> }
      readonly start: number
    }) => Writable
  },
): StreamingCase {
  const { schemas, sluice, sourceOptions = {}, ...common } = given
  const options = Object.keys(schemas).map(name => [
    name,
    { ...common.options, ...(sourceOptions as Record<string, SourceOptions>)[name] },
  ])
  return {
    ...common,
    kind: 'streaming',
    schemas: schemas as Readonly<Record<string, StructType>>,
    sourceOptions: Object.fromEntries(options) as Record<string, SourceOptions>,
    sluice: given => sluice(given as unknown as Parameters<typeof sluice>[0]),
  }
}

/** One expression over the rows of a table. */
export interface ExpressionCase<F extends Fields> {
  /** Python over `t` (the frame), `F`, `T`. Also the name of the case. */
  readonly pyspark: string
  readonly sluice: (t: { readonly [K in keyof F]: ColumnOf<F[K]> }) => Column
  readonly differs?: string
}

/** Many expressions over a few rows: each gives a type, and for every row a value or an error. */
export interface ExpressionTable {
  readonly kind: 'expressions'
  readonly name: string
  readonly schema: StructType
  /** Objects are written as JSON, texts as they are. */
  readonly rows: readonly (object | string)[]
  readonly conf?: Readonly<Record<string, string>>
  readonly expressions: readonly {
    readonly pyspark: string
    readonly sluice: (t: Readonly<Record<string, Column>>) => Column
    readonly differs?: string
  }[]
}

export function expressions<F extends Fields>(table: {
  readonly name: string
  readonly schema: StructType<F>
  readonly rows: readonly (object | string)[]
  /** Spark's session configuration for this table, e.g. the time zone. */
  readonly conf?: Readonly<Record<string, string>>
  readonly expressions: readonly ExpressionCase<F>[]
}): ExpressionTable {
  return { ...table, kind: 'expressions', expressions: table.expressions as unknown as ExpressionTable['expressions'] }
}

/** What a function of Spark gives, of the JVM or of Python, and its twin in sluice: a value as JSON. */
export interface FactCase {
  readonly kind: 'fact'
  readonly name: string
  /** Python over `spark`, `jvm`, `F`, `T`. */
  readonly pyspark: string
  readonly sluice: () => unknown
  readonly differs?: string
}

export const fact = (given: Omit<FactCase, 'kind'>): FactCase => ({ ...given, kind: 'fact' })

export type Case = StreamingCase | ExpressionTable | FactCase
