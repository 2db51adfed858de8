import type {
  ArrayType,
  BinaryType,
  BooleanType,
  ByteType,
  DataType,
  DateType,
  DecimalType,
  DoubleType,
  Fields,
  FloatType,
  IntegerType,
  LongType,
  MapType,
  ShortType,
  StringType,
  StructType,
  TimestampType,
} from './data-type.ts'

/**
 * The JavaScript value of a type. A long is a `number` while it is a safe integer and a `bigint` beyond;
 * decimals and dates are text, so that nothing is rounded or shifted by a time zone. A map is a `Map`, whose keys that are
 * no primitive values (a `Date`, a struct) are found by going through its entries.
 */
export type ValueOf<T> = T extends StringType | DecimalType | DateType
  ? string
  : T extends BinaryType
    ? Uint8Array
    : T extends BooleanType
      ? boolean
      : T extends ByteType | ShortType | IntegerType | FloatType | DoubleType
        ? number
        : T extends LongType
          ? number | bigint
          : T extends TimestampType
            ? Date
            : T extends ArrayType<infer E>
              ? (ValueOf<E> | null)[]
              : T extends MapType<infer K, infer V>
                ? Map<ValueOf<K>, ValueOf<V> | null>
                : T extends StructType<infer F>
                  ? RowOf<F>
                  : never

/** A row as an object: every column may be null, as in Spark. */
export type RowOf<F extends Fields> = { [K in keyof F]: ValueOf<F[K]> | null }

/** The row type of a schema: `type Transaction = Row<typeof Transaction>`. */
export type Row<S extends DataType> = S extends StructType<infer F> ? RowOf<F> : never

/** A value of any type, as it stands in a row. */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Uint8Array
  | Value[]
  | Map<Value, Value>
  | { [name: string]: Value | null }
  | null
