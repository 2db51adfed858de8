import { SYNTAX_ERROR } from './bad-value.ts'
import { decodeBase64, decodeBase64Text } from './base64.ts'
import { APOSTROPHE, QUOTE, TextCursor } from './text-cursor.ts'
import {
  END_ARRAY,
  END_OBJECT,
  FALSE,
  FIELD_NAME,
  FLOAT,
  NONE,
  NULL,
  START_ARRAY,
  START_OBJECT,
  STRING,
  type Token,
  TRUE,
} from './token.ts'

const MAX_DEPTH = 1000
const MAX_NAME_LENGTH = 50_000
const ROOT = 0
const ARRAY = 1
const OBJECT = 2
const IDENTIFIER_START = /[\p{L}\p{Nl}\p{Sc}\p{Pc}]/u

/**
 * Reads the tokens of one JSON text, as jackson-core does with the switches that Spark sets: see `JsonFeatures`.
 *
 * After an error the cursor stands where Jackson's stands, because Spark goes on reading from there: the rest of a
 * record after a bad escape in a string may still fill columns.
 *
 * @see jackson-core `ReaderBasedJsonParser`
 */
export class JsonTokens extends TextCursor {
  token: Token = NONE
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

  /** Whether NaN and infinities count as numbers. */
  get takesNonNumbers(): boolean {
    return this.features.nonNumericNumbers
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
        if (!this.features.singleQuotes) throw SYNTAX_ERROR
        this.content = this.quoted(APOSTROPHE)
        return STRING
      case 0x4e:
        return this.namedNumber('NaN')
      case 0x49:
        return this.namedNumber('Infinity')
      case 0x2b:
        return this.oddNumber(this.take(), false)
      default:
        if (c >= 0x30 && c <= 0x39) return this.unsignedNumber(c, this.position - 1)
        if (IDENTIFIER_START.test(String.fromCharCode(c))) this.invalidWord(0)
        throw SYNTAX_ERROR
    }
  }

  private namedNumber(name: string): Token {
    this.matchToken(name, 1)
    if (!this.features.nonNumericNumbers) throw SYNTAX_ERROR
    this.content = name
    return FLOAT
  }

  private parseName(c: number): string {
    const isQuote = c === QUOTE || (c === APOSTROPHE && this.features.singleQuotes)
    if (!isQuote && !this.features.unquotedNames) throw SYNTAX_ERROR
    const name = isQuote ? this.quoted(c) : this.bareName(c)
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
}
