import { bytesAt } from '../../schema/byte-values.ts'
import { type ColumnVector, isNullAt, type Utf8Vector } from '../../schema/column-vector.ts'
import { storedAt } from '../../schema/stored-at.ts'
import { valueKey } from '../accumulators/value-key.ts'

/** Stands for null among identities. */
export const NO_VALUE = -0.5

/**
 * A whole number for each value, the same for equal values of all the vectors, `NO_VALUE` for null. They have one type. NaN equals
 * NaN, -0.0 equals 0.0; a text is read once for each entry of its dictionary. Whole numbers stand for themselves.
 */
export function identitiesOf(...vectors: readonly ColumnVector[]): Float64Array[] {
  const own = vectors.map(ownIdentities)
  return own.every(identities => identities !== null) ? own : denseIdentitiesOf(...vectors)
}

function ownIdentities(vector: ColumnVector): Float64Array | null {
  const isWhole = vector.layout === 'int32' || (vector.layout === 'int64' && vector.values instanceof Float64Array)
  if (!isWhole) return null
  const { values, validity, length } = vector
  const identities = new Float64Array(length)
  for (let row = 0; row < length; row++)
    identities[row] = validity === null || validity[row] === 1 ? (values[row] as number) : NO_VALUE
  return identities
}

/** `identitiesOf` that are 0, 1, 2 …, never more than there are values. */
export function denseIdentitiesOf(...vectors: readonly ColumnVector[]): Float64Array[] {
  const known = new Map<unknown, number>()
  return vectors.map(vector => {
    const identities = new Float64Array(vector.length)
    const keyAt = keysOf(vector)
    const codes = vector.layout === 'utf8' ? vector.codes : null
    const ofCode = codeMemo(vector)
    for (let row = 0; row < vector.length; row++) {
      if (isNullAt(vector, row)) {
        identities[row] = NO_VALUE
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

/** What is known of the entries of a dictionary: an array, where that is not far longer than the rows. */
function codeMemo(vector: ColumnVector): { get(code: number): number | undefined; set(code: number, identity: number): unknown } {
  const size = vector.layout === 'utf8' ? vector.dictionary.length : 0
  if (size > 2 * vector.length) return new Map<number, number>()
  const memo = new Int32Array(size).fill(-1)
  return {
    get: code => (memo[code] === -1 ? undefined : memo[code]),
    set: (code, identity) => {
      memo[code] = identity
    },
  }
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

const FEW = 16

/** A set of identities; of few no table is made. */
export interface Identities {
  has(identity: number): boolean
  add(identity: number): unknown
}

/** @param size how many there may be */
export function emptySet(size: number): Identities {
  if (size > FEW) return new Set<number>()
  const list: number[] = []
  return { has: identity => list.includes(identity), add: identity => list.push(identity) }
}

export function setOfIdentities(identities: Float64Array): Identities {
  const set = emptySet(identities.length)
  for (let i = 0; i < identities.length; i++) set.add(identities[i]!)
  return set
}
