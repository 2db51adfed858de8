import { titleCase } from './text-case.ts'

/** Characters, as ascending pairs of first and last code point. */
export type CharSet = readonly number[]

const LAST = 0x10ffff

/** The set of single characters and ranges in any order: `[from, to]` each. */
export function charSet(...ranges: readonly (readonly [number, number])[]): CharSet {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0])
  const set: number[] = []
  for (const [from, to] of sorted) {
    const last = set.length - 1
    if (last >= 0 && from <= set[last]! + 1) set[last] = Math.max(set[last]!, to)
    else set.push(from, to)
  }
  return set
}

/** The characters of a text. */
export const charsOf = (text: string): CharSet =>
  charSet(...Array.from(text, c => [c.codePointAt(0)!, c.codePointAt(0)!] as const))

const rangesOf = (set: CharSet): [number, number][] =>
  Array.from({ length: set.length / 2 }, (_, i) => [set[2 * i]!, set[2 * i + 1]!])

export const union = (...sets: readonly CharSet[]): CharSet => charSet(...sets.flatMap(rangesOf))

/** All other characters. */
export function complement(set: CharSet): CharSet {
  const result: number[] = []
  let next = 0
  for (const [from, to] of rangesOf(set)) {
    if (from > next) result.push(next, from - 1)
    next = to + 1
  }
  if (next <= LAST) result.push(next, LAST)
  return result
}

export const intersection = (a: CharSet, b: CharSet): CharSet => complement(union(complement(a), complement(b)))

/** The set and, for its letters of ASCII, their other case. */
export function withAsciiCases(set: CharSet): CharSet {
  const cases: [number, number][] = []
  for (const [from, to] of rangesOf(set)) {
    const [upperFrom, upperTo] = [Math.max(from, 0x41), Math.min(to, 0x5a)]
    if (upperFrom <= upperTo) cases.push([upperFrom + 0x20, upperTo + 0x20])
    const [lowerFrom, lowerTo] = [Math.max(from, 0x61), Math.min(to, 0x7a)]
    if (lowerFrom <= lowerTo) cases.push([lowerFrom - 0x20, lowerTo - 0x20])
  }
  return union(set, charSet(...cases))
}

/** The set and everything whose capital, or the small letter of that, is one of its characters, in all scripts. */
export function withAllCases(set: CharSet): CharSet {
  const cases: [number, number][] = []
  for (const [from, to] of rangesOf(unicodeSet('\\p{Changes_When_Casemapped}'))) {
    for (let point = from; point <= to; point++)
      if (contains(set, upperOf(point)) || contains(set, folded(point))) cases.push([point, point])
  }
  return union(set, charSet(...cases))
}

/** A character alone, in all its cases: one that is its own capital and small letter is only itself. */
export function casesOf(point: number): CharSet {
  const upper = upperOf(point)
  const lower = folded(point)
  return upper === lower ? [point, point] : withAllCases([lower, lower])
}

const onlyCharacter = (text: string): boolean => text.length === (text.codePointAt(0)! > 0xffff ? 2 : 1)

function upperOf(point: number): number {
  const character = String.fromCodePoint(point)
  const upper = character.toUpperCase()
  if (onlyCharacter(upper)) return upper.codePointAt(0)!
  const title = titleCase(character)
  return onlyCharacter(title) ? title.codePointAt(0)! : point
}

/** A character with the case taken off, as Java compares: `toLowerCase(toUpperCase(c))`, one character to one. */
export const folded = (point: number): number => String.fromCodePoint(upperOf(point)).toLowerCase().codePointAt(0)!

export function contains(set: CharSet, point: number): boolean {
  let low = 0
  let high = set.length / 2 - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (point < set[2 * middle]!) high = middle - 1
    else if (point > set[2 * middle + 1]!) low = middle + 1
    else return true
  }
  return false
}

const unicodeSets = new Map<string, CharSet>()

/**
 * The characters that a class of JavaScript matches, such as `\p{L}`; found by trying all, once.
 * @throws SyntaxError for a class that JavaScript does not know
 */
export function unicodeSet(source: string): CharSet {
  const known = unicodeSets.get(source)
  if (known !== undefined) return known
  const regex = new RegExp(`^${source}$`, 'u')
  const ranges: number[] = []
  for (let point = 0, inside = false; point <= LAST + 1; point++) {
    const matches = point <= LAST && regex.test(String.fromCodePoint(point))
    if (matches && !inside) ranges.push(point)
    if (!matches && inside) ranges.push(point - 1)
    inside = matches
  }
  unicodeSets.set(source, ranges)
  return ranges
}
