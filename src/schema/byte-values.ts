/**
 * Byte strings that lie in one buffer: entry i is `bytes[starts[i] .. ends[i])`. They may overlap, repeat and
 * stand in any order, so a Kafka response is used where it lies, without a copy.
 */
export interface ByteValues {
  readonly bytes: Uint8Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** How many entries; the arrays may be longer. */
  readonly length: number
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Entry `index` as text; bytes that are not UTF-8 become U+FFFD. */
export function textAt(values: ByteValues, index: number): string {
  const start = values.starts[index]!
  const end = values.ends[index]!
  const { bytes } = values
  if (end - start > 64) return decoder.decode(bytes.subarray(start, end))
  let text = ''
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (byte > 127) return decoder.decode(bytes.subarray(start, end))
    text += String.fromCharCode(byte)
  }
  return text
}

/** Entry `index` as bytes: a view, not a copy. */
export function bytesAt(values: ByteValues, index: number): Uint8Array {
  return values.bytes.subarray(values.starts[index]!, values.ends[index]!)
}

/** Byte strings from texts, laid out one after the other. */
export function byteValuesOf(texts: readonly (string | Uint8Array)[]): ByteValues {
  const encoded = texts.map(text => (typeof text === 'string' ? Buffer.from(text, 'utf8') : text))
  const bytes = new Uint8Array(encoded.reduce((sum, entry) => sum + entry.length, 0))
  const starts = new Int32Array(texts.length)
  const ends = new Int32Array(texts.length)
  let position = 0
  for (const [index, entry] of encoded.entries()) {
    bytes.set(entry, position)
    starts[index] = position
    position += entry.length
    ends[index] = position
  }
  return { bytes, starts, ends, length: texts.length }
}
