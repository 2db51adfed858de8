import type { DecimalType } from '../schema/data-type.ts'

/** 10 to the power of 0 … 80: built once, looked up per value. */
const POWERS = Array.from({ length: 81 }, (_, exponent) => 10n ** BigInt(exponent))

export const powerOfTen = (exponent: number): bigint => POWERS[exponent] ?? 10n ** BigInt(exponent)

const magnitudeOf = (value: bigint): bigint => (value < 0n ? -value : value)

/** a / b to the nearest whole number, halves away from zero. `b` may be negative, not zero. */
export function divideHalfUp(a: bigint, b: bigint): bigint {
  const divisor = magnitudeOf(b)
  const rounded = (2n * magnitudeOf(a) + divisor) / (2n * divisor)
  return a < 0n !== b < 0n ? -rounded : rounded
}

/** An unscaled value at another scale, halves away from zero. */
export function atScale(unscaled: bigint, from: number, to: number): bigint {
  return to >= from ? unscaled * powerOfTen(to - from) : divideHalfUp(unscaled, powerOfTen(from - to))
}

/** Whether an unscaled value has at most so many digits. */
export const hasDigits = (unscaled: bigint, precision: number): boolean => magnitudeOf(unscaled) < powerOfTen(precision)

/** An unscaled value brought to a decimal type; `undefined` when it has too many digits. */
export function toDecimalType(unscaled: bigint, scale: number, to: DecimalType): bigint | undefined {
  const scaled = atScale(unscaled, scale, to.scale)
  return hasDigits(scaled, to.precision) ? scaled : undefined
}

/** Digits to which Scala rounds where it negates or multiplies a large decimal. @see Java `MathContext.DECIMAL128` */
const SCALA_DIGITS = 34

/** An unscaled value with at most 34 digits that are not zeros at its end; halves go to the even digit. */
export function toScalaDigits(unscaled: bigint): bigint {
  const dropped = magnitudeOf(unscaled).toString().length - SCALA_DIGITS
  if (dropped <= 0) return unscaled
  const unit = powerOfTen(dropped)
  return divideHalfEven(unscaled, unit) * unit
}

/** a / b to the nearest whole number, halves to the even one. `b` is above zero. */
export function divideHalfEven(a: bigint, b: bigint): bigint {
  const magnitude = magnitudeOf(a)
  const quotient = magnitude / b
  const twice = 2n * (magnitude % b)
  const rounded = twice > b || (twice === b && quotient % 2n === 1n) ? quotient + 1n : quotient
  return a < 0n ? -rounded : rounded
}
