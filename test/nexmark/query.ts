import type { Sink, StreamingQuery } from '../../src/index.ts'
import type { EventSource } from './event-stream.ts'

/** A query of Nexmark by the public API of sluice. */
export interface NexmarkQuery {
  readonly name: string
  readonly title: string
  /** Of an aggregation that tells a group again when it grows: the columns that name the group. */
  readonly key: readonly string[] | null
  write(source: EventSource, sink: Sink): StreamingQuery
}
