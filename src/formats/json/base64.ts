import { WRONG_TYPE } from './bad-value.ts'

/** Where the characters come from: a JSON string up to its closing quote. */
interface Characters {
  take(): number
  untake(): void
  escaped(): number
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const PADDING = -2
const BITS = new Int8Array(128).fill(-1)
for (let i = 0; i < ALPHABET.length; i++) BITS[ALPHABET.charCodeAt(i)] = i
BITS[0x3d] = PADDING
const QUOTE = 0x22

/**
 * Base64 with the MIME alphabet up to the closing quote: padding is required, blanks may stand between groups of four.
 * @see jackson-core `ReaderBasedJsonParser#_decodeBase64`, `Base64Variants.MIME_NO_LINEFEEDS`
 */
export function decodeBase64(characters: Characters): Uint8Array {
  const bytes: number[] = []
  for (;;) {
    let c = characters.take()
    while (c <= 0x20) c = characters.take()
    let bits = bitsOf(c)
    if (bits < 0) {
      if (c === QUOTE) return Uint8Array.from(bytes)
      bits = escapedBits(characters, c, 0)
      if (bits < 0) continue
    }
    let group = bits
    c = characters.take()
    bits = bitsOf(c)
    if (bits < 0) bits = escapedBits(characters, c, 1)
    group = (group << 6) | bits

    c = characters.take()
    bits = bitsOf(c)
    if (bits < 0) {
      if (bits !== PADDING) bits = unlessEnd(characters, c, 2)
      if (bits === PADDING) {
        c = characters.take()
        if (c !== 0x3d && escapedBits(characters, c, 3) !== PADDING) throw WRONG_TYPE
        bytes.push((group >> 4) & 255)
        continue
      }
    }
    group = (group << 6) | bits

    c = characters.take()
    bits = bitsOf(c)
    if (bits < 0) {
      if (bits !== PADDING) bits = unlessEnd(characters, c, 3)
      if (bits === PADDING) {
        bytes.push((group >> 10) & 255, (group >> 2) & 255)
        continue
      }
    }
    group = (group << 6) | bits
    bytes.push((group >> 16) & 255, (group >> 8) & 255, group & 255)
  }
}

/** The same for a text that is already there. */
export function decodeBase64Text(text: string): Uint8Array {
  let position = 0
  if (text.includes('"') || text.includes('\\')) throw WRONG_TYPE
  return decodeBase64({
    take: () => (position < text.length ? text.charCodeAt(position++) : position++ === text.length ? QUOTE : failed()),
    untake: () => {
      position--
    },
    escaped: failed,
  })
}

function bitsOf(c: number): number {
  return c < 128 ? BITS[c]! : -1
}

function unlessEnd(characters: Characters, c: number, index: number): number {
  if (c === QUOTE) {
    // The padding is missing: the quote stays, the record goes on behind it.
    characters.untake()
    throw WRONG_TYPE
  }
  return escapedBits(characters, c, index)
}

function escapedBits(characters: Characters, c: number, index: number): number {
  if (c !== 0x5c) throw WRONG_TYPE
  const character = characters.escaped()
  if (character <= 0x20 && index === 0) return -1
  const bits = bitsOf(character)
  if (bits < 0 && (bits !== PADDING || index < 2)) throw WRONG_TYPE
  return bits
}

function failed(): never {
  throw WRONG_TYPE
}
