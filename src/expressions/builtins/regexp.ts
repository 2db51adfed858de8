import { javaText } from '../../formats/json/utf8.ts'
import { SluiceError } from '../../util/error.ts'
import type { Builtin } from './builtin.ts'
import { type JavaRegexp, javaRegexp, type RegexpMatch } from './regexp-java.ts'
import { LIKE_BUILTINS } from './regexp-like.ts'
import { replacementOf } from './regexp-replacement.ts'
import { charactersOf, javaString } from './text-bytes.ts'
import { remembered, textFunction } from './text-rows.ts'

const STRING = { kind: 'string' } as const
const INTEGER = { kind: 'integer' } as const
const BOOLEAN = { kind: 'boolean' } as const
const STRINGS = { kind: 'array', element: STRING } as const
const FAILS = { mayFail: true }

/** A constant pattern is looked up once. */
const patternOf = (functionName: string): ((pattern: string) => JavaRegexp) =>
  remembered((pattern: string) => javaRegexp(javaString(pattern), functionName))

function groupOf(match: RegexpMatch, { groupCount }: JavaRegexp, group: number, functionName: string): string {
  if (group < 0 || group > groupCount) {
    throw new SluiceError(
      'INVALID_OPTION',
      `[INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX] The value of parameter(s) \`idx\` in \`${functionName}\` is invalid: Expects group index between 0 and ${groupCount}, but got ${group}. SQLSTATE: 22023`,
    )
  }
  return javaText(match.groups[group] ?? '')
}

function rlike(name: string): Builtin {
  const compile = patternOf(name)
  return textFunction(name, ['string', 'string'], BOOLEAN, (text, pattern) => compile(pattern).test(javaString(text)), FAILS)
}

function regexpExtract(): Builtin {
  const compile = patternOf('regexp_extract')
  return textFunction(
    'regexp_extract',
    ['string', 'string', 'int'],
    STRING,
    (text, pattern, group) => {
      const regexp = compile(pattern)
      for (const match of regexp.matches(javaString(text))) return groupOf(match, regexp, group, 'regexp_extract')
      return ''
    },
    FAILS,
  )
}

function regexpExtractAll(): Builtin {
  const compile = patternOf('regexp_extract_all')
  return textFunction(
    'regexp_extract_all',
    ['string', 'string', 'int'],
    STRINGS,
    (text, pattern, group) => {
      const regexp = compile(pattern)
      return Array.from(regexp.matches(javaString(text)), match => groupOf(match, regexp, group, 'regexp_extract_all'))
    },
    FAILS,
  )
}

function regexpReplace(): Builtin {
  const compile = patternOf('regexp_replace')
  const read = remembered((replacement: string) => replacementOf(javaString(replacement)))
  return textFunction(
    'regexp_replace',
    ['string', 'string', 'string', 'int'],
    STRING,
    (input, pattern, replacement, position) => {
      if (position < 1) {
        throw new SluiceError(
          'INVALID_OPTION',
          `[DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE] Cannot replace from position ${position} on: positions count from 1. SQLSTATE: 42K09`,
        )
      }
      const regexp = compile(pattern)
      const text = javaString(input)
      if (position > 1 && position > text.length) return input
      let result = ''
      let from = 0
      for (const match of regexp.matches(text, position - 1)) {
        result += text.slice(from, match.start) + read(replacement)(match, regexp)
        from = match.end
      }
      return result.length === 0 && from === 0 ? text : javaText(result + text.slice(from))
    },
    FAILS,
  )
}

function regexpCount(): Builtin {
  const compile = patternOf('regexp_extract_all')
  return textFunction(
    'regexp_count',
    ['string', 'string'],
    INTEGER,
    (text, pattern) => Array.from(compile(pattern).matches(javaString(text))).length,
    FAILS,
  )
}

function regexpSubstr(): Builtin {
  const compile = patternOf('regexp_extract')
  return textFunction(
    'regexp_substr',
    ['string', 'string'],
    STRING,
    (text, pattern) => {
      for (const match of compile(pattern).matches(javaString(text))) return javaText(match.groups[0]!) || null
      return null
    },
    FAILS,
  )
}

/** Counted in UTF-16 units, as Java's positions are. The group is not looked at. */
function regexpInstr(): Builtin {
  const compile = patternOf('regexp_instr')
  return textFunction(
    'regexp_instr',
    ['string', 'string', 'int'],
    INTEGER,
    (text, pattern) => {
      for (const match of compile(pattern).matches(javaString(text))) return match.start + 1
      return 0
    },
    { ...FAILS, optional: 1 },
  )
}

function split(): Builtin {
  const compile = patternOf('split')
  return textFunction(
    'split',
    ['string', 'string', 'int'],
    STRINGS,
    (text, pattern, limit) => parts(text, pattern, limit, compile),
    FAILS,
  )
}

/** @see Spark `UTF8String.split`, Java `Pattern.split` */
function parts(input: string, pattern: string, limit: number, compile: (pattern: string) => JavaRegexp): string[] {
  if (pattern === '' && input !== '') {
    const characters = charactersOf(input)
    if (limit <= 0 || limit >= characters.length) return characters
    return [...characters.slice(0, limit - 1), characters.slice(limit - 1).join('')]
  }
  const text = javaString(input)
  const result: string[] = []
  let from = 0
  if (limit === 1) return [text]
  for (const { start, end } of compile(pattern).matches(text)) {
    // Nothing stands before a match of nothing at the start.
    if (from === 0 && start === 0 && end === 0) continue
    result.push(text.slice(from, start))
    from = end
    if (result.length === limit - 1) break
  }
  return [...result, text.slice(from)].map(javaText)
}

/** Patterns: `java.util.regex`, and LIKE. @see Spark `regexpExpressions.scala` */
export const REGEXP_BUILTINS: readonly Builtin[] = [
  rlike('rlike'),
  rlike('regexp_like'),
  regexpExtract(),
  regexpExtractAll(),
  regexpReplace(),
  regexpCount(),
  regexpSubstr(),
  regexpInstr(),
  split(),
  ...LIKE_BUILTINS,
]
