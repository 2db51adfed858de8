import type { DoubleColumn, NumericColumn } from '../column.ts'
import type { NumericType } from '../numeric-type.ts'
import { call } from './call.ts'

/** A column of numbers of any type, or a number. */
type Numbers = number | NumericColumn<NumericType>

const double = (name: string, ...args: readonly Numbers[]): DoubleColumn => call(name, args) as DoubleColumn

/**
 * The square root; NaN below zero.
 *
 * @example sqrt(t.amount)
 * @see Spark `Sqrt`
 */
export function sqrt(x: Numbers): DoubleColumn {
  return double('sqrt', x)
}

/**
 * The cube root.
 *
 * @example cbrt(t.amount)
 * @see Spark `Cbrt`
 */
export function cbrt(x: Numbers): DoubleColumn {
  return double('cbrt', x)
}

/**
 * e to the power of x.
 *
 * @example exp(t.amount)
 * @see Spark `Exp`
 */
export function exp(x: Numbers): DoubleColumn {
  return double('exp', x)
}

/**
 * e to the power of x, minus one; exact for small x.
 *
 * @example expm1(t.amount)
 * @see Spark `Expm1`
 */
export function expm1(x: Numbers): DoubleColumn {
  return double('expm1', x)
}

/**
 * The natural logarithm; null at and below zero.
 *
 * @example ln(t.amount)
 * @see Spark `Log`
 */
export function ln(x: Numbers): DoubleColumn {
  return double('ln', x)
}

/**
 * The logarithm to base 10; null at and below zero.
 *
 * @example log10(t.amount)
 * @see Spark `Log10`
 */
export function log10(x: Numbers): DoubleColumn {
  return double('log10', x)
}

/**
 * The logarithm to base 2; null at and below zero.
 *
 * @example log2(t.amount)
 * @see Spark `Log2`
 */
export function log2(x: Numbers): DoubleColumn {
  return double('log2', x)
}

/**
 * The natural logarithm of 1 + x; null at and below -1.
 *
 * @example log1p(t.amount)
 * @see Spark `Log1p`
 */
export function log1p(x: Numbers): DoubleColumn {
  return double('log1p', x)
}

/**
 * The logarithm of a number to a base; null where either is at or below zero.
 *
 * @example log(2, t.amount)
 * @see Spark `Logarithm`
 */
export function log(base: Numbers, x: Numbers): DoubleColumn {
  return double('log', base, x)
}

/**
 * x to the power of y.
 *
 * @example pow(t.amount, 2)
 * @see Spark `Pow`
 */
export function pow(x: Numbers, y: Numbers): DoubleColumn {
  return double('power', x, y)
}

/**
 * The same as `pow`.
 *
 * @example power(t.amount, 2)
 * @see Spark `Pow`
 */
export function power(x: Numbers, y: Numbers): DoubleColumn {
  return double('power', x, y)
}

/**
 * The square root of x² + y², without overflow on the way.
 *
 * @example hypot(t.amount, 3)
 * @see Spark `Hypot`
 */
export function hypot(x: Numbers, y: Numbers): DoubleColumn {
  return double('hypot', x, y)
}

/**
 * -1, 0 or 1, as a double; NaN of NaN.
 *
 * @example signum(t.amount)
 * @see Spark `Signum`
 */
export function signum(x: Numbers): DoubleColumn {
  return double('signum', x)
}

/**
 * The same as `signum`.
 *
 * @example sign(t.amount)
 * @see Spark `Signum`
 */
export function sign(x: Numbers): DoubleColumn {
  return double('signum', x)
}

/**
 * The nearest whole number, as a double; halves go to the even one.
 *
 * @example rint(t.amount)
 * @see Spark `Rint`
 */
export function rint(x: Numbers): DoubleColumn {
  return double('rint', x)
}
