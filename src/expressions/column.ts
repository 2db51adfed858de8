// What columns are, in one place; their classes stand in files of their own.
import './column-classes.ts'

export { BooleanColumn, Column, ComparableColumn, columnOf, expressionOf, nodeOf } from './base-column.ts'
export type { CastColumn, ColumnOf, Columns, ValueLike } from './column-types.ts'
export { ArrayColumn, MapColumn, type StructColumn, StructColumnBase } from './nested-column.ts'
export {
  BinaryColumn,
  type ByteColumn,
  DateColumn,
  type DecimalColumn,
  type DoubleColumn,
  type FloatColumn,
  type IntegerColumn,
  type LongColumn,
  NumericColumn,
  type ShortColumn,
  TimestampColumn,
} from './scalar-column.ts'
export { StringColumn } from './string-column.ts'
