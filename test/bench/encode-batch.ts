import { crc32c } from '../../src/util/crc32c.ts'

/** One record without a key. */
export interface PlainRecord {
  readonly timestampMs: number
  /** ASCII. */
  readonly value: string
}

const HEADER_BYTES = 61
/** More than the lengths, deltas and counts of a record take. */
const RECORD_OVERHEAD = 32

/**
 * A record batch as a producer sends it, uncompressed: the offset is given by the broker.
 *
 * @see Kafka documentation, "Record Batch"
 */
export function encodeBatch(records: readonly PlainRecord[]): Buffer {
  const bytes = records.reduce((sum, { value }) => sum + value.length + RECORD_OVERHEAD, HEADER_BYTES)
  const buffer = Buffer.allocUnsafe(bytes)
  const baseTimestampMs = records[0]!.timestampMs
  let maxTimestampMs = baseTimestampMs
  let position = HEADER_BYTES
  for (const [i, { timestampMs, value }] of records.entries()) {
    maxTimestampMs = Math.max(maxTimestampMs, timestampMs)
    const delta = timestampMs - baseTimestampMs
    // attributes, no key (length -1), no headers: a byte each
    const length = 3 + varintBytes(delta) + varintBytes(i) + varintBytes(value.length) + value.length
    position = writeVarint(buffer, position, length)
    buffer[position++] = 0
    position = writeVarint(buffer, position, delta)
    position = writeVarint(buffer, position, i)
    buffer[position++] = 1
    position = writeVarint(buffer, position, value.length)
    position += buffer.write(value, position, 'latin1')
    buffer[position++] = 0
  }
  buffer.writeBigInt64BE(0n, 0)
  buffer.writeInt32BE(position - 12, 8)
  buffer.writeInt32BE(-1, 12) // leader epoch
  buffer[16] = 2 // magic
  buffer.writeInt16BE(0, 21) // attributes: not compressed, the producer's timestamps
  buffer.writeInt32BE(records.length - 1, 23)
  buffer.writeBigInt64BE(BigInt(baseTimestampMs), 27)
  buffer.writeBigInt64BE(BigInt(maxTimestampMs), 35)
  buffer.writeBigInt64BE(-1n, 43) // no producer id
  buffer.writeInt16BE(-1, 51)
  buffer.writeInt32BE(-1, 53)
  buffer.writeInt32BE(records.length, 57)
  buffer.writeUInt32BE(crc32c(buffer.subarray(21, position)), 17)
  return buffer.subarray(0, position)
}

const zigZag = (value: number) => (value >= 0 ? value * 2 : value * -2 - 1)

function varintBytes(value: number): number {
  let bytes = 1
  for (let rest = zigZag(value); rest >= 128; rest = Math.floor(rest / 128)) bytes++
  return bytes
}

function writeVarint(buffer: Buffer, position: number, value: number): number {
  let rest = zigZag(value)
  while (rest >= 128) {
    buffer[position++] = (rest % 128) + 128
    rest = Math.floor(rest / 128)
  }
  buffer[position++] = rest
  return position
}
