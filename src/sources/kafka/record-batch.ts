import { crc32c } from '@node-rs/crc32'
import { SluiceError } from '../../util/error.ts'

/** Bytes before the records. */
export const BATCH_HEADER_BYTES = 61
/** What a batch's length does not count: base offset and the length itself. */
const LENGTH_OVERHEAD_BYTES = 12
const ABORT = 0

/** The header of a record batch, magic 2. @see Kafka `DefaultRecordBatch` */
export interface RecordBatchHeader {
  readonly baseOffset: number
  readonly lastOffset: number
  /** Where the batch begins and ends in its buffer. */
  readonly start: number
  readonly end: number
  readonly codec: number
  readonly logAppendTime: boolean
  readonly transactional: boolean
  readonly control: boolean
  readonly baseTimestampMs: number
  readonly maxTimestampMs: number
  /** -1: not by an idempotent or transactional producer. */
  readonly producerId: number
  readonly recordCount: number
}

export interface BatchPlace {
  readonly topic: string
  readonly partition: number
}

/** A batch that cannot be what a producer wrote. */
export function corruptBatch(place: BatchPlace, offset: number, reason: string, cause?: unknown): SluiceError {
  const { topic, partition } = place
  return new SluiceError(
    'KAFKA_CORRUPT_BATCH',
    `Cannot read ${topic}-${partition}@${offset}: the record batch is damaged (${reason}). Read it again; if that fails too, the copy on the broker is damaged: restore it from a replica, or continue behind it with startingOffsets and a new checkpoint.`,
    { topic, partition, offset, reason },
    cause,
  )
}

/**
 * The batch at `position`, or `null` when the response ends before the batch does (which is how Kafka cuts).
 *
 * @throws KAFKA_CORRUPT_BATCH when length, magic or offsets are impossible
 */
export function readBatchHeader(buffer: Buffer, position: number, limit: number, place: BatchPlace): RecordBatchHeader | null {
  if (position + LENGTH_OVERHEAD_BYTES > limit) return null
  const baseOffset = int64(buffer, position)
  const length = buffer.readInt32BE(position + 8)
  if (length < BATCH_HEADER_BYTES - LENGTH_OVERHEAD_BYTES) throw corruptBatch(place, baseOffset, `its length is ${length}`)
  const end = position + LENGTH_OVERHEAD_BYTES + length
  if (end > limit) return null
  const magic = buffer[position + 16]!
  if (magic !== 2) {
    throw corruptBatch(place, baseOffset, `its format is ${magic}; only format 2, of Kafka 0.11 and later, is read`)
  }
  const attributes = buffer.readUInt16BE(position + 21)
  const lastOffsetDelta = buffer.readInt32BE(position + 23)
  if (lastOffsetDelta < 0 || baseOffset < 0) throw corruptBatch(place, baseOffset, `its last offset delta is ${lastOffsetDelta}`)
  return {
    baseOffset,
    lastOffset: baseOffset + lastOffsetDelta,
    start: position,
    end,
    codec: attributes & 7,
    logAppendTime: (attributes & 8) !== 0,
    transactional: (attributes & 16) !== 0,
    control: (attributes & 32) !== 0,
    baseTimestampMs: int64(buffer, position + 27),
    maxTimestampMs: int64(buffer, position + 35),
    producerId: int64(buffer, position + 43),
    recordCount: buffer.readInt32BE(position + 57),
  }
}

/** @throws KAFKA_CORRUPT_BATCH when the bytes are not those that were written (CRC-32C over everything behind the checksum) */
export function verifyChecksum(buffer: Buffer, batch: RecordBatchHeader, place: BatchPlace): void {
  if (crc32c(buffer.subarray(batch.start + 21, batch.end)) !== buffer.readUInt32BE(batch.start + 17)) {
    throw corruptBatch(place, batch.baseOffset, 'its checksum is wrong')
  }
}

/** Whether a control batch ends a transaction by aborting it. The cleaner may have emptied it: then it says nothing. */
export function isAbortMarker(buffer: Buffer, batch: RecordBatchHeader): boolean {
  // length, attributes, timestamp delta, offset delta, key length (one byte each but the timestamp), version, type
  let position = batch.start + BATCH_HEADER_BYTES
  if (batch.recordCount === 0) return false
  for (const skipped of [1, 0, 1, 1, 1]) {
    if (skipped === 0) position++
    else {
      while (position < batch.end && buffer[position]! > 127) position++
      position++
    }
  }
  return position + 4 <= batch.end && buffer.readInt16BE(position + 2) === ABORT
}

function int64(buffer: Buffer, position: number): number {
  return buffer.readInt32BE(position) * 4294967296 + buffer.readUInt32BE(position + 4)
}
