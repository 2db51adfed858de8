import type { Stored } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import { ownedStoredAt } from '../../schema/owned-stored.ts'
import { valueKey } from './value-key.ts'

/**
 * A value of a row that outlives its batch, as `ownedStoredAt`, but for texts that are not inside another value: they stay
 * bytes, which need not be decoded.
 */
export function ownedAt(vector: ColumnVector, row: number): Stored {
  if (vector.layout !== 'utf8') return ownedStoredAt(vector, row)
  if (vector.validity !== null && vector.validity[row] === 0) return null
  const entry = vector.codes === null ? row : vector.codes[row]!
  const { bytes, starts, ends } = vector.dictionary
  return Buffer.from(bytes.subarray(starts[entry]!, ends[entry]!))
}

/** The same for many rows: an entry of a dictionary is copied once, however many rows have it. */
export function ownedValues(vector: ColumnVector): (row: number) => Stored {
  return perEntry(vector, row => ownedAt(vector, row))
}

/** The values of many rows as keys of a `Map`: an entry of a dictionary is turned into a key once. */
export function ownedKeys(vector: ColumnVector): (row: number) => unknown {
  return perEntry(vector, row => valueKey(ownedAt(vector, row)))
}

function perEntry<V>(vector: ColumnVector, make: (row: number) => V): (row: number) => V {
  const codes = vector.layout === 'utf8' ? vector.codes : null
  if (codes === null) return make
  const known: V[] = []
  return row => {
    const entry = codes[row]!
    const value = known[entry]
    if (value !== undefined) return value
    const made = make(row)
    known[entry] = made
    return made
  }
}
