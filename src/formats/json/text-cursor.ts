import { SYNTAX_ERROR } from './bad-value.ts'
import { type JsonFeatures, USUAL_FEATURES } from './features.ts'
import { FLOAT, INTEGER, type Token } from './token.ts'

const SLASH = 0x2f
const MAX_NUMBER_LENGTH = 1000
const MAX_ERROR_TOKEN = 256
export const QUOTE = 0x22
export const APOSTROPHE = 0x27
const BACKSLASH = 0x5c
// biome-ignore lint/suspicious/noControlCharactersInRegex: Java counts some as parts of identifiers
const IDENTIFIER_PART = /[\p{L}\p{Nl}\p{Nd}\p{Sc}\p{Pc}\p{Mn}\p{Mc}\p{Cf}\0-\x08\x0e-\x1b\x7f-\x9f]/u

/** A character below U+0100 that may stand in a name without quotes. */
const BARE_NAME_PART = /[A-Za-z0-9$_@#*+\x7f-\x9f\xa2-\xa5\xaa\xad\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\xff-]/

/**
 * The characters of a JSON text and how scalars and names are spelt. After an error the cursor stands where Jackson's
 * stands.
 *
 * @see jackson-core `ReaderBasedJsonParser`
 */
export class TextCursor {
  /** Text of the current number or finished string. */
  protected content = ''
  protected input = ''
  protected position = 0
  protected end = 0
  protected readonly features: JsonFeatures

  constructor(features: JsonFeatures = USUAL_FEATURES) {
    this.features = features
  }

  /** The next character, whatever it is. */
  take(): number {
    if (this.position >= this.end) throw SYNTAX_ERROR
    return this.input.charCodeAt(this.position++)
  }

  /** Puts the last character back. */
  untake(): void {
    this.position--
  }

  /** The character that an escape means; the backslash is taken already. */
  escaped(): number {
    const c = this.take()
    switch (c) {
      case 0x62:
        return 0x08
      case 0x74:
        return 0x09
      case 0x6e:
        return 0x0a
      case 0x66:
        return 0x0c
      case 0x72:
        return 0x0d
      case QUOTE:
      case 0x2f:
      case BACKSLASH:
        return c
      case 0x75: {
        let value = 0
        for (let i = 0; i < 4; i++) {
          const digit = hexDigit(this.take())
          if (digit < 0) throw SYNTAX_ERROR
          value = value * 16 + digit
        }
        return value
      }
      default:
        if (this.features.anyEscape || (c === APOSTROPHE && this.features.singleQuotes)) return c
        throw SYNTAX_ERROR
    }
  }

  /** The next character that is not a blank, or -1 at the end. */
  protected nonSpace(): number {
    const { input, end } = this
    while (this.position < end) {
      const c = input.charCodeAt(this.position++)
      if (c > 0x20) {
        if (c !== SLASH) return c
        this.skipComment()
        continue
      }
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) throw SYNTAX_ERROR
    }
    return -1
  }

  /** The slash is taken already. */
  private skipComment(): void {
    if (!this.features.comments) throw SYNTAX_ERROR
    const kind = this.take()
    if (kind !== SLASH && kind !== 0x2a) throw SYNTAX_ERROR
    const { input, end } = this
    while (this.position < end) {
      const c = input.charCodeAt(this.position++)
      if (kind === SLASH) {
        if (c === 0x0a || c === 0x0d) return
      } else if (c === 0x2a && this.position < end && input.charCodeAt(this.position) === SLASH) {
        this.position++
        return
      }
      if (c < 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) throw SYNTAX_ERROR
    }
    if (kind !== SLASH) throw SYNTAX_ERROR
  }

  /** A name without quotes; its first character is taken already. */
  protected bareName(first: number): string {
    const { input, end } = this
    const start = this.position - 1
    if (!isBareNamePart(first)) throw SYNTAX_ERROR
    while (this.position < end && isBareNamePart(input.charCodeAt(this.position))) this.position++
    return input.slice(start, this.position)
  }

  protected afterColon(): number {
    const c = this.nonSpace()
    if (c !== 0x3a) throw SYNTAX_ERROR
    const value = this.nonSpace()
    if (value < 0) throw SYNTAX_ERROR
    return value
  }

  protected matchToken(word: string, from: number): void {
    for (let i = from; i < word.length; i++) {
      if (this.position >= this.end || this.input.charCodeAt(this.position) !== word.charCodeAt(i)) this.invalidWord(i)
      this.position++
    }
    if (this.position < this.end) {
      const c = this.input.charCodeAt(this.position)
      if (c >= 0x30 && c !== 0x5d && c !== 0x7d && IDENTIFIER_PART.test(String.fromCharCode(c))) this.invalidWord(word.length)
    }
  }

  /** Swallows the rest of a word that means nothing. */
  protected invalidWord(matched: number): never {
    for (let length = matched; this.position < this.end && length < MAX_ERROR_TOKEN; length++) {
      if (!IDENTIFIER_PART.test(this.input[this.position]!)) break
      this.position++
    }
    throw SYNTAX_ERROR
  }

  protected negativeNumber(): Token {
    const start = this.position - 1
    const c = this.take()
    if (c < 0x30 || c > 0x39) return this.oddNumber(c, true)
    return this.unsignedNumber(c, start)
  }

  /** After a sign something else than a digit. */
  protected oddNumber(c: number, negative: boolean): Token {
    if (c === 0x49) {
      const second = this.take()
      if (second === 0x4e) this.matchToken(negative ? '-INF' : '+INF', 3)
      else if (second === 0x6e) this.matchToken(negative ? '-Infinity' : '+Infinity', 3)
      else throw SYNTAX_ERROR
      if (!this.features.nonNumericNumbers) throw SYNTAX_ERROR
      this.content = negative ? '-Infinity' : 'Infinity'
      return FLOAT
    }
    throw SYNTAX_ERROR
  }

  /** The digit `c` is taken already. On an error Jackson's cursor depends on which of its two loops met it. */
  protected unsignedNumber(c: number, start: number): Token {
    const { input, end } = this
    let p = this.position
    let digits = 1
    let next = p < end ? input.charCodeAt(p) : -1
    const zero = c === 0x30
    let first = p - 1
    if (zero && next >= 0x30 && next <= 0x39) {
      if (!this.features.leadingZeros) throw SYNTAX_ERROR
      // All zeros go but the last one of a number that is zero.
      while (next === 0x30) next = ++p < end ? input.charCodeAt(p) : -1
      if (next >= 0x30 && next <= 0x39) next = ++p < end ? input.charCodeAt(p) : -1
      first = p - 1
    }
    if (!zero || first >= this.position) {
      while (next >= 0x30 && next <= 0x39) {
        digits++
        next = ++p < end ? input.charCodeAt(p) : -1
      }
    }
    const sign = input.charCodeAt(start) === 0x2d ? '-' : ''
    if (next !== 0x2e && next !== 0x65 && next !== 0x45) {
      this.position = p
      if (digits > MAX_NUMBER_LENGTH) throw SYNTAX_ERROR
      this.content = sign + input.slice(first, p)
      return INTEGER
    }
    const afterInteger = p + 1
    let fraction = 0
    let exponent = 0
    if (next === 0x2e) {
      next = ++p < end ? input.charCodeAt(p) : -1
      while (next >= 0x30 && next <= 0x39) {
        fraction++
        next = ++p < end ? input.charCodeAt(p) : -1
      }
      if (fraction === 0) return this.numberError(next, p, zero, afterInteger)
    }
    if (next === 0x65 || next === 0x45) {
      next = ++p < end ? input.charCodeAt(p) : -1
      if (next === 0x2b || next === 0x2d) next = ++p < end ? input.charCodeAt(p) : -1
      while (next >= 0x30 && next <= 0x39) {
        exponent++
        next = ++p < end ? input.charCodeAt(p) : -1
      }
      if (exponent === 0) return this.numberError(next, p, zero, afterInteger)
    }
    this.position = p
    if (digits + fraction + exponent > MAX_NUMBER_LENGTH) throw SYNTAX_ERROR
    this.content = sign + input.slice(first, p)
    return FLOAT
  }

  private numberError(next: number, p: number, zero: boolean, afterInteger: number): never {
    this.position = next < 0 ? this.end : zero ? p + 1 : afterInteger
    throw SYNTAX_ERROR
  }

  /** From the cursor to the closing quote. */
  protected quoted(quote: number): string {
    const { input, end } = this
    let from = this.position
    let text = ''
    for (let p = from; p < end; p++) {
      const c = input.charCodeAt(p)
      if (c > BACKSLASH || (c !== quote && c !== BACKSLASH && c >= 0x20)) continue
      this.position = p + 1
      if (c === quote) return text === '' ? input.slice(from, p) : text + input.slice(from, p)
      if (c < 0x20) {
        if (!this.features.controlCharacters) throw SYNTAX_ERROR
        continue
      }
      text += input.slice(from, p) + String.fromCharCode(this.escaped())
      from = this.position
      p = from - 1
    }
    this.position = end
    throw SYNTAX_ERROR
  }
}

function isBareNamePart(c: number): boolean {
  if (c < 0x100) return BARE_NAME_PART.test(String.fromCharCode(c))
  return IDENTIFIER_PART.test(String.fromCharCode(c))
}

/** Jackson looks at the low byte alone. */
function hexDigit(c: number): number {
  const low = c & 0xff
  if (low >= 0x30 && low <= 0x39) return low - 0x30
  const letter = low | 0x20
  return low >= 0x41 && letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}
