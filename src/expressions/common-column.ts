import type { IntegerType } from '../schema/data-type.ts'
import type {
  BinaryColumn,
  BooleanColumn,
  Column,
  ColumnOf,
  DateColumn,
  LongColumn,
  NumericColumn,
  StringColumn,
  TimestampColumn,
} from './column.ts'
import type { LiteralNumberType, LiteralType, NumericType, Wider } from './numeric-type.ts'

/** The column of a constant; a column stays what it is. A number known only when the program runs may be any of three types. */
export type LiteralColumn<V> = V extends string
  ? StringColumn
  : V extends number
    ? ColumnOf<LiteralNumberType<V, IntegerType, LiteralType>>
    : V extends bigint
      ? LongColumn
      : V extends boolean
        ? BooleanColumn
        : V extends Date
          ? TimestampColumn
          : V extends Column
            ? V
            : never

/** Columns that have a least and a greatest value. */
export type OrderedColumn =
  | BinaryColumn
  | BooleanColumn
  | StringColumn
  | NumericColumn<NumericType>
  | DateColumn
  | TimestampColumn

/** What can stand in one column with `C`: numbers with numbers, everything else with its own type. */
export type SameKind<C> = C extends NumericColumn<NumericType> ? NumericColumn<NumericType> : C

/** The same, or a constant. Written out, so that the compiler's messages name the types. */
export type BranchValue<C> = C extends StringColumn
  ? string | StringColumn
  : C extends BooleanColumn
    ? boolean | BooleanColumn
    : C extends TimestampColumn
      ? Date | TimestampColumn
      : C extends NumericColumn<NumericType>
        ? number | bigint | NumericColumn<NumericType>
        : C

/** The column that holds both. */
export type Common<C extends Column, O> = [O] extends [never]
  ? C
  : C extends NumericColumn<infer T>
    ? [O] extends [NumericColumn<infer U>]
      ? ColumnOf<Wider<T, U>>
      : C
    : C
