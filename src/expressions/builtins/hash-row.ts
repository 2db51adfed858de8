import { type ColumnVector, isNullAt } from '../../schema/column-vector.ts'
import { assertNever } from '../../util/assert-never.ts'
import { rawBytesAt } from './text-rows.ts'

/** A hash function over the two sizes of numbers and bytes; each continues from a hash before. */
export interface RowHash<H> {
  int(value: number, seed: H): H
  long(value: number | bigint, seed: H): H
  bytes(value: Uint8Array, seed: H): H
}

const MAX_LONG_DIGITS = 18
const bits = new DataView(new ArrayBuffer(8))

/** The hash of a value, from the hash of what stands before it; null changes nothing. @see Spark `HashExpression` */
export function hashRow<H>(vector: ColumnVector, row: number, seed: H, hash: RowHash<H>): H {
  if (isNullAt(vector, row)) return seed
  switch (vector.layout) {
    case 'boolean':
    case 'int32':
      return hash.int(vector.values[row]!, seed)
    case 'int64':
      return hash.long(vector.values[row]!, seed)
    case 'float64': {
      // -0.0 counts as 0.0.
      const value = vector.values[row]! + 0
      if (vector.type.kind === 'float') {
        bits.setFloat32(0, value)
        return hash.int(bits.getInt32(0), seed)
      }
      bits.setFloat64(0, value)
      return hash.long(Number.isNaN(value) ? 0x7ff8000000000000n : bits.getBigInt64(0), seed)
    }
    case 'decimal': {
      const unscaled = vector.values[row]!
      return vector.type.precision <= MAX_LONG_DIGITS ? hash.long(unscaled, seed) : hash.bytes(bigEndian(unscaled), seed)
    }
    case 'utf8':
      return hash.bytes(rawBytesAt(vector, row), seed)
    case 'list': {
      let result = seed
      for (let i = vector.offsets[row]!; i < vector.offsets[row + 1]!; i++) result = hashRow(vector.elements, i, result, hash)
      return result
    }
    case 'struct':
      return vector.fields.reduce((result, field) => hashRow(field, row, result, hash), seed)
    case 'map':
      throw new Error('a map cannot be hashed')
    default:
      return assertNever(vector)
  }
}

/** The shortest two's complement. @see Java `BigInteger.toByteArray` */
function bigEndian(value: bigint): Uint8Array {
  let length = 1
  while (BigInt.asIntN(length * 8, value) !== value) length++
  return Buffer.from(
    BigInt.asUintN(length * 8, value)
      .toString(16)
      .padStart(length * 2, '0'),
    'hex',
  )
}
