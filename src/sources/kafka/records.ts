import type { RecordBatchHeader } from './record-batch.ts'

/** No record is shorter: seven fields of at least one byte. */
export const MIN_RECORD_BYTES = 7

/** Where the fields of records lie; an array that nobody asked for is null. Positions count from the buffer's start. */
export interface RecordFields {
  rows: number
  readonly offsets: Float64Array
  readonly timestampsMs: Float64Array | null
  readonly keyStarts: Int32Array | null
  readonly keyEnds: Int32Array | null
  /** One byte a row, set to 1 beforehand, 0 for null. */
  readonly keyValidity: Uint8Array | null
  keyNulls: number
  readonly valueStarts: Int32Array | null
  readonly valueEnds: Int32Array | null
  readonly valueValidity: Uint8Array | null
  valueNulls: number
  /** Where each record's header count stands. */
  readonly headerStarts: Int32Array | null
}

/** Why records cannot be read; whoever knows the partition makes it an error. */
export class DamagedRecords extends Error {}

/** Where the last varint ended: a second result, without an object for it. */
let next = 0

/**
 * Appends the records of a batch whose offset is in `[from, to)`. One pass, no object per record.
 *
 * @param bytes the buffer that holds the records, decompressed
 * @throws DamagedRecords
 */
export function readRecords(
  batch: RecordBatchHeader,
  bytes: Buffer,
  start: number,
  end: number,
  from: number,
  to: number,
  out: RecordFields,
): void {
  const { baseOffset, lastOffset, baseTimestampMs, maxTimestampMs, logAppendTime, recordCount } = batch
  const { offsets, timestampsMs, keyStarts, keyEnds, keyValidity, valueStarts, valueEnds, valueValidity, headerStarts } = out
  let row = out.rows
  let position = start
  let previous = baseOffset - 1
  for (let record = 0; record < recordCount; record++) {
    if (position >= end) throw new DamagedRecords(`it holds ${record} of ${recordCount} records`)
    const length = readVarint(bytes, position)
    const recordEnd = next + length
    if (length < MIN_RECORD_BYTES - 1 || recordEnd > end) throw new DamagedRecords(`record ${record} has length ${length}`)
    const timestampDelta = readVarlong(bytes, next + 1)
    const offset = baseOffset + readVarint(bytes, next)
    if (offset <= previous || offset > lastOffset) throw new DamagedRecords(`record ${record} has offset ${offset}`)
    previous = offset
    const keyLength = readVarint(bytes, next)
    const keyStart = next
    const keyEnd = keyLength < 0 ? keyStart : keyStart + keyLength
    if (keyLength < -1 || keyEnd >= recordEnd) throw new DamagedRecords(`record ${record} has a key of length ${keyLength}`)
    const valueLength = readVarint(bytes, keyEnd)
    const valueStart = next
    const valueEnd = valueLength < 0 ? valueStart : valueStart + valueLength
    if (valueLength < -1 || valueEnd >= recordEnd)
      throw new DamagedRecords(`record ${record} has a value of length ${valueLength}`)
    if (bytes[valueEnd] === 0 ? valueEnd + 1 !== recordEnd : skipHeaders(bytes, valueEnd, recordEnd) !== recordEnd) {
      throw new DamagedRecords(`record ${record} does not end where it says`)
    }
    position = recordEnd
    if (offset < from || offset >= to) continue
    offsets[row] = offset
    if (timestampsMs !== null) timestampsMs[row] = logAppendTime ? maxTimestampMs : baseTimestampMs + timestampDelta
    if (keyStarts !== null) {
      keyStarts[row] = keyStart
      keyEnds![row] = keyEnd
      if (keyLength < 0) {
        keyValidity![row] = 0
        out.keyNulls++
      }
    }
    if (valueStarts !== null) {
      valueStarts[row] = valueStart
      valueEnds![row] = valueEnd
      if (valueLength < 0) {
        valueValidity![row] = 0
        out.valueNulls++
      }
    }
    if (headerStarts !== null) headerStarts[row] = valueEnd
    row++
  }
  if (position !== end) throw new DamagedRecords(`${end - position} bytes follow its last record`)
  out.rows = row
}

/** One header after the other: `visit` gets positions, the value's end being -1 for null. @returns where the headers end */
export function readHeaders(
  bytes: Buffer,
  position: number,
  visit: (keyStart: number, keyEnd: number, valueStart: number, valueEnd: number) => void,
): number {
  const count = readVarint(bytes, position)
  for (let header = 0; header < count; header++) {
    const keyLength = readVarint(bytes, next)
    const keyStart = next
    const valueLength = readVarint(bytes, keyStart + keyLength)
    const valueStart = next
    visit(keyStart, keyStart + keyLength, valueStart, valueLength < 0 ? -1 : valueStart + valueLength)
    next = valueLength < 0 ? valueStart : valueStart + valueLength
  }
  return next
}

function skipHeaders(bytes: Buffer, position: number, end: number): number {
  const count = readVarint(bytes, position)
  if (count < 0) throw new DamagedRecords(`it has ${count} headers`)
  for (let header = 0; header < count; header++) {
    const keyLength = readVarint(bytes, next)
    if (keyLength < 0 || next + keyLength >= end) throw new DamagedRecords(`a header has a key of length ${keyLength}`)
    const valueLength = readVarint(bytes, next + keyLength)
    if (valueLength < -1 || next + valueLength > end) throw new DamagedRecords(`a header has a value of length ${valueLength}`)
    if (valueLength > 0) next += valueLength
  }
  return next
}

/** Zig-zag, at most 5 bytes. */
function readVarint(bytes: Buffer, start: number): number {
  let byte = bytes[start]!
  if (byte < 128) {
    next = start + 1
    return (byte >>> 1) ^ -(byte & 1)
  }
  let position = start + 1
  let value = byte & 127
  for (let shift = 7; shift < 35; shift += 7) {
    byte = bytes[position++]!
    value |= (byte & 127) << shift
    if (byte < 128) {
      next = position
      return (value >>> 1) ^ -(value & 1)
    }
  }
  throw new DamagedRecords('a length is longer than 5 bytes')
}

/** Zig-zag, at most 10 bytes; exact up to 2^53. */
function readVarlong(bytes: Buffer, start: number): number {
  if (bytes[start]! < 128) return readVarint(bytes, start)
  let position = start
  let value = 0
  let scale = 1
  for (let digit = 0; digit < 10; digit++) {
    const byte = bytes[position++]!
    value += (byte & 127) * scale
    if (byte < 128) {
      next = position
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    }
    scale *= 128
  }
  throw new DamagedRecords('a timestamp is longer than 10 bytes')
}
