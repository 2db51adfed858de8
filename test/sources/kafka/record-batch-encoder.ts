import { gzipSync } from 'node:zlib'
import { crc32c } from '@node-rs/crc32'

export interface TestRecord {
  readonly offsetDelta?: number
  readonly timestampMs?: number
  readonly key?: string | Buffer | null
  readonly value?: string | Buffer | null
  readonly headers?: readonly (readonly [key: string, value: string | null])[]
}

export interface TestBatch {
  readonly baseOffset: number
  readonly records: readonly TestRecord[]
  /** Default: that of the last record. */
  readonly lastOffsetDelta?: number
  readonly baseTimestampMs?: number
  readonly maxTimestampMs?: number
  readonly producerId?: number
  readonly transactional?: boolean
  readonly control?: boolean
  readonly logAppendTime?: boolean
  readonly codec?: number
  /** Compresses the records; default for codec 1: gzip. */
  readonly compress?: (records: Buffer) => Buffer
  readonly magic?: number
  /** Instead of the number of records. */
  readonly recordCount?: number
  /** Instead of the encoded records. */
  readonly rawRecords?: Buffer
}

/** A record batch as a broker would send it, with a right checksum. */
export function encodeBatch(batch: TestBatch): Buffer {
  const { baseOffset, records, baseTimestampMs = 0, producerId = -1, codec = 0 } = batch
  const encoded = batch.rawRecords ?? Buffer.concat(records.map((record, i) => encodeRecord(record, i, baseTimestampMs)))
  const payload = codec === 0 ? encoded : (batch.compress ?? gzipSync)(encoded)
  const last = records.at(-1)
  const header = Buffer.alloc(61)
  header.writeBigInt64BE(BigInt(baseOffset), 0)
  header.writeInt32BE(61 - 12 + payload.length, 8)
  header.writeInt32BE(0, 12)
  header.writeInt8(batch.magic ?? 2, 16)
  const flags = (batch.logAppendTime ? 8 : 0) | (batch.transactional ? 16 : 0) | (batch.control ? 32 : 0)
  header.writeInt16BE(codec | flags, 21)
  header.writeInt32BE(batch.lastOffsetDelta ?? last?.offsetDelta ?? Math.max(0, records.length - 1), 23)
  header.writeBigInt64BE(BigInt(baseTimestampMs), 27)
  const maxTimestampMs =
    batch.maxTimestampMs ?? records.reduce((max, record) => Math.max(max, record.timestampMs ?? 0), baseTimestampMs)
  header.writeBigInt64BE(BigInt(maxTimestampMs), 35)
  header.writeBigInt64BE(BigInt(producerId), 43)
  header.writeInt16BE(producerId < 0 ? -1 : 0, 51)
  header.writeInt32BE(-1, 53)
  header.writeInt32BE(batch.recordCount ?? records.length, 57)
  const whole = Buffer.concat([header, payload])
  whole.writeUInt32BE(crc32c(whole.subarray(21)), 17)
  return whole
}

/** The marker that ends a transaction. */
export function encodeMarker(baseOffset: number, producerId: number, type: 'abort' | 'commit'): Buffer {
  const key = Buffer.from([0, 0, 0, type === 'abort' ? 0 : 1])
  const records = [{ key, value: Buffer.alloc(6) }]
  return encodeBatch({ baseOffset, producerId, transactional: true, control: true, records })
}

export function encodeRecord(record: TestRecord, index: number, baseTimestampMs: number): Buffer {
  const { key = null, value = null, headers = [] } = record
  const body = Buffer.concat([
    Buffer.from([0]),
    varint((record.timestampMs ?? baseTimestampMs) - baseTimestampMs),
    varint(record.offsetDelta ?? index),
    bytesField(key),
    bytesField(value),
    varint(headers.length),
    ...headers.flatMap(([name, content]) => [bytesField(name), bytesField(content)]),
  ])
  return Buffer.concat([varint(body.length), body])
}

function bytesField(value: string | Buffer | null): Buffer {
  if (value === null) return varint(-1)
  const bytes = Buffer.from(value)
  return Buffer.concat([varint(bytes.length), bytes])
}

/** Zig-zag. */
export function varint(value: number): Buffer {
  let rest = value < 0 ? BigInt(-value) * 2n - 1n : BigInt(value) * 2n
  const bytes: number[] = []
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  return Buffer.from([...bytes, Number(rest)])
}
