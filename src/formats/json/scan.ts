import { isUtf8 } from 'node:buffer'
import { nearestFloat } from '../nearest-float.ts'
import { dateAt, timestampAt } from '../time/timestamp-bytes.ts'
import { GAVE_UP } from './column-writer.ts'
import { scanNumber } from './scan-number.ts'
import type { StringDictionary } from './string-dictionary.ts'

/** How the scanner treats the next value of a layout. */
export const SKIP_STRING = 0
export const SKIP_NUMBER = 1
export const SKIP_BOOLEAN = 2
export const DICTIONARY = 3
export const PLAIN = 4
export const DOUBLE = 5
export const INTEGER = 6
export const LONG = 7
export const BOOLEAN = 8
export const TIMESTAMP = 9
export const SECONDS = 10
export const DATE = 11
export const FLOAT = 12
export const BYTE = 13
export const SHORT = 14

/** A layout with the arrays of this read: value i goes into entry i of each list. */
export interface BoundLayout {
  readonly kinds: Int32Array
  readonly prefixes: readonly Uint8Array[]
  readonly lengths: Int32Array
  readonly words: Float64Array
  readonly offsets: Int32Array
  readonly wordStarts: Int32Array
  readonly doubles: readonly Float64Array[]
  readonly ints: readonly Int32Array[]
  readonly ends: readonly Int32Array[]
  readonly flags: readonly Uint8Array[]
  readonly dictionaries: readonly StringDictionary[]
  /** Validity of the columns that this layout leaves null. */
  readonly nulls: readonly Uint8Array[]
}

/** The records of a read. */
export interface ScanInput {
  readonly bytes: Buffer
  readonly view: DataView
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly codes: Int32Array | null
  readonly validity: Uint8Array | null
  readonly rows: number
  /** Offset of the zone of timestamps that name none. */
  readonly zoneMs: number
}

/**
 * Reads records from `row` on as long as they have the layout, and answers the first row that surprises: its record
 * is for the careful path. What it wrote for that row is void.
 */
export function scan(input: ScanInput, layout: BoundLayout, row: number): number {
  const { bytes, view, codes, validity, rows, zoneMs } = input
  const { kinds, lengths, wordStarts, words, offsets, prefixes, nulls } = layout
  const count = kinds.length
  for (; row < rows; row++) {
    if (validity !== null && validity[row] === 0) return row
    const entry = codes === null ? row : codes[row]!
    const end = input.ends[entry]!
    let p = input.starts[entry]!
    for (let i = 0; ; i++) {
      const length = lengths[i]!
      if (p + length > end) return row
      if (length >= 8) {
        const last = wordStarts[i + 1]!
        for (let w = wordStarts[i]!; w < last; w++) if (view.getFloat64(p + offsets[w]!, true) !== words[w]) return row
      } else {
        const prefix = prefixes[i]!
        for (let k = 0; k < length; k++) if (bytes[p + k] !== prefix[k]) return row
      }
      p += length
      if (i === count) break
      switch (kinds[i]) {
        case SKIP_STRING:
          p = skippedQuote(bytes, view, p, end)
          break
        case DICTIONARY: {
          const quote = closingQuote(bytes, view, p, end)
          if (quote < 0) return row
          const code = layout.dictionaries[i]!.code(bytes, view, p, quote)
          if (code < 0) throw GAVE_UP
          layout.ints[i]![row] = code
          p = quote
          break
        }
        case PLAIN: {
          const quote = closingQuote(bytes, view, p, end)
          layout.ints[i]![row] = p
          layout.ends[i]![row] = quote
          p = quote
          break
        }
        case DOUBLE: {
          const negative = bytes[p] === 0x2d
          const first = negative ? p + 1 : p
          let q = first
          let mantissa = 0
          let digit = 0
          for (; q < end; q++) {
            digit = bytes[q]! - 0x30
            if (digit >>> 0 > 9) break
            mantissa = mantissa * 10 + digit
          }
          let digits = q - first
          if (digits === 0 || (digits > 1 && bytes[first] === 0x30)) return row
          let scale = 0
          if (digit === -2) {
            const point = q++
            for (; q < end; q++) {
              digit = bytes[q]! - 0x30
              if (digit >>> 0 > 9) break
              mantissa = mantissa * 10 + digit
            }
            scale = q - point - 1
            if (scale === 0) return row
            digits += scale
          }
          // 'e' and 'E': an exponent. Up to 15 digits the division is exactly rounded, beyond it takes the whole text.
          if (digits > 15 || digit === 0x35 || digit === 0x15) {
            q = scanNumber(bytes, p, end)
            if (q < 0) return row
            layout.doubles[i]![row] = Number(bytes.toString('latin1', p, q))
          } else if (scale === 0) layout.doubles[i]![row] = negative ? 0 - mantissa : mantissa
          else layout.doubles[i]![row] = negative ? -(mantissa / POWERS[scale]!) : mantissa / POWERS[scale]!
          p = q
          break
        }
        case SKIP_NUMBER:
          p = scanNumber(bytes, p, end)
          break
        case FLOAT: {
          const q = scanNumber(bytes, p, end)
          if (q < 0) return row
          const value = nearestFloat(bytes.toString('latin1', p, q))
          // -0 is the whole number zero; -0.0 is not.
          layout.doubles[i]![row] = value === 0 && q === p + 2 ? 0 : value
          p = q
          break
        }
        case INTEGER:
        case LONG:
        case BYTE:
        case SHORT:
        case SECONDS: {
          const negative = bytes[p] === 0x2d
          const first = negative ? p + 1 : p
          let q = first
          let value = 0
          for (; q < end; q++) {
            const digit = bytes[q]! - 0x30
            if (digit >>> 0 > 9) break
            value = value * 10 + digit
          }
          const digits = q - first
          if (digits === 0 || digits > 15 || (digits > 1 && bytes[first] === 0x30)) return row
          if (negative) value = 0 - value
          if (kinds[i] === INTEGER) {
            if (value !== (value | 0)) return row
            layout.ints[i]![row] = value
          } else if (kinds[i] === LONG) layout.doubles[i]![row] = value
          else if (kinds[i] !== SECONDS) {
            // What wraps or is out of range is for the careful path.
            if (value !== (kinds[i] === BYTE ? (value << 24) >> 24 : (value << 16) >> 16)) return row
            layout.ints[i]![row] = value
          } else {
            if (digits > 9) if (!Number.isSafeInteger(value * 1e6)) return row
            layout.doubles[i]![row] = value * 1e6
          }
          p = q
          break
        }
        case BOOLEAN:
        case SKIP_BOOLEAN: {
          const first = bytes[p]
          const size = first === 0x74 ? 4 : 5
          if (p + size > end || view.getInt32(p + size - 4, true) !== (size === 4 ? TRUE : ALSE)) return row
          if (size === 5 && first !== 0x66) return row
          if (kinds[i] === BOOLEAN) layout.flags[i]![row] = size === 4 ? 1 : 0
          p += size
          break
        }
        case DATE: {
          const quote = closingQuote(bytes, view, p, end)
          const days = quote < 0 ? Number.NaN : dateAt(bytes, p, quote)
          if (!(days === (days | 0))) return row
          layout.ints[i]![row] = days
          p = quote
          break
        }
        default: {
          const quote = closingQuote(bytes, view, p, end)
          const micros = quote < 0 ? Number.NaN : timestampAt(bytes, p, quote, zoneMs)
          if (!(Math.abs(micros) <= Number.MAX_SAFE_INTEGER)) return row
          layout.doubles[i]![row] = micros
          p = quote
        }
      }
      if (p < 0) return row
    }
    for (let i = 0; i < nulls.length; i++) nulls[i]![row] = 0
  }
  return row
}

const POWERS = Float64Array.from({ length: 16 }, (_, power) => 10 ** power)
const TRUE = 0x65757274
const ALSE = 0x65736c61

/** Where the plain text that starts at `from` ends; -1 when it has an escape, a control character or bytes that are not UTF-8. */
function closingQuote(bytes: Buffer, view: DataView, from: number, end: number): number {
  let p = from
  // Four bytes at a time: the high bit of a byte comes up for a quote, a backslash, a control and anything not ASCII.
  // Borrows run upwards only, so the lowest bit that is up is right.
  for (; p + 4 <= end; p += 4) {
    const x = view.getInt32(p, true)
    const stop = (((x ^ 0x22222222) - 0x01010101) | ((x ^ 0x5c5c5c5c) - 0x01010101) | (x - 0x20202020) | x) & 0x80808080
    if (stop !== 0) {
      p += (31 - Math.clz32(stop & -stop)) >> 3
      return bytes[p] === 0x22 ? p : oddEnd(bytes, from, p, end)
    }
  }
  for (; p < end; p++) {
    const c = bytes[p]!
    if (c === 0x22) return p
    if (c < 0x20 || c === 0x5c || c >= 0x80) return oddEnd(bytes, from, p, end)
  }
  return -1
}

/** The same from a character on that is not plain ASCII. */
function oddEnd(bytes: Buffer, from: number, at: number, end: number): number {
  for (let p = at; p < end; p++) {
    const c = bytes[p]!
    if (c === 0x22) return isUtf8(bytes.subarray(from, p)) ? p : -1
    if (c < 0x20 || c === 0x5c) return -1
  }
  return -1
}

/** `closingQuote` of a text that nobody reads: it may have escapes of one character. Those by number are for the careful path. */
function skippedQuote(bytes: Buffer, view: DataView, from: number, end: number): number {
  const quote = closingQuote(bytes, view, from, end)
  if (quote >= 0) return quote
  let all = 0
  for (let p = from; p < end; p++) {
    const c = bytes[p]!
    all |= c
    if (c === 0x22) return all < 0x80 || isUtf8(bytes.subarray(from, p)) ? p : -1
    if (c < 0x20 || (c === 0x5c && ESCAPED[bytes[++p]!] !== 1)) return -1
  }
  return -1
}

/** What stands behind a backslash in standard JSON, but for `u`. */
const ESCAPED = new Uint8Array(256)
for (const byte of Buffer.from('"\\/bfnrt')) ESCAPED[byte] = 1
