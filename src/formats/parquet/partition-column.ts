import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import { type DataType, date, double, integer, long, string } from '../../schema/data-type.ts'

/**
 * A partition column from the texts of its folders: int, bigint, double or date where every value reads as one,
 * else string. Timestamps stay text.
 *
 * @param values one text a row
 * @see Spark `PartitioningUtils.inferPartitionColumnValue`
 */
export function partitionColumn(values: readonly (string | null)[]): ColumnVector {
  const present = [...new Set(values)].filter(value => value !== null)
  const type = typeOf(present)
  const storedOf = new Map<string | null, Stored>([[null, null], ...present.map(value => [value, stored(type, value)] as const)])
  return vectorOf(
    type,
    values.map(value => storedOf.get(value)!),
  )
}

function typeOf(texts: readonly string[]): DataType {
  if (texts.length === 0) return string()
  if (texts.every(text => /^[+-]?\d+$/.test(text))) {
    const wholes = texts.map(text => BigInt(text.replace('+', '')))
    if (wholes.every(whole => whole === BigInt.asIntN(32, whole))) return integer()
    if (wholes.every(whole => whole === BigInt.asIntN(64, whole))) return long()
  }
  if (texts.every(text => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text))) return double()
  if (texts.every(text => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)))) return date()
  return string()
}

function stored(type: DataType, text: string): Stored {
  switch (type.kind) {
    case 'integer':
    case 'double':
      return Number(text)
    case 'long':
      return BigInt(text.replace('+', ''))
    case 'date':
      return Date.parse(text) / 86_400_000
    default:
      return text
  }
}
