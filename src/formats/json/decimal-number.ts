const DECIMAL = /^([+-])?(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/

/**
 * A decimal number's text as an unscaled value of decimal(precision, scale): rounded half up to `scale` digits, null
 * when it is no number or has more than `precision` digits then.
 * @see Spark `Decimal.set`, Java `BigDecimal(String)`
 */
export function unscaledOf(text: string, precision: number, scale: number): bigint | null {
  const match = DECIMAL.exec(text)
  if (match === null) return null
  const [, sign, whole = '', fraction = '', fractionAlone = '', exponentText = '0'] = match
  const exponent = Number(exponentText)
  if (Math.abs(exponent) > 2_147_483_647) return null
  const digits = `${whole}${fraction}${fractionAlone}`.replace(/^0+/, '')
  if (digits === '') return 0n
  const shift = exponent - fraction.length - fractionAlone.length + scale
  if (digits.length + shift > precision + 1) return null
  // One digit left of the last kept one decides: below that everything rounds to zero.
  if (digits.length + shift < 0) return 0n
  let unscaled = BigInt(digits)
  if (shift >= 0) unscaled *= 10n ** BigInt(shift)
  else {
    const divisor = 10n ** BigInt(-shift)
    unscaled = (unscaled + divisor / 2n) / divisor
  }
  if (unscaled >= 10n ** BigInt(precision)) return null
  return sign === '-' ? -unscaled : unscaled
}
