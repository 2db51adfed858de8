import type { Stored } from '../../schema/column-builder.ts'
import type { DataType } from '../../schema/data-type.ts'
import { overflow } from '../arithmetic-error.ts'
import { type Builtin, wrongArguments } from './builtin.ts'
import { rowFunction, textFunction } from './text-rows.ts'

const STRING = { kind: 'string' } as const
const LONG = { kind: 'long' } as const
const UNSIGNED = 2n ** 64n
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** 0! to 20!: those that a long holds. */
const FACTORIALS: readonly bigint[] = factorials(20n)

function factorials(last: bigint): bigint[] {
  const all = [1n]
  for (let n = 1n; n <= last; n++) all.push(all.at(-1)! * n)
  return all
}

/**
 * A number in one base as text in another: digits up to the first that is none, 64 bits unsigned; signed where `toBase` is negative.
 *
 * @see Spark `NumberConverter.convert`
 */
export function conv(text: string, fromBase: number, toBase: number): Stored {
  const to = Math.abs(toBase)
  if (fromBase < 2 || fromBase > 36 || to < 2 || to > 36) return null
  const trimmed = text.replace(/^ +/, '')
  if (trimmed.trim() === '') return null
  const isNegative = trimmed.startsWith('-')
  let value = 0n
  for (const character of trimmed.slice(isNegative ? 1 : 0).toUpperCase()) {
    const digit = DIGITS.indexOf(character)
    if (digit < 0 || digit >= fromBase) break
    value = value * BigInt(fromBase) + BigInt(digit)
    if (value >= UNSIGNED) throw overflow('conv', 'bigint')
  }
  if (isNegative && toBase > 0) value = value >= UNSIGNED / 2n ? UNSIGNED - 1n : BigInt.asUintN(64, -value)
  const isSigned = toBase < 0 && (isNegative || BigInt.asIntN(64, value) < 0n)
  if (isSigned) {
    const signed = BigInt.asIntN(64, isNegative ? -value : value)
    return `-${(signed < 0n ? -signed : signed).toString(to).toUpperCase()}`
  }
  return value.toString(to).toUpperCase()
}

/** 64 bits as binary digits. */
const bin = (value: number | bigint): string => BigInt.asUintN(64, BigInt(value)).toString(2)

function factorial(value: number): Stored {
  const result = FACTORIALS[value]
  return result === undefined ? null : Number.isSafeInteger(Number(result)) ? Number(result) : result
}

/**
 * Which of `count` equal buckets from `low` to `high` a value falls into: 1 is the first, 0 below, count + 1 at or above the end. Null for
 * a bad histogram.
 *
 * @see Spark `WidthBucket.computeBucketNumber`
 */
function widthBucket(value: number, low: number, high: number, count: number | bigint): Stored {
  const buckets = BigInt(count)
  const isBad =
    buckets <= 0n ||
    buckets === 2n ** 63n - 1n ||
    Number.isNaN(value) ||
    low === high ||
    !Number.isFinite(low) ||
    !Number.isFinite(high)
  if (isBad) return null
  const [start, end] = [Math.min(low, high), Math.max(low, high)]
  const isRising = low < high
  if (value < start) return isRising ? 0 : stored(buckets + 1n)
  if (value >= end && (isRising || value > end)) return isRising ? stored(buckets + 1n) : 0
  const steps = Number(buckets)
  const at = isRising ? (steps * (value - low)) / (high - low) : (steps * (low - value)) / (low - high)
  // Infinite bounds of the quotient make NaN, which Java takes as 0.
  return stored((Number.isNaN(at) ? 0n : BigInt(Math.trunc(at))) + 1n)
}

const stored = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value)

const isDoubleLike = ({ kind }: DataType) => kind === 'double' || kind === 'float' || kind === 'integer' || kind === 'long'

const bucketType: Builtin['type'] = args => {
  const fits =
    args.length === 4 && args.slice(0, 3).every(isDoubleLike) && ['byte', 'short', 'integer', 'long'].includes(args[3]!.kind)
  if (!fits) throw wrongArguments('width_bucket', 'a double, two bounds and a number of buckets', args)
  return LONG
}

/** @see Spark `mathExpressions.scala` */
export const BASE_BUILTINS: readonly Builtin[] = [
  textFunction('conv', ['string', 'int', 'int'], STRING, conv, { mayFail: true }),
  textFunction('bin', ['long'], STRING, bin),
  textFunction('factorial', ['int'], LONG, factorial),
  rowFunction({
    name: 'width_bucket',
    mayFail: false,
    type: bucketType,
    apply: ([value, low, high, count]) => widthBucket(Number(value), Number(low), Number(high), count as number),
  }),
]
