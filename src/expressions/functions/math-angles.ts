import type { DoubleColumn, NumericColumn } from '../column.ts'
import type { NumericType } from '../numeric-type.ts'
import { call } from './call.ts'

/** A column of numbers of any type, or a number. */
type Numbers = number | NumericColumn<NumericType>

const double = (name: string, ...args: readonly Numbers[]): DoubleColumn => call(name, args) as DoubleColumn

// The last bit of sin, cos and tan, and of what is made of them, depends on the processor in Java: here it may differ.

/**
 * The sine of an angle in radians.
 *
 * @example sin(t.amount)
 * @see Spark `Sin`
 */
export function sin(x: Numbers): DoubleColumn {
  return double('sin', x)
}

/**
 * The cosine of an angle in radians.
 *
 * @example cos(t.amount)
 * @see Spark `Cos`
 */
export function cos(x: Numbers): DoubleColumn {
  return double('cos', x)
}

/**
 * The tangent of an angle in radians.
 *
 * @example tan(t.amount)
 * @see Spark `Tan`
 */
export function tan(x: Numbers): DoubleColumn {
  return double('tan', x)
}

/**
 * The cotangent of an angle in radians.
 *
 * @example cot(t.amount)
 * @see Spark `Cot`
 */
export function cot(x: Numbers): DoubleColumn {
  return double('cot', x)
}

/**
 * The secant of an angle in radians: 1 / cos.
 *
 * @example sec(t.amount)
 * @see Spark `Sec`
 */
export function sec(x: Numbers): DoubleColumn {
  return double('sec', x)
}

/**
 * The cosecant of an angle in radians: 1 / sin.
 *
 * @example csc(t.amount)
 * @see Spark `Csc`
 */
export function csc(x: Numbers): DoubleColumn {
  return double('csc', x)
}

/**
 * The angle, in radians, whose sine is x; NaN beyond -1 and 1.
 *
 * @example asin(t.amount)
 * @see Spark `Asin`
 */
export function asin(x: Numbers): DoubleColumn {
  return double('asin', x)
}

/**
 * The angle, in radians, whose cosine is x; NaN beyond -1 and 1.
 *
 * @example acos(t.amount)
 * @see Spark `Acos`
 */
export function acos(x: Numbers): DoubleColumn {
  return double('acos', x)
}

/**
 * The angle, in radians, whose tangent is x.
 *
 * @example atan(t.amount)
 * @see Spark `Atan`
 */
export function atan(x: Numbers): DoubleColumn {
  return double('atan', x)
}

/**
 * The hyperbolic sine.
 *
 * @example sinh(t.amount)
 * @see Spark `Sinh`
 */
export function sinh(x: Numbers): DoubleColumn {
  return double('sinh', x)
}

/**
 * The hyperbolic cosine.
 *
 * @example cosh(t.amount)
 * @see Spark `Cosh`
 */
export function cosh(x: Numbers): DoubleColumn {
  return double('cosh', x)
}

/**
 * The hyperbolic tangent.
 *
 * @example tanh(t.amount)
 * @see Spark `Tanh`
 */
export function tanh(x: Numbers): DoubleColumn {
  return double('tanh', x)
}

/**
 * The inverse of the hyperbolic sine.
 *
 * @example asinh(t.amount)
 * @see Spark `Asinh`
 */
export function asinh(x: Numbers): DoubleColumn {
  return double('asinh', x)
}

/**
 * The inverse of the hyperbolic cosine; NaN below 1.
 *
 * @example acosh(t.amount)
 * @see Spark `Acosh`
 */
export function acosh(x: Numbers): DoubleColumn {
  return double('acosh', x)
}

/**
 * The inverse of the hyperbolic tangent; NaN beyond -1 and 1.
 *
 * @example atanh(t.amount)
 * @see Spark `Atanh`
 */
export function atanh(x: Numbers): DoubleColumn {
  return double('atanh', x)
}

/**
 * Radians as degrees.
 *
 * @example degrees(t.amount)
 * @see Spark `ToDegrees`
 */
export function degrees(x: Numbers): DoubleColumn {
  return double('degrees', x)
}

/**
 * Degrees as radians.
 *
 * @example radians(t.amount)
 * @see Spark `ToRadians`
 */
export function radians(x: Numbers): DoubleColumn {
  return double('radians', x)
}

/**
 * The angle, in radians, from the x-axis to the point (x, y).
 *
 * @example atan2(t.amount, 1)
 * @see Spark `Atan2`
 */
export function atan2(y: Numbers, x: Numbers): DoubleColumn {
  return double('atan2', y, x)
}
