import { vectorOf } from '../schema/column-builder.ts'
import { type DataType, fieldsOf, struct } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'
import { kafkaSchema } from './kafka/schema.ts'
import { offsetsOf } from './offsets.ts'
import type { MinOffsets, OffsetRange, Source, SourceChunk } from './source.ts'

/** A record to be read back as Kafka would give it. */
export interface MemoryRecord {
  readonly key?: string | Uint8Array | null
  readonly value: string | Uint8Array | null
  readonly timestampMs: number
  readonly headers?: readonly (readonly [key: string, value: string | Uint8Array | null])[]
}

/** How a source in this process behaves. */
export interface MemorySourceOptions {
  /** Default `memory`. */
  readonly topic?: string
  /** Partitions that exist from the start, empty. Default 1; `add` makes more. */
  readonly partitions?: number
  /** Default `earliest`. */
  readonly startingOffsets?: 'earliest' | 'latest'
  readonly maxOffsetsPerTrigger?: number
  readonly minOffsetsPerTrigger?: MinOffsets
  readonly includeHeaders?: boolean
  /** Rows in a chunk at most. Default 1000. */
  readonly chunkRows?: number
}

/** A source that keeps records in memory, with the schema and the contract of the Kafka source: for tests and examples. */
export interface MemorySource extends Source {
  /** Appends records to a partition, which is made when it is new. @returns the partition's next offset */
  add(partition: number, records: readonly MemoryRecord[]): number
  /** Appends offsets without a record, as compaction or transaction markers leave them. */
  addGap(partition: number, kind: keyof SourceChunk['gaps'], count?: number): number
  /** Reading fails with `error` on reaching this offset; `null` mends it. */
  failAt(partition: number, offset: number | null, error?: Error): void
}

type Entry = MemoryRecord | keyof SourceChunk['gaps']

/** A source in this process with the manners of a Kafka topic, for tests. */
export function memorySource(options: MemorySourceOptions = {}): MemorySource {
  const {
    topic = 'memory',
    partitions = 1,
    startingOffsets = 'earliest',
    maxOffsetsPerTrigger = null,
    minOffsetsPerTrigger = null,
    chunkRows = 1000,
  } = options
  const schema = kafkaSchema(options.includeHeaders ?? false)
  const logs = new Map<number, Entry[]>(Array.from({ length: partitions }, (_, partition) => [partition, []]))
  const failures = new Map<number, { readonly offset: number; readonly error: Error }>()

  function logOf(partition: number): Entry[] {
    const log = logs.get(partition) ?? []
    logs.set(partition, log)
    return log
  }
  function append(partition: number, entries: readonly Entry[]): number {
    const log = logOf(partition)
    // One by one: the arguments of a single push have a limit.
    for (const entry of entries) log.push(entry)
    return log.length
  }
  const ends = () => offsetsOf([...logs].map(([partition, log]) => [topic, partition, log.length]))
  const starts = () => offsetsOf([...logs].map(([partition]) => [topic, partition, 0]))

  function* chunksOf(range: OffsetRange, columns: readonly string[]): Generator<SourceChunk> {
    const log = logOf(range.partition)
    const failure = failures.get(range.partition)
    if (range.endOffset > log.length) {
      const { partition, endOffset } = range
      throw new SluiceError('KAFKA_DATA_LOSS', `Cannot read ${topic}-${partition}@${endOffset}: it ends at ${log.length}.`, {
        ...range,
      })
    }
    for (let start = range.startOffset; start < range.endOffset; start += chunkRows) {
      const end = Math.min(start + chunkRows, range.endOffset)
      const reached = failure !== undefined && failure.offset >= start && failure.offset < end
      if (!reached) yield chunkOf(log, range.partition, start, end, columns)
      else {
        if (failure.offset > start) yield chunkOf(log, range.partition, start, failure.offset, columns)
        throw failure.error
      }
    }
  }

  function chunkOf(
    log: readonly Entry[],
    partition: number,
    startOffset: number,
    endOffset: number,
    columns: readonly string[],
  ): SourceChunk {
    const gaps = { control: 0, aborted: 0, compacted: 0, lost: 0 }
    const rows: { readonly record: MemoryRecord; readonly offset: number }[] = []
    for (let offset = startOffset; offset < endOffset; offset++) {
      const entry = log[offset]!
      if (typeof entry === 'string') gaps[entry]++
      else rows.push({ record: entry, offset })
    }
    const fields = fieldsOf(schema).filter(field => columns.includes(field.name))
    return {
      topic,
      partition,
      startOffset,
      endOffset,
      offsets: Float64Array.from(rows, ({ offset }) => offset),
      gaps,
      records: {
        schema: struct(Object.fromEntries(fields.map(field => [field.name, field.type]))),
        numRows: rows.length,
        columns: fields.map(({ name, type }) =>
          vectorOf(
            type as DataType,
            rows.map(({ record, offset }) => storedOf(name, record, topic, partition, offset)),
          ),
        ),
      },
    }
  }

  return {
    description: `MemoryStream[${topic}]`,
    schema,
    maxOffsetsPerTrigger,
    minOffsetsPerTrigger,
    initialOffsets: async () => (startingOffsets === 'earliest' ? starts() : ends()),
    available: async () => ({ earliest: starts(), latest: ends() }),
    async *read(ranges, { columns, signal }) {
      for (const range of ranges) {
        for (const chunk of chunksOf(range, columns)) {
          if (signal?.aborted === true)
            throw new SluiceError('QUERY_STOPPED', 'Reading from memory was stopped.', {}, signal.reason)
          yield chunk
        }
      }
    },
    close: async () => undefined,
    add: (partition, records) => append(partition, records),
    addGap: (partition, kind, count = 1) => append(partition, new Array<Entry>(count).fill(kind)),
    failAt(partition, offset, error = new Error(`told to fail at ${topic}-${partition}@${offset}`)) {
      if (offset === null) failures.delete(partition)
      else failures.set(partition, { offset, error })
    },
  }
}

function storedOf(column: string, record: MemoryRecord, topic: string, partition: number, offset: number) {
  switch (column) {
    case 'key':
      return record.key ?? null
    case 'value':
      return record.value
    case 'topic':
      return topic
    case 'partition':
      return partition
    case 'offset':
      return offset
    case 'timestamp':
      return record.timestampMs * 1000
    case 'timestampType':
      return 0
    default:
      return record.headers === undefined || record.headers.length === 0 ? null : record.headers
  }
}
