import type {
  BinaryType,
  BooleanType,
  ByteType,
  DataType,
  DateType,
  DoubleType,
  FloatType,
  IntegerType,
  LongType,
  ShortType,
  StringType,
  TimestampType,
} from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'

/** Types that `cast` takes by name: sluice's names, and Spark's where they differ. */
export interface CastTypes {
  string: StringType
  binary: BinaryType
  boolean: BooleanType
  byte: ByteType
  tinyint: ByteType
  short: ShortType
  smallint: ShortType
  integer: IntegerType
  int: IntegerType
  long: LongType
  bigint: LongType
  float: FloatType
  double: DoubleType
  timestamp: TimestampType
  date: DateType
}
export type CastName = keyof CastTypes
/** What `cast` takes: a name, or a type for those with parameters, such as `decimal(10, 2)`. */
export type CastTarget = CastName | DataType

const CAST_TYPES: Readonly<CastTypes> = {
  string: { kind: 'string' },
  binary: { kind: 'binary' },
  boolean: { kind: 'boolean' },
  byte: { kind: 'byte' },
  tinyint: { kind: 'byte' },
  short: { kind: 'short' },
  smallint: { kind: 'short' },
  integer: { kind: 'integer' },
  int: { kind: 'integer' },
  long: { kind: 'long' },
  bigint: { kind: 'long' },
  float: { kind: 'float' },
  double: { kind: 'double' },
  timestamp: { kind: 'timestamp' },
  date: { kind: 'date' },
}

/** @throws TYPE_MISMATCH, listing the names */
export function castType(to: CastTarget): DataType {
  if (typeof to !== 'string') return to
  if (Object.hasOwn(CAST_TYPES, to)) return CAST_TYPES[to]
  throw new SluiceError(
    'TYPE_MISMATCH',
    `Cannot cast to "${to}". There are: ${Object.keys(CAST_TYPES).join(', ')}, and decimal(precision, scale).`,
  )
}
