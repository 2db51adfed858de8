import { nearestFloat } from '../formats/nearest-float.ts'
import { trimAll } from '../formats/time/trim-all.ts'
import type { Stored } from '../schema/column-builder.ts'
import type { DataType } from '../schema/data-type.ts'
import { decimalText } from '../schema/value-at.ts'
import type { RefuseCast } from './cast-failure.ts'
import { powerOfTen } from './decimal-math.ts'
import { integerLimits, MAX_LONG, MIN_LONG, storedLong } from './integer-limits.ts'
import { parseJavaDouble } from './java-number.ts'

type WholeType = DataType & { kind: 'byte' | 'short' | 'integer' | 'long' }

const DOUBLE = { kind: 'double' } as const
/** Where doubles leave the longs: the greatest long rounds up to it, so Spark lets it pass and gives the greatest long. */
const TWO_63 = 2 ** 63

/** A value as an integer: fractions are cut off; what lies beyond the type is refused. */
export function toWhole(value: Stored, from: DataType, to: WholeType, refuse: RefuseCast): Stored {
  switch (from.kind) {
    case 'string': {
      const text = trimAll(value as string)
      if (!/^[+-]?\d+$/.test(text)) return refuse('malformed', value, from, to)
      const number = Number(text)
      if (Number.isSafeInteger(number)) return inLimits(number + 0, to) ? number + 0 : refuse('malformed', value, from, to)
      const whole = to.kind === 'long' ? BigInt(text.replace(/^\+/, '')) : MAX_LONG + 1n
      return whole < MIN_LONG || whole > MAX_LONG ? refuse('malformed', value, from, to) : storedLong(whole)
    }
    case 'boolean':
      return value === true ? 1 : 0
    case 'float':
    case 'double': {
      const whole = Math.trunc(value as number) + 0
      if (to.kind !== 'long') return inLimits(whole, to) ? whole : refuse('overflow', value, from, to)
      if (!(whole >= -TWO_63 && whole <= TWO_63)) return refuse('overflow', value, from, to)
      return whole === TWO_63 ? MAX_LONG : storedLong(BigInt(whole))
    }
    case 'decimal':
      // Spark brings a decimal that does not fit a long to a double first, which may round it up.
      if (to.kind !== 'long' && from.precision > 18)
        return toWhole(Number(decimalText(value as bigint, from.scale)), DOUBLE, to, () => refuse('overflow', value, from, to))
      return ofBigint((value as bigint) / powerOfTen(from.scale), value, from, to, refuse)
    case 'timestamp':
      return ofBigint(secondsOf(value as number | bigint), value, from, to, refuse)
    default:
      if (typeof value === 'number') return inLimits(value, to) ? value : refuse('overflow', value, from, to)
      return ofBigint(BigInt(value as bigint), value, from, to, refuse)
  }
}

function ofBigint(whole: bigint, value: Stored, from: DataType, to: WholeType, refuse: RefuseCast): Stored {
  if (to.kind === 'long') return whole < MIN_LONG || whole > MAX_LONG ? refuse('overflow', value, from, to) : storedLong(whole)
  return inLimits(Number(whole), to) ? Number(whole) : refuse('overflow', value, from, to)
}

function inLimits(value: number, { kind }: WholeType): boolean {
  if (kind === 'long') return true
  const { min, max } = integerLimits(kind)
  return value >= min && value <= max
}

/** Whole seconds of microseconds, towards the past. */
function secondsOf(us: number | bigint): bigint {
  const exact = BigInt(us)
  return exact % 1_000_000n < 0n ? exact / 1_000_000n - 1n : exact / 1_000_000n
}

/** A value as a double, or as the nearest float. */
export function toFloating(
  value: Stored,
  from: DataType,
  to: DataType & { kind: 'float' | 'double' },
  refuse: RefuseCast,
): Stored {
  const isFloat = to.kind === 'float'
  switch (from.kind) {
    case 'string':
      return parseJavaDouble(value as string, isFloat) ?? refuse('malformed', value, from, to)
    case 'boolean':
      return value === true ? 1 : 0
    case 'decimal': {
      const text = decimalText(value as bigint, from.scale)
      return isFloat ? nearestFloat(text) : Number(text)
    }
    case 'timestamp': {
      const seconds = Number(value) / 1e6
      return isFloat ? Math.fround(seconds) : seconds
    }
    case 'long':
      return isFloat ? (typeof value === 'bigint' ? nearestFloat(String(value)) : Math.fround(value as number)) : Number(value)
    default:
      return isFloat ? Math.fround(value as number) : (value as number)
  }
}
