import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import { decimalText } from '../schema/value-at.ts'

/**
 * The values of a numeric, boolean, date or timestamp vector as numbers; `null` where that would not be exact.
 *
 * @param rounded longs beyond 2^53 become the nearest double, as where Spark brings a long and a double to one type
 */
export function numbersOf(vector: ColumnVector, rounded = false): Float64Array | Int32Array | Uint8Array | null {
  switch (vector.layout) {
    case 'boolean':
    case 'int32':
    case 'float64':
      return vector.values
    case 'int64':
      if (vector.values instanceof Float64Array) return vector.values
      return rounded ? Float64Array.from(vector.values, Number) : null
    default:
      return null
  }
}

/** 1 where both operands have a value; `null` when all rows have. */
export function bothValid(left: Uint8Array | null, right: Uint8Array | null, length: number): Uint8Array | null {
  if (left === null || right === null) {
    const one = left ?? right
    return one === null ? null : one.slice(0, length)
  }
  const valid = new Uint8Array(length)
  for (let row = 0; row < length; row++) valid[row] = left[row]! & right[row]!
  return valid
}

/** The values of a numeric vector as doubles, each the nearest one; what stands at a null is undefined. */
export function doublesOf(vector: ColumnVector): Float64Array | Int32Array | Uint8Array {
  const numbers = numbersOf(vector, true)
  if (numbers !== null) return numbers
  if (vector.layout !== 'decimal') throw new Error(`no numbers in a vector of ${vector.type.kind}`)
  const { values, type, length } = vector
  return Float64Array.from({ length }, (_, row) => (isNullAt(vector, row) ? 0 : Number(decimalText(values[row]!, type.scale))))
}
