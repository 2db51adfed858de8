import { int64Values } from '../schema/column-builder.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import { storedAt } from '../schema/stored-at.ts'
import { overflow, remainderByZero } from './arithmetic-error.ts'
import { doubleArithmetic, type Refuse } from './double-arithmetic.ts'
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
  const values = doubleArithmetic(operator, a, b, left.length, validity, refuse)
  for (let i = 0; i < values.length; i++) {
    const result = values[i]!
    // Adding 0 makes -0 zero.
    if (result <= Number.MAX_SAFE_INTEGER && result >= Number.MIN_SAFE_INTEGER) values[i] = result + 0
    else if (validity === null || validity[i] === 1) return null
    else values[i] = 0
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
