import { javaDoubleText } from '../formats/java-double.ts'
import { formatTimestamp, microsOf, parseDate, parseTimestamp } from '../formats/time/timestamp-text.ts'
import { localToUtc, zoneOf } from '../formats/time/zone.ts'
import type { Stored } from '../schema/column-builder.ts'
import { type DataType, simpleString } from '../schema/data-type.ts'
import { dateText, decimalText } from '../schema/value-at.ts'
import { SluiceError } from '../util/error.ts'

const MICROS_PER_SECOND = 1_000_000n
const MS_PER_DAY = 86_400_000
const LIMITS = { integer: [-(2n ** 31n), 2n ** 31n - 1n], long: [-(2n ** 63n), 2n ** 63n - 1n] } as const

/** What a cast needs beside the value. */
export interface CastContext {
  /** Session time zone, an IANA name. */
  readonly timeZone: string
  /** The moment of the batch, microseconds: its day is that of a time alone, so that a replay gives the same rows. */
  readonly batchTimestampUs: number
}

/**
 * Casts one value in ANSI mode.
 *
 * @returns `undefined` where Spark refuses the value
 * @throws UNSUPPORTED_OPERATION for a pair of types that cannot be cast
 * @see Spark `Cast.scala`; docs/sql-ref-ansi-compliance
 */
export function castStored(value: Stored, from: DataType, to: DataType, context: CastContext): Stored | undefined {
  if (value === null || from.kind === to.kind)
    return from.kind === 'decimal' && to.kind === 'decimal' ? rescale(value as bigint | null, from.scale, to) : value
  switch (to.kind) {
    case 'string':
      return toText(value, from, context.timeZone)
    case 'binary':
      return from.kind === 'string' ? Buffer.from(value as string, 'utf8') : unsupported(from, to)
    case 'boolean':
      return toBoolean(value, from, to)
    case 'integer':
    case 'long':
      return toWhole(value, from, to)
    case 'double':
      return toDouble(value, from, to)
    case 'decimal':
      return toDecimal(value, from, to)
    case 'timestamp':
      return toTimestamp(value, from, to, context)
    case 'date':
      if (from.kind === 'string') return parseDate(value as string) ?? undefined
      return from.kind === 'timestamp' ? dayOf(value as number | bigint, context.timeZone) : unsupported(from, to)
    default:
      return unsupported(from, to)
  }
}

function unsupported(from: DataType, to: DataType): never {
  throw new SluiceError('UNSUPPORTED_OPERATION', `Cannot cast ${simpleString(from)} to ${simpleString(to)}.`)
}

function toText(value: Stored, from: DataType, timeZone: string): Stored | undefined {
  switch (from.kind) {
    case 'binary':
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(value as Uint8Array)
    case 'double':
      return javaDoubleText(value as number)
    case 'timestamp':
      return formatTimestamp(value as number | bigint, timeZone)
    case 'date':
      return dateText(value as number)
    case 'decimal':
      return decimalText(value as bigint, from.scale)
    case 'boolean':
    case 'integer':
    case 'long':
      return String(value)
    default:
      return unsupported(from, { kind: 'string' })
  }
}

const TRUE_TEXTS = new Set(['t', 'true', 'y', 'yes', '1'])
const FALSE_TEXTS = new Set(['f', 'false', 'n', 'no', '0'])

function toBoolean(value: Stored, from: DataType, to: DataType): Stored | undefined {
  if (from.kind === 'string') {
    const text = (value as string).trim().toLowerCase()
    return TRUE_TEXTS.has(text) ? true : FALSE_TEXTS.has(text) ? false : undefined
  }
  return from.kind === 'integer' || from.kind === 'long' || from.kind === 'double' ? Number(value) !== 0 : unsupported(from, to)
}

function toWhole(value: Stored, from: DataType, to: DataType & { kind: 'integer' | 'long' }): Stored | undefined {
  let whole: bigint
  switch (from.kind) {
    case 'string': {
      const text = (value as string).trim()
      if (!/^[+-]?\d+$/.test(text)) return undefined
      whole = BigInt(text.replace(/^\+/, ''))
      break
    }
    case 'boolean':
      whole = value === true ? 1n : 0n
      break
    case 'integer':
    case 'long':
      whole = BigInt(value as number)
      break
    case 'double':
      if (!Number.isFinite(value as number)) return undefined
      whole = BigInt(Math.trunc(value as number))
      break
    case 'decimal':
      whole = (value as bigint) / 10n ** BigInt(from.scale)
      break
    case 'timestamp':
      whole = floorDivide(BigInt(value as number), MICROS_PER_SECOND)
      break
    default:
      return unsupported(from, to)
  }
  const [min, max] = LIMITS[to.kind]
  return whole < min || whole > max ? undefined : Number.isSafeInteger(Number(whole)) ? Number(whole) : whole
}

const floorDivide = (a: bigint, b: bigint): bigint => (a % b < 0n ? a / b - 1n : a / b)

const DOUBLE_WORDS: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  '+infinity': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  '-infinity': Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
}

function toDouble(value: Stored, from: DataType, to: DataType): Stored | undefined {
  switch (from.kind) {
    case 'string': {
      const text = (value as string).trim()
      const word = DOUBLE_WORDS[text.toLowerCase()]
      if (word !== undefined) return word
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[df]?$/i.test(text) ? Number(text.replace(/[df]$/i, '')) : undefined
    }
    case 'boolean':
      return value === true ? 1 : 0
    case 'integer':
    case 'long':
      return Number(value)
    case 'decimal':
      return Number(decimalText(value as bigint, from.scale))
    case 'timestamp':
      return Number(value) / 1e6
    default:
      return unsupported(from, to)
  }
}

function toDecimal(value: Stored, from: DataType, to: DataType & { kind: 'decimal' }): Stored | undefined {
  switch (from.kind) {
    case 'integer':
    case 'long':
      return rescale(BigInt(value as number), 0, to)
    case 'double':
      return Number.isFinite(value as number) ? decimalOfText(javaDoubleText(value as number), to) : null
    case 'string':
      return decimalOfText((value as string).trim(), to)
    default:
      return unsupported(from, to)
  }
}

function decimalOfText(text: string, to: DataType & { kind: 'decimal' }): bigint | null | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text)
  if (match === null || ((match[2] ?? '') === '' && (match[3] ?? '') === '')) return undefined
  const digits = `${match[2] ?? ''}${match[3] ?? ''}`
  const scale = (match[3] ?? '').length - Number(match[4] ?? 0)
  const unscaled = BigInt(digits) * (match[1] === '-' ? -1n : 1n)
  return scale < 0 ? rescale(unscaled * 10n ** BigInt(-scale), 0, to) : rescale(unscaled, scale, to)
}

/** Brings an unscaled value to another scale, rounding half up; `undefined` when it has too many digits. */
function rescale(unscaled: bigint | null, scale: number, to: DataType & { kind: 'decimal' }): bigint | null | undefined {
  if (unscaled === null) return null
  const scaled =
    to.scale >= scale ? unscaled * 10n ** BigInt(to.scale - scale) : divideHalfUp(unscaled, 10n ** BigInt(scale - to.scale))
  const magnitude = scaled < 0n ? -scaled : scaled
  return magnitude >= 10n ** BigInt(to.precision) ? undefined : scaled
}

/** a / b to the nearest whole number, halves away from zero. */
export function divideHalfUp(a: bigint, b: bigint): bigint {
  const magnitude = a < 0n ? -a : a
  const rounded = (2n * magnitude + b) / (2n * b)
  return a < 0n ? -rounded : rounded
}

/** The day that the zone's calendars show at a moment. */
function dayOf(us: number | bigint, timeZone: string): number {
  const ms = Math.floor(Number(us) / 1000)
  return Math.floor((ms + zoneOf(timeZone).offsetMs(ms)) / MS_PER_DAY)
}

function toTimestamp(
  value: Stored,
  from: DataType,
  to: DataType,
  { timeZone, batchTimestampUs }: CastContext,
): Stored | undefined {
  switch (from.kind) {
    case 'string':
      return parseTimestamp(value as string, timeZone, batchTimestampUs / 1000) ?? undefined
    case 'integer':
    case 'long': {
      const us = BigInt(value as number) * MICROS_PER_SECOND
      return Number.isSafeInteger(Number(us)) ? Number(us) : us
    }
    case 'double':
      return Number.isFinite(value as number) ? Math.trunc((value as number) * 1e6) : undefined
    case 'date':
      return microsOf(localToUtc((value as number) * MS_PER_DAY, zoneOf(timeZone)), 0) ?? undefined
    default:
      return unsupported(from, to)
  }
}
