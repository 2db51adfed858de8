import {
  type BooleanColumn,
  Column,
  type ColumnOf,
  type Columns,
  columnOf,
  type LongColumn,
  nodeOf,
  type StructColumnBase,
  type TimestampColumn,
} from '../expressions/column.ts'
import type { Node } from '../expressions/node.ts'
import { printNode } from '../expressions/print-node.ts'
import { typeOf, type WINDOW_TYPE } from '../expressions/type-of.ts'
import { type DataType, type Fields, fieldsOf, type StructType } from '../schema/data-type.ts'
import type { ValueOf } from '../schema/row.ts'
import { parseDuration } from '../util/duration.ts'
import { SluiceError } from '../util/error.ts'
import { explainPlan } from './explain.ts'
import { checkOutputMode } from './output-mode.ts'
import { type NamedNode, type Plan, stepsOf } from './plan.ts'
import { planAggregate } from './plan-aggregate.ts'
import { planWindows } from './plan-windows.ts'
import type { QueryEngine, StreamingQuery, WriteStreamOptions } from './streaming-query.ts'
import { treeString } from './tree-string.ts'

type Flat<T> = { [K in keyof T]: T[K] } & {}
/** The columns of a schema. */
export type ColumnsOf<F extends Fields> = { readonly [K in keyof F]: ColumnOf<F[K]> }
/** The row objects of some columns. */
export type RowOfColumns<C extends Columns> = { [K in keyof C]: C[K] extends Column<infer T> ? ValueOf<T> | null : never }
type WindowFields = (typeof WINDOW_TYPE)['fields']
/** Columns that can carry a watermark. */
type EventTimeColumn = TimestampColumn | StructColumnBase<WindowFields>

/**
 * A stream of rows being described. Verbs return a new stream and read nothing; names and meaning are Spark's.
 * The engine that will run it is carried along, so that plans know nothing of engines.
 */
export class Stream<C extends Columns> {
  readonly #plan: Plan
  readonly #engine: QueryEngine

  constructor(plan: Plan, engine: QueryEngine) {
    this.#plan = plan
    this.#engine = engine
  }

  /** The query so far, as data. */
  get plan(): Plan {
    return this.#plan
  }

  get schema(): StructType {
    return this.#plan.schema
  }

  /** Names and types as Spark's `printSchema` shows them. */
  printSchema(): string {
    return treeString(this.schema)
  }

  /** New columns from old ones. @example select(r => ({ data: fromJson(r.value.cast('string'), Transaction) })) */
  select<N extends Columns>(columns: (row: C) => N): Stream<Flat<N>> {
    return this.#project(namedNodes(columns(this.#row())))
  }

  /** Adds a column at the end, or replaces the one of this name where it stands. */
  withColumn<K extends string, N extends Column>(
    name: K,
    column: (row: C) => N,
  ): Stream<Flat<Omit<C, K> & { readonly [P in K]: N }>> {
    const node = nodeOf(column(this.#row()))
    const kept = fieldsOf(this.schema).map(field => ({
      name: field.name,
      node: field.name === name ? node : columnNode(field.name),
    }))
    return this.#project(Object.hasOwn(this.schema.fields, name) ? kept : [...kept, { name, node }])
  }

  /** Keeps the rows for which the condition is true; false and null are dropped alike. */
  filter(condition: (row: C) => BooleanColumn): Stream<C> {
    const node = nodeOf(condition(this.#row()))
    const type = typeOf(node, this.schema)
    if (type.kind !== 'boolean')
      throw new SluiceError('TYPE_MISMATCH', `Cannot filter by ${printNode(node)}: it is ${type.kind}, not boolean.`)
    return new Stream({ kind: 'filter', input: this.#plan, condition: node, schema: this.schema }, this.#engine)
  }

  /** The same as `filter`. */
  where(condition: (row: C) => BooleanColumn): Stream<C> {
    return this.filter(condition)
  }

  /**
   * Says how late rows may be: the watermark is the latest event time seen less the delay. Windows that end at or
   * before it are final; later rows for them are dropped and counted as late in the ledger.
   *
   * @param name a timestamp column, or a time window
   * @param delayThreshold e.g. '1 minute'; a month counts as 31 days
   * @throws CANNOT_PARSE_INTERVAL, TYPE_MISMATCH
   * @see Spark `EventTimeWatermark`
   */
  withWatermark(
    // Spelt out here, so that the compiler's message lists the names and not the name of a type.
    name: { [K in keyof C & string]: C[K] extends EventTimeColumn ? K : never }[keyof C & string],
    delayThreshold: string,
  ): Stream<C> {
    const type = typeOf(columnNode(name), this.schema)
    const isEventTime = type.kind === 'timestamp' || (type.kind === 'struct' && type.fields.end?.kind === 'timestamp')
    if (!isEventTime) {
      throw new SluiceError(
        'TYPE_MISMATCH',
        `[EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE] The event time \`${name}\` has the invalid type "${type.kind.toUpperCase()}", but expected "TIMESTAMP". Cast it: .withColumn("${name}", t => t.${name}.cast("timestamp")).`,
      )
    }
    if (stepsOf(this.#plan).some(step => step.kind === 'watermark')) {
      throw new SluiceError(
        'UNSUPPORTED_OPERATION',
        'Redefining watermark is disallowed. Call withWatermark once per stream, on the column whose windows you group by.',
      )
    }
    const delayUs = parseDuration(delayThreshold, { months: true })
    if (delayUs < 0)
      throw new SluiceError(
        'INVALID_OPTION',
        `Cannot use a watermark of "${delayThreshold}": delay threshold (${delayThreshold}) should not be negative.`,
      )
    return new Stream({ kind: 'watermark', input: this.#plan, column: name, delayUs, schema: this.schema }, this.#engine)
  }

  /** Groups rows by columns, for `agg`. Null is a group; without keys there is one group. */
  groupBy<G extends Columns>(keys: (row: C) => G): GroupedStream<C, G>
  groupBy(): GroupedStream<C, Record<never, never>>
  groupBy(keys: (row: C) => Columns = () => ({})): GroupedStream<C, Columns> {
    const row = this.#row()
    return new GroupedStream(this.#plan, this.#engine, row, namedNodes(keys(row)))
  }

  /**
   * Makes the query that writes this stream to a sink. Nothing is read until `next`, `drain` or `start`.
   *
   * @throws STREAMING_OUTPUT_MODE_UNSUPPORTED, INVALID_OPTION — before anything runs
   */
  writeStream(options: WriteStreamOptions): StreamingQuery<RowOfColumns<C>> {
    checkOutputMode(this.#plan, options.outputMode ?? 'append', options.sink)
    return this.#engine.createQuery(this.#plan, options)
  }

  /** The plan, in Spark's words. */
  explain(): string {
    return explainPlan(this.#plan)
  }

  #row(): C {
    return rowOf(this.schema) as C
  }

  #project<N extends Columns>(columns: readonly NamedNode[]): Stream<N> {
    if (columns.length === 0) throw new SluiceError('ANALYSIS', 'Cannot select no columns: name at least one.')
    const { input, columns: planned } = planWindows(this.#plan, columns)
    for (const { node } of planned) typeOf(node, input.schema)
    const schema = schemaOf(planned, input.schema)
    return new Stream({ kind: 'project', input, columns: planned, schema }, this.#engine)
  }
}

/** A stream grouped by keys: waits for `agg`. */
export class GroupedStream<C extends Columns, G extends Columns> {
  readonly #input: Plan
  readonly #engine: QueryEngine
  readonly #row: C
  readonly #keys: readonly NamedNode[]

  constructor(input: Plan, engine: QueryEngine, row: C, keys: readonly NamedNode[]) {
    this.#input = input
    this.#engine = engine
    this.#row = row
    this.#keys = keys
  }

  /** One row a group: its keys, then the aggregates. */
  agg<A extends Columns>(aggregates: (row: C) => A): Stream<Flat<G & A>> {
    return new Stream(planAggregate(this.#input, this.#keys, namedNodes(aggregates(this.#row))), this.#engine)
  }

  /** Rows per group, in a column `count`. */
  count(): Stream<Flat<G & { readonly count: LongColumn }>> {
    const node: Node = { kind: 'aggregate', name: 'count', input: null }
    return new Stream(planAggregate(this.#input, this.#keys, [{ name: 'count', node }]), this.#engine)
  }
}

const columnNode = (name: string): Node => ({ kind: 'column', name })

function rowOf(schema: StructType): Columns {
  const columns = fieldsOf(schema).map(({ name, type }) => [name, columnOf({ node: columnNode(name), type })] as const)
  return strictRow(Object.fromEntries(columns))
}

// A notebook kernel that does not check types must still not turn a misspelt column into "cannot read properties of undefined".
function strictRow(columns: Columns): Columns {
  return new Proxy(columns, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target) return Reflect.get(target, name)
      throw new SluiceError('COLUMN_NOT_FOUND', `Cannot find column "${name}". There are: ${Object.keys(target).join(', ')}.`, {
        name,
      })
    },
  })
}

function namedNodes(columns: Columns): NamedNode[] {
  return Object.entries(columns).map(([name, column]) => {
    if (!(column instanceof Column)) {
      throw new SluiceError(
        'TYPE_MISMATCH',
        `Cannot use ${typeof column} as column "${name}": wrap constants in lit(…), close when(…) with .otherwise(…) or .end().`,
      )
    }
    return { name, node: nodeOf(column) }
  })
}

export function schemaOf(columns: readonly NamedNode[], input: StructType): StructType {
  const fields: [string, DataType][] = columns.map(({ name, node }) => [name, typeOf(node, input)])
  return { kind: 'struct', fields: Object.fromEntries(fields) }
}
