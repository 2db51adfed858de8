import type { ColumnVector } from '../../schema/column-vector.ts'
import { decimalText } from '../../schema/value-at.ts'
import { numbersOf } from '../numbers-of.ts'

/** The values of a numeric column as doubles, each the nearest one. What stands at a null is undefined. */
export function doublesOf(vector: ColumnVector): ArrayLike<number> {
  if (vector.layout !== 'decimal') return numbersOf(vector, true) ?? new Float64Array(vector.length)
  const { scale } = vector.type
  return Float64Array.from(vector.values, unscaled => Number(decimalText(unscaled, scale)))
}
