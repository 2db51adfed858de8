import { embeddedEngine } from '../../src/engines/embedded.ts'
import type { KafkaColumns } from '../../src/plan/read-stream.ts'
import { Stream } from '../../src/plan/stream.ts'
import { type MemoryRecord, type MemorySource, type MemorySourceOptions, memorySource } from '../../src/sources/memory.ts'

export interface MemoryStream {
  readonly source: MemorySource
  readonly stream: Stream<KafkaColumns>
  /** Adds records: seconds since the epoch as Kafka's timestamp, JSON of the value as the value. */
  add(seconds: number, value: unknown, partition?: number): void
}

/** A stream over an in-process source. Closing and opening the source again keeps its records, as Kafka would. */
export function memoryStream(options: MemorySourceOptions = {}): MemoryStream {
  const source = memorySource(options)
  const definition = { description: source.description, schema: source.schema, open: () => source }
  const stream = new Stream<KafkaColumns>({ kind: 'source', source: definition, schema: source.schema }, embeddedEngine())
  return {
    source,
    stream,
    add(seconds, value, partition = 0) {
      const record: MemoryRecord = {
        value: typeof value === 'string' ? value : JSON.stringify(value),
        timestampMs: seconds * 1000,
      }
      source.add(partition, [record])
    },
  }
}
