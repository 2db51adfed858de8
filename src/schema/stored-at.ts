import { assertNever } from '../util/assert-never.ts'
import { bytesAt, textAt } from './byte-values.ts'
import type { Stored } from './column-builder.ts'
import { type ColumnVector, isNullAt } from './column-vector.ts'

/** One value as it is stored: microseconds, days, unscaled decimals; text for strings, a view of bytes for binary. */
export function storedAt(vector: ColumnVector, row: number): Stored {
  if (isNullAt(vector, row)) return null
  switch (vector.layout) {
    case 'boolean':
      return vector.values[row] === 1
    case 'int32':
    case 'float64':
    case 'int64':
    case 'decimal':
      return vector.values[row]!
    case 'utf8': {
      const entry = vector.codes === null ? row : vector.codes[row]!
      return vector.type.kind === 'binary' ? bytesAt(vector.dictionary, entry) : textAt(vector.dictionary, entry)
    }
    case 'list': {
      const values: Stored[] = []
      for (let i = vector.offsets[row]!; i < vector.offsets[row + 1]!; i++) values.push(storedAt(vector.elements, i))
      return values
    }
    case 'map': {
      const pairs: (readonly [Stored, Stored])[] = []
      for (let i = vector.offsets[row]!; i < vector.offsets[row + 1]!; i++)
        pairs.push([storedAt(vector.keys, i), storedAt(vector.values, i)])
      return pairs
    }
    case 'struct':
      return vector.fields.map(field => storedAt(field, row))
    default:
      return assertNever(vector)
  }
}
