import { SluiceError } from '../../util/error.ts'
import { terminalText } from '../../util/terminal-text.ts'
import { charSet, intersection } from './regexp-char-set.ts'
import { type StepMatcher, stepMatcher } from './regexp-matcher.ts'
import { type MatchState, type ParsedRegexp, PatternError, type RegexpNode } from './regexp-node.ts'
import { parseRegexp } from './regexp-parse.ts'
import { studied } from './regexp-study.ts'
import { translated } from './regexp-translate.ts'

/** One match: where it stands in UTF-16 units, and the text of each group; 0 is the whole. */
export interface RegexpMatch {
  readonly start: number
  readonly end: number
  readonly groups: readonly (string | undefined)[]
}

/** A pattern of Java, ready to search. */
export interface JavaRegexp {
  readonly groupCount: number
  readonly groupNames: ReadonlyMap<string, number>
  /** The matches from left to right, of the text from `from` on. A match of nothing is followed by one a unit later. */
  matches(text: string, from?: number): Generator<RegexpMatch, void>
  /** Whether there is a match. */
  test(text: string): boolean
}

const MAX_CACHED = 200
const cache = new Map<string, JavaRegexp>()

/** Surrogates, and what they stand for. */
const BEYOND_BMP = charSet([0xd800, 0xdfff], [0x10000, 0x10ffff])
const SURROGATE = /[\ud800-\udfff]/
const MARK = /\p{Mn}/u

/** The expression of a pattern, compiled once. @throws INVALID_OPTION for what is no pattern, or cannot be run here */
export function javaRegexp(pattern: string, functionName: string): JavaRegexp {
  let regexp = cache.get(pattern)
  if (regexp === undefined) {
    regexp = compiled(pattern, functionName)
    if (cache.size === MAX_CACHED) cache.clear()
    cache.set(pattern, regexp)
  }
  return regexp
}

function compiled(pattern: string, functionName: string): JavaRegexp {
  let parsed: ParsedRegexp
  try {
    parsed = parseRegexp(pattern)
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    throw new SluiceError(
      'INVALID_OPTION',
      `[INVALID_PARAMETER_VALUE.PATTERN] The value of parameter(s) \`regexp\` in \`${functionName}\` is invalid: '${terminalText(pattern)}' (${error.message}). SQLSTATE: 22023`,
      { pattern },
    )
  }
  const { groupCount, groupNames, root } = parsed
  const { min } = studied(root)
  const skipsPairs = reachesBeyondBmp(root)
  let matcher: StepMatcher | null = null
  const fast = translated(parsed)
  const regex = fast === null ? null : new RegExp(fast.source, 'g')
  const isFast = (text: string) => regex !== null && !SURROGATE.test(text) && !(fast!.withoutMarks && MARK.test(text))

  function* matches(text: string, from = 0): Generator<RegexpMatch, void> {
    if (from === 0 && isFast(text)) return yield* matchesOfRegex(regex!, text)
    matcher ??= stepMatcher(root)
    const at = { lastMatch: -1 }
    for (let next = from; ; ) {
      const { state } = matcher
      // One search resets the groups, not each position of it: a group of a negative look stays, as in Java.
      const groups = new Array<number>(2 * groupCount + 2).fill(-1)
      Object.assign(state, { text, from, to: text.length, lastMatch: at.lastMatch, groups })
      const start = search(matcher, next, min, skipsPairs)
      if (start === -1) return
      const match = matchOf(state, start)
      at.lastMatch = match.end
      yield match
      next = match.end === match.start ? match.end + 1 : match.end
    }
  }
  return {
    groupCount,
    groupNames,
    matches,
    test(text) {
      if (!isFast(text)) return matches(text).next().done !== true
      regex!.lastIndex = 0
      return regex!.test(text)
    },
  }
}

function* matchesOfRegex(regex: RegExp, text: string): Generator<RegexpMatch, void> {
  for (let next = 0; next <= text.length; ) {
    regex.lastIndex = next
    const groups = regex.exec(text)
    if (groups === null) return
    const [start, end] = [groups.index, groups.index + groups[0].length]
    yield { start, end, groups }
    next = end === start ? end + 1 : end
  }
}

function matchOf({ text, last, groups }: MatchState, start: number): RegexpMatch {
  const texts = Array.from({ length: groups.length / 2 }, (_, group) =>
    groups[2 * group]! < 0 ? undefined : text.slice(groups[2 * group]!, groups[2 * group + 1]!),
  )
  return { start, end: last, groups: texts }
}

/** The first position from `from` on where the expression matches; -1 where there is none. */
function search({ state, matchAt }: StepMatcher, from: number, min: number, skipsPairs: boolean): number {
  try {
    for (let i = from; i <= state.to - min; i++) {
      if (matchAt(i)) return i
      if (skipsPairs && (state.text.charCodeAt(i) & 0xfc00) === 0xd800 && (state.text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++
    }
    return -1
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new SluiceError(
      'UNSUPPORTED_OPERATION',
      'Cannot search a text this long with this pattern: a group is repeated too often. Make its repetition possessive, as in (a|b)*+.',
      {},
      error,
    )
  }
}

/** Only patterns that speak of characters beyond U+FFFF step over both units of one. @see Java `Pattern.StartS` */
function reachesBeyondBmp(node: RegexpNode): boolean {
  switch (node.kind) {
    case 'set':
      return node.isDot !== true && intersection(node.set, BEYOND_BMP).length > 0
    case 'sequence':
      return node.parts.some(reachesBeyondBmp)
    case 'choice':
      return node.branches.some(reachesBeyondBmp)
    default:
      return 'body' in node && reachesBeyondBmp(node.body)
  }
}
