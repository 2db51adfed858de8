import type { Stored } from '../../schema/column-builder.ts'
import type { DataType } from '../../schema/data-type.ts'
import { type Builtin, wrongArguments } from './builtin.ts'
import { rowFunction } from './text-rows.ts'

/** A number in decimal digits: `unscaled` / 10^`scale`. */
interface Digits {
  readonly isNegative: boolean
  readonly unscaled: bigint
  readonly scale: number
  /** Below 0 where the digits are above what the number really is, above 0 where they are below. */
  readonly error: number
}

const KINDS = ['byte', 'short', 'integer', 'long', 'float', 'double', 'decimal']

/**
 * `#,###,##0.00` with so many digits behind the point, halves to the even neighbour; null for fewer than none.
 * @see Spark `FormatNumber`, Java `DecimalFormat`
 */
export const formatNumber: Builtin = rowFunction({
  name: 'format_number',
  mayFail: false,
  type(args) {
    if (args.length !== 2 || !KINDS.includes(args[0]!.kind) || args[1]!.kind !== 'integer')
      throw wrongArguments('format_number', 'a number and an int', args)
    return { kind: 'string' }
  },
  apply([value, places], _, [input]): Stored {
    if ((places as number) < 0) return null
    if (typeof value === 'number' && !Number.isFinite(value))
      return Number.isNaN(value) ? 'NaN' : value < 0 ? '-\u221e' : '\u221e'
    return fixed(digitsOf(value!, input!.type), places as number)
  },
})

function digitsOf(value: NonNullable<Stored>, type: DataType): Digits {
  if (type.kind !== 'double' && type.kind !== 'float') {
    const unscaled = BigInt(value as number | bigint)
    const scale = type.kind === 'decimal' ? type.scale : 0
    return { isNegative: unscaled < 0n, unscaled: unscaled < 0n ? -unscaled : unscaled, scale, error: 0 }
  }
  const double = value as number
  const [mantissa, exponent] = Math.abs(double).toExponential().split('e') as [string, string]
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?]
  const scale = fraction.length - Number(exponent)
  const unscaled = BigInt(whole + fraction) * (scale < 0 ? 10n ** BigInt(-scale) : 1n)
  const isNegative = double < 0 || Object.is(double, -0)
  return { isNegative, unscaled, scale: Math.max(scale, 0), error: compareExact(Math.abs(double), unscaled, Math.max(scale, 0)) }
}

const bits = new DataView(new ArrayBuffer(8))

/** Whether a double is above or below what its shortest digits say. */
function compareExact(double: number, unscaled: bigint, scale: number): number {
  bits.setFloat64(0, double)
  const raw = bits.getBigUint64(0)
  const exponent = Number(raw >> 52n)
  const fraction = raw & 0xfffffffffffffn
  const mantissa = exponent === 0 ? fraction : fraction | 0x10000000000000n
  const power = (exponent === 0 ? 1 : exponent) - 1075
  const left = mantissa * 10n ** BigInt(scale) * (power > 0 ? 2n ** BigInt(power) : 1n)
  const right = unscaled * (power < 0 ? 2n ** BigInt(-power) : 1n)
  return left === right ? 0 : left > right ? 1 : -1
}

function fixed({ isNegative, unscaled, scale, error }: Digits, places: number): string {
  let rounded = unscaled * 10n ** BigInt(Math.max(places - scale, 0))
  if (scale > places) {
    const unit = 10n ** BigInt(scale - places)
    const rest = unscaled % unit
    rounded = unscaled / unit
    const isTie = 2n * rest === unit
    if (2n * rest > unit || (isTie && (error > 0 || (error === 0 && rounded % 2n === 1n)))) rounded++
  }
  const text = rounded.toString().padStart(places + 1, '0')
  const whole = text.slice(0, text.length - places).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${isNegative ? '-' : ''}${whole}${places === 0 ? '' : `.${text.slice(-places)}`}`
}
