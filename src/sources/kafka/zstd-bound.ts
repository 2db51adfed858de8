const FRAME_MAGIC = 0xfd2fb528
const MAX_BLOCK_BYTES = 1 << 17

/**
 * The most that zstd frames can grow to, read from their headers and block headers alone: nothing is allocated
 * on the word of a hostile message.
 *
 * @throws Error when the frames are damaged
 * @see RFC 8878, section 3.1
 */
export function zstdBound(bytes: Buffer): number {
  let position = 0
  let bound = 0
  const need = (more: number) => {
    if (position + more > bytes.length) throw new Error('zstd frame is cut off')
  }
  while (position < bytes.length) {
    need(5)
    const magic = bytes.readUInt32LE(position)
    if (magic >>> 4 === 0x0184d2a5) {
      need(8)
      position += 8 + bytes.readUInt32LE(position + 4)
      continue
    }
    if (magic !== FRAME_MAGIC) throw new Error('not a zstd frame')
    const descriptor = bytes[position + 4]!
    const singleSegment = (descriptor & 0x20) !== 0
    const contentSizeBytes = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]!
    position += 5 + (singleSegment ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!
    need(contentSizeBytes)
    const promised = contentSize(bytes, position, contentSizeBytes)
    position += contentSizeBytes
    let frameBound = 0
    for (let last = false; !last; ) {
      need(3)
      const header = bytes.readUIntLE(position, 3)
      const size = header >> 3
      const type = (header >> 1) & 3
      last = (header & 1) === 1
      frameBound += type === 2 ? MAX_BLOCK_BYTES : size
      position += 3 + (type === 1 ? 1 : size)
      if (type === 3 || size > MAX_BLOCK_BYTES) throw new Error('unknown zstd block')
    }
    position += (descriptor & 4) === 0 ? 0 : 4
    if (promised > frameBound) throw new Error(`zstd frame promises ${promised} bytes in blocks of at most ${frameBound}`)
    bound += promised >= 0 ? promised : frameBound
  }
  if (position !== bytes.length) throw new Error('zstd frame is cut off')
  return bound
}

function contentSize(bytes: Buffer, position: number, width: number): number {
  switch (width) {
    case 0:
      return -1
    case 1:
      return bytes[position]!
    case 2:
      return bytes.readUInt16LE(position) + 256
    case 4:
      return bytes.readUInt32LE(position)
    default:
      return Number(bytes.readBigUInt64LE(position))
  }
}
