import { type Stored, vectorOf } from '../schema/column-builder.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import type { DataType } from '../schema/data-type.ts'
import { storedAt } from '../schema/stored-at.ts'
import { SluiceError } from '../util/error.ts'
import type { ArithmeticOperator } from './node.ts'
import { bothValid, numbersOf } from './numbers-of.ts'

const RANGE = {
  integer: { min: -(2n ** 31n), max: 2n ** 31n - 1n, name: 'integer' },
  long: { min: -(2n ** 63n), max: 2n ** 63n - 1n, name: 'long' },
} as const

/**
 * Arithmetic in ANSI mode: overflow and division by zero end the batch with an error, as in Spark 4.
 *
 * @throws ARITHMETIC_OVERFLOW, DIVIDE_BY_ZERO
 * @see Spark `arithmetic.scala`, conf spark.sql.ansi.enabled
 */
export function arithmeticVectors(
  operator: ArithmeticOperator,
  type: DataType,
  left: ColumnVector,
  right: ColumnVector,
): ColumnVector {
  const length = left.length
  const validity = bothValid(left.validity, right.validity, length)
  const [a, b] = [numbersOf(left), numbersOf(right)]
  if (type.kind === 'double') {
    const values = new Float64Array(length)
    const [x, y] = [a ?? doubles(left), b ?? doubles(right)]
    for (let i = 0; i < length; i++) if (validity === null || validity[i] === 1) values[i] = doubleResult(operator, x[i]!, y[i]!)
    return { layout: 'float64', type, length, validity, values }
  }
  const range = type.kind === 'integer' ? RANGE.integer : RANGE.long
  const stored: Stored[] = []
  for (let i = 0; i < length; i++) {
    if (validity !== null && validity[i] === 0) stored.push(null)
    else {
      const exact = integerResult(operator, BigInt(storedAt(left, i) as number), BigInt(storedAt(right, i) as number))
      if (exact < range.min || exact > range.max) {
        throw new SluiceError(
          'ARITHMETIC_OVERFLOW',
          `[ARITHMETIC_OVERFLOW] ${range.name} overflow in ${operator}: the result is ${exact}. Cast to a wider type first.`,
        )
      }
      stored.push(Number.isSafeInteger(Number(exact)) ? Number(exact) : exact)
    }
  }
  return vectorOf(type, stored)
}

function doubles(vector: ColumnVector): Float64Array {
  return Float64Array.from({ length: vector.length }, (_, row) => Number(storedAt(vector, row) ?? 0))
}

function doubleResult(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case 'plus':
      return a + b
    case 'minus':
      return a - b
    case 'multiply':
      return a * b
    case 'divide':
      if (b === 0) throw divideByZero()
      return a / b
    case 'mod':
      if (b === 0) throw divideByZero()
      return a % b
  }
}

function integerResult(operator: ArithmeticOperator, a: bigint, b: bigint): bigint {
  switch (operator) {
    case 'plus':
      return a + b
    case 'minus':
      return a - b
    case 'multiply':
      return a * b
    case 'divide':
    case 'mod':
      if (b === 0n) throw divideByZero()
      return operator === 'mod' ? a % b : a / b
  }
}

function divideByZero(): SluiceError {
  return new SluiceError(
    'DIVIDE_BY_ZERO',
    '[DIVIDE_BY_ZERO] Division by zero. Filter the zeros out first, or use when(divisor.notEqual(0), …) around it.',
  )
}
