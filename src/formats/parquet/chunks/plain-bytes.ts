import { isUtf8 } from 'node:buffer'
import type { ByteValues } from '../../../schema/byte-values.ts'
import type { ByteBuffer } from './byte-buffer.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Appends entries as Parquet's plain encoding has byte strings, a length before each, until the page holds `limit` bytes.
 * Text that is not UTF-8 would make the file unreadable for others, so it is written as it reads, with U+FFFD.
 *
 * @param entries `entries[from .. to)` are meant
 * @returns behind the last that was taken
 */
export function appendPlain(
  page: ByteBuffer,
  source: ByteValues,
  entries: Int32Array,
  from: number,
  to: number,
  isText: boolean,
  limit: number,
): number {
  const { starts, ends } = source
  let size = page.used
  let lengthBits = 0
  let end = from
  for (; end < to && size < limit; end++) {
    const entry = entries[end]!
    const length = ends[entry]! - starts[entry]!
    lengthBits |= length
    size += length + 4
  }
  page.reserve(size - page.used)
  const before = page.used
  copyEntries(page, source, entries, from, end)
  // Between texts of up to 127 bytes stand bytes of ASCII: no half of a character can meet another.
  if (!isText || (lengthBits < 128 && isUtf8(page.bytes.subarray(before, page.used)))) return end
  const isWhole = (entry: number) => isUtf8(source.bytes.subarray(starts[entry]!, ends[entry]!))
  if (entries.subarray(from, end).every(isWhole)) return end
  page.used = before
  for (let i = from; i < end; i++) {
    const raw = source.bytes.subarray(starts[entries[i]!]!, ends[entries[i]!]!)
    const bytes = isUtf8(raw) ? raw : Buffer.from(decoder.decode(raw), 'utf8')
    page.reserve(bytes.length + 4)
    page.view.setUint32(page.used, bytes.length, true)
    page.bytes.set(bytes, page.used + 4)
    page.used += bytes.length + 4
  }
  return end
}

/** A byte string is copied word by word up to here, beyond it at once. */
const LONG_BYTES = 256

function copyEntries(page: ByteBuffer, source: ByteValues, entries: Int32Array, from: number, to: number): void {
  const { bytes, starts, ends } = source
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const { bytes: pageBytes, view: pageView } = page
  let at = page.used
  for (let i = from; i < to; i++) {
    const start = starts[entries[i]!]!
    const length = ends[entries[i]!]! - start
    pageView.setUint32(at, length, true)
    at += 4
    if (length >= LONG_BYTES) pageBytes.set(bytes.subarray(start, start + length), at)
    else if (length >= 4) {
      for (let k = 0; k <= length - 4; k += 4) pageView.setInt32(at + k, view.getInt32(start + k, true), true)
      // The rest, and some bytes before it once more.
      pageView.setInt32(at + length - 4, view.getInt32(start + length - 4, true), true)
    } else for (let k = 0; k < length; k++) pageBytes[at + k] = bytes[start + k]!
    at += length
  }
  page.used = at
}

/**
 * The least and the greatest of a page's byte strings as Parquet orders them: byte by byte, unsigned, the shorter one first.
 * Views of the page; null where it is empty.
 */
export function plainBounds(page: ByteBuffer): { readonly min: Uint8Array; readonly max: Uint8Array } | null {
  if (page.used === 0) return null
  const { bytes, view, used } = page
  let min = 4
  let max = 4
  let minEnd = 4 + view.getUint32(0, true)
  let maxEnd = minEnd
  for (let at = minEnd + 4; at <= used; ) {
    const end = at + view.getUint32(at - 4, true)
    if (compareBytes(bytes, at, end, bytes, max, maxEnd) > 0) {
      max = at
      maxEnd = end
    } else if (compareBytes(bytes, at, end, bytes, min, minEnd) < 0) {
      min = at
      minEnd = end
    }
    at = end + 4
  }
  return { min: bytes.subarray(min, minEnd), max: bytes.subarray(max, maxEnd) }
}

export function compareBytes(
  left: Uint8Array,
  leftStart: number,
  leftEnd: number,
  right: Uint8Array,
  rightStart: number,
  rightEnd: number,
): number {
  const length = Math.min(leftEnd - leftStart, rightEnd - rightStart)
  for (let i = 0; i < length; i++) {
    const difference = left[leftStart + i]! - right[rightStart + i]!
    if (difference !== 0) return difference
  }
  return leftEnd - leftStart - (rightEnd - rightStart)
}
