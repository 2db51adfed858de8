import type { DecimalType } from '../../schema/data-type.ts'
import { atScale } from '../decimal-math.ts'

/** The decimal of a double that was one: its shortest digits, rounded to the scale of the type. @see Scala `BigDecimal(double)` */
export function decimalNearest(value: number, { scale }: DecimalType): bigint {
  const [mantissa, exponent] = String(value).split('e') as [string, string | undefined]
  const [whole, fraction = ''] = mantissa.split('.') as [string, string | undefined]
  const places = fraction.length - Number(exponent ?? 0)
  const unscaled = BigInt(whole + fraction)
  return places >= 0 ? atScale(unscaled, places, scale) : atScale(unscaled * 10n ** BigInt(-places), 0, scale)
}
