import { gunzipSync } from 'node:zlib'
import { lz4Decompress } from './lz4-frame.ts'
import { zstdBound } from './zstd-bound.ts'

/** The codec bits of a record batch. */
export const CODEC = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 } as const

const XERIAL_MAGIC = Buffer.from('82534e4150505900', 'hex')
const MIB = 1 << 20

/**
 * The most that a batch of `length` compressed bytes may grow to: 16 MiB always, beyond that 1024 times its size,
 * and never more than 256 MiB. Kafka's own limit for a batch is 1 MiB compressed.
 */
export function maxDecompressedBytes(length: number): number {
  return Math.min(256 * MIB, Math.max(16 * MIB, 1024 * length))
}

let zstd: typeof import('@bokuweb/zstd-wasm') | undefined
let snappy: { uncompress(compressed: Buffer, maxLength: number): Buffer } | undefined

/** zstd is compiled from WebAssembly when it first occurs: await this before `decompress` of such a batch. */
export async function loadZstd(): Promise<void> {
  if (zstd !== undefined) return
  const loaded = await import('@bokuweb/zstd-wasm')
  await loaded.init()
  zstd = loaded
}

/**
 * The records of a compressed batch.
 *
 * @throws Error when the codec is unknown, the bytes are damaged or would grow beyond `maxDecompressedBytes`
 */
export function decompress(codec: number, bytes: Buffer): Buffer {
  const maxBytes = maxDecompressedBytes(bytes.length)
  switch (codec) {
    case CODEC.gzip:
      return gunzipSync(bytes, { maxOutputLength: maxBytes })
    case CODEC.snappy:
      return unsnap(bytes, maxBytes)
    case CODEC.lz4:
      return lz4Decompress(bytes, maxBytes)
    case CODEC.zstd:
      return unzstd(bytes, maxBytes)
    default:
      throw new Error(`unknown compression codec ${codec}`)
  }
}

/** Raw snappy, or the framing of snappy-java ("xerial") that Java producers write. */
function unsnap(bytes: Buffer, maxBytes: number): Buffer {
  snappy ??= require('snappyjs') as { uncompress(compressed: Buffer, maxLength: number): Buffer }
  if (bytes.length < 16 || !bytes.subarray(0, 8).equals(XERIAL_MAGIC)) return snappy.uncompress(bytes, maxBytes)
  const blocks: Buffer[] = []
  let room = maxBytes
  for (let position = 16; position < bytes.length; ) {
    if (position + 4 > bytes.length) throw new Error('snappy block is cut off')
    const end = position + 4 + bytes.readInt32BE(position)
    if (end < position + 4 || end > bytes.length) throw new Error('snappy block is cut off')
    const block = snappy.uncompress(bytes.subarray(position + 4, end), room)
    room -= block.length
    blocks.push(block)
    position = end
  }
  return blocks.length === 1 ? blocks[0]! : Buffer.concat(blocks)
}

function unzstd(bytes: Buffer, maxBytes: number): Buffer {
  if (zstd === undefined) throw new Error('zstd is not loaded')
  const bound = zstdBound(bytes)
  if (bound > maxBytes) throw new Error(`zstd content may be ${bound} bytes, more than ${maxBytes}`)
  const content = zstd.decompress(bytes, { defaultHeapSize: Math.max(bound, 1) })
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength)
}
