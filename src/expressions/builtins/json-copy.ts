import { SYNTAX_ERROR } from '../../formats/json/bad-value.ts'
import { serialize } from '../../formats/json/serialize.ts'
import { END_ARRAY, END_OBJECT, NONE, START_ARRAY, START_OBJECT, STRING } from '../../formats/json/token.ts'
import type { JsonTokens } from '../../formats/json/tokens.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
const ESCAPED = /["\\\0-\x1f]/g
const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** A text in quotes; only quotes, backslashes and control characters are escaped. @see jackson-core `WriterBasedJsonGenerator` */
export function quotedText(text: string): string {
  return `"${text.replace(ESCAPED, c => SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)}"`
}

/** The value at the cursor as compact JSON. @param plain whether characters beyond U+FFFF stay as they are */
export function copied(tokens: JsonTokens, plain: boolean): string {
  if (!plain) return serialize(tokens)
  if (tokens.token === STRING) return quotedText(tokens.text())
  if (tokens.token === START_ARRAY) {
    const parts: string[] = []
    while (tokens.next() !== END_ARRAY) parts.push(copied(tokens, plain))
    return `[${parts.join(',')}]`
  }
  if (tokens.token === START_OBJECT) {
    const parts: string[] = []
    for (let token = tokens.next(); token !== END_OBJECT; token = tokens.next()) {
      if (token === NONE) throw SYNTAX_ERROR
      const name = quotedText(tokens.name!)
      tokens.next()
      parts.push(`${name}:${copied(tokens, plain)}`)
    }
    return `{${parts.join(',')}}`
  }
  return serialize(tokens)
}
