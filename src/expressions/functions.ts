import {
  type DataType,
  type DecimalType,
  type DoubleType,
  type Fields,
  fieldsOf,
  type LongType,
  type StructType,
} from '../schema/data-type.ts'
import { parseDuration } from '../util/duration.ts'
import { SluiceError } from '../util/error.ts'
import {
  type BooleanColumn,
  type Column,
  type ColumnOf,
  columnOf,
  expressionOf,
  type LongColumn,
  type NumericColumn,
  nodeOf,
  StringColumn,
  type StructColumn,
  TimestampColumn,
} from './column.ts'
import type { BranchValue, Common, LiteralColumn, OrderedColumn, SameKind } from './common-column.ts'
import { type Expression, type Literal, literal } from './literal.ts'
import type { FromJsonOptions, Node } from './node.ts'
import type { NumericType } from './numeric-type.ts'
import { WINDOW_TYPE } from './type-of.ts'

/**
 * A constant column. A whole number is an int while it fits, then a long; others are doubles.
 *
 * @example
 * lit('small')
 * lit(500)
 */
export function lit<V extends Literal>(value: V): LiteralColumn<V> {
  return columnOf(literal(value)) as LiteralColumn<V>
}

/**
 * Reads JSON text by a schema. What cannot be read is null and counted in the ledger; a record ends the batch only
 * with `mode: 'FAILFAST'`.
 *
 * @param value text, usually `record.value.cast('string')`
 * @returns a struct; null for a null or blank text, a struct of nulls for a malformed one
 * @throws MALFORMED_RECORD_IN_PARSING from the query, in mode FAILFAST, at the first malformed record
 * @see Spark `from_json`
 */
export function fromJson<F extends Fields>(
  value: StringColumn,
  schema: StructType<F>,
  options: FromJsonOptions = {},
): StructColumn<F> {
  if (fieldsOf(schema).length === 0)
    throw new SluiceError('TYPE_MISMATCH', 'Cannot read JSON by an empty schema: name at least one field in struct({ … }).')
  return columnOf({ node: { kind: 'fromJson', input: nodeOf(value), schema, options }, type: schema }) as StructColumn<F>
}

type WindowFields = (typeof WINDOW_TYPE)['fields']

/**
 * The time window a moment falls into: `[start, end)`, aligned to 1970-01-01T00:00:00Z. With a slide shorter than the
 * duration a row falls into several and is multiplied. Rows without a time are dropped.
 *
 * @param windowDuration e.g. '5 minutes'; no months
 * @param slideDuration at most `windowDuration`; default: the same (tumbling)
 * @param startTime offset of the windows, e.g. '15 minutes'; smaller than the slide; may be negative
 * @throws CANNOT_PARSE_INTERVAL, TYPE_MISMATCH
 * @example window(t.time, '10 minutes', '5 minutes')
 * @see Spark `TimeWindow.scala`, `ResolveTimeWindows.scala`
 */
export function window(
  time: TimestampColumn,
  windowDuration: string,
  slideDuration = windowDuration,
  startTime = '0 seconds',
): StructColumn<WindowFields> {
  const durationUs = parseDuration(windowDuration)
  const slideUs = parseDuration(slideDuration)
  const startUs = parseDuration(startTime)
  const refuse = (why: string) =>
    new SluiceError(
      'TYPE_MISMATCH',
      `[DATATYPE_MISMATCH] Cannot make window(${[windowDuration, slideDuration, startTime].join(', ')}): ${why}.`,
    )
  if (durationUs <= 0) throw refuse('the window duration must be above zero')
  if (slideUs <= 0) throw refuse('the slide duration must be above zero')
  if (slideUs > durationUs) throw refuse('the slide duration must be at most the window duration')
  if (Math.abs(startUs) >= slideUs) throw refuse('the start time must be smaller than the slide duration')
  return columnOf({
    node: { kind: 'window', time: nodeOf(time), window: { durationUs, slideUs, startUs } },
    type: WINDOW_TYPE,
  }) as StructColumn<WindowFields>
}

/** The time at which the batch was planned: one value for all its rows, the same again in a replay. */
export function currentTimestamp(): TimestampColumn {
  return new TimestampColumn({ node: { kind: 'currentTimestamp' }, type: { kind: 'timestamp' } })
}

type SumType<T> = T extends DoubleType ? DoubleType : T extends DecimalType ? DecimalType : LongType
type AvgType<T> = T extends DecimalType ? DecimalType : DoubleType

/** Rows of a group, or its non-null values of a column. */
export function count(column?: Column): LongColumn {
  return aggregate('count', column ?? null, { kind: 'long' }) as LongColumn
}

/** The sum of the non-null values; null when there are none. Integers give a long; its overflow ends the batch. */
export function sum<T extends NumericType>(column: NumericColumn<T>): ColumnOf<SumType<T>> {
  const { type } = expressionOf(column)
  const result: DataType =
    type.kind === 'double'
      ? type
      : type.kind === 'decimal'
        ? { ...type, precision: Math.min(type.precision + 10, 38) }
        : { kind: 'long' }
  return aggregate('sum', column, result) as ColumnOf<SumType<T>>
}

/** The mean of the non-null values; null when there are none. */
export function avg<T extends NumericType>(column: NumericColumn<T>): ColumnOf<AvgType<T>> {
  const { type } = expressionOf(column)
  const result: DataType =
    type.kind === 'decimal'
      ? { kind: 'decimal', precision: Math.min(type.precision + 4, 38), scale: Math.min(type.scale + 4, 38) }
      : { kind: 'double' }
  return aggregate('avg', column, result) as ColumnOf<AvgType<T>>
}

/** The least non-null value; NaN is above every number. */
export function min<C extends OrderedColumn>(column: C): C {
  return aggregate('min', column, expressionOf(column).type) as C
}

/** The greatest non-null value; NaN is above every number. */
export function max<C extends OrderedColumn>(column: C): C {
  return aggregate('max', column, expressionOf(column).type) as C
}

function aggregate(name: 'count' | 'sum' | 'avg' | 'min' | 'max', column: Column | null, type: DataType): Column {
  return columnOf({ node: { kind: 'aggregate', name, input: column === null ? null : nodeOf(column) }, type })
}

/** Joins texts; null when one is null. */
export function concat(...columns: readonly StringColumn[]): StringColumn {
  return new StringColumn({ node: { kind: 'concat', inputs: columns.map(nodeOf) }, type: { kind: 'string' } })
}

/**
 * The first value that is not null. Numbers of different types are brought to the widest.
 *
 * @example coalesce(t.type, lit('unknown'))
 */
export function coalesce<C extends Column, O extends readonly SameKind<C>[]>(first: C, ...others: O): Common<C, O[number]> {
  const { type } = expressionOf(first)
  return columnOf({ node: { kind: 'coalesce', inputs: [first, ...others].map(nodeOf) }, type }) as Common<C, O[number]>
}

/** A CASE being built: a column only when closed by `otherwise` or `end`. */
export interface CaseBuilder<C extends Column> {
  /** Another branch: taken where no earlier one was and the condition is true. */
  when<V extends BranchValue<C>>(condition: BooleanColumn, value: V): CaseBuilder<Common<C, LiteralColumn<V>>>
  /** The value where no branch holds. */
  otherwise<V extends BranchValue<C>>(value: V): Common<C, LiteralColumn<V>>
  /** Ends without `otherwise`: null where no branch holds. */
  end(): C
}

/**
 * The value of the first branch whose condition is exactly true; a null condition is not taken.
 *
 * @example when(t.amount.lt(100), 'small').when(t.amount.lt(500), 'medium').otherwise('large')
 * @see Spark `conditionalExpressions.scala`
 */
export function when<V extends Literal | Column>(condition: BooleanColumn, value: V): CaseBuilder<LiteralColumn<V>> {
  return caseBuilder([{ condition: nodeOf(condition), value: branchOf(value) }])
}

interface Branch {
  readonly condition: Node
  readonly value: Expression
}

function branchOf(value: Literal | Column): Expression {
  return typeof value === 'object' && !(value instanceof Date) ? expressionOf(value) : literal(value)
}

function caseBuilder<C extends Column>(branches: readonly Branch[]): CaseBuilder<C> {
  const close = (otherwise: Node | null) => {
    const nodes = branches.map(({ condition, value }) => ({ condition, value: value.node }))
    return columnOf({ node: { kind: 'caseWhen', branches: nodes, otherwise }, type: branches[0]!.value.type })
  }
  return {
    when: (condition, value) => caseBuilder([...branches, { condition: nodeOf(condition), value: branchOf(value) }]),
    otherwise: value => close(branchOf(value).node) as Common<C, LiteralColumn<typeof value>>,
    end: () => close(null) as C,
  }
}
