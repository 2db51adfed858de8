import { type CharSet, charSet, charsOf, complement, intersection, unicodeSet, union } from './regexp-char-set.ts'

const ASCII = charSet([0, 0x7f])
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
const UPPER = charSet([0x41, 0x5a])
const LOWER = charSet([0x61, 0x7a])
const DIGIT = charSet([0x30, 0x39])
const SPACE = charsOf(' \t\n\v\f\r')
const WORD = union(UPPER, LOWER, DIGIT, charsOf('_'))
const LETTERS_OF_ASCII = union(UPPER, LOWER)

/** `\d \s \w \h \v`. */
export const SHORTHANDS: Readonly<Record<string, CharSet>> = {
  d: DIGIT,
  s: SPACE,
  w: WORD,
  h: union(charsOf(' \t\xa0\u1680\u180e\u202f\u205f\u3000'), charSet([0x2000, 0x200a])),
  v: charsOf('\n\v\f\r\x85\u2028\u2029'),
}

/** `\d \s \w` with the flag U. */
export const UNICODE_SHORTHANDS: Readonly<Record<string, () => CharSet>> = {
  d: () => unicodeSet('\\p{Nd}'),
  s: () => unicodeSet('\\p{White_Space}'),
  w: () => unicodeSet('[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]'),
}

/** Marks that take no room of their own. */
export const mark = (): CharSet => unicodeSet('\\p{Mn}')

const POSIX: Readonly<Record<string, CharSet>> = {
  ASCII,
  Alnum: union(LETTERS_OF_ASCII, DIGIT),
  Alpha: LETTERS_OF_ASCII,
  Blank: charsOf(' \t'),
  Cntrl: charSet([0, 0x1f], [0x7f, 0x7f]),
  Digit: DIGIT,
  Graph: charSet([0x21, 0x7e]),
  Lower: LOWER,
  Print: charSet([0x20, 0x7e]),
  Punct: charsOf(PUNCTUATION),
  Space: SPACE,
  Upper: UPPER,
  XDigit: union(DIGIT, charSet([0x41, 0x46], [0x61, 0x66])),
}

/** Tests of `java.lang.Character`, as `\p{javaX}`. */
const JAVA: Readonly<Record<string, () => CharSet>> = {
  Alphabetic: () => unicodeSet('\\p{Alphabetic}'),
  Defined: () => unicodeSet('\\P{Cn}'),
  Digit: () => unicodeSet('\\p{Nd}'),
  ISOControl: () => charSet([0, 0x1f], [0x7f, 0x9f]),
  Ideographic: () => unicodeSet('\\p{Ideographic}'),
  Letter: () => unicodeSet('\\p{L}'),
  LetterOrDigit: () => unicodeSet('[\\p{L}\\p{Nd}]'),
  LowerCase: () => unicodeSet('\\p{Lowercase}'),
  Mirrored: () => unicodeSet('\\p{Bidi_Mirrored}'),
  SpaceChar: () => unicodeSet('\\p{Z}'),
  TitleCase: () => unicodeSet('\\p{Lt}'),
  UpperCase: () => unicodeSet('\\p{Uppercase}'),
  Whitespace: () =>
    union(intersection(unicodeSet('\\p{Z}'), complement(charsOf('\xa0\u2007\u202f'))), charSet([9, 13], [0x1c, 0x1f])),
}

/** Properties that `\p{IsX}` takes beside categories and scripts; capitals do not matter. */
const BINARY: Readonly<Record<string, string>> = {
  ALPHABETIC: '\\p{Alphabetic}',
  ASSIGNED: '\\P{Cn}',
  CONTROL: '\\p{Cc}',
  DIGIT: '\\p{Nd}',
  HEXDIGIT: '[\\p{Nd}A-Fa-f\uff21-\uff26\uff41-\uff46]',
  HEX_DIGIT: '[\\p{Nd}A-Fa-f\uff21-\uff26\uff41-\uff46]',
  IDEOGRAPHIC: '\\p{Ideographic}',
  JOINCONTROL: '\\p{Join_Control}',
  JOIN_CONTROL: '\\p{Join_Control}',
  LETTER: '\\p{L}',
  LOWERCASE: '\\p{Lowercase}',
  NONCHARACTERCODEPOINT: '\\p{Noncharacter_Code_Point}',
  NONCHARACTER_CODE_POINT: '\\p{Noncharacter_Code_Point}',
  PUNCTUATION: '\\p{P}',
  TITLECASE: '\\p{Lt}',
  UPPERCASE: '\\p{Uppercase}',
  WHITESPACE: '\\p{White_Space}',
  WHITE_SPACE: '\\p{White_Space}',
  WORD: '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]',
}

const UNICODE_POSIX: Readonly<Record<string, string>> = {
  ALNUM: '[\\p{Alphabetic}\\p{Nd}]',
  ALPHA: '\\p{Alphabetic}',
  BLANK: '[\\p{Zs}\\t]',
  CNTRL: '\\p{Cc}',
  DIGIT: '\\p{Nd}',
  GRAPH: '[^\\p{White_Space}\\p{Cc}\\p{Cs}\\p{Cn}]',
  LOWER: '\\p{Lowercase}',
  PUNCT: '\\p{P}',
  SPACE: '\\p{White_Space}',
  UPPER: '\\p{Uppercase}',
  XDIGIT: '[\\p{Nd}A-Fa-f\uff21-\uff26\uff41-\uff46]',
}

const ANY_CASE = '[\\p{Lowercase}\\p{Uppercase}\\p{Lt}]'
const CASED = ['Lower', 'Upper', 'Lu', 'Ll', 'Lt']
const MORE_CATEGORIES: Readonly<Record<string, string>> = {
  LC: '[\\p{Lu}\\p{Ll}\\p{Lt}]',
  LD: '[\\p{L}\\p{Nd}]',
  L1: '[\\0-\\xff]',
  all: '[^]',
}

/**
 * The characters of a `\p{…}`; null for a name that is not known.
 * @see Java `CharPredicates`
 */
export function propertySet(name: string, ignoreCase: boolean, unicodeClasses: boolean): CharSet | null {
  const equals = name.indexOf('=')
  if (equals !== -1) {
    const [key, value] = [name.slice(0, equals).toLowerCase(), name.slice(equals + 1)]
    if (key === 'sc' || key === 'script') return scriptSet(value)
    return key === 'gc' || key === 'general_category' ? category(value, ignoreCase) : null
  }
  if (name.startsWith('java')) return javaSet(name.slice(4), ignoreCase)
  if (name.startsWith('Is')) {
    const rest = name.slice(2)
    const binary = ignoreCase && /^(?:upper|lower|title)case$/i.test(rest) ? ANY_CASE : BINARY[rest.toUpperCase()]
    if (binary !== undefined) return unicodeSet(binary)
    return category(rest, ignoreCase) ?? scriptSet(rest)
  }
  const wide = unicodeClasses ? UNICODE_POSIX[name.toUpperCase()] : undefined
  if (wide !== undefined) return unicodeSet(wide)
  if (Object.hasOwn(POSIX, name)) return ignoreCase && CASED.includes(name) ? LETTERS_OF_ASCII : POSIX[name]!
  return category(name, ignoreCase)
}

function category(name: string, ignoreCase: boolean): CharSet | null {
  if (ignoreCase && CASED.includes(name)) return unicodeSet(MORE_CATEGORIES.LC!)
  if (Object.hasOwn(MORE_CATEGORIES, name)) return unicodeSet(MORE_CATEGORIES[name]!)
  return /^(?:L[ultmo]?|M[nec]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfosn]?)$/.test(name) ? unicodeSet(`\\p{${name}}`) : null
}

function javaSet(name: string, ignoreCase: boolean): CharSet | null {
  if (!Object.hasOwn(JAVA, name)) return null
  const cased = name === 'LowerCase' || name === 'UpperCase' || name === 'TitleCase'
  return ignoreCase && cased ? unicodeSet(ANY_CASE) : JAVA[name]!()
}

/** JavaScript wants the capitals as Unicode writes them. */
function scriptSet(name: string): CharSet | null {
  const spelt = name.toLowerCase().replace(/(?:^|_)./g, letter => letter.toUpperCase())
  try {
    return unicodeSet(`\\p{Script=${spelt}}`)
  } catch {
    return null
  }
}
