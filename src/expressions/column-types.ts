import type {
  ArrayType,
  BinaryType,
  BooleanType,
  DataType,
  DateType,
  DoubleType,
  MapType,
  StringType,
  StructType,
  TimestampType,
} from '../schema/data-type.ts'
import type { BooleanColumn, Column } from './base-column.ts'
import type { CastName, CastTarget, CastTypes } from './cast-target.ts'
import type { ArrayColumn, MapColumn, StructColumn } from './nested-column.ts'
import type { NumericType } from './numeric-type.ts'
import type { BinaryColumn, DateColumn, DoubleColumn, NumericColumn, TimestampColumn } from './scalar-column.ts'
import type { StringColumn } from './string-column.ts'

/** The column class of a type. */
export type ColumnOf<T extends DataType> = T extends StringType
  ? StringColumn
  : T extends BinaryType
    ? BinaryColumn
    : T extends BooleanType
      ? BooleanColumn
      : T extends DoubleType
        ? DoubleColumn
        : T extends NumericType
          ? NumericColumn<T>
          : T extends TimestampType
            ? TimestampColumn
            : T extends DateType
              ? DateColumn
              : T extends ArrayType<infer E>
                ? ArrayColumn<E>
                : T extends MapType<infer K, infer V>
                  ? MapColumn<K, V>
                  : T extends StructType<infer F>
                    ? StructColumn<F>
                    : never

/** The column that `cast` gives. */
export type CastColumn<To extends CastTarget> = To extends infer N extends CastName
  ? ColumnOf<CastTypes[N]>
  : To extends DataType
    ? ColumnOf<To>
    : never

/** The columns of a stream by name. */
export type Columns = { readonly [name: string]: Column }

/** A constant that stands for a value of a type. */
export type ValueLike<T extends DataType> = T extends StringType | DateType
  ? string
  : T extends BooleanType
    ? boolean
    : T extends NumericType
      ? number | bigint
      : T extends TimestampType
        ? Date | string
        : never
