import type { Stored } from '../schema/column-builder.ts'

/**
 * Orders two values of one type as Spark does: NaN equals NaN and is above every number, -0.0 equals 0.0, text goes by
 * its UTF-8 bytes.
 *
 * @returns below, at or above zero
 * @see Spark docs, sql-ref-datatypes "NaN Semantics"
 */
export function compareStored(a: Stored, b: Stored): number {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b)
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b)
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1
  // A text whose bytes are not UTF-8 is kept as bytes, beside others that are kept as text.
  if (a instanceof Uint8Array || b instanceof Uint8Array) return Buffer.compare(bytesOf(a), bytesOf(b))
  return a === b ? 0 : a < b ? -1 : 1
}

const bytesOf = (value: Stored): Uint8Array => (value instanceof Uint8Array ? value : Buffer.from(value as string, 'utf8'))

const isNumber = (value: Stored): value is number | bigint => typeof value === 'number' || typeof value === 'bigint'

// A 64-bit integer is a number or a bigint; the operators compare the two exactly.
function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1
  if (a > b) return 1
  const [aIsNaN, bIsNaN] = [Number.isNaN(a), Number.isNaN(b)]
  return aIsNaN === bIsNaN ? 0 : aIsNaN ? 1 : -1
}

// JavaScript orders text by UTF-16 units, which puts U+FFFD above U+1F600; code points keep the order of UTF-8.
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? a.codePointAt(i)! - b.codePointAt(i)! || x - y : x - y
  }
  return a.length - b.length
}

function compareLists(a: readonly Stored[], b: readonly Stored[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareStored(a[i]!, b[i]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}
