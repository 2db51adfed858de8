import { isUtf8 } from 'node:buffer'
import type { ByteValues } from '../../schema/byte-values.ts'
import { textAt } from '../../schema/byte-values.ts'
import { type ColumnVector, isNullAt, type Utf8Vector } from '../../schema/column-vector.ts'
import { fieldsOf } from '../../schema/data-type.ts'
import { assertNever } from '../../util/assert-never.ts'

/** A value as hyparquet-writer takes it: bigints for 64-bit integers and unscaled decimals, bytes for text. */
export type ParquetValue = number | bigint | boolean | Uint8Array | null | ParquetValue[] | { [name: string]: ParquetValue }

/**
 * Appends rows of a column to `target`. Bytes are copied, so that a row group does not keep the fetch responses
 * alive from which a few rows were filtered.
 *
 * @param rows which rows, in order; all where it is null
 * @returns about how many bytes the values take
 */
export function appendParquetValues(target: ParquetValue[], vector: ColumnVector, rows: Int32Array | null): number {
  const count = rows === null ? vector.length : rows.length
  const { validity } = vector
  const at = (i: number) => (rows === null ? i : rows[i]!)
  switch (vector.layout) {
    case 'int32':
    case 'float64':
    case 'decimal': {
      const { values } = vector
      for (let i = 0; i < count; i++) {
        const row = at(i)
        target.push(validity !== null && validity[row] === 0 ? null : values[row]!)
      }
      return count * 8
    }
    case 'int64': {
      const { values } = vector
      for (let i = 0; i < count; i++) {
        const row = at(i)
        target.push(validity !== null && validity[row] === 0 ? null : BigInt(values[row]!))
      }
      return count * 8
    }
    case 'boolean': {
      const { values } = vector
      for (let i = 0; i < count; i++) {
        const row = at(i)
        target.push(validity !== null && validity[row] === 0 ? null : values[row] === 1)
      }
      return count
    }
    case 'utf8':
      return appendBytes(target, vector, rows, count)
    case 'list':
    case 'map':
    case 'struct': {
      const bytes = { sum: 0 }
      for (let i = 0; i < count; i++) target.push(parquetValueAt(vector, at(i), bytes))
      return bytes.sum
    }
    default:
      return assertNever(vector)
  }
}

/** Texts and bytes: an entry that many rows share is copied once, and stays one object, which the dictionary search rewards. */
function appendBytes(target: ParquetValue[], vector: Utf8Vector, rows: Int32Array | null, count: number): number {
  const { validity, codes, dictionary } = vector
  const { starts, ends } = dictionary
  const entries = new Int32Array(count)
  let length = 0
  for (let i = 0; i < count; i++) {
    const row = rows === null ? i : rows[i]!
    const entry = validity !== null && validity[row] === 0 ? -1 : codes === null ? row : codes[row]!
    entries[i] = entry
    if (codes === null && entry >= 0) length += ends[entry]! - starts[entry]!
  }
  const copies = codes === null ? null : new Map<number, Uint8Array>()
  const copy = copier(dictionary, length, vector.type.kind === 'string')
  let size = length
  for (let i = 0; i < count; i++) {
    const entry = entries[i]!
    if (entry < 0) {
      target.push(null)
      continue
    }
    let bytes = copies?.get(entry)
    if (bytes === undefined) {
      bytes = copy(entry)
      copies?.set(entry, bytes)
      if (copies !== null) size += bytes.length
    }
    target.push(bytes)
  }
  return size + count * 64
}

/**
 * Copies entries one behind the other into one buffer of `length` bytes, then into buffers of their own: a view costs a
 * third of a buffer. Bytes that are not UTF-8 make a file unreadable for others, so text is written as `textAt` reads it.
 */
function copier(dictionary: ByteValues, length: number, isText: boolean): (entry: number) => Uint8Array {
  const { bytes, starts, ends } = dictionary
  const packed = new Uint8Array(length)
  let position = 0
  return entry => {
    const start = starts[entry]!
    const end = ends[entry]!
    let copy: Uint8Array
    let isAscii = true
    if (position + end - start > length) {
      copy = bytes.slice(start, end)
      isAscii = false
    } else {
      const at = position
      for (let i = start; i < end; i++) {
        const byte = bytes[i]!
        packed[position++] = byte
        if (byte > 127) isAscii = false
      }
      copy = packed.subarray(at, position)
    }
    return isText && !isAscii && !isUtf8(copy) ? Buffer.from(textAt(dictionary, entry), 'utf8') : copy
  }
}

function parquetValueAt(vector: ColumnVector, row: number, bytes: { sum: number }): ParquetValue {
  bytes.sum += 16
  if (isNullAt(vector, row)) return null
  switch (vector.layout) {
    case 'list': {
      const values: ParquetValue[] = []
      for (let i = vector.offsets[row]!; i < vector.offsets[row + 1]!; i++) values.push(parquetValueAt(vector.elements, i, bytes))
      return values
    }
    case 'map': {
      const entries: ParquetValue[] = []
      for (let i = vector.offsets[row]!; i < vector.offsets[row + 1]!; i++)
        entries.push({ key: parquetValueAt(vector.keys, i, bytes), value: parquetValueAt(vector.values, i, bytes) })
      return entries
    }
    case 'struct': {
      // Without a prototype a field may be called __proto__.
      const value: { [name: string]: ParquetValue } = Object.create(null)
      for (const [i, field] of fieldsOf(vector.type).entries()) value[field.name] = parquetValueAt(vector.fields[i]!, row, bytes)
      return value
    }
    default: {
      const values: ParquetValue[] = []
      bytes.sum += appendParquetValues(values, vector, Int32Array.of(row))
      return values[0]!
    }
  }
}
