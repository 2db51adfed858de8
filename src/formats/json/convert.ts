import type { Stored } from '../../schema/column-builder.ts'
import type { ArrayType, DataType, MapType, StructType } from '../../schema/data-type.ts'
import { assertNever } from '../../util/assert-never.ts'
import { nearestFloat } from '../nearest-float.ts'
import { asciiDigits } from './ascii-digits.ts'
import { SYNTAX_ERROR, WRONG_TYPE } from './bad-value.ts'
import { unscaledOf } from './decimal-number.ts'
import { longOf, secondsAsMicros } from './long-number.ts'
import type { TimeTexts } from './options.ts'
import { serialize } from './serialize.ts'
import { innerShape, NO_FIELDS, type Shape, shapeOf } from './shape.ts'
import {
  END_ARRAY,
  END_OBJECT,
  FALSE,
  FIELD_NAME,
  FLOAT,
  INTEGER,
  NONE,
  NULL,
  START_ARRAY,
  START_OBJECT,
  STRING,
  TRUE,
} from './token.ts'
import type { JsonTokens } from './tokens.ts'
import { javaText } from './utf8.ts'

/** Doubles that may stand in quotes; the case counts. */
const NAMED_DOUBLES: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['+Infinity', Number.POSITIVE_INFINITY],
  ['+INF', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-INF', Number.NEGATIVE_INFINITY],
])

/** A text where a float or a double should stand. */
export interface NotNumber {
  readonly field: string
  readonly value: string
  readonly type: 'float' | 'double'
}

/**
 * Turns tokens into stored values by schema. A value of the wrong type leaves its field null and the rest stands:
 * `bad` then holds why, for the first such field of the record.
 *
 * @see Spark `JacksonParser`
 */
export class Converter {
  bad: string | null = null
  /** The first bad value, where it is a text instead of a number. */
  notNumber: NotNumber | null = null
  private isFirst = true
  /** The value just made has a bad part inside. */
  private partial = false
  private readonly schema: StructType | ArrayType | MapType
  private readonly shape: Shape
  private readonly tokens: JsonTokens
  private readonly times: TimeTexts

  /** @param unread a field that no key of the JSON fills: the corrupt-record column */
  constructor(schema: StructType | ArrayType | MapType, tokens: JsonTokens, times: TimeTexts, unread: string | null) {
    this.schema = schema
    this.shape = (schema.kind === 'struct' ? shapeOf(schema, unread) : innerShape(schema)) ?? NO_FIELDS
    this.tokens = tokens
    this.times = times
  }

  /** The record whose first token is the current one; null where it is none of the schema's kind. */
  record(): Stored[] | null {
    const { schema, shape, tokens } = this
    this.bad = null
    this.notNumber = null
    this.isFirst = true
    this.partial = false
    if (schema.kind === 'struct') {
      if (tokens.token === START_OBJECT) return this.object(shape, true)
      this.bad = tokens.token === START_ARRAY ? 'an array' : 'not an object'
      return null
    }
    const isOne = schema.kind === 'array' && schema.element.kind === 'struct' && tokens.token === START_OBJECT
    const value = isOne ? [this.object(shape, false)] : this.value(schema, shape)
    if (value === null) this.bad = schema.kind === 'array' ? 'not an array' : 'not an object'
    else if (this.partial) this.bad = 'wrong type'
    return [value]
  }

  private object(shape: Shape, isRoot: boolean): Stored[] {
    const { tokens } = this
    const { names, keys } = shape
    const row: Stored[] = new Array(names.length).fill(null)
    let bad = false
    let guess = 0
    for (let token = tokens.next(); token !== NONE && token !== END_OBJECT; token = tokens.next()) {
      const name = tokens.name
      const index = name === null ? undefined : name === keys[guess] ? guess : shape.indexOf.get(name)
      if (index === undefined) {
        tokens.skipChildren()
        continue
      }
      guess = index + 1
      try {
        row[index] = this.value(shape.types[index]!, shape.shapes[index]!)
        if (!this.partial) continue
        if (isRoot) this.bad ??= `wrong type: ${names[index]}`
      } catch (error) {
        if (error !== SYNTAX_ERROR && error !== WRONG_TYPE) throw error
        if (isRoot) this.bad ??= error === SYNTAX_ERROR ? 'syntax' : `wrong type: ${names[index]}`
        this.isFirst = false
        tokens.skipChildren()
      }
      bad = true
      this.partial = false
    }
    this.partial = bad
    return row
  }

  private array(element: DataType, shape: Shape | null): Stored[] {
    const { tokens } = this
    const elements: Stored[] = []
    let bad = false
    for (let token = tokens.next(); token !== NONE && token !== END_ARRAY; token = tokens.next()) {
      elements.push(this.value(element, shape))
      bad ||= this.partial
      this.partial = false
    }
    this.partial = bad
    return elements
  }

  /** A key that comes twice makes two entries; a bad value spoils the map, which is read to its end. */
  private map(type: DataType, shape: Shape | null): Stored[] {
    const { tokens } = this
    const pairs: Stored[] = []
    let partial = false
    let isBad = false
    for (let token = tokens.next(); token !== NONE && token !== END_OBJECT; token = tokens.next()) {
      const key = javaText(tokens.name ?? '')
      try {
        pairs.push([key, this.value(type, shape)])
        partial ||= this.partial
      } catch (error) {
        if (error !== SYNTAX_ERROR && error !== WRONG_TYPE) throw error
        isBad = true
        this.isFirst = false
        tokens.skipChildren()
      }
      this.partial = false
    }
    if (isBad) {
      this.notNumber = null
      throw WRONG_TYPE
    }
    this.partial = partial
    return pairs
  }

  private value(type: DataType, shape: Shape | null): Stored {
    const { tokens } = this
    const token = tokens.token === FIELD_NAME ? tokens.next() : tokens.token
    if (token === NULL || token === NONE) return null
    switch (type.kind) {
      case 'string':
        return javaText(token === STRING ? tokens.text() : serialize(tokens))
      case 'double':
        if (token === INTEGER || token === FLOAT) return token === INTEGER ? Number(tokens.number) + 0 : Number(tokens.number)
        return this.namedNumber(token, 'double')
      case 'float':
        if (token === INTEGER || token === FLOAT)
          return token === INTEGER ? nearestFloat(tokens.number) + 0 : nearestFloat(tokens.number)
        return this.namedNumber(token, 'float')
      case 'byte': {
        // Jackson takes unsigned bytes too.
        const value = token === INTEGER ? Number(tokens.number) : wrongString(token, tokens)
        return value >= -128 && value <= 255 ? (value << 24) >> 24 : wrongType()
      }
      case 'short': {
        const value = token === INTEGER ? Number(tokens.number) : wrongString(token, tokens)
        return value >= -32_768 && value <= 32_767 ? value | 0 : wrongType()
      }
      case 'integer': {
        const value = token === INTEGER ? Number(tokens.number) : wrongString(token, tokens)
        return value === (value | 0) ? value | 0 : wrongType()
      }
      case 'long':
        return token === INTEGER ? longOf(tokens.number) : wrongString(token, tokens)
      case 'boolean':
        return token === TRUE ? true : token === FALSE ? false : wrongString(token, tokens)
      case 'timestamp':
        if (token === INTEGER) return secondsAsMicros(longOf(tokens.number))
        return token === STRING ? (this.times.timestamp(notEmpty(tokens.text())) ?? wrongType()) : wrongType()
      case 'date':
        return token === STRING ? (this.times.date(notEmpty(tokens.text())) ?? wrongType()) : wrongType()
      case 'decimal': {
        const text =
          token === INTEGER || token === FLOAT
            ? tokens.number
            : token === STRING
              ? asciiDigits(tokens.text().replaceAll(',', ''))
              : ''
        return unscaledOf(text, type.precision, type.scale) ?? wrongType()
      }
      case 'binary':
        return token === STRING ? tokens.binary() : wrongType()
      case 'array':
        return token === START_ARRAY ? this.array(type.element, shape) : wrongString(token, tokens)
      case 'map':
        return token === START_OBJECT ? this.map(type.value, shape) : wrongString(token, tokens)
      case 'struct':
        return token === START_OBJECT ? this.object(shape!, false) : wrongString(token, tokens)
      default:
        return assertNever(type)
    }
  }

  private namedNumber(token: number, type: 'float' | 'double'): number {
    const { tokens } = this
    if (token !== STRING) throw WRONG_TYPE
    const text = tokens.text()
    const value = tokens.takesNonNumbers ? NAMED_DOUBLES.get(text) : undefined
    if (value !== undefined) return value
    if (this.isFirst && text !== '') this.notNumber = { field: tokens.name ?? '', value: text, type }
    throw WRONG_TYPE
  }
}

function wrongType(): never {
  throw WRONG_TYPE
}

/** Spark asks for the length of a string before it refuses it, so the string is read to its end. */
function wrongString(token: number, tokens: JsonTokens): never {
  if (token === STRING) tokens.text()
  throw WRONG_TYPE
}

function notEmpty(text: string): string {
  return text === '' ? wrongType() : text
}
