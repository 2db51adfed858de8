import type {
  ByteType,
  DataType,
  DecimalType,
  DoubleType,
  FloatType,
  IntegerType,
  LongType,
  ShortType,
} from '../schema/data-type.ts'

const NUMERIC: readonly DataType['kind'][] = ['byte', 'short', 'integer', 'long', 'float', 'double', 'decimal']
export const isNumeric = (type: DataType): boolean => NUMERIC.includes(type.kind)

export type IntegralType = ByteType | ShortType | IntegerType | LongType
export type NumericType = IntegralType | FloatType | DoubleType | DecimalType
/** What a number of a program may be: one whose value is known only when the program runs may be any of the three. */
export type LiteralType = IntegerType | LongType | DoubleType
/** The type of arithmetic over both: the wider one. A float stays a float only beside a float. */
export type Wider<A, B> = DoubleType extends A | B
  ? DoubleType
  : FloatType extends A | B
    ? [A | B] extends [FloatType]
      ? FloatType
      : DoubleType
    : DecimalType extends A | B
      ? DecimalType
      : LongType extends A | B
        ? LongType
        : IntegerType extends A | B
          ? IntegerType
          : ShortType extends A | B
            ? ShortType
            : ByteType
/** The type of a quotient: a double, but for decimals. */
export type Quotient<A, B> = Wider<A, B> extends DecimalType ? DecimalType : DoubleType
/** The type of a whole number of a program beside a column: at least an int; beside a float it makes a double. */
export type WholeBeside<T> = T extends ByteType | ShortType ? IntegerType : T extends FloatType ? DoubleType : T
/** The type of a number in the text of a program; `Unknown` for one that is known only when the program runs. */
export type LiteralNumberType<N extends number, Whole, Unknown> = number extends N
  ? Unknown
  : `${N}` extends `${bigint}`
    ? Whole
    : DoubleType
