import type { StringType } from '../../schema/data-type.ts'
import type { ArrayColumn, BooleanColumn, IntegerColumn, StringColumn } from '../column.ts'
import { call } from './call.ts'
import type { Int, Text } from './text-arguments.ts'

/**
 * Whether a whole text fits a pattern of SQL: `_` is any character, `%` any text.
 *
 * @param escapeCharacter one character, which takes the meaning off `_`, `%` and itself
 * @throws INVALID_OPTION when the batch runs, for an escape at the end or before another character
 * @example like(t.type, 'trans%')
 * @see Spark `Like`
 */
export function like(text: StringColumn, pattern: Text, escapeCharacter: Text = '\\'): BooleanColumn {
  return call('like', [text, pattern, escapeCharacter]) as BooleanColumn
}

/** `like` without regard to capitals. @example ilike(t.type, 'TRANS%') @see Spark `ILike` */
export function ilike(text: StringColumn, pattern: Text, escapeCharacter: Text = '\\'): BooleanColumn {
  return call('ilike', [text, pattern, escapeCharacter]) as BooleanColumn
}

/**
 * Whether a regular expression is found anywhere in a text. Patterns are those of `java.util.regex`, all of them but `\X`,
 * `\N{…}`, `\b{g}` and blocks (`\p{InGreek}`).
 *
 * @throws INVALID_OPTION when the batch runs, for what is no pattern
 * @example rlike(t.type, '^(debit|credit)$')
 * @see Spark `RLike`
 */
export function rlike(text: StringColumn, pattern: Text): BooleanColumn {
  return call('rlike', [text, pattern]) as BooleanColumn
}

/** The same as `rlike`. @example regexpLike(t.type, 'a+') @see Spark `regexp_like` */
export function regexpLike(text: StringColumn, pattern: Text): BooleanColumn {
  return call('regexp_like', [text, pattern]) as BooleanColumn
}

/**
 * A group of the first match; empty where there is no match, or the group is not in it.
 *
 * @param group 0 for the whole match
 * @throws INVALID_OPTION when the batch runs, for a group that the pattern has not, where there is a match
 * @example regexpExtract(t.type, '^(\\w+)-(\\d+)$', 2)
 * @see Spark `RegExpExtract`
 */
export function regexpExtract(text: StringColumn, pattern: Text, group: Int): StringColumn {
  return call('regexp_extract', [text, pattern, group]) as StringColumn
}

/** A group of every match. @example regexpExtractAll(t.type, '(\\d+)') @see Spark `RegExpExtractAll` */
export function regexpExtractAll(text: StringColumn, pattern: Text, group: Int = 1): ArrayColumn<StringType> {
  return call('regexp_extract_all', [text, pattern, group]) as ArrayColumn<StringType>
}

/**
 * With every match replaced.
 *
 * @param replacement `$1` and `${name}` are groups, `$0` is the match; a backslash takes the meaning off a dollar sign
 * @throws INVALID_OPTION when the batch runs, for a group that the pattern has not, where there is a match
 * @example regexpReplace(t.type, '(\\d+)', '#$1')
 * @see Spark `RegExpReplace`
 */
export function regexpReplace(text: StringColumn, pattern: Text, replacement: Text): StringColumn {
  return call('regexp_replace', [text, pattern, replacement, 1]) as StringColumn
}

/** How many matches there are. @example regexpCount(t.type, '\\d') @see Spark `RegExpCount` */
export function regexpCount(text: StringColumn, pattern: Text): IntegerColumn {
  return call('regexp_count', [text, pattern]) as IntegerColumn
}

/**
 * The first match; null where there is none, or one of nothing.
 *
 * @example regexpSubstr(t.type, '\\d+')
 * @see Spark `RegExpSubStr`
 */
export function regexpSubstr(text: StringColumn, pattern: Text): StringColumn {
  return call('regexp_substr', [text, pattern]) as StringColumn
}

/**
 * Where the first match begins, from 1; 0 where there is none. Counted in UTF-16 units, as in Java.
 *
 * @param group not looked at, as in Spark
 * @example regexpInstr(t.type, '\\d')
 * @see Spark `RegExpInStr`
 */
export function regexpInstr(text: StringColumn, pattern: Text, group: Int = 0): IntegerColumn {
  return call('regexp_instr', [text, pattern, group]) as IntegerColumn
}

/**
 * The parts between matches of a pattern, empty ones at the end too. An empty pattern gives the characters.
 *
 * @param limit above 0: at most so many parts, the last with all that is left
 * @example split(t.type, ',\\s*')
 * @see Spark `StringSplit`
 */
export function split(text: StringColumn, pattern: Text, limit: Int = -1): ArrayColumn<StringType> {
  return call('split', [text, pattern, limit]) as ArrayColumn<StringType>
}
