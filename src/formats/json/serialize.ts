import { javaDoubleText } from '../java-double.ts'
import { SYNTAX_ERROR } from './bad-value.ts'
import { END_ARRAY, END_OBJECT, FALSE, FLOAT, INTEGER, NONE, NULL, START_ARRAY, START_OBJECT, STRING, TRUE } from './token.ts'
import type { JsonTokens } from './tokens.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
const ESCAPED = /["\\\0-\x1f\ud800-\udfff]/g
const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/**
 * Writes the value at the cursor as compact JSON, and leaves the cursor at its end: what a string column gets for a
 * value that is not a string. Fractions pass through a double; characters beyond U+FFFF become two `\u` escapes.
 * @see jackson-core `JsonGenerator#copyCurrentStructure`
 */
export function serialize(tokens: JsonTokens): string {
  switch (tokens.token) {
    case STRING:
      return quoted(tokens.text())
    case INTEGER:
      return tokens.number === '-0' ? '0' : tokens.number
    case FLOAT: {
      const value = Number(tokens.number)
      return Number.isFinite(value) ? javaDoubleText(value) : `"${value}"`
    }
    case TRUE:
      return 'true'
    case FALSE:
      return 'false'
    case NULL:
      return 'null'
    case START_ARRAY: {
      const parts: string[] = []
      for (let token = tokens.next(); token !== END_ARRAY; token = tokens.next()) {
        if (token === NONE) throw SYNTAX_ERROR
        parts.push(serialize(tokens))
      }
      return `[${parts.join(',')}]`
    }
    case START_OBJECT: {
      const parts: string[] = []
      for (let token = tokens.next(); token !== END_OBJECT; token = tokens.next()) {
        if (token === NONE) throw SYNTAX_ERROR
        const name = quoted(tokens.name!)
        if (tokens.next() === NONE) throw SYNTAX_ERROR
        parts.push(`${name}:${serialize(tokens)}`)
      }
      return `{${parts.join(',')}}`
    }
    default:
      throw SYNTAX_ERROR
  }
}

function quoted(text: string): string {
  return `"${text.replace(ESCAPED, c => SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)}"`
}
