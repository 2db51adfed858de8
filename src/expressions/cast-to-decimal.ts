import { javaDoubleText } from '../formats/java-double.ts'
import type { Stored } from '../schema/column-builder.ts'
import type { DataType, DecimalType } from '../schema/data-type.ts'
import type { RefuseCast } from './cast-failure.ts'
import { toDecimalType } from './decimal-math.ts'
import { trimJava } from './java-number.ts'

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,10}))?$/i
/** Java's `BigDecimal` takes exponents of 32 bits. */
const MAX_EXPONENT = 2_147_483_647

/** A value as a decimal, halves away from zero; NaN and infinities are null. */
export function toDecimal(value: Stored, from: DataType, to: DecimalType, refuse: RefuseCast): Stored {
  switch (from.kind) {
    case 'decimal':
      return toDecimalType(value as bigint, from.scale, to) ?? refuse('digits', value, from, to)
    case 'float':
    case 'double': {
      if (!Number.isFinite(value as number)) return null
      const exact = parseDecimal(javaDoubleText(value as number))!
      return inType(exact, to) ?? refuse('digits', value, from, to)
    }
    case 'string': {
      const exact = parseDecimal(trimJava(value as string))
      if (exact === null) return refuse('malformed', value, from, to)
      if (Math.max(exact.digits.length, 1) - exact.scale > 38) return refuse('digits38', value, from, to)
      return inType(exact, to) ?? refuse('digits', value, from, to)
    }
    case 'timestamp':
      return toDecimalType(BigInt(value as number | bigint), 6, to) ?? refuse('digits', value, from, to)
    case 'boolean':
      return toDecimalType(value === true ? 1n : 0n, 0, to) ?? refuse('digits', value, from, to)
    default:
      return toDecimalType(BigInt(value as number | bigint), 0, to) ?? refuse('digits', value, from, to)
  }
}

const NOT_ASCII = /[^ -~]/

/** Java takes the digits of every script. They stand in rows of ten, from a code that ends in 0 or 6. */
function asciiDigit(digit: string): string {
  const code = digit.charCodeAt(0)
  if (digit.length > 1) return digit
  return String(/\p{Nd}/u.test(String.fromCharCode(code & ~15)) ? code & 15 : (code & 15) - 6)
}

/** A number in decimal writing: digits without leading zeros / 10^scale. */
export interface DecimalText {
  readonly negative: boolean
  readonly digits: string
  readonly scale: number
}

/** Text as a number, by the grammar of Java's `BigDecimal(String)`; null for any other text. */
export function parseDecimal(text: string): DecimalText | null {
  const match = NUMBER.exec(NOT_ASCII.test(text) ? text.replace(/\p{Nd}/gu, asciiDigit) : text)
  if (match === null) return null
  const [, sign, whole = '', fraction = '', exponentText = '0'] = match
  if (whole === '' && fraction === '') return null
  const exponent = Number(exponentText)
  const scale = fraction.length - exponent
  if (Math.abs(exponent) > MAX_EXPONENT || Math.abs(scale) > MAX_EXPONENT) return null
  return { negative: sign === '-', digits: `${whole}${fraction}`.replace(/^0+/, ''), scale }
}

function inType({ negative, digits, scale }: DecimalText, to: DecimalType): bigint | undefined {
  // So small that it rounds to zero, or so large that it does not fit: powers of ten without bound are not built.
  if (digits === '' || digits.length - scale < -to.scale) return 0n
  if (digits.length - scale > to.precision - to.scale + 1) return undefined
  const unscaled = BigInt(digits) * (negative ? -1n : 1n)
  return scale < 0 ? toDecimalType(unscaled * 10n ** BigInt(-scale), 0, to) : toDecimalType(unscaled, scale, to)
}
