import type { BooleanType, DataType } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'
import { requireCast } from './cast-rules.ts'
import { type CastTarget, castType } from './cast-target.ts'
import type { CastColumn } from './column-types.ts'
import { commonType } from './common-type.ts'
import { type Expression, type Literal, literal } from './literal.ts'
import type { ComparisonOperator, Node } from './node.ts'

let classOf: (expression: Expression) => Column

/** @internal Told once by `column-classes.ts`, which knows all classes; they know only this file. */
export function bindColumnClasses(factory: (expression: Expression) => Column): void {
  classOf = factory
}

/** @internal Makes the column of the right class; a struct's fields become its own enumerable properties. */
export function columnOf(expression: Expression): Column {
  return classOf(expression)
}

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
  /**
   * Whether the value is one of these; null when it is none of them and one of them is null. All are brought to one type
   * first: beside a double, longs are doubles. @see Spark `AnsiTypeCoercion.InConversion`
   */
  isin(...others: readonly O[]): BooleanColumn {
    return booleanColumn({
      kind: 'in',
      input: nodeOf(this),
      list: oneType(
        this,
        others.map(other => operand(this, other)),
      ),
    })
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

/** @internal */
export function nodeOf(column: Column): Node {
  return expressionOf(column).node
}

const operandNode = (column: Column, other: unknown): Node => operand(column, other).node

function operand(column: Column, other: unknown): Expression {
  if (other instanceof Column) return expressionOf(other)
  if (other === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof other) || other instanceof Date) {
    return literal(other as Literal | null, expressionOf(column).type)
  }
  throw new SluiceError('TYPE_MISMATCH', `Cannot compare a column with ${describe(other)}: give a value or a column.`)
}

/** Where a double is among them, the operands as doubles: only then does it matter with what else they stand. */
function oneType(column: Column, operands: readonly Expression[]): readonly Node[] {
  const type = commonType([expressionOf(column).type, ...operands.map(each => each.type)])
  if (type?.kind !== 'double') return operands.map(({ node }) => node)
  return operands.map(({ node, type: from }) => {
    if (from.kind === 'double') return node
    const isWhole = node.kind === 'literal' && (from.kind === 'integer' || from.kind === 'long') && node.value !== null
    if (isWhole) return { kind: 'literal', value: Number(node.value), type }
    return { kind: 'cast', input: node, to: type, onError: 'fail' }
  })
}

const describe = (value: unknown) => (value === null || value === undefined ? String(value) : `a ${typeof value}`)

const booleanColumn = (node: Node) => new BooleanColumn({ node, type: { kind: 'boolean' } })

function compare(left: Column, operator: ComparisonOperator, right: unknown): BooleanColumn {
  return booleanColumn({ kind: 'comparison', operator, left: nodeOf(left), right: operandNode(left, right) })
}

function cast<To extends CastTarget>(column: Column, to: To, onError: 'fail' | 'null'): CastColumn<To> {
  const type = castType(to)
  requireCast(expressionOf(column).type, type, onError)
  return columnOf({ node: { kind: 'cast', input: nodeOf(column), to: type, onError }, type }) as CastColumn<To>
}
