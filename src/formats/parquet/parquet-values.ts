import { isUtf8 } from 'node:buffer'
import { bytesAt, textAt } from '../../schema/byte-values.ts'
import { type ColumnVector, isNullAt } from '../../schema/column-vector.ts'
import { fieldsOf } from '../../schema/data-type.ts'
import { assertNever } from '../../util/assert-never.ts'

/** A value as hyparquet-writer takes it: bigints for 64-bit integers and unscaled decimals, bytes for text. */
export type ParquetValue = number | bigint | boolean | Uint8Array | null | ParquetValue[] | { [name: string]: ParquetValue }

/**
 * Appends these rows of a column to `target`. Bytes are copied, so that a row group does not keep the fetch responses
 * alive from which a few rows were filtered.
 *
 * @returns about how many bytes the values take
 */
export function appendParquetValues(target: ParquetValue[], vector: ColumnVector, rows: Int32Array): number {
  const bytes = { sum: 0 }
  for (let i = 0; i < rows.length; i++) target.push(parquetValueAt(vector, rows[i]!, bytes))
  return bytes.sum
}

function parquetValueAt(vector: ColumnVector, row: number, bytes: { sum: number }): ParquetValue {
  bytes.sum += 16
  if (isNullAt(vector, row)) return null
  switch (vector.layout) {
    case 'int32':
    case 'float64':
    case 'decimal':
      return vector.values[row]!
    case 'int64':
      return BigInt(vector.values[row]!)
    case 'boolean':
      return vector.values[row] === 1
    case 'utf8': {
      const entry = vector.codes === null ? row : vector.codes[row]!
      const text = bytesAt(vector.dictionary, entry)
      bytes.sum += 64 + text.length
      // Bytes that are not UTF-8 make a file unreadable for others, so text is written as it reads.
      if (vector.type.kind === 'string' && !isUtf8(text)) return Buffer.from(textAt(vector.dictionary, entry), 'utf8')
      return text.slice()
    }
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
    default:
      return assertNever(vector)
  }
}
