import { int64Values } from '../schema/column-builder.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import { storedAt } from '../schema/stored-at.ts'
import { overflow, remainderByZero } from './arithmetic-error.ts'
import type { Refuse } from './evaluate-arithmetic.ts'
import { MAX_LONG, MIN_LONG, storedLong } from './integer-limits.ts'
import type { ArithmeticOperator } from './node.ts'
import { numbersOf } from './numbers-of.ts'

/** Arithmetic over 64-bit integers: in doubles while all operands and results are safe integers, else in bigints. */
export function longArithmetic(
  operator: ArithmeticOperator,
  left: ColumnVector,
  right: ColumnVector,
  validity: Uint8Array | null,
  refuse: Refuse,
): Float64Array | BigInt64Array {
  return inDoubles(operator, left, right, validity, refuse) ?? inBigints(operator, left, right, validity, refuse)
}

function inDoubles(
  operator: ArithmeticOperator,
  left: ColumnVector,
  right: ColumnVector,
  validity: Uint8Array | null,
  refuse: Refuse,
): Float64Array | null {
  const [a, b] = [numbersOf(left), numbersOf(right)]
  if (a === null || b === null) return null
  const values = new Float64Array(left.length)
  for (let i = 0; i < left.length; i++) {
    if (validity !== null && validity[i] === 0) continue
    // Adding 0 makes -0 zero.
    const result =
      (operator === 'plus'
        ? a[i]! + b[i]!
        : operator === 'minus'
          ? a[i]! - b[i]!
          : operator === 'multiply'
            ? a[i]! * b[i]!
            : a[i]! % b[i]!) + 0
    if (Number.isSafeInteger(result)) values[i] = result
    else if (operator === 'mod') refuse(i, remainderByZero)
    else return null
  }
  return values
}

function inBigints(
  operator: ArithmeticOperator,
  left: ColumnVector,
  right: ColumnVector,
  validity: Uint8Array | null,
  refuse: Refuse,
): Float64Array | BigInt64Array {
  const stored: (number | bigint | null)[] = []
  for (let row = 0; row < left.length; row++) {
    stored.push(null)
    if (validity !== null && validity[row] === 0) continue
    const [a, b] = [BigInt(storedAt(left, row) as number), BigInt(storedAt(right, row) as number)]
    if (operator === 'mod' && b === 0n) {
      refuse(row, remainderByZero)
      continue
    }
    const result = operator === 'plus' ? a + b : operator === 'minus' ? a - b : operator === 'multiply' ? a * b : a % b
    if (result < MIN_LONG || result > MAX_LONG) refuse(row, () => overflow(operator, 'bigint'))
    else stored[row] = storedLong(result)
  }
  return int64Values(stored)
}
