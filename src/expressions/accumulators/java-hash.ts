import type { Stored } from '../../schema/column-builder.ts'
import type { DataType } from '../../schema/data-type.ts'
import { murmur3 } from '../builtins/hash-murmur3.ts'
import { decimalHash } from './decimal-hash.ts'
import { unsafeBytes } from './unsafe-layout.ts'

const bits = new DataView(new ArrayBuffer(8))
const SEED = 42
const BYTES = { kind: 'array', element: { kind: 'byte' } } as const

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
    case 'decimal':
      return decimalHash(value as bigint, type.scale)
    case 'array':
    case 'struct':
      return murmur3.bytes(unsafeBytes(type, value as readonly Stored[]), SEED)
    default:
      return 0
  }
}

/** @see Java `Long.hashCode` */
export const longHash = (value: bigint): number => Number(BigInt.asIntN(32, value ^ (value >> 32n)))

/**
 * The hash of an element of `collect_set`: floats stand there as their bits, byte strings as Spark's arrays of bytes, and whole
 * numbers of any width hash alike. @see Scala `Statics.anyHash`; Spark `CollectSet`
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
      return murmur3.bytes(unsafeBytes(BYTES, Array.from(value as Uint8Array)), SEED)
    default:
      return javaHash(type, value)
  }
}
