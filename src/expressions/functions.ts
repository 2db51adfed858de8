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
  Column,
  type ColumnOf,
  columnOf,
  type DoubleColumn,
  type LongColumn,
  literalNode,
  type NumericColumn,
  type NumericType,
  nodeOf,
  StringColumn,
  type StructColumn,
  TimestampColumn,
} from './column.ts'
import type { FromJsonOptions, Node } from './node.ts'
import { WINDOW_TYPE } from './type-of.ts'

/** A constant column. @example lit('small'), lit(500) */
export function lit(value: string): StringColumn
export function lit(value: number): DoubleColumn
export function lit(value: boolean): BooleanColumn
export function lit(value: Date): TimestampColumn
export function lit(value: string | number | boolean | Date): Column {
  const node = literalNode(value, typeof value === 'number' ? { kind: 'double' } : undefined)
  return columnOf({ node, type: (node as Node & { kind: 'literal' }).type })
}

/**
 * Reads JSON text by a schema. What cannot be read is null and counted in the ledger; a record never ends the batch.
 *
 * @param value text, usually `record.value.cast('string')`
 * @returns a struct; null for a null or blank text, a struct of nulls for a malformed one
 * @see Spark `from_json`, mode PERMISSIVE
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
export function sum<T extends NumericType>(column: NumericColumn<T>): NumericColumn<SumType<T>> {
  const { type } = Column.expressionOf(column)
  const result: DataType =
    type.kind === 'double'
      ? type
      : type.kind === 'decimal'
        ? { ...type, precision: Math.min(type.precision + 10, 38) }
        : { kind: 'long' }
  return aggregate('sum', column, result) as NumericColumn<SumType<T>>
}

/** The mean of the non-null values; null when there are none. */
export function avg<T extends NumericType>(column: NumericColumn<T>): NumericColumn<AvgType<T>> {
  const { type } = Column.expressionOf(column)
  const result: DataType =
    type.kind === 'decimal'
      ? { kind: 'decimal', precision: Math.min(type.precision + 4, 38), scale: Math.min(type.scale + 4, 38) }
      : { kind: 'double' }
  return aggregate('avg', column, result) as NumericColumn<AvgType<T>>
}

/** The least non-null value; NaN is above every number. */
export function min<C extends Column>(column: C): C {
  return aggregate('min', column, Column.expressionOf(column).type) as C
}

/** The greatest non-null value; NaN is above every number. */
export function max<C extends Column>(column: C): C {
  return aggregate('max', column, Column.expressionOf(column).type) as C
}

function aggregate(name: 'count' | 'sum' | 'avg' | 'min' | 'max', column: Column | null, type: DataType): Column {
  return columnOf({ node: { kind: 'aggregate', name, input: column === null ? null : nodeOf(column) }, type })
}

/** Joins texts; null when one is null. */
export function concat(...columns: readonly StringColumn[]): StringColumn {
  return new StringColumn({ node: { kind: 'concat', inputs: columns.map(nodeOf) }, type: { kind: 'string' } })
}

/** The first value that is not null. */
export function coalesce<T extends DataType>(
  first: ColumnOf<T> & Column<T>,
  ...others: readonly (ColumnOf<T> & Column<T>)[]
): ColumnOf<T> {
  const inputs = [first, ...others]
  return columnOf({
    node: { kind: 'coalesce', inputs: inputs.map(nodeOf) },
    type: Column.expressionOf(first).type,
  }) as ColumnOf<T>
}

type LiteralColumn<V> = V extends string
  ? StringColumn
  : V extends number
    ? DoubleColumn
    : V extends boolean
      ? BooleanColumn
      : V extends Column
        ? V
        : never
type BranchValue = string | number | boolean | Column

/** A CASE being built: usable as a column at once (null where no branch holds), or closed by `otherwise`. */
export interface CaseBuilder<C> {
  /** Another branch: taken where no earlier one was and the condition is true. */
  when(condition: BooleanColumn, value: BranchFor<C>): CaseBuilder<C>
  /** The value where no branch holds. */
  otherwise(value: BranchFor<C>): C
  /** Ends without `otherwise`: null where no branch holds. */
  end(): C
}
type BranchFor<C> =
  | C
  | (C extends StringColumn ? string : C extends DoubleColumn ? number : C extends BooleanColumn ? boolean : never)

/**
 * The value of the first branch whose condition is exactly true; a null condition is not taken.
 *
 * @example when(t.amount.lt(100), 'small').when(t.amount.lt(500), 'medium').otherwise('large')
 * @see Spark `conditionalExpressions.scala`
 */
export function when<V extends BranchValue>(condition: BooleanColumn, value: V): CaseBuilder<LiteralColumn<V>> {
  return caseBuilder([{ condition: nodeOf(condition), value: branchValue(value) }])
}

interface TypedValue {
  readonly node: Node
  readonly type: DataType
}

function branchValue(value: unknown): TypedValue {
  if (value instanceof Column) return Column.expressionOf(value)
  const node = literalNode(value as string | number | boolean, typeof value === 'number' ? { kind: 'double' } : undefined)
  return { node, type: (node as Node & { kind: 'literal' }).type }
}

function caseBuilder<C>(branches: readonly { condition: Node; value: TypedValue }[]): CaseBuilder<C> {
  const close = (otherwise: Node | null): C => {
    const nodes = branches.map(({ condition, value }) => ({ condition, value: value.node }))
    return columnOf({ node: { kind: 'caseWhen', branches: nodes, otherwise }, type: branches[0]!.value.type }) as C
  }
  return {
    when: (condition, value) => caseBuilder([...branches, { condition: nodeOf(condition), value: branchValue(value) }]),
    otherwise: value => close(branchValue(value).node),
    end: () => close(null),
  }
}
