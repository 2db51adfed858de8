import { viewOf } from './string-dictionary.ts'

/**
 * The shape of a record: the very bytes before each value (keys, colons, blanks, opening quotes) and the kind of the
 * value. Records of one producer nearly always share it.
 */
export interface Layout {
  /** Field of the schema per value; -1: a key that the schema does not know. */
  readonly fields: readonly number[]
  /** Fields of the schema that no value fills. */
  readonly absent: readonly number[]
  readonly kinds: Int32Array
  /** Bytes before value i, and after the last. */
  readonly prefixes: readonly Uint8Array[]
  readonly lengths: Int32Array
  /** Prefix i as doubles of eight bytes, `words[wordStarts[i] .. wordStarts[i + 1])`, at `offsets` in it; the last may overlap. */
  readonly words: Float64Array
  readonly offsets: Int32Array
  readonly wordStarts: Int32Array
}

/** What a scalar looks like. */
export type JsonKind = 'string' | 'number' | 'boolean' | 'null'

/** A value as the learner met it: `bytes[start .. end)` without quotes. */
interface Piece {
  readonly name: string
  readonly start: number
  readonly end: number
  readonly kind: JsonKind
}

// A key, a colon, and a plain scalar. What is not so plain is not learnt. Names: no escapes, no controls; texts: no controls.
const PAIR =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a plain text must not have
  /[ \t\r\n]*"([^"\\\0-\x1f]*)"[ \t\r\n]*:[ \t\r\n]*(?:"([^"\\\0-\x1f]*(?:\\["\\/bfnrt][^"\\\0-\x1f]*)*)"|(-?[0-9][0-9.eE+-]*)|(true|false)|(null))[ \t\r\n]*/y

/** As long as Kafka's messages usually are at most: on millions of escapes a regular expression runs out of stack. */
const LONGEST_BYTES = 1 << 20

/**
 * Learns the layout of one record that the careful path found good.
 *
 * @param names the schema's fields; null for one that no key fills
 * @param kindOf the kind for a field (-1: unknown key) and a scalar; -1 when the scanner has none
 * @returns null for a record whose shape the scanner cannot follow: nested values, escaped keys, a key twice, too long
 */
export function learnLayout(
  bytes: Uint8Array,
  names: readonly (string | null)[],
  kindOf: (field: number, json: JsonKind) => number,
): Layout | null {
  if (bytes.length > LONGEST_BYTES) return null
  // A copy: the layout outlives the input.
  const record = Uint8Array.from(bytes)
  // One character a byte, so that positions are byte positions.
  const text = Buffer.from(record.buffer).toString('latin1')
  const pieces = piecesOf(text)
  if (pieces === null) return null
  const prefixes: Uint8Array[] = []
  const fields: number[] = []
  const kinds: number[] = []
  const named = new Set<number>()
  let position = 0
  for (const piece of pieces) {
    const field = names.indexOf(Buffer.from(piece.name, 'latin1').toString('utf8'))
    if (field >= 0 && named.has(field)) return null
    named.add(field)
    // A null is part of the bytes around it.
    if (piece.kind === 'null') continue
    const kind = kindOf(field, piece.kind)
    if (kind < 0) return null
    prefixes.push(record.slice(position, piece.start))
    fields.push(field)
    kinds.push(kind)
    position = piece.end
  }
  // What follows the closing brace is not looked at, as on the careful path.
  prefixes.push(record.slice(position, record.lastIndexOf(0x7d) + 1))
  const absent = names.map((_, field) => field).filter(field => !fields.includes(field))
  return { fields, absent, kinds: Int32Array.from(kinds), prefixes, ...wordsOf(prefixes) }
}

export function sameLayout(a: Layout, b: Layout): boolean {
  return (
    a.prefixes.length === b.prefixes.length &&
    a.prefixes.every((prefix, i) => Buffer.compare(prefix, b.prefixes[i]!) === 0) &&
    a.kinds.every((kind, i) => kind === b.kinds[i])
  )
}

function piecesOf(text: string): Piece[] | null {
  const open = /^[ \t\r\n]*\{/.exec(text)
  if (open === null) return null
  const pieces: Piece[] = []
  let position = open[0].length
  for (;;) {
    PAIR.lastIndex = position
    const match = PAIR.exec(text)
    if (match === null) return null
    const [whole, name, string, number, boolean] = match
    const kind = string !== undefined ? 'string' : number !== undefined ? 'number' : boolean !== undefined ? 'boolean' : 'null'
    const value = string ?? number ?? boolean ?? 'null'
    let trimmed = position + whole.length
    while (text.charCodeAt(trimmed - 1) <= 0x20) trimmed--
    const end = kind === 'string' ? trimmed - 1 : trimmed
    pieces.push({ name: name!, start: end - value.length, end, kind })
    position = PAIR.lastIndex
    if (text[position] === '}') return pieces
    if (text[position] !== ',') return null
    position++
  }
}

function wordsOf(prefixes: readonly Uint8Array[]) {
  const words: number[] = []
  const offsets: number[] = []
  const wordStarts = [0]
  for (const prefix of prefixes) {
    const view = viewOf(prefix)
    for (let offset = 0; prefix.length >= 8 && offset < prefix.length; offset += 8) {
      const at = Math.min(offset, prefix.length - 8)
      words.push(view.getFloat64(at, true))
      offsets.push(at)
    }
    wordStarts.push(words.length)
  }
  return {
    words: Float64Array.from(words),
    offsets: Int32Array.from(offsets),
    wordStarts: Int32Array.from(wordStarts),
    lengths: Int32Array.from(prefixes, prefix => prefix.length),
  }
}
