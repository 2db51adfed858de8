import { isUtf8 } from 'node:buffer'
import { bytesAt, textAt } from './byte-values.ts'
import type { Stored } from './column-builder.ts'
import { type ColumnVector, isNullAt } from './column-vector.ts'
import { storedAt } from './stored-at.ts'

/** A copy of a stored value that shares no buffer with it, however deep its bytes lie. */
export function ownedStored(stored: Stored): Stored {
  if (stored instanceof Uint8Array) return Uint8Array.from(stored)
  return Array.isArray(stored) ? stored.map(ownedStored) : stored
}

/**
 * A value of a row that outlives its batch: it shares no buffer with the vector, and no byte of it is lost. A text whose
 * bytes are not UTF-8 stays bytes, which `vectorOf` takes for texts too.
 */
export function ownedStoredAt(vector: ColumnVector, row: number): Stored {
  if (isNullAt(vector, row)) return null
  switch (vector.layout) {
    case 'utf8':
      return ownedBytesAt(vector, vector.codes === null ? row : vector.codes[row]!)
    case 'list': {
      const values: Stored[] = []
      for (let i = vector.offsets[row]!; i < vector.offsets[row + 1]!; i++) values.push(ownedStoredAt(vector.elements, i))
      return values
    }
    case 'map': {
      const pairs: (readonly [Stored, Stored])[] = []
      for (let i = vector.offsets[row]!; i < vector.offsets[row + 1]!; i++)
        pairs.push([ownedStoredAt(vector.keys, i), ownedStoredAt(vector.values, i)])
      return pairs
    }
    case 'struct':
      return vector.fields.map(field => ownedStoredAt(field, row))
    default:
      return storedAt(vector, row)
  }
}

function ownedBytesAt({ type, dictionary }: ColumnVector & { layout: 'utf8' }, entry: number): Stored {
  const bytes = bytesAt(dictionary, entry)
  if (type.kind === 'binary') return Uint8Array.from(bytes)
  const text = textAt(dictionary, entry)
  // Only a text with U+FFFD may have lost bytes, and it may also have had that character.
  return text.includes('\ufffd') && !isUtf8(bytes) ? Uint8Array.from(bytes) : text
}
