import { bytesAt, textAt } from '../../schema/byte-values.ts'
import type { ColumnBatch } from '../../schema/column-batch.ts'
import { type ColumnVector, isNullAt } from '../../schema/column-vector.ts'
import { fieldsOf } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'

/**
 * A row as the object that parquetjs-lite takes, with what it cannot store refused. -0 becomes 0, its only silent loss.
 *
 * @param fileRow the row's number in the file, for messages
 * @throws PARQUET_VALUE_UNSUPPORTED with column and row
 */
export function parquetjsRow(batch: ColumnBatch, row: number, fileRow: number): object {
  return objectOf(
    fieldsOf(batch.schema).map(field => field.name),
    batch.columns,
    row,
    { prefix: '', fileRow },
  )
}

interface Place {
  readonly prefix: string
  readonly fileRow: number
}

function objectOf(names: readonly string[], columns: readonly ColumnVector[], row: number, place: Place): object {
  const values: Record<string, unknown> = Object.create(null)
  for (const [i, name] of names.entries()) values[name] = storedValue(columns[i]!, row, place.prefix + name, place.fileRow)
  return values
}

function storedValue(vector: ColumnVector, row: number, column: string, fileRow: number): unknown {
  if (isNullAt(vector, row)) return null
  const refuse = (value: unknown, why: string) => {
    const message = `Cannot write ${String(value)} in column "${column}", row ${fileRow}, by parquetjs-lite: ${why}. Use the default writer, hyparquet-writer.`
    return new SluiceError('PARQUET_VALUE_UNSUPPORTED', message, { column, row: fileRow })
  }
  switch (vector.layout) {
    case 'boolean':
      return vector.values[row] === 1
    case 'int32':
      // Its check of day numbers refuses those before 1970, its check of dates does not.
      return vector.type.kind === 'date' ? new Date(vector.values[row]! * 86_400_000) : vector.values[row]!
    case 'float64':
      if (Number.isNaN(vector.values[row]!)) throw refuse(NaN, 'it refuses NaN')
      return vector.values[row]!
    case 'int64': {
      const value = vector.values[row]!
      if (vector.type.kind === 'long') {
        if (!Number.isSafeInteger(Number(value))) throw refuse(value, 'it rounds whole numbers beyond 2^53')
        return Number(value)
      }
      if (value >= 0) return BigInt(value)
      const micros = BigInt(value)
      if (micros % 1000n !== 0n) throw refuse(value, 'it keeps moments before 1970 to the millisecond only')
      return new Date(Number(micros / 1000n))
    }
    case 'utf8': {
      const entry = vector.codes === null ? row : vector.codes[row]!
      return vector.type.kind === 'binary' ? bytesAt(vector.dictionary, entry) : textAt(vector.dictionary, entry)
    }
    case 'struct':
      return objectOf(
        fieldsOf(vector.type).map(field => field.name),
        vector.fields,
        row,
        { prefix: `${column}.`, fileRow },
      )
    case 'list':
    case 'map':
    case 'decimal':
      throw refuse('a value', `it has no type ${vector.type.kind}`)
  }
}
