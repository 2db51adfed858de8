import type { SluiceError } from '../util/error.ts'
import { divideByZero, remainderByZero } from './arithmetic-error.ts'
import type { ArithmeticOperator } from './node.ts'

/** Told that a row has no result: ends the batch, or makes the row null. */
export type Refuse = (row: number, error: () => SluiceError) => void

type Doubles = Float64Array | Int32Array | Uint8Array

/** The operator in doubles, row by row; what it gives at a null is undefined. */
export function doubleArithmetic(
  operator: ArithmeticOperator,
  a: Doubles,
  b: Doubles,
  length: number,
  validity: Uint8Array | null,
  refuse: Refuse,
): Float64Array {
  const values = new Float64Array(length)
  switch (operator) {
    case 'plus':
      for (let i = 0; i < length; i++) values[i] = a[i]! + b[i]!
      break
    case 'minus':
      for (let i = 0; i < length; i++) values[i] = a[i]! - b[i]!
      break
    case 'multiply':
      for (let i = 0; i < length; i++) values[i] = a[i]! * b[i]!
      break
    case 'divide':
      for (let i = 0; i < length; i++) {
        if (b[i] !== 0) values[i] = a[i]! / b[i]!
        else if (validity === null || validity[i] === 1) refuse(i, divideByZero)
      }
      break
    case 'mod':
      for (let i = 0; i < length; i++) {
        if (b[i] !== 0) values[i] = a[i]! % b[i]!
        else if (validity === null || validity[i] === 1) refuse(i, remainderByZero)
      }
      break
  }
  return values
}
