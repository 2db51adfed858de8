import { bytesAt } from '../../schema/byte-values.ts'
import { type ColumnVector, isNullAt, type Utf8Vector } from '../../schema/column-vector.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { valueKey } from '../accumulators/value-key.ts'

/**
 * A number for each value, the same for equal values of all the vectors, -1 for null. They have one type. NaN equals NaN, -0.0
 * equals 0.0; a text is read once for each entry of its dictionary.
 */
export function identitiesOf(...vectors: readonly ColumnVector[]): Int32Array[] {
  const known = new Map<unknown, number>()
  return vectors.map(vector => {
    const identities = new Int32Array(vector.length)
    const keyAt = keysOf(vector)
    const codes = vector.layout === 'utf8' ? vector.codes : null
    const ofCode = new Map<number, number>()
    for (let row = 0; row < vector.length; row++) {
      if (isNullAt(vector, row)) {
        identities[row] = -1
        continue
      }
      let identity = codes === null ? undefined : ofCode.get(codes[row]!)
      if (identity === undefined) {
        const key = keyAt(row)
        identity = known.get(key)
        if (identity === undefined) {
          identity = known.size
          known.set(key, identity)
        }
        if (codes !== null) ofCode.set(codes[row]!, identity)
      }
      identities[row] = identity
    }
    return identities
  })
}

function keysOf(vector: ColumnVector): (row: number) => unknown {
  switch (vector.layout) {
    case 'boolean':
    case 'int32':
    case 'float64':
      return row => vector.values[row]
    case 'int64':
    case 'decimal':
      return row => valueKey(vector.values[row]!)
    case 'utf8':
      return row => valueKey(bytesOf(vector, row))
    default:
      return row => valueKey(storedAt(vector, row))
  }
}

/** The bytes of a text or of bytes. */
export const bytesOf = (vector: Utf8Vector, row: number): Uint8Array =>
  bytesAt(vector.dictionary, vector.codes === null ? row : vector.codes[row]!)
