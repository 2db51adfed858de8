import { SluiceError } from '../../../util/error.ts'
import type { Element, NumberElement } from './element.ts'
import * as field from './element.ts'

const MONTHS = 'january february march april may june july august september october november december'.split(' ')
const SHORT_MONTHS = MONTHS.map(name => name.slice(0, 3))
const ERAS = ['bc', 'ad']
const LONG_ERAS = ['before christ', 'anno domini']
const MAX_YEAR_WIDTH = 19
/** Letters that Spark refuses. */
const REFUSED = /[YWwuecABnNpEFqQ]/
const TOO_LONG = /G{5}|M{5}|L{5}|y{7}/
/** Letters of Spark 2's patterns: Spark says then that the answer may have changed. */
const LEGACY = /^[GyYuMLdhHmsSakKDFEwWXzZ]*$/

/** One level of brackets while a pattern is read. */
interface Level {
  readonly elements: Element[]
  /** Place of the number that numbers right behind it may take digits from; -1: none. */
  adjacent: number
}

/**
 * Compiles a datetime pattern for reading: the letters y M L d D H h k K m s S a G z V X x Z O, quoted texts, optional
 * parts in brackets.
 *
 * @param option name of the option, for the message
 * @throws SluiceError INVALID_OPTION for a pattern that Spark does not take for reading
 * @see Spark `DateTimeFormatterHelper`, https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html
 */
export function compilePattern(pattern: string, option: string): readonly Element[] {
  const parts = pattern.split("'")
  // Where there is a fraction, Spark cuts the pattern up itself: quotes at its end are lost, one that is open ends there.
  if (pattern.includes('S')) while (parts.at(-1) === '') parts.pop()
  else if (parts.length % 2 === 0) throw refused(pattern, option, "'")
  const plain = parts.filter((_, i) => i % 2 === 0).join(' ')
  const illegal = (REFUSED.exec(plain) ?? TOO_LONG.exec(plain))?.[0]
  if (illegal !== undefined) throw refused(pattern, option, illegal)
  const hasEra = plain.includes('G')
  const levels: Level[] = [{ elements: [], adjacent: -1 }]
  for (const [i, part] of parts.entries()) {
    if (i % 2 === 0) {
      for (const [piece] of part.matchAll(/([A-Za-z])\1*|[^A-Za-z]/g))
        append(levels, piece, hasEra, () => refused(pattern, option, piece))
    }
    // An empty quotation, and the end of one quotation at the beginning of the next, mean the quote itself.
    if (part === '' && i > 0 && i < parts.length - 1) add(levels, { kind: 'literal', text: "'" })
    else if (i % 2 === 1) add(levels, { kind: 'literal', text: part.toLowerCase() })
  }
  while (levels.length > 1) close(levels)
  return levels[0]!.elements
}

function append(levels: Level[], piece: string, hasEra: boolean, refuse: () => SluiceError): void {
  if (piece === '[') {
    levels.at(-1)!.adjacent = -1
    levels.push({ elements: [], adjacent: -1 })
  } else if (piece === ']') {
    if (levels.length === 1) throw refuse()
    close(levels)
  } else if (/[{}#]/.test(piece)) throw refuse()
  else if (/[A-Za-z]/.test(piece)) {
    const element = elementOf(piece[0]!, piece.length, hasEra)
    if (element === null) throw refuse()
    if (element.kind === 'number') addNumber(levels.at(-1)!, element)
    else add(levels, element)
  } else add(levels, { kind: 'literal', text: piece.toLowerCase() })
}

function add(levels: Level[], element: Element): void {
  const level = levels.at(-1)!
  level.elements.push(element)
  level.adjacent = -1
}

function close(levels: Level[]): void {
  const { elements } = levels.pop()!
  if (elements.length > 0) add(levels, { kind: 'optional', elements })
}

/** Numbers without anything between them: the first of them leaves the later ones their digits. */
function addNumber(level: Level, element: NumberElement): void {
  const { elements, adjacent } = level
  const base = elements[adjacent]
  elements.push(element)
  if (base?.kind === 'number' && element.minWidth === element.maxWidth && element.sign === 'NOT_NEGATIVE') {
    elements[adjacent] = { ...base, subsequentWidth: base.subsequentWidth + element.maxWidth }
  } else level.adjacent = elements.length - 1
}

function elementOf(letter: string, n: number, hasEra: boolean): Element | null {
  switch (letter) {
    case 'y': {
      const year = hasEra ? field.YEAR_OF_ERA : field.YEAR
      if (n === 2) return { ...number(year, 2, 2, 'NOT_NEGATIVE'), reduced: true }
      return number(year, n, MAX_YEAR_WIDTH, n < 4 ? 'NORMAL' : 'EXCEEDS_PAD')
    }
    case 'M':
    case 'L':
      if (n <= 2) return oneOrTwo(field.MONTH_OF_YEAR, n)
      return { kind: 'text', field: field.MONTH_OF_YEAR, texts: n === 3 ? SHORT_MONTHS : MONTHS, from: 1 }
    case 'd':
      return oneOrTwo(field.DAY_OF_MONTH, n)
    case 'D':
      if (n === 1) return oneOrTwo(field.DAY_OF_YEAR, n)
      return n <= 3 ? number(field.DAY_OF_YEAR, n, 3, 'NOT_NEGATIVE') : null
    case 'H':
      return oneOrTwo(field.HOUR_OF_DAY, n)
    case 'k':
      return oneOrTwo(field.CLOCK_HOUR_OF_DAY, n)
    case 'K':
      return oneOrTwo(field.HOUR_OF_AMPM, n)
    case 'h':
      return oneOrTwo(field.CLOCK_HOUR_OF_AMPM, n)
    case 'm':
      return oneOrTwo(field.MINUTE_OF_HOUR, n)
    case 's':
      return oneOrTwo(field.SECOND_OF_MINUTE, n)
    case 'S':
      return n <= 9 ? { kind: 'fraction', minWidth: 1, maxWidth: n } : null
    case 'a':
      return n === 1 ? { kind: 'text', field: field.AMPM_OF_DAY, texts: ['am', 'pm'], from: 0 } : null
    case 'G':
      return { kind: 'text', field: field.ERA, texts: n === 4 ? LONG_ERAS : ERAS, from: 0 }
    case 'V':
      return n === 2 ? { kind: 'zone', names: 'none' } : null
    case 'z':
      return n <= 4 ? { kind: 'zone', names: n === 4 ? 'full' : 'short' } : null
    case 'O':
      return n === 1 || n === 4 ? { kind: 'localizedOffset', full: n === 4 } : null
    case 'X':
      return n <= 5 ? offset(n, 'z') : null
    case 'x':
      return n <= 5 ? offset(n, n === 1 ? '+00' : n % 2 === 0 ? '+0000' : '+00:00') : null
    case 'Z':
      if (n === 4) return { kind: 'localizedOffset', full: true }
      return n < 4 ? offset(2, '+0000') : n === 5 ? offset(5, 'z') : null
    default:
      return null
  }
}

function number(of: number, minWidth: number, maxWidth: number, sign: NumberElement['sign']): NumberElement {
  return { kind: 'number', field: of, minWidth, maxWidth, sign, subsequentWidth: 0, reduced: false }
}

function oneOrTwo(of: number, n: number): NumberElement | null {
  return n === 1 ? number(of, 1, MAX_YEAR_WIDTH, 'NORMAL') : n === 2 ? number(of, 2, 2, 'NOT_NEGATIVE') : null
}

/** @param n letters X: one `+HHmm`, two `+HHMM`, three `+HH:MM`, four `+HHMMss`, five `+HH:MM:ss` */
function offset(n: number, zero: string): Element {
  return { kind: 'offset', shape: { colon: n === 3 || n === 5, minutes: n === 1 ? 'optional' : 'always', seconds: n > 3 }, zero }
}

function refused(pattern: string, option: string, part: string): SluiceError {
  const letters = pattern.replace(/'[^']*'/g, '').replace(/[^A-Za-z]/g, '')
  const condition =
    LEGACY.test(letters) && part !== "'"
      ? `[INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION] Fail to recognize '${pattern}' pattern in the DateTimeFormatter`
      : `[INVALID_DATETIME_PATTERN] Unrecognized datetime pattern: ${pattern}`
  return new SluiceError(
    'INVALID_OPTION',
    `${condition}: cannot use ${option} "${pattern}", "${part}" cannot be read. Known: y M L d D H h k K m s S a G z VV X x Z O, 'quoted text', [optional].`,
    { option, pattern, part },
  )
}
