const FRAME_MAGIC = 0x184d2204
const BLOCK_BYTES = [0, 0, 0, 0, 1 << 16, 1 << 18, 1 << 20, 1 << 22]

/**
 * The content of one LZ4 frame. Its checksums are not looked at: the record batch has its own.
 *
 * @param maxBytes the most it may grow to, checked before each block
 * @throws Error when the frame is damaged or too large
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 */
export function lz4Decompress(frame: Buffer, maxBytes: number): Buffer {
  if (frame.length < 11 || frame.readUInt32LE(0) !== FRAME_MAGIC) throw new Error('not an LZ4 frame')
  const flags = frame[4]!
  const blockBytes = BLOCK_BYTES[(frame[5]! >> 4) & 7]!
  if (flags >> 6 !== 1 || blockBytes === 0) throw new Error('unknown LZ4 frame version')
  const blockChecksum = (flags & 0x10) === 0 ? 0 : 4
  let position = 7 + ((flags & 0x08) === 0 ? 0 : 8) + ((flags & 0x01) === 0 ? 0 : 4)
  let out: Buffer = Buffer.allocUnsafe(Math.min(maxBytes, Math.max(blockBytes, frame.length * 4)))
  let length = 0
  for (;;) {
    if (position + 4 > frame.length) throw new Error('LZ4 frame is cut off')
    const word = frame.readUInt32LE(position)
    position += 4
    if (word === 0) return out.subarray(0, length)
    const size = word & 0x7fffffff
    const end = position + size
    if (end + blockChecksum > frame.length) throw new Error('LZ4 block is cut off')
    const stored = word >= 0x80000000
    out = withRoom(out, length, stored ? size : blockBytes, maxBytes)
    length = stored ? length + frame.copy(out, length, position, end) : lz4Block(frame, position, end, out, length)
    position = end + blockChecksum
  }
}

function withRoom(out: Buffer, length: number, more: number, maxBytes: number): Buffer {
  if (length + more <= out.length) return out
  const grown = Math.min(maxBytes, Math.max(out.length * 2, length + more))
  if (grown <= length) throw new Error(`LZ4 content is larger than ${maxBytes} bytes`)
  if (grown === out.length) return out
  const larger = Buffer.allocUnsafe(grown)
  out.copy(larger, 0, 0, length)
  return larger
}

/** Decodes one block behind what is already in `out` (blocks may refer back to earlier ones). @returns the new length */
function lz4Block(source: Buffer, start: number, end: number, out: Buffer, outStart: number): number {
  let position = start
  let length = outStart
  while (position < end) {
    const token = source[position++]!
    let literals = token >> 4
    if (literals === 15) {
      let byte = 255
      while (byte === 255 && position < end) literals += byte = source[position++]!
    }
    if (position + literals > end || length + literals > out.length) throw new Error('LZ4 literals run over the end')
    if (literals > 24) out.set(source.subarray(position, position + literals), length)
    else for (let i = 0; i < literals; i++) out[length + i] = source[position + i]!
    position += literals
    length += literals
    if (position >= end) break
    if (position + 2 > end) throw new Error('LZ4 match is cut off')
    const distance = source[position]! | (source[position + 1]! << 8)
    position += 2
    let match = token & 15
    if (match === 15) {
      let byte = 255
      while (byte === 255 && position < end) match += byte = source[position++]!
    }
    match += 4
    const from = length - distance
    if (distance === 0 || from < 0 || length + match > out.length) throw new Error('LZ4 match points outside')
    if (match > 24 && distance >= match) out.copyWithin(length, from, from + match)
    else for (let i = 0; i < match; i++) out[length + i] = out[from + i]!
    length += match
  }
  return length
}
