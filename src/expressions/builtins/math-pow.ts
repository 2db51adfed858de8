import { words } from './math-fdlibm.ts'

const { highOf, lowOf, withHigh, withLowZero } = words

const L = [
  5.99999999999994648725e-1, 4.28571428578550184252e-1, 3.33333329818377432918e-1, 2.72728123808534006489e-1,
  2.30660745775561754067e-1, 2.06975017800338417784e-1,
] as const
const P = [
  1.66666666666666019037e-1, -2.77777777770155933842e-3, 6.61375632143793436117e-5, -1.65339022054652515390e-6,
  4.13813679705723846039e-8,
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
  const w = t * t * (0.5 - t * (0.3333333333333333333333 - t * 0.25))
  const u = 1.44269502162933349609 * t
  const v = t * 1.92596299112661746887e-8 - w * 1.442695040888963387
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
  const zHigh = 9.61796700954437255859e-1 * pHigh
  const zLow = -7.02846165095275826516e-9 * pHigh + pLow * 9.61796693925975554329e-1 + (isUpper ? 1.35003920212974897128e-8 : 0)
  const dpHigh = isUpper ? 5.84962487220764160156e-1 : 0
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
    if (((j - 0x40900000) | lowOf(z)) !== 0 || pLow + 8.0085662595372944372e-17 > z - pHigh) return sign * Number.POSITIVE_INFINITY
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
  const u = t * 6.93147182464599609375e-1
  const v = (pLow - (t - pHigh)) * 6.93147180559945286227e-1 + t * -1.90465429995776804525e-9
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
