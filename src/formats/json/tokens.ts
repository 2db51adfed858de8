// Longer than most files: one state machine, whose rules for going on after an error hang together.

import { SYNTAX_ERROR } from './bad-value.ts'
import { decodeBase64, decodeBase64Text } from './base64.ts'

/** What stands at the cursor. */
export const FIELD_NAME = 1
export const START_OBJECT = 2
export const END_OBJECT = 3
export const START_ARRAY = 4
export const END_ARRAY = 5
export const STRING = 6
export const INTEGER = 7
export const FLOAT = 8
export const TRUE = 9
export const FALSE = 10
export const NULL = 11
/** No token: the end of the input. */
export const NONE = 0

export type Token = number

const MAX_DEPTH = 1000
const MAX_NUMBER_LENGTH = 1000
const MAX_NAME_LENGTH = 50_000
const MAX_ERROR_TOKEN = 256
const ROOT = 0
const ARRAY = 1
const OBJECT = 2
const QUOTE = 0x22
const APOSTROPHE = 0x27
const BACKSLASH = 0x5c
const IDENTIFIER_START = /[\p{L}\p{Nl}\p{Sc}\p{Pc}]/u
// biome-ignore lint/suspicious/noControlCharactersInRegex: Java counts some as parts of identifiers
const IDENTIFIER_PART = /[\p{L}\p{Nl}\p{Nd}\p{Sc}\p{Pc}\p{Mn}\p{Mc}\p{Cf}\0-\x08\x0e-\x1b\x7f-\x9f]/u

/**
 * Reads the tokens of one JSON text, as jackson-core does with the switches that Spark sets: single quotes and bare
 * NaN / Infinity / INF are taken; comments, leading zeros and raw control characters are not.
 *
 * After an error the cursor stands where Jackson's stands, because Spark goes on reading from there: the rest of a
 * record after a bad escape in a string may still fill columns.
 *
 * @see jackson-core `ReaderBasedJsonParser`
 */
export class JsonTokens {
  token: Token = NONE
  /** Text of the current name, number or finished string. */
  private content = ''
  private input = ''
  private position = 0
  private end = 0
  private ahead: Token = NONE
  private unfinished = false
  private depth = 0
  private readonly kinds = new Uint8Array(MAX_DEPTH + 2)
  private readonly counts = new Int32Array(MAX_DEPTH + 2)
  private readonly names: (string | null)[] = [null]

  /** Starts over with another text. */
  reset(input: string): void {
    this.input = input
    this.position = 0
    this.end = input.length
    this.token = NONE
    this.ahead = NONE
    this.unfinished = false
    this.depth = 0
    this.kinds[0] = ROOT
    this.counts[0] = -1
    this.names[0] = null
  }

  /** The name that the current value belongs to; null in arrays. */
  get name(): string | null {
    const opens = this.token === START_OBJECT || this.token === START_ARRAY
    return this.names[opens && this.depth > 0 ? this.depth - 1 : this.depth]!
  }

  get number(): string {
    return this.content
  }

  /** The text of a string; reads it to its end on the first call. */
  text(): string {
    if (this.unfinished) {
      this.unfinished = false
      this.finishString()
    }
    return this.content
  }

  next(): Token {
    if (this.token === FIELD_NAME) return this.nextAfterName()
    if (this.unfinished) this.skipString()
    let c = this.nonSpace()
    if (c < 0) {
      if (this.depth > 0) throw SYNTAX_ERROR
      this.token = NONE
      return NONE
    }
    if (c === 0x5d || c === 0x7d) return this.closeScope(c)
    const { depth } = this
    const kind = this.kinds[depth]!
    const count = ++this.counts[depth]!
    if (kind !== ROOT && count > 0) {
      if (c !== 0x2c) throw SYNTAX_ERROR
      c = this.nonSpace()
      if (c < 0) throw SYNTAX_ERROR
    }
    if (kind === OBJECT) {
      this.names[depth] = this.parseName(c)
      this.token = FIELD_NAME
      c = this.afterColon()
      this.ahead = this.startValue(c)
      return FIELD_NAME
    }
    const token = this.startValue(c)
    if (token === START_OBJECT) this.open(OBJECT)
    else if (token === START_ARRAY) this.open(ARRAY)
    this.token = token
    return token
  }

  /** At an opening bracket: moves to its closing one. Elsewhere: stays. */
  skipChildren(): void {
    if (this.token !== START_OBJECT && this.token !== START_ARRAY) return
    for (let open = 1; open > 0; ) {
      const token = this.next()
      if (token === NONE) {
        if (this.depth > 0) throw SYNTAX_ERROR
        return
      }
      if (token === START_OBJECT || token === START_ARRAY) open++
      else if (token === END_OBJECT || token === END_ARRAY) open--
    }
  }

  /** The bytes of a base64 string. A double-quoted one is decoded where it lies, so that an error leaves the cursor inside. */
  binary(): Uint8Array {
    if (!this.unfinished) return decodeBase64Text(this.content)
    const bytes = decodeBase64(this)
    this.unfinished = false
    return bytes
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

  private nextAfterName(): Token {
    const token = this.ahead
    this.ahead = NONE
    if (token === START_OBJECT) this.open(OBJECT)
    else if (token === START_ARRAY) this.open(ARRAY)
    this.token = token
    return token
  }

  private open(kind: number): void {
    this.depth++
    this.kinds[this.depth] = kind
    this.counts[this.depth] = -1
    this.names[this.depth] = null
    if (this.depth > MAX_DEPTH) throw SYNTAX_ERROR
  }

  private closeScope(c: number): Token {
    const kind = this.kinds[this.depth]
    if (c === 0x5d ? kind !== ARRAY : kind !== OBJECT) throw SYNTAX_ERROR
    this.depth--
    this.token = c === 0x5d ? END_ARRAY : END_OBJECT
    return this.token
  }

  /** The next character that is not a blank, or -1 at the end. */
  private nonSpace(): number {
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

  private afterColon(): number {
    const c = this.nonSpace()
    if (c !== 0x3a) throw SYNTAX_ERROR
    const value = this.nonSpace()
    if (value < 0) throw SYNTAX_ERROR
    return value
  }

  private startValue(c: number): Token {
    switch (c) {
      case QUOTE:
        this.unfinished = true
        return STRING
      case 0x5b:
        return START_ARRAY
      case 0x7b:
        return START_OBJECT
      case 0x74:
        this.matchToken('true', 1)
        return TRUE
      case 0x66:
        this.matchToken('false', 1)
        return FALSE
      case 0x6e:
        this.matchToken('null', 1)
        return NULL
      case 0x2d:
        return this.negativeNumber()
      case APOSTROPHE:
        this.content = this.quoted(APOSTROPHE)
        return STRING
      case 0x4e:
        this.matchToken('NaN', 1)
        this.content = 'NaN'
        return FLOAT
      case 0x49:
        this.matchToken('Infinity', 1)
        this.content = 'Infinity'
        return FLOAT
      case 0x2b:
        return this.oddNumber(this.take(), false)
      default:
        if (c >= 0x30 && c <= 0x39) return this.unsignedNumber(c, this.position - 1)
        if (IDENTIFIER_START.test(String.fromCharCode(c))) this.invalidWord(0)
        throw SYNTAX_ERROR
    }
  }

  private matchToken(word: string, from: number): void {
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
  private invalidWord(matched: number): never {
    for (let length = matched; this.position < this.end && length < MAX_ERROR_TOKEN; length++) {
      if (!IDENTIFIER_PART.test(this.input[this.position]!)) break
      this.position++
    }
    throw SYNTAX_ERROR
  }

  private negativeNumber(): Token {
    const start = this.position - 1
    const c = this.take()
    if (c < 0x30 || c > 0x39) return this.oddNumber(c, true)
    return this.unsignedNumber(c, start)
  }

  /** After a sign something else than a digit. */
  private oddNumber(c: number, negative: boolean): Token {
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
  private unsignedNumber(c: number, start: number): Token {
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

  private parseName(c: number): string {
    if (c !== QUOTE && c !== APOSTROPHE) throw SYNTAX_ERROR
    const name = this.quoted(c)
    if (name.length > MAX_NAME_LENGTH) throw SYNTAX_ERROR
    return name
  }

  private finishString(): void {
    this.content = ''
    this.content = this.quoted(QUOTE)
  }

  private skipString(): void {
    this.unfinished = false
    this.quoted(QUOTE)
  }

  /** From the cursor to the closing quote. */
  private quoted(quote: number): string {
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
