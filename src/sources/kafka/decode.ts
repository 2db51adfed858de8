import type { SourceChunk } from '../source.ts'
import { type AbortedTransaction, abortedTransactions } from './aborted-transactions.ts'
import { CODEC, decompress } from './codecs.ts'
import {
  BATCH_HEADER_BYTES,
  type BatchPlace,
  corruptBatch,
  isAbortMarker,
  type RecordBatchHeader,
  readBatchHeader,
  verifyChecksum,
} from './record-batch.ts'
import { type ChunkColumns, recordColumns, recordFields } from './record-columns.ts'
import { DamagedRecords, MIN_RECORD_BYTES, readRecords } from './records.ts'

/** A chunk is closed at so many rows; only a batch that holds more makes a larger one. */
const MAX_CHUNK_ROWS = 1 << 16
const MAX_DECOMPRESSED_CHUNK_BYTES = 1 << 23

/** Record batches of one partition, as they lie in a response. */
export interface FetchedRecords extends BatchPlace {
  readonly buffer: Buffer
  /** Where the batches lie in the buffer; the last one may be cut off. */
  readonly start: number
  readonly end: number
  readonly aborted: readonly AbortedTransaction[]
}

export interface RecordsExtent {
  /** Where the next fetch starts: behind the last complete batch, or `fetchOffset` when there is none. */
  readonly nextOffset: number
  readonly completeBatches: number
  readonly largestBatchBytes: number
  readonly usesZstd: boolean
}

/** Looks at the headers only, so that the next fetch can be sent before the records are decoded. */
export function extentOf(records: FetchedRecords, fetchOffset: number): RecordsExtent {
  let nextOffset = fetchOffset
  let completeBatches = 0
  let largestBatchBytes = 0
  let usesZstd = false
  for (let position = records.start; ; completeBatches++) {
    const batch = readBatchHeader(records.buffer, position, records.end, records)
    if (batch === null) return { nextOffset, completeBatches, largestBatchBytes, usesZstd }
    if (batch.codec === CODEC.zstd) usesZstd = true
    nextOffset = Math.max(nextOffset, batch.lastOffset + 1)
    largestBatchBytes = Math.max(largestBatchBytes, batch.end - batch.start)
    position = batch.end
  }
}

/** A data batch whose rows in `[from, to)` are wanted, with the bytes that hold its records. */
interface Segment {
  readonly batch: RecordBatchHeader
  readonly bytes: Buffer
  readonly start: number
  readonly end: number
  readonly from: number
  readonly to: number
}

/**
 * The records of `[startOffset, endOffset)` in chunks that account for every offset, also for those between batches
 * and behind the last one. All chunks of uncompressed batches point into the response.
 *
 * @param endOffset at most the extent's `nextOffset`
 * @throws KAFKA_CORRUPT_BATCH
 * @see Kafka `CompletedFetch.nextFetchedRecord`
 */
export function* decodeRecords(
  records: FetchedRecords,
  startOffset: number,
  endOffset: number,
  columns: ChunkColumns,
): Generator<SourceChunk> {
  const { buffer } = records
  const aborted = abortedTransactions(records.aborted)
  let gaps = { control: 0, aborted: 0, compacted: 0, lost: 0 }
  let segments: Segment[] = []
  let chunkStart = startOffset
  let offset = startOffset
  let rows = 0
  let ownBytes = 0

  function close(): SourceChunk {
    const chunk = chunkOf(records, columns, segments, chunkStart, offset, gaps)
    segments = []
    gaps = { control: 0, aborted: 0, compacted: 0, lost: 0 }
    chunkStart = offset
    rows = 0
    ownBytes = 0
    return chunk
  }

  for (let position = records.start; offset < endOffset; ) {
    const batch = readBatchHeader(buffer, position, records.end, records)
    if (batch === null) break
    verifyChecksum(buffer, batch, records)
    position = batch.end
    if (batch.producerId >= 0) aborted.advanceTo(batch.lastOffset)
    if (batch.control && isAbortMarker(buffer, batch)) aborted.endOf(batch.producerId)
    if (batch.lastOffset < offset) continue
    const from = Math.min(Math.max(batch.baseOffset, offset), endOffset)
    const to = Math.min(batch.lastOffset + 1, endOffset)
    gaps.compacted += from - offset
    offset = from
    if (from >= to) break
    if (batch.control) gaps.control += to - from
    else if (batch.transactional && aborted.isAborted(batch.producerId)) gaps.aborted += to - from
    else if (batch.recordCount === 0) gaps.compacted += to - from
    else {
      const segment = segmentOf(records, batch, from, to)
      const compressed = segment.bytes !== buffer
      const heavy = compressed && ownBytes + segment.bytes.length > MAX_DECOMPRESSED_CHUNK_BYTES
      const full = heavy || rows + batch.recordCount > MAX_CHUNK_ROWS
      if (segments.length > 0 && (full || (segments[0]!.bytes !== buffer) !== compressed)) yield close()
      if (compressed) ownBytes += segment.bytes.length
      rows += batch.recordCount
      segments.push(segment)
    }
    offset = to
  }
  gaps.compacted += endOffset - offset
  offset = endOffset
  yield close()
}

function segmentOf(records: FetchedRecords, batch: RecordBatchHeader, from: number, to: number): Segment {
  let bytes = records.buffer
  let start = batch.start + BATCH_HEADER_BYTES
  let end = batch.end
  if (batch.codec !== CODEC.none) {
    try {
      bytes = decompress(batch.codec, bytes.subarray(start, end))
    } catch (thrown) {
      throw corruptBatch(records, batch.baseOffset, `it cannot be decompressed: ${reasonOf(thrown)}`, thrown)
    }
    start = 0
    end = bytes.length
  }
  if (batch.recordCount < 0 || batch.recordCount * MIN_RECORD_BYTES > end - start) {
    throw corruptBatch(records, batch.baseOffset, `it promises ${batch.recordCount} records in ${end - start} bytes`)
  }
  return { batch, bytes, start, end, from, to }
}

function chunkOf(
  place: BatchPlace,
  columns: ChunkColumns,
  segments: readonly Segment[],
  startOffset: number,
  endOffset: number,
  gaps: SourceChunk['gaps'],
): SourceChunk {
  const fields = recordFields(
    columns,
    segments.reduce((sum, { batch, from, to }) => sum + Math.min(batch.recordCount, to - from), 0),
  )
  const logAppendRows: [number, number][] = []
  const shared = segments.every(({ bytes }) => bytes === segments[0]!.bytes)
  const bytes = shared ? (segments[0]?.bytes ?? Buffer.alloc(0)) : Buffer.concat(segments.map(segment => segment.bytes))
  let shift = 0
  let compacted = gaps.compacted
  for (const segment of segments) {
    const { batch, from, to } = segment
    const firstRow = fields.rows
    try {
      readRecords(batch, bytes, segment.start + shift, segment.end + shift, from, to, fields)
    } catch (thrown) {
      if (!(thrown instanceof DamagedRecords)) throw thrown
      throw corruptBatch(place, batch.baseOffset, thrown.message)
    }
    if (!shared) shift += segment.bytes.length
    if (batch.logAppendTime && fields.rows > firstRow) logAppendRows.push([firstRow, fields.rows])
    compacted += to - from - (fields.rows - firstRow)
  }
  return {
    topic: place.topic,
    partition: place.partition,
    startOffset,
    endOffset,
    records: recordColumns(columns, fields, bytes, logAppendRows),
    offsets: fields.offsets.subarray(0, fields.rows),
    gaps: { ...gaps, compacted },
  }
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
