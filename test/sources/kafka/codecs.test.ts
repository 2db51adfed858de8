import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { CODEC, decompress, loadZstd, maxDecompressedBytes } from '../../../src/sources/kafka/codecs.ts'
import { decode, fetched } from './decoding.ts'
import { encodeBatch } from './record-batch-encoder.ts'

const snappy: { compress(bytes: Buffer): Buffer } = require('snappyjs')
let zstdCompress: (bytes: Uint8Array, level?: number) => Uint8Array

before(async () => {
  const zstd = await import('@bokuweb/zstd-wasm')
  await zstd.init()
  zstdCompress = zstd.compress
  await loadZstd()
})

const text = Buffer.from(
  Array.from({ length: 3_000 }, (_, i) => `{"user":"u${i % 17}","amount":${(i * 7919) % 1000}}`).join('\n'),
)

/** snappy-java's framing, in blocks of 32 KiB. */
function xerial(bytes: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from('82534e4150505900' + '00000001' + '00000001', 'hex')]
  for (let start = 0; start < bytes.length; start += 32_768) {
    const block = snappy.compress(bytes.subarray(start, start + 32_768))
    const length = Buffer.alloc(4)
    length.writeInt32BE(block.length)
    parts.push(length, block)
  }
  return Buffer.concat(parts)
}

const LZ4_HEADER = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x00])

/** An LZ4 frame of the given blocks. */
function lz4Frame(...blocks: readonly { readonly bytes: Buffer; readonly stored?: boolean }[]): Buffer {
  const parts = blocks.flatMap(({ bytes, stored = false }) => {
    const size = Buffer.alloc(4)
    size.writeUInt32LE(bytes.length + (stored ? 0x80000000 : 0))
    return [size, bytes]
  })
  return Buffer.concat([LZ4_HEADER, ...parts, Buffer.alloc(4)])
}

test('every codec gives back what was compressed', () => {
  assert.deepEqual(decompress(CODEC.gzip, gzipSync(text)), text)
  assert.deepEqual(Buffer.from(decompress(CODEC.snappy, snappy.compress(text))), text)
  assert.deepEqual(Buffer.from(decompress(CODEC.snappy, xerial(text))), text)
  assert.deepEqual(decompress(CODEC.zstd, Buffer.from(zstdCompress(text))), text)
  assert.deepEqual(
    decompress(
      CODEC.lz4,
      lz4Frame({ bytes: text.subarray(0, 60_000), stored: true }, { bytes: Buffer.from('last'), stored: true }),
    ).toString(),
    `${text.subarray(0, 60_000)}last`,
  )
})

test('LZ4 matches copy what came before, over their own output and over blocks', () => {
  // token: 3 literals, match of 4 + 15 + 6 = 25, 3 back; then 5 literals that end the block
  const repeats = Buffer.concat([
    Buffer.from([0x3f]),
    Buffer.from('abc'),
    Buffer.from([3, 0, 6]),
    Buffer.from([0x50]),
    Buffer.from('vwxyz'),
  ])
  assert.equal(decompress(CODEC.lz4, lz4Frame({ bytes: repeats })).toString(), `${'abc'.repeat(10).slice(0, 28)}vwxyz`)
  const earlier = Buffer.concat([Buffer.from([0x00, 5, 0]), Buffer.from([0x10]), Buffer.from('!')])
  assert.equal(
    decompress(CODEC.lz4, lz4Frame({ bytes: Buffer.from('12345'), stored: true }, { bytes: earlier })).toString(),
    '123451234!',
  )
})

test('a compressed batch is read, several of one response in one chunk', () => {
  const records = [{ key: 'k', value: 'a' }, { value: 'b' }]
  const batch = (baseOffset: number, codec: number, compress: (bytes: Buffer) => Buffer) =>
    encodeBatch({ baseOffset, records, codec, compress })
  const { chunks, values } = decode(
    fetched([
      batch(0, 1, gzipSync),
      batch(2, 2, snappy.compress),
      batch(4, 2, xerial),
      batch(6, 3, bytes => lz4Frame({ bytes, stored: true })),
      batch(8, 4, bytes => Buffer.from(zstdCompress(bytes))),
    ]),
  )
  assert.deepEqual(values, ['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b', 'a', 'b'])
  assert.equal(chunks.length, 1)
})

test('a bomb is refused before it is unpacked', () => {
  const zeros = Buffer.alloc(40 << 20)
  assert.throws(() => decompress(CODEC.gzip, gzipSync(zeros)), { code: 'ERR_BUFFER_TOO_LARGE' })
  const promise = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x07, 0x00])
  assert.throws(() => decompress(CODEC.snappy, promise), /too big|Invalid/)
  assert.throws(() => decompress(CODEC.zstd, Buffer.from(zstdCompress(zeros))), /more than 16777216/)
  const promised = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 1, 0, 0, 0x01, 0, 0])
  assert.throws(() => decompress(CODEC.zstd, promised), /promises/)
  const block = { bytes: Buffer.alloc(65_536), stored: true }
  assert.equal(maxDecompressedBytes(300 * 65_536), 256 << 20)
  const matches = Buffer.concat([
    Buffer.from([0x1f, 0x61, 1, 0]),
    Buffer.alloc(250, 255),
    Buffer.from([0, 0x50]),
    Buffer.from('vwxyz'),
  ])
  assert.throws(() => decompress(CODEC.lz4, lz4Frame(...new Array(5_000).fill({ bytes: matches }))), /larger than|points outside/)
  assert.equal(decompress(CODEC.lz4, lz4Frame(...new Array(300).fill(block))).length, 300 * 65_536)
})

test('damaged compressed bytes end in an error or in bytes, quickly', () => {
  const inputs: readonly [number, Buffer][] = [
    [CODEC.gzip, gzipSync(text)],
    [CODEC.snappy, snappy.compress(text)],
    [CODEC.snappy, xerial(text)],
    [
      CODEC.lz4,
      lz4Frame({
        bytes: Buffer.concat([Buffer.from([0x3f]), Buffer.from('abc'), Buffer.from([3, 0, 6, 0x50]), Buffer.from('vwxyz')]),
      }),
    ],
    [CODEC.zstd, Buffer.from(zstdCompress(text))],
  ]
  for (const [codec, bytes] of inputs) {
    for (let i = 0; i < 300; i++) {
      const damaged = Buffer.from(bytes)
      const position = (i * 7919) % bytes.length
      damaged[position] = damaged[position]! ^ (1 << (i % 8))
      const cut = i % 3 === 0 ? damaged.subarray(0, position) : damaged
      try {
        assert.ok(decompress(codec, cut).length <= maxDecompressedBytes(cut.length))
      } catch (thrown) {
        assert.ok(thrown instanceof Error && !(thrown instanceof assert.AssertionError), String(thrown))
      }
    }
  }
})
