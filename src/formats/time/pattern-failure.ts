import { SluiceError } from '../../util/error.ts'
import { terminalText } from '../../util/terminal-text.ts'

/** Letters that Spark refuses in every pattern, and those that it refuses for reading. */
const WEEK_BASED = /[YWwuec]/
const ILLEGAL = /[ABnNp]/
const ILLEGAL_FOR_READING = /[EFqQ]/
const TOO_LONG = /G{5}|M{5}|L{5}|E{5}|u{5}|Q{5}|q{5}|y{7}/
/** Patterns of Spark 2: where they are refused now, Spark says that the answer may have changed. */
const LEGACY_LETTERS = /^[GyYMLwWDdFEuaHkKhmsSzZX]*$/

const CONDITIONS = {
  weekBased: 'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN',
  illegal: 'INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER',
  length: 'INVALID_DATETIME_PATTERN.LENGTH',
  other: 'INVALID_DATETIME_PATTERN.WITH_SUGGESTION',
} as const

/** What stands outside of quotations; null where a quotation is not closed. */
function plainOf(pattern: string): string | null {
  const parts = pattern.split("'")
  return parts.length % 2 === 0 ? null : parts.filter((_, i) => i % 2 === 0).join(' ')
}

/** The letters of a pattern that Spark refuses by rule; null where there is none. */
export function illegalPart(pattern: string, isForReading: boolean): string | null {
  const plain = plainOf(pattern) ?? ''
  const forReading = isForReading ? ILLEGAL_FOR_READING.exec(plain) : null
  return (WEEK_BASED.exec(plain) ?? ILLEGAL.exec(plain) ?? forReading ?? TOO_LONG.exec(plain))?.[0] ?? null
}

/**
 * The error for a datetime pattern that Spark does not take, with its condition.
 *
 * @param part what is not understood
 * @see Spark `DateTimeFormatterHelper.convertIncompatiblePattern`, `checkInvalidPattern`
 */
export function patternFailure(pattern: string, part: string, isForReading: boolean): SluiceError {
  const plain = plainOf(pattern)
  const isLegacy = plain !== null && LEGACY_LETTERS.test(plain.replace(/[^A-Za-z]/g, '')) && !/X{4}/.test(plain)
  const illegal = isForReading ? /[ABnNpEFqQ]/ : ILLEGAL
  const rule = WEEK_BASED.test(part)
    ? 'weekBased'
    : part.length === 1 && illegal.test(part)
      ? 'illegal'
      : TOO_LONG.test(part)
        ? 'length'
        : 'other'
  const condition = isLegacy ? 'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION' : CONDITIONS[rule]
  return new SluiceError(
    'INVALID_OPTION',
    `[${condition}] Cannot use the datetime pattern '${terminalText(pattern.slice(0, 100))}': "${terminalText(part)}" is not understood. ` +
      "Known: y M L d D H h k K m s S a E G Q z VV X x Z O, 'quoted text', [optional]. See https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html",
    { pattern, part },
  )
}
