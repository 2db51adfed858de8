import { SluiceError } from '../util/error.ts'

/** Text in UTF-8. Spark: `STRING`. */
export interface StringType {
  readonly kind: 'string'
}
/** Raw bytes. Spark: `BINARY`. */
export interface BinaryType {
  readonly kind: 'binary'
}
/** True or false. Spark: `BOOLEAN`. */
export interface BooleanType {
  readonly kind: 'boolean'
}
/** 8 bits. Spark: `TINYINT`. */
export interface ByteType {
  readonly kind: 'byte'
}
/** 16 bits. Spark: `SMALLINT`. */
export interface ShortType {
  readonly kind: 'short'
}
/** 32 bits. Spark: `INT`. */
export interface IntegerType {
  readonly kind: 'integer'
}
/** 64 bits, exact. Spark: `BIGINT`. */
export interface LongType {
  readonly kind: 'long'
}
/** 32 bits, floating point. Spark: `FLOAT`. */
export interface FloatType {
  readonly kind: 'float'
}
/** 64 bits, floating point. Spark: `DOUBLE`. */
export interface DoubleType {
  readonly kind: 'double'
}
/** Up to 38 digits in all, `scale` of them after the point. */
export interface DecimalType {
  readonly kind: 'decimal'
  readonly precision: number
  readonly scale: number
}
/** Microseconds since 1970-01-01T00:00:00Z. Spark: `TIMESTAMP`. */
export interface TimestampType {
  readonly kind: 'timestamp'
}
/** Days since 1970-01-01. */
export interface DateType {
  readonly kind: 'date'
}
/** A list of values of one type. Spark: `ARRAY`. */
export interface ArrayType<E extends DataType = DataType> {
  readonly kind: 'array'
  readonly element: E
}
/** Keys of one type, none of them null, each with a value of another. Spark: `MAP`. */
export interface MapType<K extends DataType = DataType, V extends DataType = DataType> {
  readonly kind: 'map'
  readonly key: K
  readonly value: V
}
/** Named fields with their types. Spark: `STRUCT`. */
export interface StructType<F extends Fields = Fields> {
  readonly kind: 'struct'
  readonly fields: F
}

/** What a value is. A closed union: every place that treats types ends in `assertNever`. */
export type DataType =
  | StringType
  | BinaryType
  | BooleanType
  | ByteType
  | ShortType
  | IntegerType
  | LongType
  | FloatType
  | DoubleType
  | DecimalType
  | TimestampType
  | DateType
  | ArrayType
  | MapType
  | StructType

/** The columns of a struct by name, in order. */
export type Fields = { readonly [name: string]: DataType }

/** Text in UTF-8. */
export const string = (): StringType => ({ kind: 'string' })
/** Raw bytes, as Kafka's keys and values. */
export const binary = (): BinaryType => ({ kind: 'binary' })
/** True or false. */
export const boolean = (): BooleanType => ({ kind: 'boolean' })
/** A whole number of 8 bits, -128 to 127; `fromJson` also takes 128 to 255, which wrap, as in Spark. */
export const byte = (): ByteType => ({ kind: 'byte' })
/** A whole number of 16 bits, -32768 to 32767. */
export const short = (): ShortType => ({ kind: 'short' })
/** A whole number of 32 bits; what does not fit is a bad value. */
export const integer = (): IntegerType => ({ kind: 'integer' })
/** A whole number of 64 bits, exact: beyond 2^53 its JavaScript value is a `bigint`. */
export const long = (): LongType => ({ kind: 'long' })
/** A floating point number of 32 bits; its JavaScript value is the same number as a double: 1.1 reads 1.100000023841858. */
export const float = (): FloatType => ({ kind: 'float' })
/** A floating point number of 64 bits. */
export const double = (): DoubleType => ({ kind: 'double' })
/** A moment, to the microsecond; its JavaScript value is a `Date` (milliseconds). */
export const timestamp = (): TimestampType => ({ kind: 'timestamp' })
/** A calendar day; its JavaScript value is text 'YYYY-MM-DD'. */
export const date = (): DateType => ({ kind: 'date' })

/**
 * An exact decimal number; its JavaScript value is text with `scale` digits after the point.
 *
 * @param precision digits in all, 1 to 38
 * @param scale digits after the point, 0 to `precision`
 */
export function decimal(precision = 10, scale = 0): DecimalType {
  if (!Number.isInteger(precision) || precision < 1 || precision > 38) {
    throw new SluiceError('TYPE_MISMATCH', `Cannot make decimal(${precision}, ${scale}): precision is 1 to 38.`)
  }
  if (!Number.isInteger(scale) || scale < 0 || scale > precision) {
    throw new SluiceError('TYPE_MISMATCH', `Cannot make decimal(${precision}, ${scale}): scale is 0 to ${precision}.`)
  }
  return { kind: 'decimal', precision, scale }
}

/** A list of values of one type. */
export const array = <E extends DataType>(element: E): ArrayType<E> => ({ kind: 'array', element })

/**
 * Keys with a value each; its JavaScript value is a `Map`. Keys are never null; a value may be.
 *
 * @param key any type that holds no map
 * @throws SluiceError TYPE_MISMATCH for a key that holds a map
 * @see Spark `MapType`, `TypeUtils.checkForMapKeyType`
 * @example simpleString(map(string(), integer())) // 'map<string,int>'
 */
export function map<K extends DataType, V extends DataType>(key: K, value: V): MapType<K, V> {
  if (holdsMap(key)) {
    throw new SluiceError(
      'TYPE_MISMATCH',
      `[DATATYPE_MISMATCH.INVALID_MAP_KEY_TYPE] Cannot make a map with keys of type ${simpleString(key)}: The key of map cannot be/contain "MAP".`,
    )
  }
  return { kind: 'map', key, value }
}

function holdsMap(type: DataType): boolean {
  if (type.kind === 'array') return holdsMap(type.element)
  return type.kind === 'map' || (type.kind === 'struct' && fieldsOf(type).some(field => holdsMap(field.type)))
}

/**
 * A schema: named columns with their types, written once; the types of rows and columns follow from it.
 *
 * @example
 * const Transaction = struct({ transaction_id: string(), amount: double() })
 * simpleString(Transaction) // 'struct<transaction_id:string,amount:double>'
 */
export const struct = <F extends Fields>(fields: F): StructType<F> => ({
  kind: 'struct',
  fields: Object.freeze({ ...fields }) as F,
})

/**
 * A type as Spark writes it.
 *
 * @example simpleString(array(long())) // 'array<bigint>'
 * @see Spark `DataType.simpleString`
 */
export function simpleString(type: DataType): string {
  switch (type.kind) {
    case 'byte':
      return 'tinyint'
    case 'short':
      return 'smallint'
    case 'integer':
      return 'int'
    case 'long':
      return 'bigint'
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`
    case 'array':
      return `array<${simpleString(type.element)}>`
    case 'map':
      return `map<${simpleString(type.key)},${simpleString(type.value)}>`
    case 'struct':
      return `struct<${fieldsOf(type)
        .map(field => `${field.name}:${simpleString(field.type)}`)
        .join(',')}>`
    default:
      return type.kind
  }
}

export interface Field {
  readonly name: string
  readonly type: DataType
}

/** The fields of a struct as a list, in order. */
export function fieldsOf(type: StructType): readonly Field[] {
  return Object.entries(type.fields).map(([name, fieldType]) => ({ name, type: fieldType }))
}

export function sameType(a: DataType, b: DataType): boolean {
  return simpleString(a) === simpleString(b)
}
