import type { ColumnOf, Columns, LongColumn } from '../expressions/column.ts'
import type { Node } from '../expressions/node.ts'
import type { Fields } from '../schema/data-type.ts'
import type { RowOf } from '../schema/row.ts'
import type { NamedNode, Plan } from './plan.ts'
import { planAggregate } from './plan-aggregate.ts'
import {
  type GroupFunction,
  type GroupMapFunction,
  type GroupStateOptions,
  type MapGroupsOptions,
  planMapGroups,
} from './plan-map-groups.ts'
import { namedNodes } from './row-columns.ts'
import type { RowOfColumns, Stream } from './stream.ts'

type Flat<T> = { [K in keyof T]: T[K] } & {}

/** What a grouped stream is made of. */
export interface Grouped<C extends Columns> {
  readonly input: Plan
  readonly row: C
  readonly keys: readonly NamedNode[]
  /** Goes on with a plan, on the engine of the stream that was grouped. */
  streamOf<N extends Columns>(plan: Plan): Stream<N>
}

/**
 * A stream grouped by keys, as `groupBy` gives it: waits for `agg`, `count` or a function over groups.
 *
 * @see PySpark `GroupedData`
 */
export class GroupedStream<C extends Columns, G extends Columns> {
  readonly #grouped: Grouped<C>

  constructor(grouped: Grouped<C>) {
    this.#grouped = grouped
  }

  /**
   * One row a group: its keys, then the aggregates, under the names given.
   *
   * @throws TYPE_MISMATCH, COLUMN_NOT_FOUND for what cannot be aggregated, at once; UNSUPPORTED_OPERATION when the query is
   * made, for what a stream cannot aggregate in its output mode
   * @see PySpark `GroupedData.agg`
   * @example
   * const payments = readStream.kafka({ subscribe: 'payments' }).select(r => ({ user: r.key.cast('string'), bytes: length(r.value) }))
   * payments.groupBy(r => ({ user: r.user })).agg(r => ({ payments: count(), largest: max(r.bytes) }))
   */
  agg<A extends Columns>(aggregates: (row: C) => A): Stream<Flat<G & A>> {
    const { row } = this.#grouped
    return this.#aggregated(namedNodes(aggregates(row)))
  }

  /**
   * Rows per group, in a column `count` behind the keys.
   *
   * @throws as `agg`
   * @see PySpark `GroupedData.count`
   * @example
   * const logins = readStream.kafka({ subscribe: 'logins' }).select(r => ({ user: r.key.cast('string') }))
   * logins.groupBy(r => ({ user: r.user })).count()
   */
  count(): Stream<Flat<G & { readonly count: LongColumn }>> {
    const node: Node = { kind: 'aggregate', name: 'count', inputs: [], parameters: [] }
    return this.#aggregated([{ name: 'count', node }])
  }

  /**
   * Calls a function of yours for each group that has rows in a batch, with a state that is kept from batch to batch and
   * in the checkpoint; and for each group whose timeout has passed, without rows. What it returns is the result.
   *
   * The groups of a batch come in no order that holds; the rows of a group come in the order in which they were read. The
   * function may run again for a batch that failed, or in `replay`: it should look at nothing but what it is given.
   * A timeout holds for one call: each call that wants one sets it. With `timeout: 'eventTime'` rows that come after the
   * watermark are dropped before.
   *
   * Moments are `Date`s. One that came with a row or a state carries its microseconds with it, and gives them back where
   * the object itself is put into a state or a result; a `Date` that you make has milliseconds.
   *
   * @throws TYPE_MISMATCH, INVALID_OPTION, COLUMN_NOT_FOUND at once; UNSUPPORTED_OPERATION when the query is made; the batch
   * ends with USER_FUNCTION_FAILED `[FLATMAPGROUPSWITHSTATE_USER_FUNCTION_ERROR]` where the function throws, which names batch
   * and group and has what was thrown as `cause`, and with TYPE_MISMATCH where a row is not of its schema
   * @see Spark `KeyValueGroupedDataset.flatMapGroupsWithState`, `GroupState`; PySpark `applyInPandasWithState`
   * @example
   * const logins = readStream.kafka({ subscribe: 'logins' }).select(r => ({ user: r.key.cast('string') }))
   * logins.groupBy(r => ({ user: r.user })).flatMapGroupsWithState(
   *   { state: struct({ n: long() }), output: struct({ user: string(), n: long() }), outputMode: 'update', timeout: 'none' },
   *   ({ user }, rows, state) => {
   *     const n = Number(state.getOption?.n ?? 0) + rows.length
   *     state.update({ n })
   *     return [{ user, n }]
   *   },
   * )
   */
  flatMapGroupsWithState<S extends Fields, O extends Fields>(
    options: MapGroupsOptions<S, O>,
    update: GroupFunction<RowOfColumns<G>, RowOfColumns<C>, RowOf<S>, RowOf<O>>,
  ): Stream<{ readonly [K in keyof O]: ColumnOf<O[K]> }> {
    const { input, keys, streamOf } = this.#grouped
    return streamOf(planMapGroups('flatMapGroupsWithState', input, keys, options, update))
  }

  /**
   * `flatMapGroupsWithState` for a function that makes exactly one row of each call. The query must be in update mode.
   *
   * @throws as `flatMapGroupsWithState`
   * @see Spark `KeyValueGroupedDataset.mapGroupsWithState`
   * @example
   * const logins = readStream.kafka({ subscribe: 'logins' }).select(r => ({ user: r.key.cast('string') }))
   * const before = staticTable([{ user: 'ann', n: 7 }], struct({ user: string(), n: long() }))
   * logins.groupBy(r => ({ user: r.user })).mapGroupsWithState(
   *   { state: struct({ n: long() }), output: struct({ user: string(), n: long() }), initialState: before.groupBy(r => ({ user: r.user })) },
   *   ({ user }, rows, state) => {
   *     const n = Number(state.getOption?.n ?? 0) + rows.length
   *     state.update({ n })
   *     return { user, n }
   *   },
   * )
   */
  mapGroupsWithState<S extends Fields, O extends Fields>(
    options: GroupStateOptions<S, O>,
    update: GroupMapFunction<RowOfColumns<G>, RowOfColumns<C>, RowOf<S>, RowOf<O>>,
  ): Stream<{ readonly [K in keyof O]: ColumnOf<O[K]> }> {
    const { input, keys, streamOf } = this.#grouped
    return streamOf(planMapGroups('mapGroupsWithState', input, keys, { ...options, outputMode: 'update' }, update))
  }

  #aggregated<N extends Columns>(aggregates: readonly NamedNode[]): Stream<N> {
    const { input, keys, streamOf } = this.#grouped
    return streamOf(planAggregate(input, keys, aggregates))
  }
}
