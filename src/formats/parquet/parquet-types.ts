import {
  array,
  binary,
  boolean,
  byte,
  type DataType,
  date,
  decimal,
  double,
  float,
  integer,
  long,
  map,
  type StructType,
  short,
  string,
  struct,
  timestamp,
} from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'

/** What a reader of Parquet's footer gives for one node of the schema tree. */
export interface FooterElement {
  readonly name: string
  readonly type?: string
  readonly repetition_type?: string
  readonly num_children?: number
  readonly converted_type?: string
  readonly logical_type?: { readonly type: string; readonly bitWidth?: number; readonly isSigned?: boolean }
  readonly precision?: number
  readonly scale?: number
}

/**
 * The struct that a Parquet footer describes.
 *
 * @param path for messages
 * @throws UNSUPPORTED_OPERATION for a column of a type that has no counterpart here (intervals, unsigned 64-bit)
 */
export function structOfFooter(elements: readonly FooterElement[], path: string): StructType {
  let position = 1
  const fields = (count: number, prefix: string): StructType => {
    const types: Record<string, DataType> = Object.create(null)
    for (let i = 0; i < count; i++) {
      const name = elements[position]!.name
      types[name] = next(prefix === '' ? name : `${prefix}.${name}`)
    }
    return struct(types)
  }
  const next = (column: string): DataType => {
    const element = elements[position++]!
    const type = typeOfNode(element, column)
    return element.repetition_type === 'REPEATED' ? array(type) : type
  }
  const typeOfNode = (element: FooterElement, column: string): DataType => {
    if (element.num_children === undefined || element.num_children === 0) return leafType(element, column, path)
    if (isMap(element)) {
      position++
      return map(next(`${column}.key`), next(`${column}.value`))
    }
    if (element.converted_type !== 'LIST' && element.logical_type?.type !== 'LIST') return fields(element.num_children, column)
    const repeated = elements[position]!
    if (repeated.num_children !== 1) return next(column)
    position++
    return array(next(column))
  }
  return fields(elements[0]!.num_children ?? 0, '')
}

function leafType(element: FooterElement, column: string, path: string): DataType {
  const meaning = element.converted_type ?? element.logical_type?.type
  if (meaning === 'DECIMAL') return decimal(element.precision ?? 38, element.scale ?? 0)
  switch (element.type) {
    case 'BOOLEAN':
      return boolean()
    case 'FLOAT':
      return float()
    case 'DOUBLE':
      return double()
    case 'INT96':
      return timestamp()
    case 'INT32':
      return meaning === 'DATE' ? date() : wholeType(meaning, element.logical_type)
    case 'INT64':
      if (meaning?.startsWith('TIMESTAMP')) return timestamp()
      if (meaning === 'UINT_64') throw unsupported('unsigned 64-bit', column, path)
      return long()
    case 'BYTE_ARRAY':
      return meaning === 'UTF8' || meaning === 'STRING' || meaning === 'ENUM' || meaning === 'JSON' ? string() : binary()
    case 'FIXED_LEN_BYTE_ARRAY':
      if (meaning === 'INTERVAL') throw unsupported('interval', column, path)
      return meaning === 'UUID' ? string() : meaning === 'FLOAT16' ? double() : binary()
    default:
      throw unsupported(String(element.type), column, path)
  }
}

/** The group whose one child holds keys and values. */
export function isMap(element: {
  readonly converted_type?: string
  readonly logical_type?: { readonly type: string } | undefined
}): boolean {
  return element.converted_type === 'MAP' || element.converted_type === 'MAP_KEY_VALUE' || element.logical_type?.type === 'MAP'
}

/** @see Spark `ParquetToSparkSchemaConverter` */
function wholeType(meaning: string | undefined, logical: FooterElement['logical_type']): DataType {
  const { bitWidth = 32, isSigned = true } = logical?.type === 'INTEGER' ? logical : {}
  switch (meaning === 'INTEGER' ? `${isSigned ? 'INT' : 'UINT'}_${bitWidth}` : meaning) {
    case 'INT_8':
      return byte()
    case 'INT_16':
    case 'UINT_8':
      return short()
    case 'UINT_32':
      return long()
    default:
      return integer()
  }
}

function unsupported(type: string, column: string, path: string): SluiceError {
  const message = `Cannot read column "${column}" of ${path}: its type, ${type}, has no counterpart here. Leave the column out, or read it with another tool.`
  return new SluiceError('UNSUPPORTED_OPERATION', message, { column, path })
}
