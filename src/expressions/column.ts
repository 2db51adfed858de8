import type {
  ArrayType,
  BinaryType,
  BooleanType,
  DataType,
  DateType,
  DecimalType,
  DoubleType,
  Fields,
  IntegerType,
  LongType,
  StringType,
  StructType,
  TimestampType,
} from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'
import { type CastName, type CastTarget, type CastTypes, castType } from './cast-target.ts'
import { type Expression, type Literal, literal } from './literal.ts'
import type { ArithmeticOperator, ComparisonOperator, Node } from './node.ts'
import type { ArithmeticType, LiteralNumberType, NumericType, Wider } from './numeric-type.ts'

/** @internal What a column carries. @throws TYPE_MISMATCH for what is no column */
export let expressionOf: (column: Column) => Expression

/**
 * An expression over the columns of a stream, typed by what it gives. Nothing is computed when one is built: it only
 * describes. `T` is the Spark type of its values; every value may be null.
 */
export abstract class Column<T extends DataType = DataType> {
  readonly #expression: Expression
  // For the compiler alone: it tells a column of texts from a column of numbers.
  declare protected readonly dataType: T

  constructor(expression: Expression) {
    this.#expression = expression
  }

  // Not a static method: completion would offer it to readers of a notebook.
  static {
    expressionOf = column => {
      if (column instanceof Column) return column.#expression
      throw new SluiceError(
        'TYPE_MISMATCH',
        `Cannot use ${describe(column)} as a column: wrap constants in lit(…), close when(…) with .otherwise(…) or .end().`,
      )
    }
  }

  /** Whether the value is null; never null itself. */
  isNull(): BooleanColumn {
    return booleanColumn({ kind: 'isNull', input: nodeOf(this) })
  }

  /** Whether there is a value. */
  isNotNull(): BooleanColumn {
    return booleanColumn({ kind: 'not', input: { kind: 'isNull', input: nodeOf(this) } })
  }

  /**
   * Changes the type, in ANSI mode: a value that does not fit ends the batch with CAST_INVALID_INPUT or CAST_OVERFLOW.
   * `tryCast` gives null instead. @see Spark docs, sql-ref-ansi-compliance "Cast"
   */
  cast<To extends CastTarget>(to: To): CastColumn<To> {
    return cast(this, to, 'fail')
  }

  /** `cast` that gives null for a value that does not fit. */
  tryCast<To extends CastTarget>(to: To): CastColumn<To> {
    return cast(this, to, 'null')
  }
}

/** Columns that have an order. Comparing with null gives null; NaN equals NaN and is above every number, as in Spark. */
export abstract class ComparableColumn<T extends DataType, O> extends Column<T> {
  eq(other: O): BooleanColumn {
    return compare(this, 'eq', other)
  }
  notEqual(other: O): BooleanColumn {
    return compare(this, 'notEqual', other)
  }
  lt(other: O): BooleanColumn {
    return compare(this, 'lt', other)
  }
  leq(other: O): BooleanColumn {
    return compare(this, 'leq', other)
  }
  gt(other: O): BooleanColumn {
    return compare(this, 'gt', other)
  }
  geq(other: O): BooleanColumn {
    return compare(this, 'geq', other)
  }
  /** Equality in which null equals null; never null itself. Spark: `<=>`. */
  eqNullSafe(other: O): BooleanColumn {
    return booleanColumn({ kind: 'eqNullSafe', left: nodeOf(this), right: operandNode(this, other) })
  }
  /** Whether the value is one of these; null when it is none of them and one of them is null. */
  isin(...others: readonly O[]): BooleanColumn {
    const list = others.map(other => operandNode(this, other))
    return booleanColumn({ kind: 'in', input: nodeOf(this), list })
  }
  /** Between two bounds, both included. */
  between(low: O, high: O): BooleanColumn {
    return this.geq(low).and(this.leq(high))
  }
}

/** Conditions. `&&`, `||` and `!` do not work on columns: use `and`, `or` and `not`. */
export class BooleanColumn extends ComparableColumn<BooleanType, boolean | BooleanColumn> {
  and(other: BooleanColumn): BooleanColumn {
    return booleanColumn({ kind: 'and', left: nodeOf(this), right: nodeOf(other) })
  }
  or(other: BooleanColumn): BooleanColumn {
    return booleanColumn({ kind: 'or', left: nodeOf(this), right: nodeOf(other) })
  }
  /** The opposite; null stays null. */
  not(): BooleanColumn {
    return booleanColumn({ kind: 'not', input: nodeOf(this) })
  }
}

/** Texts; compared by their UTF-8 bytes, as in Spark. */
export class StringColumn extends ComparableColumn<StringType, string | StringColumn> {
  upper(): StringColumn {
    return textFunction(this, 'upper')
  }
  lower(): StringColumn {
    return textFunction(this, 'lower')
  }
  /** Without the spaces at both ends. */
  trim(): StringColumn {
    return textFunction(this, 'trim')
  }
  /** Characters (code points), not bytes. */
  length(): IntegerColumn {
    return new NumericColumn<IntegerType>({
      node: { kind: 'textFunction', name: 'length', input: nodeOf(this) },
      type: { kind: 'integer' },
    })
  }
}

/** Raw bytes: cast them to a string, or give them on as they are. */
export class BinaryColumn extends Column<BinaryType> {}
/** Calendar days; compared with days, or with texts like '2024-01-31'. */
export class DateColumn extends ComparableColumn<DateType, string | DateColumn> {}
/** Moments; compared with moments, `Date` objects or texts like '2024-01-31 10:00:00'. */
export class TimestampColumn extends ComparableColumn<TimestampType, Date | string | TimestampColumn> {}
/** Lists. */
export class ArrayColumn<E extends DataType> extends Column<ArrayType<E>> {}

/** A whole number takes the type of the column; one with a fraction is a double. */
type OperandType<O, T> = O extends NumericColumn<infer U> ? U : O extends number ? LiteralNumberType<O, T, T> : never

/** Numbers of one type. Arithmetic gives the wider of two types; its overflow ends the batch. */
export class NumericColumn<T extends NumericType> extends ComparableColumn<T, number | bigint | NumericColumn<NumericType>> {
  plus<O extends number | NumericColumn<ArithmeticType>>(other: O): NumericColumn<Wider<T, OperandType<O, T>>> {
    return arithmetic(this, 'plus', other)
  }
  minus<O extends number | NumericColumn<ArithmeticType>>(other: O): NumericColumn<Wider<T, OperandType<O, T>>> {
    return arithmetic(this, 'minus', other)
  }
  multiply<O extends number | NumericColumn<ArithmeticType>>(other: O): NumericColumn<Wider<T, OperandType<O, T>>> {
    return arithmetic(this, 'multiply', other)
  }
  /** Always a double, as Spark's `/`. @throws DIVIDE_BY_ZERO when the batch runs */
  divide(other: number | NumericColumn<ArithmeticType>): DoubleColumn {
    return arithmetic(this, 'divide', other)
  }
  /** The remainder, with the sign of the dividend. @throws DIVIDE_BY_ZERO when the batch runs */
  mod<O extends number | NumericColumn<ArithmeticType>>(other: O): NumericColumn<Wider<T, OperandType<O, T>>> {
    return arithmetic(this, 'mod', other)
  }
}

export type IntegerColumn = NumericColumn<IntegerType>
export type LongColumn = NumericColumn<LongType>
export type DoubleColumn = NumericColumn<DoubleType>
export type DecimalColumn = NumericColumn<DecimalType>

/**
 * Whole structs. Their fields are properties: `t.data.amount`; `...t.data` lists them all, as Spark's `data.*`. A field
 * named like a method (`cast`, `isNull` …) stands in its place.
 */
export class StructColumnBase<F extends Fields> extends Column<StructType<F>> {
  /** A field by its name; the same as the property. */
  field<K extends keyof F & string>(name: K): ColumnOf<F[K]> {
    const { node, type } = expressionOf(this)
    return columnOf({ node: { kind: 'field', input: node, name }, type: (type as StructType).fields[name]! }) as ColumnOf<F[K]>
  }
}
export type StructColumn<F extends Fields> = StructColumnBase<F> & { readonly [K in keyof F]: ColumnOf<F[K]> }

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

/** @internal */
export function nodeOf(column: Column): Node {
  return expressionOf(column).node
}

/** @internal Makes the column of the right class; a struct's fields become its own enumerable properties. */
export function columnOf(expression: Expression): Column {
  switch (expression.type.kind) {
    case 'string':
      return new StringColumn(expression)
    case 'binary':
      return new BinaryColumn(expression)
    case 'boolean':
      return new BooleanColumn(expression)
    case 'integer':
    case 'long':
    case 'double':
    case 'decimal':
      return new NumericColumn(expression)
    case 'timestamp':
      return new TimestampColumn(expression)
    case 'date':
      return new DateColumn(expression)
    case 'array':
      return new ArrayColumn(expression)
    case 'struct': {
      const column = new StructColumnBase(expression)
      for (const [name, type] of Object.entries(expression.type.fields)) {
        const field = columnOf({ node: { kind: 'field', input: expression.node, name }, type })
        Object.defineProperty(column, name, { value: field, enumerable: true })
      }
      return column
    }
  }
}

function operandNode(column: Column, other: unknown): Node {
  if (other instanceof Column) return nodeOf(other)
  if (other === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof other) || other instanceof Date) {
    return literal(other as Literal | null, expressionOf(column).type).node
  }
  throw new SluiceError('TYPE_MISMATCH', `Cannot compare a column with ${describe(other)}: give a value or a column.`)
}

const describe = (value: unknown) => (value === null || value === undefined ? String(value) : `a ${typeof value}`)

const booleanColumn = (node: Node) => new BooleanColumn({ node, type: { kind: 'boolean' } })

function compare(left: Column, operator: ComparisonOperator, right: unknown): BooleanColumn {
  return booleanColumn({ kind: 'comparison', operator, left: nodeOf(left), right: operandNode(left, right) })
}

function cast<To extends CastTarget>(column: Column, to: To, onError: 'fail' | 'null'): CastColumn<To> {
  const type = castType(to)
  return columnOf({ node: { kind: 'cast', input: nodeOf(column), to: type, onError }, type }) as CastColumn<To>
}

function textFunction(column: StringColumn, name: 'upper' | 'lower' | 'trim'): StringColumn {
  return new StringColumn({ node: { kind: 'textFunction', name, input: nodeOf(column) }, type: { kind: 'string' } })
}

function arithmetic<T extends NumericType>(left: Column, operator: ArithmeticOperator, other: number | Column): NumericColumn<T> {
  const { node, type } = expressionOf(left)
  const right = other instanceof Column ? expressionOf(other) : literal(other, type)
  const kinds = [type.kind, right.type.kind]
  const result = operator === 'divide' || kinds.includes('double') ? 'double' : kinds.includes('long') ? 'long' : 'integer'
  return new NumericColumn({ node: { kind: 'arithmetic', operator, left: node, right: right.node }, type: { kind: result } })
}
