import type { BooleanColumn, Column, Columns } from '../expressions/column.ts'
import { type Fields, fieldsOf, type StructType } from '../schema/data-type.ts'
import type { RowOf } from '../schema/row.ts'
import { SluiceError } from '../util/error.ts'
import { explainPlan } from './explain.ts'
import { GroupedTable } from './grouped-table.ts'
import { type On, planJoin } from './join.ts'
import type { BothColumns, ExistenceHow, JoinHow, JoinOn, PairingHow, UsingColumns } from './join-types.ts'
import type { Plan, TableDefinition } from './plan.ts'
import { namedNodes, rowOf } from './row-columns.ts'
import { batchOfRows } from './static-table-rows.ts'
import { type ColumnsOf, Stream } from './stream.ts'
import type { QueryEngine } from './streaming-query.ts'
import { treeString } from './tree-string.ts'

type Flat<T> = { [K in keyof T]: T[K] } & {}

const NO_ENGINE: QueryEngine = {
  createQuery() {
    throw new SluiceError(
      'UNSUPPORTED_OPERATION',
      '[WRITE_STREAM_NOT_ALLOWED] `writeStream` can be called only on streaming Dataset/DataFrame. Join the table with a stream.',
    )
  },
}

/**
 * Rows that do not stream, to be joined with a stream: `stream.join(table, …)`. What they come from is read anew for
 * each batch, so changes are seen from the next batch on. Its verbs are those of `Stream` and throw what they throw; a
 * query cannot be made of a table alone.
 *
 * @see Spark `Dataset`, where it does not stream
 * @example
 * const names = staticTable([{ id: 1, name: 'one' }], struct({ id: integer(), name: string() }))
 * const known: Table<{ id: IntegerColumn; name: StringColumn }> = names.filter(r => r.name.isNotNull())
 */
export class Table<C extends Columns> {
  readonly #rows: Stream<C>

  /** @internal Made by `staticTable` and its like. */
  constructor(plan: Plan) {
    this.#rows = new Stream(plan, NO_ENGINE)
  }

  get plan(): Plan {
    return this.#rows.plan
  }

  get schema(): StructType {
    return this.#rows.schema
  }

  /** Names and types as Spark's `printSchema` shows them. */
  printSchema(): string {
    return treeString(this.schema)
  }

  /** New columns from old ones. */
  select<N extends Columns>(columns: (row: C) => N): Table<Flat<N>> {
    return new Table(this.#rows.select(columns).plan)
  }

  /** Adds a column at the end, or replaces the one of this name where it stands. */
  withColumn<K extends string, N extends Column>(
    name: K,
    column: (row: C) => N,
  ): Table<Flat<Omit<C, K> & { readonly [P in K]: N }>> {
    return new Table(this.#rows.withColumn(name, column).plan)
  }

  /** Gives a column another name, where it stands. */
  withColumnRenamed<K extends keyof C & string, N extends string>(
    existing: K,
    name: N,
  ): Table<Flat<Omit<C, K> & { readonly [P in N]: C[K] }>> {
    return new Table(this.#rows.withColumnRenamed(existing, name).plan)
  }

  /** Leaves columns out. */
  drop<K extends keyof C & string>(...names: readonly K[]): Table<Flat<Omit<C, K>>> {
    return new Table(this.#rows.drop(...names).plan)
  }

  /** Keeps the rows for which the condition is true; false and null are dropped alike. */
  filter(condition: (row: C) => BooleanColumn): Table<C> {
    return new Table(this.#rows.filter(condition).plan)
  }

  /** The same as `filter`. */
  where(condition: (row: C) => BooleanColumn): Table<C> {
    return this.filter(condition)
  }

  /**
   * Rows of this table with rows of a stream that belong to them: `inner`, `cross` or `right`, as the stream stands on
   * the right.
   *
   * @see `Stream.join`
   */
  join<R extends Columns, K extends keyof C & keyof R & string>(
    right: Stream<R>,
    on: K | readonly K[],
    how: ExistenceHow,
  ): Stream<C>
  join<R extends Columns, K extends keyof C & keyof R & string>(
    right: Stream<R>,
    on: K | readonly K[],
    how?: Exclude<PairingHow, 'cross'>,
  ): Stream<UsingColumns<C, R, K>>
  join<R extends Columns>(right: Stream<R>, on: JoinOn<C, R>, how: ExistenceHow): Stream<C>
  join<R extends Columns>(right: Stream<R>, on: JoinOn<C, R>, how?: PairingHow): Stream<BothColumns<C, R>>
  join(right: { readonly plan: Plan; withPlan(plan: Plan): unknown }, on: On, how: JoinHow = 'inner'): unknown {
    return right.withPlan(planJoin(this.plan, right.plan, on, how))
  }

  /**
   * Groups rows by columns, to be the `initialState` of keyed state: the columns beside the keys are the fields of the state.
   *
   * @example
   * const before = staticTable([{ user: 'ann', n: 7 }], struct({ user: string(), n: long() }))
   * const initialState = before.groupBy(r => ({ user: r.user }))
   */
  groupBy(keys: (row: C) => Columns): GroupedTable<C> {
    const row = rowOf(this.schema) as C
    return new GroupedTable({ input: this.plan, row, keys: namedNodes(keys(row)) })
  }

  /** Every row of this table with every row of a stream. */
  crossJoin<R extends Columns>(right: Stream<R>): Stream<BothColumns<C, R>> {
    return right.withPlan(planJoin(this.plan, right.plan, null, 'cross'))
  }

  /** The plan, in Spark's words. */
  explain(): string {
    return explainPlan(this.plan)
  }
}

/** @internal */
export function tableOf<F extends Fields>(table: TableDefinition & { readonly schema: StructType<F> }): Table<ColumnsOf<F>> {
  return new Table({ kind: 'table', table, schema: table.schema })
}

/**
 * A table of rows given here.
 *
 * @param rows objects as `Batch.rows()` gives them; a field that is missing is null. They are read when the function is called.
 * @throws TYPE_MISMATCH for a value that is not of its type, with row and column, and for a row that is no object with fields:
 * a promise, a Map, a list
 * @see Spark `SparkSession.createDataFrame`
 * @example
 * const names = staticTable([{ id: 1, name: 'one' }], struct({ id: integer(), name: string() }))
 */
export function staticTable<F extends Fields>(rows: readonly Partial<RowOf<F>>[], schema: StructType<F>): Table<ColumnsOf<F>> {
  const batch = batchOfRows(rows, schema)
  const names = fieldsOf(schema).map(({ name }) => name)
  return tableOf({ description: `LocalTable[${names.join(', ')}]`, schema, load: () => batch })
}
