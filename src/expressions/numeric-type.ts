import type { DecimalType, DoubleType, IntegerType, LongType } from '../schema/data-type.ts'

export type NumericType = IntegerType | LongType | DoubleType | DecimalType
/** The types that arithmetic takes; decimals can be compared, cast and aggregated. */
export type ArithmeticType = IntegerType | LongType | DoubleType
/** The type of arithmetic over both: the wider one. */
export type Wider<A, B> = DoubleType extends A | B ? DoubleType : LongType extends A | B ? LongType : IntegerType
/** The type of a number in the text of a program; `Unknown` for one that is known only when the program runs. */
export type LiteralNumberType<N extends number, Whole, Unknown> = number extends N
  ? Unknown
  : `${N}` extends `${bigint}`
    ? Whole
    : DoubleType
