import type { Stored } from '../../schema/column-builder.ts'
import type { DataType } from '../../schema/data-type.ts'
import { murmur3 } from '../builtins/hash-murmur3.ts'

const bits = new DataView(new ArrayBuffer(8))
const SEED = 42

/** The hash code that the JVM gives a value in Spark's form: it decides the order of hash tables. */
export function javaHash(type: DataType, value: Stored): number {
  switch (type.kind) {
    case 'boolean':
      return value === true ? 1231 : 1237
    case 'byte':
    case 'short':
    case 'integer':
    case 'date':
      return value as number
    case 'long':
    case 'timestamp':
      return longHash(BigInt(value as number | bigint))
    case 'float':
      bits.setFloat32(0, value as number)
      return bits.getInt32(0)
    case 'double':
      bits.setFloat64(0, value as number)
      return bits.getInt32(0) ^ bits.getInt32(4)
    case 'string':
      return murmur3.bytes(value as Uint8Array, SEED)
    default:
      return 0
  }
}

/** @see Java `Long.hashCode` */
export const longHash = (value: bigint): number => Number(BigInt.asIntN(32, value ^ (value >> 32n)))

/**
 * The hash of an element of `collect_set`: floats stand there as their bits, byte strings as Spark's arrays of bytes, and whole
 * numbers of any width hash alike. 0 for types whose order is not followed. @see Scala `Statics.anyHash`; Spark `CollectSet`
 */
export function setHash(type: DataType, value: Stored): number {
  switch (type.kind) {
    case 'long':
    case 'timestamp': {
      const number = Number(value)
      return number === (number | 0) ? number : longHash(BigInt(value as number | bigint))
    }
    case 'double': {
      bits.setFloat64(0, value as number)
      const [high, low] = [bits.getInt32(0), bits.getInt32(4)]
      return high === low >> 31 ? low : high ^ low
    }
    case 'binary':
      return murmur3.bytes(unsafeArray(value as Uint8Array), SEED)
    default:
      return javaHash(type, value)
  }
}

/** Bytes as Spark lays out an array of them: their number, a bit each for null, the bytes, all in words of 8. @see `UnsafeArrayData` */
function unsafeArray(bytes: Uint8Array): Uint8Array {
  const header = 8 + 8 * Math.ceil(bytes.length / 64)
  const array = new Uint8Array(header + 8 * Math.ceil(bytes.length / 8))
  new DataView(array.buffer).setUint32(0, bytes.length, true)
  array.set(bytes, header)
  return array
}
