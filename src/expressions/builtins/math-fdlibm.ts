// Where V8's functions are not those of Java's StrictMath to the last bit: the algorithms of fdlibm, which StrictMath is defined by.
const view = new DataView(new ArrayBuffer(8))

const highOf = (x: number): number => {
  view.setFloat64(0, x)
  return view.getInt32(0)
}

const lowOf = (x: number): number => {
  view.setFloat64(0, x)
  return view.getInt32(4)
}

function withHigh(x: number, high: number): number {
  view.setFloat64(0, x)
  view.setInt32(0, high)
  return view.getFloat64(0)
}

const withLowZero = (x: number): number => {
  view.setFloat64(0, x)
  view.setInt32(4, 0)
  return view.getFloat64(0)
}

/** V8 gives E for 1; fdlibm the double above it. @see Java `StrictMath.exp` */
export const exp = (x: number): number => (x === 1 ? Math.E + 2 ** -51 : Math.exp(x))

/** @see Java `StrictMath.cosh` */
export const cosh = (x: number): number => (Math.abs(x) === 1 ? 1.543080634815244 : Math.cosh(x))

/** @see fdlibm `s_tanh.c` */
export function tanh(x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Math.sign(x)
  const magnitude = Math.abs(x)
  let result = 1
  if (magnitude < 22) {
    if (magnitude < 2 ** -55) return x * (1 + x)
    if (magnitude >= 1) result = 1 - 2 / (Math.expm1(2 * magnitude) + 2)
    else {
      const t = Math.expm1(-2 * magnitude)
      result = -t / (t + 2)
    }
  }
  return x < 0 ? -result : result
}

/** @see fdlibm `s_cbrt.c` */
export function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x
  const magnitude = Math.abs(x)
  let t = 0
  if (magnitude < 2 ** -1022) {
    t = magnitude * 2 ** 54
    t = withHigh(t, Math.floor(highOf(t) / 3) + 696_219_795)
  } else t = withHigh(0, Math.floor(highOf(magnitude) / 3) + 715_094_163)
  let r = (t * t) / magnitude
  let s = 0.5428571428571428 + r * t
  t *= 0.35714285714285715 + 1.6071428571428572 / (s + 1.4142857142857144 + -0.7053061224489796 / s)
  t = withHigh(0, highOf(t) + 1)
  s = t * t
  r = magnitude / s
  const w = t + t
  r = (r - t) / (w + r)
  t += t * r
  return x < 0 ? -t : t
}

/** @see fdlibm `e_hypot.c` */
export function hypot(x: number, y: number): number {
  if (!Number.isFinite(x) || !Number.isFinite(y)) {
    return Math.abs(x) === Number.POSITIVE_INFINITY || Math.abs(y) === Number.POSITIVE_INFINITY
      ? Number.POSITIVE_INFINITY
      : Number.NaN
  }
  let [a, b] = [Math.max(Math.abs(x), Math.abs(y)), Math.min(Math.abs(x), Math.abs(y))]
  if (highOf(a) - highOf(b) > 0x3c00000) return a + b
  let scale = 1
  if (highOf(a) > 0x5f300000) {
    a *= 2 ** -600
    b *= 2 ** -600
    scale = 2 ** 600
  } else if (highOf(b) < 0x20b00000) {
    if (b === 0) return a
    if (highOf(b) < 0x00100000) {
      a *= 2 ** 1022
      b *= 2 ** 1022
      scale = 2 ** -1022
    } else {
      a *= 2 ** 600
      b *= 2 ** 600
      scale = 2 ** -600
    }
  }
  const difference = a - b
  if (difference > b) {
    const t1 = withLowZero(a)
    const t2 = a - t1
    return Math.sqrt(t1 * t1 - (b * -b - t2 * (a + t1))) * scale
  }
  const doubled = a + a
  const y1 = withLowZero(b)
  const y2 = b - y1
  const t1 = withHigh(0, highOf(a) + 0x00100000)
  const t2 = doubled - t1
  return Math.sqrt(t1 * y1 - (difference * -difference - (t1 * y2 + t2 * b))) * scale
}

const PI_LOW = 1.2246467991473532e-16

/** @see fdlibm `e_atan2.c` */
export function atan2(y: number, x: number): number {
  if (x === 0 || y === 0 || !Number.isFinite(x) || !Number.isFinite(y)) return Math.atan2(y, x)
  if (x === 1) return Math.atan(y)
  const k = ((highOf(y) & 0x7fffffff) - (highOf(x) & 0x7fffffff)) >> 20
  const z = k > 60 ? Math.PI / 2 + 0.5 * PI_LOW : x < 0 && k < -60 ? 0 : Math.atan(Math.abs(y / x))
  if (x > 0) return y < 0 ? -z : z
  return y < 0 ? z - PI_LOW - Math.PI : Math.PI - (z - PI_LOW)
}

/** @internal For `math-pow.ts`. */
export const words = { highOf, lowOf, withHigh, withLowZero }
