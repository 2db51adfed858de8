import {
  type BooleanColumn,
  type Column,
  type ColumnOf,
  type Columns,
  nodeOf,
  type StructColumnBase,
  type TimestampColumn,
} from '../expressions/column.ts'
import { printNode } from '../expressions/print-node.ts'
import { typeOf, type WINDOW_TYPE } from '../expressions/type-of.ts'
import { type Fields, fieldsOf, type StructType } from '../schema/data-type.ts'
import type { ValueOf } from '../schema/row.ts'
import { SluiceError } from '../util/error.ts'
import { explainPlan } from './explain.ts'
import { GroupedStream } from './grouped-stream.ts'
import { type On, planJoin } from './join.ts'
import type { BothColumns, ExistenceHow, JoinHow, JoinOn, PairingHow, UsingColumns } from './join-types.ts'
import { refuseOtherCase } from './other-case.ts'
import { checkOutputMode } from './output-mode.ts'
import type { NamedNode, Plan } from './plan.ts'
import { planDeduplicate, planLimit } from './plan-deduplicate.ts'
import { planGenerators, refuseGenerators } from './plan-generate.ts'
import { type Ordering, planSort } from './plan-sort.ts'
import { planUnion, planUnionByName } from './plan-union.ts'
import { planWatermark } from './plan-watermark.ts'
import { planWindows } from './plan-windows.ts'
import { columnNode, namedNodes, rowOf, schemaOf } from './row-columns.ts'
import type { Table } from './static-table.ts'
import type { QueryEngine, StreamingQuery, WriteStreamOptions } from './streaming-query.ts'
import { treeString } from './tree-string.ts'

export { GroupedStream } from './grouped-stream.ts'

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

  /**
   * Adds a column at the end, or replaces the one of this name where it stands.
   *
   * @throws ANALYSIS for a name that differs only in case from one that is there
   */
  withColumn<K extends string, N extends Column>(
    name: K,
    column: (row: C) => N,
  ): Stream<Flat<Omit<C, K> & { readonly [P in K]: N }>> {
    refuseOtherCase('withColumn', [name], Object.keys(this.schema.fields))
    const node = nodeOf(column(this.#row()))
    const kept = fieldsOf(this.schema).map(field => ({
      name: field.name,
      node: field.name === name ? node : columnNode(field.name),
    }))
    return this.#project(Object.hasOwn(this.schema.fields, name) ? kept : [...kept, { name, node }])
  }

  /** Leaves columns out. */
  drop<K extends keyof C & string>(...names: readonly K[]): Stream<Flat<Omit<C, K>>> {
    const kept = Object.keys(this.schema.fields).filter(name => !names.includes(name as K))
    return this.#project(kept.map(name => ({ name, node: columnNode(name) })))
  }

  /** Gives a column another name, where it stands. */
  withColumnRenamed<K extends keyof C & string, N extends string>(
    existing: K,
    name: N,
  ): Stream<Flat<Omit<C, K> & { readonly [P in N]: C[K] }>> {
    const columns = Object.keys(this.schema.fields).map(old => ({ name: old === existing ? name : old, node: columnNode(old) }))
    return this.#project(columns)
  }

  /**
   * The rows of both, column by position, under the names of this stream. Numbers are brought to the wider type.
   *
   * @throws ANALYSIS, TYPE_MISMATCH
   * @see Spark `Dataset.union`; of several watermarks `multipleWatermarkPolicy` makes one
   */
  union(other: Stream<C>): Stream<C> {
    return new Stream(planUnion(this.#plan, other.plan), this.#engine)
  }

  /**
   * The rows of both, column by name.
   *
   * @param options.allowMissingColumns a column that one side lacks is null there; those of the other come last
   * @throws ANALYSIS, TYPE_MISMATCH, COLUMN_NOT_FOUND
   */
  unionByName(other: Stream<C>): Stream<C>
  unionByName<D extends Columns>(
    other: Stream<D>,
    options: { readonly allowMissingColumns: true },
  ): Stream<Flat<C & Omit<D, keyof C>>>
  unionByName(other: { readonly plan: Plan }, { allowMissingColumns = false } = {}): unknown {
    return new Stream(planUnionByName(this.#plan, other.plan, allowMissingColumns), this.#engine)
  }

  /**
   * Puts the rows of each batch in order: above an aggregation in complete mode, nowhere else.
   *
   * @param orderings a column (ascending, nulls first) or `asc(…)`, `desc(…)`; several in a list
   * @example select(r => ({ topic: r.topic, offset: r.offset })).orderBy(r => [r.topic, desc(r.offset)])
   */
  orderBy(orderings: (row: C) => Ordering | readonly Ordering[]): Stream<C> {
    const given = orderings(this.#row())
    return new Stream(planSort(this.#plan, Array.isArray(given) ? given : [given as Ordering]), this.#engine)
  }

  /**
   * Rows of this stream with rows of another, or of a table, that belong to them.
   *
   * Two streams wait for each other: a condition must make two columns equal, and rows are kept until a watermark on a
   * key or a time range says that no partner can come. A table is read anew for each batch.
   *
   * @param on names of columns that are equal on both sides, which then stand once; or a condition. Null equals nothing.
   * @param how default `inner`
   * @throws ANALYSIS where another name stands on both sides: rename it first; UNSUPPORTED_OPERATION when the query is made
   * @see Spark `Dataset.join`; docs, structured-streaming "Join Operations"
   * @example
   * const orders = readStream.kafka({ subscribe: 'orders' }).select(r => ({ id: r.key.cast('string'), ordered: r.timestamp }))
   * const payments = readStream.kafka({ subscribe: 'payments' }).select(r => ({ order: r.key.cast('string'), paid: r.timestamp }))
   * orders.join(payments, (o, p) => o.id.eq(p.order).and(p.paid.between(o.ordered, o.ordered.plus(interval('1 hour')))))
   */
  join<R extends Columns, K extends keyof C & keyof R & string>(
    right: Stream<R> | Table<R>,
    on: K | readonly K[],
    how: ExistenceHow,
  ): Stream<C>
  join<R extends Columns, K extends keyof C & keyof R & string>(
    right: Stream<R> | Table<R>,
    on: K | readonly K[],
    how?: Exclude<PairingHow, 'cross'>,
  ): Stream<UsingColumns<C, R, K>>
  join<R extends Columns>(right: Stream<R> | Table<R>, on: JoinOn<C, R>, how: ExistenceHow): Stream<C>
  join<R extends Columns>(right: Stream<R> | Table<R>, on: JoinOn<C, R>, how?: PairingHow): Stream<BothColumns<C, R>>
  join(right: { readonly plan: Plan }, on: On, how: JoinHow = 'inner'): unknown {
    return new Stream(planJoin(this.#plan, right.plan, on, how), this.#engine)
  }

  /** Every row of this stream with every row of a table. Two streams cannot be joined so. */
  crossJoin<R extends Columns>(right: Stream<R> | Table<R>): Stream<BothColumns<C, R>> {
    return new Stream(planJoin(this.#plan, right.plan, null, 'cross'), this.#engine)
  }

  /** @internal What a table becomes when it is joined with this stream. */
  withPlan<N extends Columns>(plan: Plan): Stream<N> {
    return new Stream(plan, this.#engine)
  }

  /** Keeps the rows for which the condition is true; false and null are dropped alike. */
  filter(condition: (row: C) => BooleanColumn): Stream<C> {
    const node = nodeOf(condition(this.#row()))
    refuseGenerators([node])
    const type = typeOf(node, this.schema)
    if (type.kind !== 'boolean')
      throw new SluiceError('TYPE_MISMATCH', `Cannot filter by ${printNode(node)}: it is ${type.kind}, not boolean.`)
    return new Stream({ kind: 'filter', input: this.#plan, condition: node, schema: this.schema }, this.#engine)
  }

  /**
   * The first row of each key, for as long as the key is remembered: until the watermark has passed its event time, where
   * that is one of the columns, else for ever.
   *
   * @param names columns of the key; all, where none is named. Null equals null
   * @see Spark `StreamingDeduplicateExec`
   */
  dropDuplicates(...names: readonly (keyof C & string)[]): Stream<C> {
    return new Stream(planDeduplicate(this.#plan, names, false), this.#engine)
  }

  /** As `dropDuplicates`; a key is forgotten once its first row is older than the delay of the watermark. */
  dropDuplicatesWithinWatermark(...names: readonly (keyof C & string)[]): Stream<C> {
    return new Stream(planDeduplicate(this.#plan, names, true), this.#engine)
  }

  /** Each row once: the same as `dropDuplicates()`. */
  distinct(): Stream<C> {
    return this.dropDuplicates()
  }

  /** The first rows of the query over its whole life; above an aggregation in complete mode, of each batch. */
  limit(count: number): Stream<C> {
    return new Stream(planLimit(this.#plan, count), this.#engine)
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
    return new Stream(planWatermark(this.#plan, name, delayThreshold), this.#engine)
  }

  /** Groups rows by columns, for `agg`. Null is a group; without keys there is one group. */
  groupBy<G extends Columns>(keys: (row: C) => G): GroupedStream<C, G>
  groupBy(): GroupedStream<C, Record<never, never>>
  groupBy(keys: (row: C) => Columns = () => ({})): GroupedStream<C, Columns> {
    const row = this.#row()
    const streamOf = <N extends Columns>(plan: Plan) => new Stream<N>(plan, this.#engine)
    return new GroupedStream({ input: this.#plan, row, keys: namedNodes(keys(row)), streamOf })
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
    const windowed = planWindows(this.#plan, columns)
    const { input, columns: planned } = planGenerators(windowed.input, windowed.columns)
    for (const { node } of planned) typeOf(node, input.schema)
    const schema = schemaOf(planned, input.schema)
    return new Stream({ kind: 'project', input, columns: planned, schema }, this.#engine)
  }
}
