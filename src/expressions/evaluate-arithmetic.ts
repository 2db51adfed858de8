import type { ColumnVector, Int32Vector } from '../schema/column-vector.ts'
import { type DataType, simpleString } from '../schema/data-type.ts'
import { overflow } from './arithmetic-error.ts'
import { doubleArithmetic, type Refuse } from './double-arithmetic.ts'
import { decimalArithmetic } from './evaluate-decimal.ts'
import { integerLimits } from './integer-limits.ts'
import { longArithmetic } from './long-arithmetic.ts'
import type { ArithmeticOperator } from './node.ts'
import { bothValid, doublesOf } from './numbers-of.ts'

/**
 * Arithmetic in ANSI mode: overflow and division by zero end the batch with an error, as in Spark 4.
 *
 * @param type the type of the result, by `arithmeticType`
 * @param onError `null` gives null where there is no result, as Spark's `try_add` and its like
 * @throws ARITHMETIC_OVERFLOW, DIVIDE_BY_ZERO
 * @see Spark `arithmetic.scala`, conf spark.sql.ansi.enabled
 */
export function arithmeticVectors(
  operator: ArithmeticOperator,
  type: DataType,
  left: ColumnVector,
  right: ColumnVector,
  onError: 'fail' | 'null' = 'fail',
): ColumnVector {
  const length = left.length
  const both = bothValid(left.validity, right.validity, length)
  const validity = onError === 'null' ? (both ?? new Uint8Array(length).fill(1)) : both
  const refuse: Refuse = (row, error) => {
    if (onError === 'fail') throw error()
    validity![row] = 0
  }
  switch (type.kind) {
    case 'float':
    case 'double': {
      const values = doubleArithmetic(operator, doublesOf(left), doublesOf(right), length, validity, refuse)
      if (type.kind === 'float') for (let i = 0; i < length; i++) values[i] = Math.fround(values[i]!)
      return { layout: 'float64', type, length, validity, values }
    }
    case 'decimal':
      return {
        layout: 'decimal',
        type,
        length,
        validity,
        values: decimalArithmetic(operator, type, left, right, validity, refuse),
      }
    case 'long':
      return { layout: 'int64', type, length, validity, values: longArithmetic(operator, left, right, validity, refuse) }
    case 'byte':
    case 'short':
    case 'integer': {
      const { min, max } = integerLimits(type.kind)
      const exact = doubleArithmetic(
        operator,
        (left as Int32Vector).values,
        (right as Int32Vector).values,
        length,
        validity,
        refuse,
      )
      const values = new Int32Array(length)
      // A product is below 2^62, where a double may be rounded but never back into the range.
      for (let i = 0; i < length; i++) {
        const result = exact[i]!
        if (result >= min && result <= max) values[i] = result
        else if (validity === null || validity[i] === 1) refuse(i, () => overflow(operator, simpleString(type)))
      }
      return { layout: 'int32', type, length, validity, values }
    }
    default:
      throw new Error(`no arithmetic gives ${type.kind}`)
  }
}
