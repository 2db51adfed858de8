import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import { type DecimalType, simpleString } from '../schema/data-type.ts'
import { storedAt } from '../schema/stored-at.ts'
import { decimalText } from '../schema/value-at.ts'
import { SluiceError } from '../util/error.ts'
import { divideByZero, outOfDecimalRange, remainderByZero } from './arithmetic-error.ts'
import { decimalOf } from './arithmetic-type.ts'
import { divideHalfUp, hasDigits, powerOfTen, toDecimalType } from './decimal-math.ts'
import type { Refuse } from './double-arithmetic.ts'
import type { ArithmeticOperator } from './node.ts'

/** Digits of a product that Spark keeps, the others cut off, before it rounds to the type of the result: one more than a decimal has. */
const WORKING_DIGITS = 39

/** An exact number: `unscaled` / 10^`scale`. */
export interface ExactNumber {
  readonly unscaled: bigint
  readonly scale: number
}

/** The unscaled values of decimals or integers, and their scale; what stands at a null is 0. */
export function unscaledOf(vector: ColumnVector): { readonly values: readonly bigint[]; readonly scale: number } {
  if (vector.layout === 'decimal') return { values: vector.values, scale: vector.type.scale }
  const values = Array.from({ length: vector.length }, (_, row) =>
    isNullAt(vector, row) ? 0n : BigInt(storedAt(vector, row) as number | bigint),
  )
  return { values, scale: decimalOf(vector.type)!.scale }
}

/**
 * Arithmetic over decimals and integers. The exact result, of products the first 39 digits, is rounded half up to the type of the result.
 *
 * @see Spark `Decimal.scala`, `arithmetic.scala` (CheckOverflow)
 */
export function decimalArithmetic(
  operator: ArithmeticOperator,
  type: DecimalType,
  left: ColumnVector,
  right: ColumnVector,
  validity: Uint8Array | null,
  refuse: Refuse,
): readonly bigint[] {
  const [a, b] = [unscaledOf(left), unscaledOf(right)]
  const results: bigint[] = []
  for (let row = 0; row < left.length; row++) {
    results.push(0n)
    if (validity !== null && validity[row] === 0) continue
    const [x, y] = [a.values[row]!, b.values[row]!]
    if (y === 0n && (operator === 'divide' || operator === 'mod')) {
      refuse(row, operator === 'divide' ? divideByZero : remainderByZero)
      continue
    }
    const exact =
      operator === 'divide'
        ? { unscaled: quotient(x, a.scale, y, b.scale, type.scale), scale: type.scale }
        : exactResult(operator, x, a.scale, y, b.scale)
    const result = toDecimalType(exact.unscaled, exact.scale, type)
    if (result === undefined) refuse(row, () => outOfDecimalRange(exactText(exact), simpleString(type)))
    else results[row] = result
  }
  return results
}

const exactText = ({ unscaled, scale }: ExactNumber): string =>
  scale < 0 ? decimalText(unscaled * powerOfTen(-scale), 0) : decimalText(unscaled, scale)

/** x / y at a scale, rounded half up. */
function quotient(x: bigint, xScale: number, y: bigint, yScale: number, scale: number): bigint {
  const shift = scale - xScale + yScale
  return divideHalfUp(shift > 0 ? x * powerOfTen(shift) : x, shift < 0 ? y * powerOfTen(-shift) : y)
}

function exactResult(
  operator: Exclude<ArithmeticOperator, 'divide'>,
  x: bigint,
  xScale: number,
  y: bigint,
  yScale: number,
): ExactNumber {
  const scale = Math.max(xScale, yScale)
  switch (operator) {
    case 'plus':
      return { unscaled: x * powerOfTen(scale - xScale) + y * powerOfTen(scale - yScale), scale }
    case 'minus':
      return { unscaled: x * powerOfTen(scale - xScale) - y * powerOfTen(scale - yScale), scale }
    case 'multiply':
      return toWorkingDigits(x * y, xScale + yScale)
    case 'mod':
      return decimalRemainder(x * powerOfTen(scale - xScale), y * powerOfTen(scale - yScale), scale)
  }
}

/** @throws ARITHMETIC_OVERFLOW where the quotient has more than 39 digits that count, as Java's `BigDecimal.remainder` */
export function decimalRemainder(x: bigint, y: bigint, scale: number): ExactNumber {
  if (quotientIsTooLong(x / y))
    throw new SluiceError(
      'ARITHMETIC_OVERFLOW',
      'Cannot take the remainder: Division impossible, the quotient has more than 39 digits.',
    )
  return { unscaled: x % y, scale }
}

function quotientIsTooLong(quotient: bigint): boolean {
  if (hasDigits(quotient, WORKING_DIGITS)) return false
  return quotient.toString().replace('-', '').replace(/0+$/, '').length > WORKING_DIGITS
}

function toWorkingDigits(unscaled: bigint, scale: number): ExactNumber {
  if (hasDigits(unscaled, WORKING_DIGITS)) return { unscaled, scale }
  const dropped = unscaled.toString().replace('-', '').length - WORKING_DIGITS
  return { unscaled: unscaled / powerOfTen(dropped), scale: scale - dropped }
}
