import { type DataType, fieldsOf, type StructType } from '../../schema/data-type.ts'
import { assertNever } from '../../util/assert-never.ts'

/** One node of Parquet's schema tree, flat in depth-first order, as hyparquet takes it. */
export interface SchemaElement {
  readonly name: string
  readonly type?: 'BOOLEAN' | 'INT32' | 'INT64' | 'FLOAT' | 'DOUBLE' | 'BYTE_ARRAY' | 'FIXED_LEN_BYTE_ARRAY'
  readonly type_length?: number
  readonly repetition_type?: 'OPTIONAL' | 'REPEATED' | 'REQUIRED'
  readonly num_children?: number
  readonly converted_type?: 'UTF8' | 'INT_8' | 'INT_16' | 'DATE' | 'TIMESTAMP_MICROS' | 'DECIMAL' | 'LIST' | 'MAP'
  readonly logical_type?: { readonly type: 'TIMESTAMP'; readonly isAdjustedToUTC: true; readonly unit: 'MICROS' }
  readonly precision?: number
  readonly scale?: number
}

/**
 * Parquet's schema of a struct: every column optional but the keys of maps, as Spark writes it; timestamps as microseconds in UTC.
 * `logical_type` stands beside the older `converted_type` only where readers need it to know the zone.
 *
 * @see Spark `SparkToParquetSchemaConverter`, mode standard
 */
export function parquetSchema(schema: StructType): SchemaElement[] {
  const fields = fieldsOf(schema)
  return [{ name: 'root', num_children: fields.length }, ...fields.flatMap(field => elementsOf(field.name, field.type))]
}

/** The node of a column itself, without those below it. */
export function columnElement(name: string, type: DataType): SchemaElement {
  return elementsOf(name, type)[0]!
}

function elementsOf(name: string, type: DataType): SchemaElement[] {
  const optional = { name, repetition_type: 'OPTIONAL' } as const
  switch (type.kind) {
    case 'string':
      return [{ ...optional, type: 'BYTE_ARRAY', converted_type: 'UTF8' }]
    case 'binary':
      return [{ ...optional, type: 'BYTE_ARRAY' }]
    case 'boolean':
      return [{ ...optional, type: 'BOOLEAN' }]
    case 'byte':
      return [{ ...optional, type: 'INT32', converted_type: 'INT_8' }]
    case 'short':
      return [{ ...optional, type: 'INT32', converted_type: 'INT_16' }]
    case 'integer':
      return [{ ...optional, type: 'INT32' }]
    case 'long':
      return [{ ...optional, type: 'INT64' }]
    case 'float':
      return [{ ...optional, type: 'FLOAT' }]
    case 'double':
      return [{ ...optional, type: 'DOUBLE' }]
    case 'date':
      return [{ ...optional, type: 'INT32', converted_type: 'DATE' }]
    case 'timestamp':
      return [
        {
          ...optional,
          type: 'INT64',
          converted_type: 'TIMESTAMP_MICROS',
          logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
        },
      ]
    case 'decimal':
      return [
        {
          ...optional,
          ...decimalStorage(type.precision),
          converted_type: 'DECIMAL',
          precision: type.precision,
          scale: type.scale,
        },
      ]
    case 'array':
      return [
        { ...optional, converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        ...elementsOf('element', type.element),
      ]
    case 'map': {
      const [key, ...inKey] = elementsOf('key', type.key)
      return [
        { ...optional, converted_type: 'MAP', num_children: 1 },
        { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
        { ...key!, repetition_type: 'REQUIRED' },
        ...inKey,
        ...elementsOf('value', type.value),
      ]
    }
    case 'struct':
      return [
        { ...optional, num_children: fieldsOf(type).length },
        ...fieldsOf(type).flatMap(field => elementsOf(field.name, field.type)),
      ]
    default:
      return assertNever(type)
  }
}

/** The smallest of Parquet's three forms that holds the digits, as Spark chooses it. */
function decimalStorage(precision: number): Pick<SchemaElement, 'type' | 'type_length'> {
  if (precision <= 9) return { type: 'INT32' }
  if (precision <= 18) return { type: 'INT64' }
  const bits = (10n ** BigInt(precision) - 1n).toString(2).length + 1
  return { type: 'FIXED_LEN_BYTE_ARRAY', type_length: Math.ceil(bits / 8) }
}
