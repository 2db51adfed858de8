import { SYNTAX_ERROR } from '../../formats/json/bad-value.ts'
import type { JsonFeatures } from '../../formats/json/features.ts'
import { END_ARRAY, END_OBJECT, FIELD_NAME, NONE, NULL, START_ARRAY, START_OBJECT, STRING } from '../../formats/json/token.ts'
import { JsonTokens } from '../../formats/json/tokens.ts'
import { copied } from './json-copy.ts'
import type { PathStep } from './json-path.ts'

/** Hive's way: single quotes and raw control characters are taken. @see Spark `SharedFactory` */
export const HIVE_FEATURES: JsonFeatures = {
  comments: false,
  unquotedNames: false,
  singleQuotes: true,
  leadingZeros: false,
  nonNumericNumbers: false,
  anyEscape: false,
  controlCharacters: true,
}

/** Whether a text stands bare, as JSON, or has the elements of its array in place of the array. */
type Style = 'raw' | 'quoted' | 'flatten'

/** What a step found: JSON texts, to be put into what surrounds them. */
interface Found {
  readonly any: boolean
  readonly texts: readonly string[]
}
const NOTHING: Found = { any: false, texts: [] }

const tokens = new JsonTokens(HIVE_FEATURES)

/** The value at a path, as text; null where there is none, and for what is not JSON as far as it is read. */
export function extractJson(json: string, path: readonly PathStep[]): string | null {
  try {
    tokens.reset(json)
    tokens.next()
    const { any, texts } = walk('raw', path, false)
    return any ? texts.join(' ') : null
  } catch (error) {
    if (error === SYNTAX_ERROR) return null
    throw error
  }
}

/**
 * Goes down from the current token. It follows Spark's evaluator case by case, as its results differ from what paths mean
 * elsewhere: the first of equal names counts unless it is null, one match of `[*]` stands without brackets.
 *
 * @param buffered whether the texts go through a buffer first, where characters beyond U+FFFF are not escaped
 * @see Spark `GetJsonObjectEvaluator.evaluatePath`
 */
function walk(style: Style, path: readonly PathStep[], buffered: boolean): Found {
  const [step, ...rest] = path
  const { token } = tokens
  if (step === undefined) return whole(style, buffered)
  if (token === START_OBJECT && step.kind === 'field') return field(style, step.name, rest, buffered)
  if (token === START_ARRAY && step.kind === 'all') {
    if (rest[0]?.kind === 'all') return bracketed(elements('flatten', rest.slice(1), buffered))
    return style === 'quoted' ? bracketed(elements('quoted', rest, buffered)) : all(style, rest)
  }
  if (token === START_ARRAY && step.kind === 'index') {
    tokens.next()
    return element(rest[0]?.kind === 'all' ? 'quoted' : style, step.index, rest, buffered)
  }
  tokens.skipChildren()
  return NOTHING
}

function whole(style: Style, buffered: boolean): Found {
  if (tokens.token === STRING && style === 'raw') return { any: true, texts: [tokens.text()] }
  if (tokens.token === START_ARRAY && style === 'flatten') return elements(style, [], buffered)
  return { any: true, texts: [copied(tokens, buffered)] }
}

/** Once a field was found the others are only passed over. */
function field(style: Style, name: string, rest: readonly PathStep[], buffered: boolean): Found {
  let found = NOTHING
  while (tokens.next() !== END_OBJECT) {
    if (found.any || tokens.token !== FIELD_NAME || tokens.name !== name) tokens.skipChildren()
    else if (tokens.next() !== NULL) found = walk(style, rest, buffered)
  }
  return found
}

function elements(style: Style, path: readonly PathStep[], buffered: boolean): Found {
  const texts: string[] = []
  let any = false
  while (tokens.next() !== END_ARRAY) {
    const found = walk(style, path, buffered)
    any ||= found.any
    texts.push(...found.texts)
  }
  return { any, texts }
}

const bracketed = ({ any, texts }: Found): Found => ({ any, texts: [`[${texts.join(',')}]`] })

/** Brackets only around the matches of more than one element, as Hive does. */
function all(style: Style, path: readonly PathStep[]): Found {
  const texts: string[] = []
  let matching = 0
  while (tokens.next() !== END_ARRAY) {
    const found = walk(style === 'raw' ? 'quoted' : style, path, true)
    if (found.any) matching++
    texts.push(...found.texts)
  }
  if (matching === 0) return NOTHING
  return { any: true, texts: [matching === 1 ? texts.join(',') : `[${texts.join(',')}]`] }
}

/** The cursor is at the first element. */
function element(style: Style, index: bigint, path: readonly PathStep[], buffered: boolean): Found {
  for (let left = index; tokens.token !== END_ARRAY; left--, tokens.next()) {
    if (left > 0n) {
      tokens.skipChildren()
      continue
    }
    const found = walk(style, path, buffered)
    while (tokens.next() !== END_ARRAY) tokens.skipChildren()
    return found
  }
  return NOTHING
}

/** The elements of an array; null for what is none. */
export function countElements(json: string): number | null {
  try {
    tokens.reset(json)
    if (tokens.next() !== START_ARRAY) return null
    let count = 0
    while (tokens.next() !== END_ARRAY) {
      count++
      tokens.skipChildren()
    }
    return count
  } catch (error) {
    if (error === SYNTAX_ERROR) return null
    throw error
  }
}

/** The names of an object, one as often as it stands there; null for what is no object. */
export function objectKeys(json: string): string[] | null {
  try {
    tokens.reset(json)
    if (tokens.next() !== START_OBJECT) return null
    const keys: string[] = []
    for (let token = tokens.next(); token !== END_OBJECT; token = tokens.next()) {
      if (token === NONE) return null
      keys.push(tokens.name!)
      tokens.next()
      tokens.skipChildren()
    }
    return keys
  } catch (error) {
    if (error === SYNTAX_ERROR) return null
    throw error
  }
}
