const bits = new DataView(new ArrayBuffer(8))
/** Where floats end: what lies at or beyond it is infinite. */
const LIMIT = 2 ** 128
const MAX_FLOAT = (2 - 2 ** -23) * 2 ** 127

/**
 * The float nearest to a number in decimal writing, as if rounded once. `Math.fround(Number(text))` rounds twice, which
 * differs where the double lies in the middle between two floats and the text beside it.
 *
 * @param text digits with at most one point, a sign and an exponent
 * @see Java `Float.parseFloat`
 */
export function nearestFloat(text: string): number {
  const double = Number(text)
  const float = Math.fround(double)
  if (float === double || !Number.isFinite(double)) return float
  const here = Number.isFinite(float) ? float : Math.sign(double) * LIMIT
  const there = neighbour(here, double > here)
  // Both are exact: neighbouring floats take few bits.
  if (here + there !== 2 * double) return float
  const side = sideOf(text, double)
  if (side === 0) return float
  return Math.fround(side > 0 === here > there ? here : there)
}

/** The next float above or below; 2^128 stands for infinity. */
function neighbour(float: number, above: boolean): number {
  if (Math.abs(float) === LIMIT) return Math.sign(float) * MAX_FLOAT
  bits.setFloat32(0, float)
  const away = float === 0 ? true : float > 0 === above
  if (float === 0) bits.setInt32(0, above ? 1 : -0x7fffffff)
  else bits.setInt32(0, bits.getInt32(0) + (away ? 1 : -1))
  const next = bits.getFloat32(0)
  return Number.isFinite(next) ? next : Math.sign(next) * LIMIT
}

/** Below, at or above zero: whether the text's number is less than the double, the same or greater. */
function sideOf(text: string, double: number): number {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? []
  bits.setFloat64(0, double)
  const raw = bits.getBigUint64(0)
  const power = Number((raw >> 52n) & 0x7ffn)
  const mantissa = (raw & 0xf_ffff_ffff_ffffn) | (power === 0 ? 0n : 1n << 52n)
  // digits * 10^tens against mantissa * 2^twos
  const tens = Number(exponent) - fraction.length
  const twos = Math.max(power, 1) - 1075
  const written = BigInt(whole + fraction) * 10n ** BigInt(Math.max(tens, 0)) * 2n ** BigInt(Math.max(-twos, 0))
  const stored = mantissa * 2n ** BigInt(Math.max(twos, 0)) * 10n ** BigInt(Math.max(-tens, 0))
  const order = written === stored ? 0 : written > stored ? 1 : -1
  return sign === '-' ? -order : order
}
