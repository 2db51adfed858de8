import { javaDoubleText } from '../../formats/java-double.ts'
import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector, Float64Vector } from '../../schema/column-vector.ts'
import { type DataType, type DecimalType, simpleString } from '../../schema/data-type.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { decimalText } from '../../schema/value-at.ts'
import { outOfDecimalRange, overflow } from '../arithmetic-error.ts'
import { decimalOf } from '../arithmetic-type.ts'
import { failCast } from '../cast-failure.ts'
import { parseDecimal, toDecimal } from '../cast-to-decimal.ts'
import { divideHalfEven, divideHalfUp, hasDigits, powerOfTen } from '../decimal-math.ts'
import { integerLimits, MAX_LONG, MIN_LONG, storedLong } from '../integer-limits.ts'
import { isNumeric } from '../numeric-type.ts'
import { type Builtin, wrongArguments } from './builtin.ts'

/** a / b as a whole number; `b` is above zero. */
type Rounding = (a: bigint, b: bigint) => bigint

export const floorDivide: Rounding = (a, b) => (a % b < 0n ? a / b - 1n : a / b)
const ceilDivide: Rounding = (a, b) => (a % b > 0n ? a / b + 1n : a / b)

/** The number of digits that `round(x, digits)` names: a constant. */
function digitsOf(name: string, args: readonly DataType[], constants: readonly (Stored | undefined)[] | undefined): number {
  const digits = args.length === 1 ? 0 : constants?.[1]
  if (args.length < 1 || args.length > 2 || !isNumeric(args[0]!) || typeof digits !== 'number' || !Number.isInteger(digits))
    throw wrongArguments(name, 'a number and a constant number of digits', args)
  return digits
}

/** The decimal that holds the rounded value: one digit more before the point. @see Spark `RoundBase.dataType` */
function roundedType({ precision, scale }: DecimalType, digits: number): DecimalType {
  const before = precision - scale + 1
  if (digits < 0) return { kind: 'decimal', precision: Math.min(Math.max(before, 1 - digits), 38), scale: 0 }
  const kept = Math.min(scale, digits)
  return { kind: 'decimal', precision: Math.min(before + kept, 38), scale: kept }
}

function roundDecimal(unscaled: bigint, scale: number, digits: number, to: DecimalType, rounding: Rounding): bigint {
  const result =
    digits >= scale ? unscaled : rounding(unscaled, powerOfTen(scale - digits)) * powerOfTen(digits < 0 ? -digits : 0)
  if (!hasDigits(result, to.precision))
    throw outOfDecimalRange(decimalText(result, to.scale), simpleString(to), { suggestion: false })
  return result
}

/** Doubles are rounded by their shortest decimal writing, so 1.005 at 2 digits is 1.01. */
function roundDouble(value: number, digits: number, rounding: Rounding): number {
  if (!Number.isFinite(value)) return value
  if (digits >= 0 && digits <= 15) {
    const fast = roundedFast(value, 10 ** digits)
    if (fast !== null) return fast
  }
  const exact = parseDecimal(javaDoubleText(value))!
  const dropped = exact.scale - digits
  if (dropped <= 0) return value + 0
  if (dropped > exact.digits.length + 1) return 0
  const whole = rounding(BigInt(exact.digits) * (exact.negative ? -1n : 1n), powerOfTen(dropped))
  return Number(`${whole}e${-digits}`) + 0
}

/** The nearest number of so many digits where that is plain: not near the middle between two. */
function roundedFast(value: number, unit: number): number | null {
  const scaled = Math.abs(value) * unit
  if (!(scaled < 1e9)) return null
  const whole = Math.floor(scaled)
  const fromMiddle = scaled - whole - 0.5
  if (Math.abs(fromMiddle) < 1e-6) return null
  const rounded = (fromMiddle > 0 ? whole + 1 : whole) / unit
  return value < 0 ? 0 - rounded : rounded
}

function roundWhole(value: number | bigint, type: DataType, digits: number, rounding: Rounding): Stored {
  if (digits >= 0) return value
  if (digits < -19) return 0
  const unit = powerOfTen(-digits)
  const result = rounding(BigInt(value), unit) * unit
  const { min, max } = type.kind === 'long' ? { min: MIN_LONG, max: MAX_LONG } : integerLimits(type.kind as 'integer')
  if (result < min || result > max) throw overflow('round', simpleString(type))
  return storedLong(result)
}

function roundFunction(name: string, rounding: Rounding): Builtin {
  return {
    name,
    mayFail: true,
    type(args, constants) {
      const digits = digitsOf(name, args, constants)
      return args[0]!.kind === 'decimal' ? roundedType(args[0]!, digits) : args[0]!
    },
    evaluate([input, digitsVector], { type }) {
      const digits = digitsVector === undefined ? 0 : digitsOfVector(digitsVector)
      if (input!.layout === 'float64' && type.kind === 'double') {
        const values = new Float64Array(input!.length)
        for (let row = 0; row < values.length; row++) values[row] = roundDouble(input!.values[row]!, digits, rounding)
        return { ...input!, values }
      }
      return eachValue(input!, type, value => {
        if (type.kind === 'decimal')
          return roundDecimal(value as bigint, (input!.type as DecimalType).scale, digits, type, rounding)
        if (type.kind === 'double') return roundDouble(value as number, digits, rounding)
        if (type.kind === 'float') return Math.fround(roundDouble(value as number, digits, rounding))
        return roundWhole(value as number, type, digits, rounding)
      })
    },
  }
}

function digitsOfVector(vector: ColumnVector): number {
  return vector.length === 0 ? 0 : (storedAt(vector, 0) as number)
}

function eachValue(input: ColumnVector, type: DataType, apply: (value: Stored) => Stored): ColumnVector {
  const stored: Stored[] = []
  for (let row = 0; row < input.length; row++) {
    const value = storedAt(input, row)
    stored.push(value === null ? null : apply(value))
  }
  return vectorOf(type, stored)
}

const LONG = { kind: 'long' } as const
const DOUBLE_AS_DECIMAL = { kind: 'decimal', precision: 30, scale: 15 } as const
const FLOAT_AS_DECIMAL = { kind: 'decimal', precision: 14, scale: 7 } as const
const decimalFor = (type: DataType): DecimalType =>
  decimalOf(type) ?? (type.kind === 'float' ? FLOAT_AS_DECIMAL : DOUBLE_AS_DECIMAL)

/**
 * `ceil` and `floor`: a long, held at the ends of the longs, or a decimal. With a number of digits always a decimal.
 *
 * @see Spark `Ceil`, `Floor`, `RoundCeil`, `RoundFloor`
 */
function towards(name: string, ofDouble: (x: number) => number, rounding: Rounding): Builtin {
  return {
    name,
    mayFail: true,
    type(args, constants) {
      const digits = digitsOf(name, args, constants)
      if (args.length === 2) return roundedType(decimalFor(args[0]!), digits)
      if (args[0]!.kind !== 'decimal') return LONG
      return args[0]!.scale === 0 ? args[0]! : roundedType(args[0]!, 0)
    },
    evaluate([input, digitsVector], { type }) {
      const from = input!.type
      if (type.kind === 'decimal') {
        const digits = digitsVector === undefined ? 0 : digitsOfVector(digitsVector)
        const exact = decimalFor(from)
        return eachValue(input!, type, value => {
          const unscaled = toDecimal(value, from, exact, failCast) as bigint | null
          return unscaled === null ? null : roundDecimal(unscaled, exact.scale, digits, type, rounding)
        })
      }
      if (from.kind !== 'double' && from.kind !== 'float') return eachValue(input!, type, value => value)
      return safeLongs(input as Float64Vector, ofDouble) ?? eachValue(input!, type, value => toLong(ofDouble(value as number)))
    },
  }
}

/** Whole numbers where all are safe integers. */
function safeLongs({ values, length, validity }: Float64Vector, ofDouble: (x: number) => number): ColumnVector | null {
  const longs = new Float64Array(length)
  for (let row = 0; row < length; row++) {
    if (validity !== null && validity[row] === 0) continue
    const long = ofDouble(values[row]!)
    if (!Number.isSafeInteger(long)) return null
    longs[row] = long + 0
  }
  return { layout: 'int64', type: LONG, length, validity, values: longs }
}

/** Java's `(long) x`. */
function toLong(x: number): number | bigint {
  if (Number.isSafeInteger(x)) return x + 0
  if (Number.isNaN(x)) return 0
  return x >= 2 ** 63 ? MAX_LONG : x <= -(2 ** 63) ? MIN_LONG : BigInt(x)
}

/** @see Spark `mathExpressions.scala` (RoundBase) */
export const ROUND_BUILTINS: readonly Builtin[] = [
  roundFunction('round', divideHalfUp),
  roundFunction('bround', divideHalfEven),
  towards('ceil', Math.ceil, ceilDivide),
  towards('floor', Math.floor, floorDivide),
]
