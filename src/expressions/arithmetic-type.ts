import { type DataType, type DecimalType, simpleString } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'
import type { ArithmeticOperator } from './node.ts'

const MAX_PRECISION = 38
/** Digits after the point that division and multiplication keep, where 38 digits do not hold all. */
const MIN_SCALE = 6

/** Digits of the decimal that holds every value of an integer type. @see Spark `DecimalType.forType` */
const INTEGRAL_DIGITS: Readonly<Record<string, number>> = { byte: 3, short: 5, integer: 10, long: 20 }

const WIDTH = ['byte', 'short', 'integer', 'long'] as const
type IntegralKind = (typeof WIDTH)[number]

export const isIntegral = (type: DataType): type is DataType & { kind: IntegralKind } => type.kind in INTEGRAL_DIGITS

const isFloating = (type: DataType): boolean => type.kind === 'float' || type.kind === 'double'

const isNumber = (type: DataType): boolean => isIntegral(type) || isFloating(type) || type.kind === 'decimal'

/** The decimal type that holds every value of a decimal or integer type; null for other types. */
export function decimalOf(type: DataType): DecimalType | null {
  if (type.kind === 'decimal') return type
  return isIntegral(type) ? { kind: 'decimal', precision: INTEGRAL_DIGITS[type.kind]!, scale: 0 } : null
}

/**
 * The type that two numbers are brought to before they are compared, added or put into one column; null where one is no
 * number. An integer and a float meet in a double, so that no integer is rounded more than it must be.
 *
 * @see Spark `AnsiTypeCoercion.findTightestCommonType`, `DecimalPrecisionTypeCoercion.widerDecimalType`
 */
export function widerNumber(left: DataType, right: DataType): DataType | null {
  if (!isNumber(left) || !isNumber(right)) return null
  if (left.kind === 'float' && right.kind === 'float') return left
  if (isFloating(left) || isFloating(right)) return { kind: 'double' }
  if (isIntegral(left) && isIntegral(right)) return WIDTH.indexOf(left.kind) >= WIDTH.indexOf(right.kind) ? left : right
  return widerDecimal(decimalOf(left)!, decimalOf(right)!)
}

function widerDecimal(left: DecimalType, right: DecimalType): DecimalType {
  const scale = Math.max(left.scale, right.scale)
  const digits = Math.max(left.precision - left.scale, right.precision - right.scale)
  // Beyond 38 digits those before the point are kept.
  if (digits + scale <= MAX_PRECISION) return { kind: 'decimal', precision: digits + scale, scale }
  return { kind: 'decimal', precision: MAX_PRECISION, scale: Math.max(0, MAX_PRECISION - digits) }
}

/**
 * The type of arithmetic over two numbers; null where one is no number. Division of other than decimals is a double.
 *
 * @see Spark `arithmetic.scala`, `DecimalType.adjustPrecisionScale`
 */
export function arithmeticType(operator: ArithmeticOperator, left: DataType, right: DataType): DataType | null {
  const wider = widerNumber(left, right)
  if (wider === null) return null
  if (wider.kind !== 'decimal') return operator === 'divide' ? { kind: 'double' } : wider
  return decimalResult(operator, decimalOf(left)!, decimalOf(right)!)
}

export function noArithmetic(operator: string, left: DataType, right: DataType): SluiceError {
  const wrong = isNumber(left) ? right : left
  const condition = isNumber(left) === isNumber(right) ? 'BINARY_OP_WRONG_TYPE' : 'BINARY_OP_DIFF_TYPES'
  return new SluiceError(
    'TYPE_MISMATCH',
    `[DATATYPE_MISMATCH.${condition}] Cannot evaluate ${simpleString(left)} ${operator} ${simpleString(right)}: it takes numbers, got ${simpleString(wrong)}. Cast it first.`,
  )
}

function decimalResult(operator: ArithmeticOperator, left: DecimalType, right: DecimalType): DecimalType {
  const [p1, s1, p2, s2] = [left.precision, left.scale, right.precision, right.scale]
  const scale = Math.max(s1, s2)
  switch (operator) {
    case 'plus':
    case 'minus':
      return adjusted(Math.max(p1 - s1, p2 - s2) + scale + 1, scale)
    case 'multiply':
      return adjusted(p1 + p2 + 1, s1 + s2)
    case 'divide': {
      const ofQuotient = Math.max(MIN_SCALE, s1 + p2 + 1)
      return adjusted(p1 - s1 + s2 + ofQuotient, ofQuotient)
    }
    case 'mod':
      return adjusted(Math.min(p1 - s1, p2 - s2) + scale, scale)
  }
}

/** A result that needs more than 38 digits gives up digits after the point, but not below 6. */
function adjusted(precision: number, scale: number): DecimalType {
  if (precision <= MAX_PRECISION) return { kind: 'decimal', precision, scale }
  const kept = Math.max(MAX_PRECISION - (precision - scale), Math.min(scale, MIN_SCALE))
  return { kind: 'decimal', precision: MAX_PRECISION, scale: kept }
}
