import { rowsOf } from '../../../src/schema/value-at.ts'
import type { AbortedTransaction } from '../../../src/sources/kafka/aborted-transactions.ts'
import { decodeRecords, extentOf, type FetchedRecords } from '../../../src/sources/kafka/decode.ts'
import { chunkColumns } from '../../../src/sources/kafka/record-columns.ts'
import { kafkaSchema } from '../../../src/sources/kafka/schema.ts'
import type { SourceChunk } from '../../../src/sources/source.ts'

export const ALL_COLUMNS = ['key', 'value', 'topic', 'partition', 'offset', 'timestamp', 'timestampType', 'headers']

/** Batches as a response to a fetch holds them, behind some other bytes. */
export function fetched(batches: readonly Buffer[], aborted: readonly AbortedTransaction[] = []): FetchedRecords {
  const buffer = Buffer.concat([Buffer.from('before'), ...batches, Buffer.from('behind')])
  return { topic: 't', partition: 3, buffer, start: 6, end: buffer.length - 6, aborted }
}

export interface Decoded {
  readonly chunks: readonly SourceChunk[]
  readonly rows: readonly Record<string, unknown>[]
  readonly values: readonly (string | null)[]
  readonly offsets: readonly number[]
  readonly gaps: SourceChunk['gaps']
}

/** Everything in `[startOffset, endOffset)`, by default to where the batches reach. */
export function decode(records: FetchedRecords, startOffset = 0, endOffset = extentOf(records, startOffset).nextOffset): Decoded {
  const columns = chunkColumns(kafkaSchema(true), ALL_COLUMNS, records.topic, records.partition)
  return collect([...decodeRecords(records, startOffset, endOffset, columns)])
}

export function collect(chunks: readonly SourceChunk[]): Decoded {
  const rows = chunks.flatMap(chunk => rowsOf(chunk.records))
  const text = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString() : null)
  const gaps = { control: 0, aborted: 0, compacted: 0, lost: 0 }
  for (const chunk of chunks) for (const kind of Object.keys(gaps) as (keyof typeof gaps)[]) gaps[kind] += chunk.gaps[kind]
  return { chunks, rows, values: rows.map(row => text(row.value)), offsets: chunks.flatMap(chunk => [...chunk.offsets]), gaps }
}
