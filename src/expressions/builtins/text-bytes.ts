import { bytesAt, textAt } from '../../schema/byte-values.ts'
import type { Utf8Vector } from '../../schema/column-vector.ts'

// A text of Spark is bytes, which need not be UTF-8. Here a character that is not UTF-8 stands as one lone low surrogate a
// byte (U+DC00 + byte), which no text has otherwise, so that functions over JavaScript strings neither lose nor change it.

const ESCAPE = 0xdc00
const SURROGATE = /[\ud800-\udfff]/
const ESCAPES = /[\ud800-\udbff][\udc00-\udfff]|([\udc00-\udcff]+)/g
const LONE_ESCAPE = /(?<![\ud800-\udbff])[\udc00-\udcff]/

/** The text of a row, exact for any bytes. */
export function exactTextAt(vector: Utf8Vector, row: number): string {
  const entry = vector.codes === null ? row : vector.codes[row]!
  const text = textAt(vector.dictionary, entry)
  return text.includes('\ufffd') ? exactText(bytesAt(vector.dictionary, entry)) : text
}

/** Bytes as a text from which they come back by `bytesOfText`. */
export function exactText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const decoded = buffer.toString('utf8')
  if (!decoded.includes('\ufffd') || Buffer.from(decoded, 'utf8').equals(buffer)) return decoded
  let text = ''
  for (let i = 0; i < bytes.length; ) {
    const end = Math.min(i + lengthByFirstByte(bytes[i]!), bytes.length)
    const character = buffer.toString('utf8', i, end)
    if (Buffer.from(character, 'utf8').equals(buffer.subarray(i, end))) text += character
    else for (let j = i; j < end; j++) text += String.fromCharCode(ESCAPE + bytes[j]!)
    i = end
  }
  return text
}

/** The bytes that a text stands for. */
export function bytesOfText(text: string): Buffer {
  if (!LONE_ESCAPE.test(text)) return Buffer.from(text, 'utf8')
  const parts: Buffer[] = []
  let from = 0
  for (const match of text.matchAll(ESCAPES)) {
    const escapes = match[1]
    if (escapes === undefined) continue
    parts.push(Buffer.from(text.slice(from, match.index), 'utf8'))
    parts.push(Buffer.from(Array.from(escapes, c => c.charCodeAt(0) - ESCAPE)))
    from = match.index + escapes.length
  }
  return Buffer.concat([...parts, Buffer.from(text.slice(from), 'utf8')])
}

/** A text as it is stored: its bytes where they are not UTF-8. */
export const storedText = (text: string): string | Uint8Array =>
  SURROGATE.test(text) && LONE_ESCAPE.test(text) ? bytesOfText(text) : text

/** The text as Java reads it: what is not UTF-8 becomes U+FFFD. Functions that go through `java.lang.String` see this. */
export function javaString(text: string): string {
  if (!SURROGATE.test(text) || !LONE_ESCAPE.test(text)) return text
  return bytesOfText(text).toString('utf8')
}

/** Whether some bytes of a text are not UTF-8. */
export const hasRawBytes = (text: string): boolean => LONE_ESCAPE.test(text)

/** Computes with the bytes of texts, one character a byte, and gives bytes back. */
export function overBytes(texts: readonly string[], compute: (...texts: string[]) => string): Buffer {
  return Buffer.from(compute(...texts.map(text => bytesOfText(text).toString('latin1'))), 'latin1')
}

/** Characters as Spark counts them: by the first byte of each. @see Spark `UTF8String.numChars` */
export function countCharacters(text: string): number {
  return SURROGATE.test(text) ? charactersOf(text).length : text.length
}

/** The characters from `start` up to and without `end`, both counted from 0 and cut at the bounds of the text. */
export function sliceCharacters(text: string, start: number, end: number): string {
  if (end <= start || end <= 0) return ''
  const from = Math.max(start, 0)
  return SURROGATE.test(text) ? charactersOf(text).slice(from, end).join('') : text.slice(from, end)
}

/** The characters of a text, each as a text of its own. */
export function charactersOf(text: string): string[] {
  const points = Array.from(text)
  if (!LONE_ESCAPE.test(text)) return points
  const characters: string[] = []
  for (let i = 0; i < points.length; ) {
    const unit = points[i]!.charCodeAt(0)
    const escaped = points[i]!.length === 1 && unit >= ESCAPE && unit <= ESCAPE + 0xff
    const length = escaped ? lengthByFirstByte(unit - ESCAPE) : 1
    characters.push(points.slice(i, i + length).join(''))
    i += length
  }
  return characters
}

/** @see Spark `UTF8String.numBytesForFirstByte` */
function lengthByFirstByte(byte: number): number {
  if (byte < 0xc2) return 1
  if (byte < 0xe0) return 2
  if (byte < 0xf0) return 3
  return byte < 0xf5 ? 4 : 1
}
