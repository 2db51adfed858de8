import type { ByteValues } from './byte-values.ts'
import type {
  ArrayType,
  BinaryType,
  BooleanType,
  ByteType,
  DataType,
  DateType,
  DecimalType,
  DoubleType,
  FloatType,
  IntegerType,
  LongType,
  MapType,
  ShortType,
  StringType,
  StructType,
  TimestampType,
} from './data-type.ts'

interface Vector<T extends DataType> {
  readonly type: T
  /** Rows. The arrays below may be longer. */
  readonly length: number
  /** One byte a row: 1 there is a value, 0 null. `null` when no row is null. What stands in the values at a null is undefined. */
  readonly validity: Uint8Array | null
}

/** One byte a row, 0 or 1. */
export interface BooleanVector extends Vector<BooleanType> {
  readonly layout: 'boolean'
  readonly values: Uint8Array
}
export interface Int32Vector extends Vector<ByteType | ShortType | IntegerType | DateType> {
  readonly layout: 'int32'
  readonly values: Int32Array
}
/** A float's values are doubles rounded by `Math.fround`. */
export interface Float64Vector extends Vector<FloatType | DoubleType> {
  readonly layout: 'float64'
  readonly values: Float64Array
}
/**
 * 64-bit integers (longs; timestamps in microseconds): a `Float64Array` while every value is a safe integer, which
 * is four times as fast and exact, a `BigInt64Array` as soon as one is not. Both must be handled everywhere.
 */
export interface Int64Vector extends Vector<LongType | TimestampType> {
  readonly layout: 'int64'
  readonly values: Float64Array | BigInt64Array
}
/** Text or bytes: row i is entry `codes[i]` of the dictionary, or entry i where `codes` is null. Entries may repeat. */
export interface Utf8Vector extends Vector<StringType | BinaryType> {
  readonly layout: 'utf8'
  readonly codes: Int32Array | null
  readonly dictionary: ByteValues
}
/** Unscaled values: 12.30 as decimal(10,2) is 1230n. */
export interface DecimalVector extends Vector<DecimalType> {
  readonly layout: 'decimal'
  readonly values: readonly bigint[]
}
/** Row i is elements `offsets[i] .. offsets[i+1])`. */
export interface ListVector extends Vector<ArrayType> {
  readonly layout: 'list'
  readonly offsets: Int32Array
  readonly elements: ColumnVector
}
/**
 * Row i is entries `offsets[i] .. offsets[i+1])`. No key is null. Two entries of a row may have one key: `from_json` keeps
 * what it reads, and a look-up finds the first, as in Spark.
 */
export interface MapVector extends Vector<MapType> {
  readonly layout: 'map'
  readonly offsets: Int32Array
  readonly keys: ColumnVector
  readonly values: ColumnVector
}
/** A null struct has null in every field too, so that a field can be read without asking its parent. */
export interface StructVector extends Vector<StructType> {
  readonly layout: 'struct'
  readonly fields: readonly ColumnVector[]
}

/** The values of one column for some rows, in typed arrays. Immutable once made. */
export type ColumnVector =
  | BooleanVector
  | Int32Vector
  | Float64Vector
  | Int64Vector
  | Utf8Vector
  | DecimalVector
  | ListVector
  | MapVector
  | StructVector

export function isNullAt(vector: ColumnVector, row: number): boolean {
  return vector.validity !== null && vector.validity[row] === 0
}
