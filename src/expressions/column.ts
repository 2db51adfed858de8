import type { Stored } from '../schema/column-builder.ts'
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
import type { ComparisonOperator, Node } from './node.ts'

/** An expression and its type: what a column carries. */
export interface Expression {
  readonly node: Node
  readonly type: DataType
}

/**
 * An expression over the columns of a stream, typed by what it gives. Nothing is computed when one is built: it only
 * describes. `T` is the Spark type of its values; every value may be null.
 */
export abstract class Column<T extends DataType = DataType> {
  readonly #expression: Expression
  declare protected readonly dataType?: T

  constructor(expression: Expression) {
    this.#expression = expression
  }

  /** @internal */
  static expressionOf(column: Column): Expression {
    return column.#expression
  }

  /** Whether the value is null; never null itself. */
  isNull(): BooleanColumn {
    return new BooleanColumn({ node: { kind: 'isNull', input: nodeOf(this) }, type: { kind: 'boolean' } })
  }

  /** Whether there is a value. */
  isNotNull(): BooleanColumn {
    return this.isNull().not()
  }

  /**
   * Changes the type, in ANSI mode: a value that does not fit ends the batch with CAST_INVALID_INPUT or CAST_OVERFLOW.
   * `tryCast` gives null instead. @see Spark docs, sql-ref-ansi-compliance "Cast"
   */
  cast<K extends keyof CastTargets>(to: K): CastTargets[K]
  cast<To extends DataType>(to: To): ColumnOf<To>
  cast(to: DataType | keyof CastTargets): Column {
    return cast(this, to, 'fail')
  }

  /** `cast` that gives null for a value that does not fit. */
  tryCast<K extends keyof CastTargets>(to: K): CastTargets[K]
  tryCast<To extends DataType>(to: To): ColumnOf<To>
  tryCast(to: DataType | keyof CastTargets): Column {
    return cast(this, to, 'null')
  }

  /** Columns are for building queries; JSON and string conversion of one is always a mistake. */
  toString(): string {
    return 'Column'
  }
}

/** Columns that have an order. Comparing with null gives null; NaN equals NaN and is above every number, as in Spark. */
export abstract class ComparableColumn<T extends DataType, Operand> extends Column<T> {
  eq(other: Operand): BooleanColumn {
    return compare(this, 'eq', other)
  }
  notEqual(other: Operand): BooleanColumn {
    return compare(this, 'notEqual', other)
  }
  lt(other: Operand): BooleanColumn {
    return compare(this, 'lt', other)
  }
  leq(other: Operand): BooleanColumn {
    return compare(this, 'leq', other)
  }
  gt(other: Operand): BooleanColumn {
    return compare(this, 'gt', other)
  }
  geq(other: Operand): BooleanColumn {
    return compare(this, 'geq', other)
  }
  /** Equality in which null equals null; never null itself. Spark: `<=>`. */
  eqNullSafe(other: Operand): BooleanColumn {
    return new BooleanColumn({
      node: { kind: 'eqNullSafe', left: nodeOf(this), right: operandNode(this, other) },
      type: { kind: 'boolean' },
    })
  }
  /** Whether the value is one of these; null when it is none of them and one of them is null. */
  isin(...others: readonly Operand[]): BooleanColumn {
    const list = others.map(other => operandNode(this, other))
    return new BooleanColumn({ node: { kind: 'in', input: nodeOf(this), list }, type: { kind: 'boolean' } })
  }
  /** Between two bounds, both included. */
  between(low: Operand, high: Operand): BooleanColumn {
    return this.geq(low).and(this.leq(high))
  }
}

export class BooleanColumn extends ComparableColumn<BooleanType, boolean | BooleanColumn> {
  and(other: BooleanColumn): BooleanColumn {
    return new BooleanColumn({ node: { kind: 'and', left: nodeOf(this), right: nodeOf(other) }, type: { kind: 'boolean' } })
  }
  or(other: BooleanColumn): BooleanColumn {
    return new BooleanColumn({ node: { kind: 'or', left: nodeOf(this), right: nodeOf(other) }, type: { kind: 'boolean' } })
  }
  /** The opposite; null stays null. */
  not(): BooleanColumn {
    return new BooleanColumn({ node: { kind: 'not', input: nodeOf(this) }, type: { kind: 'boolean' } })
  }
}

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

export class BinaryColumn extends Column<BinaryType> {
  declare protected readonly bytes?: true
}
export class DateColumn extends ComparableColumn<DateType, string | DateColumn> {}
export class TimestampColumn extends ComparableColumn<TimestampType, Date | string | TimestampColumn> {}
export class ArrayColumn<E extends DataType> extends Column<ArrayType<E>> {}

export type NumericType = IntegerType | LongType | DoubleType | DecimalType
/** The types that arithmetic takes; decimals can be compared, cast and aggregated. */
export type ArithmeticType = IntegerType | LongType | DoubleType
type Wider<A, B> = DoubleType extends A | B ? DoubleType : LongType extends A | B ? LongType : IntegerType

export class NumericColumn<T extends NumericType> extends ComparableColumn<T, number | bigint | NumericColumn<NumericType>> {
  plus<O extends ArithmeticType>(other: NumericColumn<O>): NumericColumn<Wider<T, O>>
  plus(other: number): NumericColumn<T>
  plus(other: number | Column): Column {
    return arithmetic(this, 'plus', other)
  }
  minus<O extends ArithmeticType>(other: NumericColumn<O>): NumericColumn<Wider<T, O>>
  minus(other: number): NumericColumn<T>
  minus(other: number | Column): Column {
    return arithmetic(this, 'minus', other)
  }
  multiply<O extends ArithmeticType>(other: NumericColumn<O>): NumericColumn<Wider<T, O>>
  multiply(other: number): NumericColumn<T>
  multiply(other: number | Column): Column {
    return arithmetic(this, 'multiply', other)
  }
  /** Always a double, as Spark's `/`. @throws DIVIDE_BY_ZERO when the batch runs */
  divide(other: number | NumericColumn<ArithmeticType>): DoubleColumn {
    return arithmetic(this, 'divide', other) as DoubleColumn
  }
  /** The remainder, with the sign of the dividend. @throws DIVIDE_BY_ZERO when the batch runs */
  mod<O extends ArithmeticType>(other: NumericColumn<O>): NumericColumn<Wider<T, O>>
  mod(other: number): NumericColumn<T>
  mod(other: number | Column): Column {
    return arithmetic(this, 'mod', other)
  }
}

export type IntegerColumn = NumericColumn<IntegerType>
export type LongColumn = NumericColumn<LongType>
export type DoubleColumn = NumericColumn<DoubleType>
export type DecimalColumn = NumericColumn<DecimalType>

/** Whole structs. Their fields are properties: `t.data.amount`; `...t.data` lists them all, as Spark's `data.*`. */
export class StructColumnBase<F extends Fields> extends Column<StructType<F>> {
  /** A field by name, for names that a property cannot have (`isNull`, `cast` …). */
  field<K extends keyof F & string>(name: K): ColumnOf<F[K]> {
    const { node, type } = Column.expressionOf(this)
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

/** Types that `cast` takes by name. */
export interface CastTargets {
  string: StringColumn
  binary: BinaryColumn
  boolean: BooleanColumn
  integer: IntegerColumn
  long: LongColumn
  double: DoubleColumn
  timestamp: TimestampColumn
  date: DateColumn
}

/** The columns of a stream by name. */
export type Columns = { readonly [name: string]: Column }

/** @internal */
export function nodeOf(column: Column): Node {
  return Column.expressionOf(column).node
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

/** @internal The node of a constant: integers as Spark types them, int while they fit, then long. */
export function literalNode(value: string | number | bigint | boolean | Date | null, like?: DataType): Node {
  switch (typeof value) {
    case 'string':
      if (like?.kind === 'timestamp' || like?.kind === 'date') {
        return { kind: 'cast', input: { kind: 'literal', value, type: { kind: 'string' } }, to: like, onError: 'fail' }
      }
      return { kind: 'literal', value, type: { kind: 'string' } }
    case 'boolean':
      return { kind: 'literal', value, type: { kind: 'boolean' } }
    case 'bigint':
      return { kind: 'literal', value: Number.isSafeInteger(Number(value)) ? Number(value) : value, type: { kind: 'long' } }
    case 'number':
      if (!Number.isInteger(value) || like?.kind === 'double') return { kind: 'literal', value, type: { kind: 'double' } }
      return {
        kind: 'literal',
        value,
        type: Math.abs(value) < 2 ** 31 && like?.kind !== 'long' ? { kind: 'integer' } : { kind: 'long' },
      }
    default:
      if (value === null) return { kind: 'literal', value, type: like ?? { kind: 'string' } }
      return { kind: 'literal', value: value.getTime() * 1000, type: { kind: 'timestamp' } }
  }
}

function operandNode(column: Column, other: unknown): Node {
  if (other instanceof Column) return nodeOf(other)
  const { type } = Column.expressionOf(column)
  if (other === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof other) || other instanceof Date) {
    return literalNode(other as Stored & (string | number | bigint | boolean | null), type)
  }
  throw new SluiceError('TYPE_MISMATCH', `Cannot compare a column with ${typeof other}: give a value or a column.`)
}

function compare(left: Column, operator: ComparisonOperator, right: unknown): BooleanColumn {
  return new BooleanColumn({
    node: { kind: 'comparison', operator, left: nodeOf(left), right: operandNode(left, right) },
    type: { kind: 'boolean' },
  })
}

function cast(column: Column, to: DataType | keyof CastTargets, onError: 'fail' | 'null'): Column {
  const type: DataType = typeof to === 'string' ? { kind: to } : to
  return columnOf({ node: { kind: 'cast', input: nodeOf(column), to: type, onError }, type })
}

function textFunction(column: StringColumn, name: 'upper' | 'lower' | 'trim'): StringColumn {
  return new StringColumn({ node: { kind: 'textFunction', name, input: nodeOf(column) }, type: { kind: 'string' } })
}

function arithmetic(left: Column, operator: 'plus' | 'minus' | 'multiply' | 'divide' | 'mod', other: number | Column): Column {
  const { node, type } = Column.expressionOf(left)
  const right = other instanceof Column ? Column.expressionOf(other) : constant(other, type)
  const kinds = [type.kind, right.type.kind]
  const result = operator === 'divide' || kinds.includes('double') ? 'double' : kinds.includes('long') ? 'long' : 'integer'
  return new NumericColumn({ node: { kind: 'arithmetic', operator, left: node, right: right.node }, type: { kind: result } })
}

function constant(value: number, like: DataType): Expression {
  const node = literalNode(value, like)
  return { node, type: (node as Node & { kind: 'literal' }).type }
}
