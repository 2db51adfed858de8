import type { ColumnBatch } from '../schema/column-batch.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import { assertNever } from '../util/assert-never.ts'

/** Bytes that a part of a file costs, however short it is: its length in the header, and what its rows do not pay for. */
const PART_BYTES = 16
/** Magic, lengths, checksum and the names in the header. */
const FILE_BYTES = 64
/** An entry in a dictionary: code, start and end. */
const ENTRY_BYTES = 12

/** What a batch has as a file at most: as a whole, and for each of its rows. */
export interface ColumnFileBytes {
  readonly fixed: number
  readonly ofRow: Float64Array
}

/** An upper bound for what `encodeColumnFile` gives, without making it. */
export function columnFileBytes({ schema, numRows, columns }: ColumnBatch): ColumnFileBytes {
  const ofRow = new Float64Array(numRows)
  let parts = 0
  for (const column of columns) parts += addBytes(column, row => row, numRows, ofRow)
  return { fixed: FILE_BYTES + Buffer.byteLength(JSON.stringify(schema)) + parts * PART_BYTES, ofRow }
}

/**
 * Adds the bytes of the first `length` entries of a vector to the rows that they belong to.
 *
 * @returns how many parts the vector has
 */
function addBytes(vector: ColumnVector, rowOf: (entry: number) => number, length: number, ofRow: Float64Array): number {
  const add = (bytes: number) => {
    for (let i = 0; i < length; i++) {
      const row = rowOf(i)
      if (row >= 0) ofRow[row]! += bytes
    }
  }
  switch (vector.layout) {
    case 'boolean':
      add(2)
      return 2
    case 'int32':
      add(5)
      return 2
    case 'float64':
    case 'int64':
      add(9)
      return 3
    case 'decimal':
      // Sign and blank.
      add(vector.type.precision + 3)
      return 2
    case 'utf8': {
      const { starts, ends } = vector.dictionary
      add(1 + ENTRY_BYTES)
      for (let i = 0; i < length; i++) {
        const row = rowOf(i)
        const entry = vector.codes === null ? i : vector.codes[i]!
        if (row >= 0 && vector.validity?.[i] !== 0) ofRow[row]! += ends[entry]! - starts[entry]!
      }
      return 5
    }
    case 'list':
    case 'map': {
      add(5)
      const { offsets } = vector
      const count = offsets[length]!
      // Entries before the first offset belong to no row.
      const owners = new Int32Array(count).fill(-1)
      for (let i = 0; i < length; i++) owners.fill(rowOf(i), offsets[i]!, offsets[i + 1]!)
      const children = vector.layout === 'list' ? [vector.elements] : [vector.keys, vector.values]
      return children.reduce((sum, child) => sum + addBytes(child, entry => owners[entry]!, count, ofRow), 2)
    }
    case 'struct':
      add(1)
      return vector.fields.reduce((sum, field) => sum + addBytes(field, rowOf, length, ofRow), 1)
    default:
      return assertNever(vector)
  }
}
