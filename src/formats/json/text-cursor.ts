import { SYNTAX_ERROR } from './bad-value.ts'
import { FLOAT, INTEGER, type Token } from './token.ts'

const MAX_NUMBER_LENGTH = 1000
const MAX_ERROR_TOKEN = 256
export const QUOTE = 0x22
export const APOSTROPHE = 0x27
const BACKSLASH = 0x5c
// biome-ignore lint/suspicious/noControlCharactersInRegex: Java counts some as parts of identifiers
const IDENTIFIER_PART = /[\p{L}\p{Nl}\p{Nd}\p{Sc}\p{Pc}\p{Mn}\p{Mc}\p{Cf}\0-\x08\x0e-\x1b\x7f-\x9f]/u

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
      case APOSTROPHE:
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
        throw SYNTAX_ERROR
    }
  }

  /** The next character that is not a blank, or -1 at the end. */
  protected nonSpace(): number {
    const { input, end } = this
    while (this.position < end) {
      const c = input.charCodeAt(this.position++)
      if (c > 0x20) {
        if (c === 0x2f) throw SYNTAX_ERROR
        return c
      }
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) throw SYNTAX_ERROR
    }
    return -1
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
    if (zero) {
      if (next >= 0x30 && next <= 0x39) throw SYNTAX_ERROR
    } else {
      while (next >= 0x30 && next <= 0x39) {
        digits++
        next = ++p < end ? input.charCodeAt(p) : -1
      }
    }
    if (next !== 0x2e && next !== 0x65 && next !== 0x45) {
      this.position = p
      if (digits > MAX_NUMBER_LENGTH) throw SYNTAX_ERROR
      this.content = input.slice(start, p)
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
    this.content = input.slice(start, p)
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
      if (c < 0x20) throw SYNTAX_ERROR
      text += input.slice(from, p) + String.fromCharCode(this.escaped())
      from = this.position
      p = from - 1
    }
    this.position = end
    throw SYNTAX_ERROR
  }
}

/** Jackson looks at the low byte alone. */
function hexDigit(c: number): number {
  const low = c & 0xff
  if (low >= 0x30 && low <= 0x39) return low - 0x30
  const letter = low | 0x20
  return low >= 0x41 && letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}
