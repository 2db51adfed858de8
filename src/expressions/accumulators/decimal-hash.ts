import { decimalText } from '../../schema/value-at.ts'

const [MIN_INT, MAX_INT] = [-(2n ** 31n), 2n ** 31n - 1n]
const [MIN_LONG, MAX_LONG] = [-(2n ** 63n), 2n ** 63n - 1n]

/** The hash code of a decimal on the JVM. @see Spark `Decimal.hashCode`; Scala `BigDecimal.hashCode`, `Statics.doubleHash` */
export function decimalHash(unscaled: bigint, scale: number): number {
  const [digits, places] = withoutTrailingZeros(unscaled, scale)
  if (places <= 0) return wholeHash(digits * 10n ** BigInt(-places))
  const nearest = Number(decimalText(unscaled, scale))
  if (isExactly(nearest, digits, places)) return fractionHash(nearest)
  return bigIntegerHash(digits) ^ mixed(places)
}

function withoutTrailingZeros(unscaled: bigint, scale: number): readonly [digits: bigint, places: number] {
  let [digits, places] = [unscaled, scale]
  if (digits === 0n) return [0n, 0]
  for (; digits % 10n === 0n; digits /= 10n) places--
  return [digits, places]
}

/** Whether the shortest text of the double is this decimal. */
function isExactly(double: number, digits: bigint, places: number): boolean {
  const [mantissa, exponent] = String(double).split('e') as [string, string | undefined]
  const [whole, fraction = ''] = mantissa.split('.') as [string, string | undefined]
  const [same, samePlaces] = withoutTrailingZeros(BigInt(whole + fraction), fraction.length - Number(exponent ?? 0))
  return same === digits && samePlaces === places
}

function wholeHash(value: bigint): number {
  if (value >= MIN_INT && value <= MAX_INT) return Number(value)
  if (value < MIN_LONG || value > MAX_LONG) return bigIntegerHash(value)
  return Number(BigInt.asIntN(32, value ^ (value >> 32n)))
}

const bits = new DataView(new ArrayBuffer(8))

/** A double with a fraction hashes like the float that is equal to it, where there is one. */
function fractionHash(value: number): number {
  if (Math.fround(value) === value) {
    bits.setFloat32(0, value)
    return bits.getInt32(0)
  }
  bits.setFloat64(0, value)
  return bits.getInt32(0) ^ bits.getInt32(4)
}

/** @see Java `BigInteger.hashCode` */
function bigIntegerHash(value: bigint): number {
  const magnitude = value < 0n ? -value : value
  let hash = 0
  for (const word of wordsOf(magnitude)) hash = (Math.imul(31, hash) + word) | 0
  return value < 0n ? -hash | 0 : hash
}

/** The most significant first. */
function wordsOf(magnitude: bigint): readonly number[] {
  const words: number[] = []
  for (let rest = magnitude; rest > 0n; rest >>= 32n) words.unshift(Number(rest & 0xffffffffn))
  return words
}

/** @see Scala `MurmurHash3.mixLast` */
function mixed(data: number): number {
  const key = Math.imul(data, 0xcc9e2d51)
  return Math.imul((key << 15) | (key >>> 17), 0x1b873593)
}
