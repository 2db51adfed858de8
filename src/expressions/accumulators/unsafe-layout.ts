import type { Stored } from '../../schema/column-builder.ts'
import { type ArrayType, type DataType, fieldsOf, type StructType } from '../../schema/data-type.ts'

const WORD = 8
/** Decimals of more digits stand beside the row, in two words. */
const MAX_LONG_DIGITS = 18
const roundUp = (length: number) => Math.ceil(length / WORD) * WORD

/**
 * A list or struct as Spark lays it out in memory: a bit each for null, fixed places, then texts and the like, whose places say
 * where they begin and how long they are. Hash codes are taken of these bytes.
 *
 * @see Spark `UnsafeArrayData`, `UnsafeRow`
 */
export function unsafeBytes(type: ArrayType | StructType, value: readonly Stored[]): Uint8Array {
  if (type.kind === 'struct') {
    const types = fieldsOf(type).map(field => field.type)
    return laidOut(types, value, { start: 0, placeSize: () => WORD })
  }
  const types = value.map(() => type.element)
  const bytes = laidOut(types, value, { start: WORD, placeSize: sizeOf })
  viewOf(bytes).setUint32(0, value.length, true)
  return bytes
}

interface Shape {
  /** Where the bits for null begin. */
  readonly start: number
  readonly placeSize: (type: DataType) => number
}

function laidOut(types: readonly DataType[], values: readonly Stored[], { start, placeSize }: Shape): Uint8Array {
  const places = start + WORD * Math.ceil(types.length / 64)
  const fixed = types.reduce((size, type) => size + placeSize(type), 0)
  const beside = types.map((type, i) => besideOf(type, values[i]!))
  let free = places + roundUp(fixed)
  const bytes = new Uint8Array(free + beside.reduce((size, part) => size + (part === null ? 0 : part.reserved), 0))
  const view = viewOf(bytes)
  let place = places
  for (const [i, type] of types.entries()) {
    const value = values[i]!
    const part = beside[i]!
    if (value === null) bytes[start + (i >> 3)]! |= 1 << (i & 7)
    if (part !== null) {
      bytes.set(part.bytes, free)
      view.setUint32(place, part.bytes.length, true)
      view.setUint32(place + 4, free, true)
      free += part.reserved
    } else if (value !== null) put(view, place, type, value)
    place += placeSize(type)
  }
  return bytes
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function sizeOf(type: DataType): number {
  switch (type.kind) {
    case 'boolean':
    case 'byte':
      return 1
    case 'short':
      return 2
    case 'integer':
    case 'date':
    case 'float':
      return 4
    default:
      return WORD
  }
}

/** What stands beside the fixed places, and how much room it takes there. */
function besideOf(type: DataType, value: Stored): { readonly bytes: Uint8Array; readonly reserved: number } | null {
  if (type.kind === 'decimal' && type.precision > MAX_LONG_DIGITS)
    return { bytes: value === null ? new Uint8Array(0) : twosComplement(value as bigint), reserved: 2 * WORD }
  if (value === null || !['string', 'binary', 'array', 'struct'].includes(type.kind)) return null
  const bytes =
    type.kind === 'array' || type.kind === 'struct'
      ? unsafeBytes(type, value as readonly Stored[])
      : typeof value === 'string'
        ? Buffer.from(value)
        : (value as Uint8Array)
  return { bytes, reserved: roundUp(bytes.length) }
}

function put(view: DataView, place: number, type: DataType, value: Stored): void {
  switch (type.kind) {
    case 'boolean':
      view.setUint8(place, value === true ? 1 : 0)
      break
    case 'byte':
      view.setInt8(place, value as number)
      break
    case 'short':
      view.setInt16(place, value as number, true)
      break
    case 'integer':
    case 'date':
      view.setInt32(place, value as number, true)
      break
    case 'float':
      view.setFloat32(place, value as number, true)
      break
    case 'double':
      view.setFloat64(place, value as number, true)
      break
    default:
      view.setBigInt64(place, BigInt(value as number | bigint), true)
  }
}

/** The shortest big-endian two's complement. @see Java `BigInteger.toByteArray` */
function twosComplement(value: bigint): Uint8Array {
  const bytes: number[] = []
  for (let rest = value; ; rest >>= 8n) {
    const byte = Number(BigInt.asUintN(8, rest))
    bytes.unshift(byte)
    if (BigInt.asIntN(8, rest) === rest) return Uint8Array.from(bytes)
  }
}
