import { words } from './math-fdlibm.ts'

const { highOf, lowOf, withHigh, withLowZero } = words

const L = [
  0.5999999999999946, 0.4285714285785502, 0.33333332981837743, 0.272728123808534, 0.23066074577556175, 0.20697501780033842,
] as const
const P = [
  0.16666666666666602, -0.0027777777777015593, 0.00006613756321437934, -0.0000016533902205465252, 4.1381367970572385e-8,
] as const

/**
 * x to the power of y, to the last bit as Java's `StrictMath.pow`; V8 rounds otherwise in one of ninety cases.
 *
 * @see fdlibm `e_pow.c`
 */
export function pow(x: number, y: number): number {
  const magnitude = Math.abs(x)
  const isSpecial = y === 0 || x === 0 || magnitude === 1 || !Number.isFinite(x) || !Number.isFinite(y)
  if (isSpecial) return Math.abs(y) === Number.POSITIVE_INFINITY && magnitude === 1 ? Number.NaN : x ** y
  if (y === 1) return x
  if (y === 2) return x * x
  if (y === 0.5 && x >= 0) return Math.sqrt(x)
  if (y === -1) return 1 / x
  if (x < 0 && !Number.isInteger(y)) return Number.NaN
  const sign = x < 0 && Math.abs(y % 2) === 1 ? -1 : 1
  const yMagnitude = Math.abs(y)
  const highX = highOf(magnitude)
  if (yMagnitude > 2 ** 31) {
    const overflows = sign * Number.MAX_VALUE * 2
    if (yMagnitude > 2 ** 64) {
      if (highX <= 0x3fefffff) return y < 0 ? Number.POSITIVE_INFINITY : 0
      if (highX >= 0x3ff00000) return y > 0 ? Number.POSITIVE_INFINITY : 0
    }
    if (highX < 0x3fefffff) return y < 0 ? overflows : sign * 0
    if (highX > 0x3ff00000) return y > 0 ? overflows : sign * 0
  }
  const [t1, t2] = yMagnitude > 2 ** 31 ? logNearOne(magnitude) : log2(magnitude)
  return power(sign, y, t1, t2)
}

/** log2(x) as a sum of two doubles, for x next to 1. */
function logNearOne(x: number): readonly [number, number] {
  const t = x - 1
  const w = t * t * (0.5 - t * (0.3333333333333333 - t * 0.25))
  const u = 1.4426950216293335 * t
  const v = t * 1.9259629911266175e-8 - w * Math.LOG2E
  const t1 = withLowZero(u + v)
  return [t1, v - (t1 - u)]
}

/** log2(x) as a sum of two doubles. */
function log2(x: number): readonly [number, number] {
  let n = 0
  let ax = x
  let ix = highOf(ax)
  if (ix < 0x00100000) {
    ax *= 2 ** 53
    n -= 53
    ix = highOf(ax)
  }
  n += (ix >> 20) - 0x3ff
  const j = ix & 0x000fffff
  ix = j | 0x3ff00000
  let isUpper = false
  if (j >= 0xbb67a) {
    n += 1
    ix -= 0x00100000
  } else isUpper = j > 0x3988e
  ax = withHigh(ax, ix)
  const base = isUpper ? 1.5 : 1
  const u = ax - base
  const v = 1 / (ax + base)
  const ss = u * v
  const sHigh = withLowZero(ss)
  const tHigh = withHigh(0, ((ix >> 1) | 0x20000000) + 0x00080000 + (isUpper ? 1 << 18 : 0))
  const tLow = ax - (tHigh - base)
  const sLow = v * (u - sHigh * tHigh - sHigh * tLow)
  let s2 = ss * ss
  let r = s2 * s2 * (L[0] + s2 * (L[1] + s2 * (L[2] + s2 * (L[3] + s2 * (L[4] + s2 * L[5])))))
  r += sLow * (sHigh + ss)
  s2 = sHigh * sHigh
  const tHigh2 = withLowZero(3 + s2 + r)
  const tLow2 = r - (tHigh2 - 3 - s2)
  const u2 = sHigh * tHigh2
  const v2 = sLow * tHigh2 + tLow2 * ss
  const pHigh = withLowZero(u2 + v2)
  const pLow = v2 - (pHigh - u2)
  const zHigh = 0.9617967009544373 * pHigh
  const zLow = -7.028461650952758e-9 * pHigh + pLow * 0.9617966939259756 + (isUpper ? 1.350039202129749e-8 : 0)
  const dpHigh = isUpper ? 0.5849624872207642 : 0
  const t1 = withLowZero(zHigh + zLow + dpHigh + n)
  return [t1, zLow - (t1 - n - dpHigh - zHigh)]
}

/** sign * 2^(y * (t1 + t2)). */
function power(sign: number, y: number, t1: number, t2: number): number {
  const y1 = withLowZero(y)
  const pLow = (y - y1) * t1 + y * t2
  let pHigh = y1 * t1
  let z = pLow + pHigh
  let j = highOf(z)
  if (j >= 0x40900000) {
    if (((j - 0x40900000) | lowOf(z)) !== 0 || pLow + 8.008566259537294e-17 > z - pHigh) return sign * Number.POSITIVE_INFINITY
  } else if ((j & 0x7fffffff) >= 0x4090cc00) {
    if (((j - (0xc090cc00 | 0)) | lowOf(z)) !== 0 || pLow <= z - pHigh) return sign * 0
  }
  const i = j & 0x7fffffff
  let k = (i >> 20) - 0x3ff
  let n = 0
  if (i > 0x3fe00000) {
    n = j + (0x00100000 >> (k + 1))
    k = ((n & 0x7fffffff) >> 20) - 0x3ff
    const t = withHigh(0, n & ~(0x000fffff >> k))
    n = ((n & 0x000fffff) | 0x00100000) >> (20 - k)
    if (j < 0) n = -n
    pHigh -= t
  }
  const t = withLowZero(pLow + pHigh)
  const u = t * 0.6931471824645996
  const v = (pLow - (t - pHigh)) * Math.LN2 + t * -1.904654299957768e-9
  z = u + v
  const w = v - (z - u)
  const zz = z * z
  const c = z - zz * (P[0] + zz * (P[1] + zz * (P[2] + zz * (P[3] + zz * P[4]))))
  const r = (z * c) / (c - 2) - (w + z * w)
  z = 1 - (r - z)
  j = highOf(z) + (n << 20)
  if (j >> 20 <= 0) return sign * scaled(z, n)
  return sign * withHigh(z, j)
}

/** z * 2^n where the result is subnormal: scaled in two steps, rounded once. */
const scaled = (z: number, n: number): number => z * 2 ** (n + 54) * 2 ** -54
