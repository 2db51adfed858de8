import { nearestFloat } from '../formats/nearest-float.ts'

const WORDS: ReadonlyMap<string, number> = new Map([
  ['inf', Number.POSITIVE_INFINITY],
  ['+inf', Number.POSITIVE_INFINITY],
  ['infinity', Number.POSITIVE_INFINITY],
  ['+infinity', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
  ['nan', Number.NaN],
])
const DECIMAL = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)[df]?$/i
const HEXADECIMAL = /^([+-]?)0x(?:([0-9a-f]+)\.?|([0-9a-f]*)\.([0-9a-f]+))p([+-]?\d+)[df]?$/i

/**
 * Text as a double or float, by the grammar of Java's `Double.parseDouble` and the words that Spark adds in any case: inf, infinity, nan.
 *
 * @returns undefined for any other text
 * @see Spark `Cast.processFloatingPointSpecialLiterals`, Java `Double.valueOf`
 */
export function parseJavaDouble(text: string, isFloat: boolean): number | undefined {
  const trimmed = trimJava(text)
  const number = DECIMAL.exec(trimmed)?.[1]
  if (number !== undefined) return isFloat ? nearestFloat(number) : Number(number)
  if (/^[+-]NaN$/.test(trimmed)) return Number.NaN
  const word = WORDS.get(trimmed.toLowerCase())
  if (word !== undefined) return word
  const hexadecimal = HEXADECIMAL.exec(trimmed)
  return hexadecimal === null ? undefined : hexadecimalValue(hexadecimal, isFloat)
}

/** Java's `String.trim`: without the characters up to U+0020 at both ends. */
export function trimJava(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && text.charCodeAt(start) <= 0x20) start++
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--
  return text.slice(start, end)
}

function hexadecimalValue(match: RegExpExecArray, isFloat: boolean): number {
  const [, sign, whole, before = '', after = '', exponentText] = match
  const digits = BigInt(`0x0${whole ?? before + after}`)
  // Far beyond the exponents of a double nothing changes any more.
  const exponent = Math.max(-5000, Math.min(5000, Number(exponentText))) - 4 * (whole === undefined ? after.length : 0)
  const value = roundedTimesPower(digits, exponent, isFloat ? 24 : 53, isFloat ? -149 : -1074)
  const rounded = isFloat ? Math.fround(value) : value
  return sign === '-' ? -rounded : rounded
}

/** digits * 2^exponent, rounded once, half to even, to so many bits that end at or above 2^lowest. */
function roundedTimesPower(digits: bigint, exponent: number, bits: number, lowest: number): number {
  if (digits === 0n) return 0
  const length = digits.toString(2).length
  const dropped = Math.max(length - bits, lowest - exponent, 0)
  if (dropped > length + 1) return 0
  const kept = digits >> BigInt(dropped)
  const rest = digits - (kept << BigInt(dropped))
  const half = dropped === 0 ? 1n : 1n << BigInt(dropped - 1)
  const up = dropped > 0 && (rest > half || (rest === half && (kept & 1n) === 1n))
  return scaled(Number(up ? kept + 1n : kept), exponent + dropped)
}

/** value * 2^exponent in steps that stay within the exponents of a double. */
function scaled(value: number, exponent: number): number {
  let [result, rest] = [value, exponent]
  for (; rest > 1000; rest -= 1000) result *= 2 ** 1000
  for (; rest < -1000; rest += 1000) result *= 2 ** -1000
  return result * 2 ** rest
}
