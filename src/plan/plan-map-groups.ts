import type { Fields, StructType } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'
import type { GroupedTable } from './grouped-table.ts'
import type { GroupUpdate, NamedNode, Plan, PlanOf } from './plan.ts'
import { refuseGenerators } from './plan-generate.ts'
import { planInitialState } from './plan-map-groups-initial.ts'
import { planWindows } from './plan-windows.ts'
import { schemaOf } from './row-columns.ts'
import type { ColumnsOf } from './stream.ts'

/** When a group without rows is called again. */
export type GroupTimeout = 'none' | 'processingTime' | 'eventTime'

/** What `mapGroupsWithState` must know of the function it is given. */
export interface GroupStateOptions<S extends Fields, O extends Fields> {
  /** What is kept of each group. */
  readonly state: StructType<S>
  /** The rows that the function returns. */
  readonly output: StructType<O>
  /** Default `none`. `eventTime` needs a watermark. */
  readonly timeout?: GroupTimeout
  /**
   * What groups begin with, in a query without a checkpoint yet: `table.groupBy(…)` by columns of the names and types of the
   * stream's keys, with the fields of the state beside them, a row for a group. The first batch puts it in place and calls
   * the function for each of its groups, also for those without rows; no later batch reads it.
   *
   * @see Spark `KeyValueGroupedDataset.flatMapGroupsWithState(outputMode, timeoutConf, initialState)`
   */
  readonly initialState?: GroupedTable<ColumnsOf<S>>
}

/**
 * What `flatMapGroupsWithState` must know of the function it is given.
 *
 * @see Spark `KeyValueGroupedDataset.flatMapGroupsWithState`; PySpark `applyInPandasWithState`
 * @example
 * const [state, output] = [struct({ n: long() }), struct({ user: string(), n: long() })]
 * const options: MapGroupsOptions<typeof state.fields, typeof output.fields> = { state, output, outputMode: 'update', timeout: 'processingTime' }
 */
export interface MapGroupsOptions<S extends Fields, O extends Fields> extends GroupStateOptions<S, O> {
  /** Whether the rows are final (`append`), or replace earlier ones (`update`): the query must have the same mode. */
  readonly outputMode: 'append' | 'update'
}

/**
 * The state of one group, during one call. It is good for this call alone: what is asked of it later changes nothing that
 * is kept.
 *
 * @see Spark `GroupState`, PySpark `GroupState`
 * @example
 * const counted = (state: GroupState<{ n: number | bigint | null }>, more: number) => {
 *   const n = Number(state.getOption?.n ?? 0) + more
 *   state.update({ n })
 *   return n
 * }
 */
export interface GroupState<S> {
  /**
   * Whether there is a state: it was set once, and not removed. `update` and `remove` are seen at once.
   *
   * @example
   * if (!state.exists) state.update({ n: 0 })
   */
  readonly exists: boolean
  /**
   * The state. A copy: `update` changes it.
   *
   * @throws USAGE where there is none
   * @example
   * const n = state.exists ? state.get.n : 0
   */
  readonly get: S
  /**
   * The state, or null where there is none. A copy, as `get`.
   *
   * @example
   * const n = Number(state.getOption?.n ?? 0)
   */
  readonly getOption: S | null
  /**
   * Whether this call is for a timeout; there are no rows then. The state is as it was left, until `remove`.
   *
   * @example
   * if (state.hasTimedOut) state.remove()
   */
  readonly hasTimedOut: boolean
  /**
   * Sets the state, of which a copy is kept when the batch is committed. A field that is missing is null.
   *
   * @throws TYPE_MISMATCH for what is not of the state's schema or no object with fields, COLUMN_NOT_FOUND for a field that it
   * has not, USAGE for null; the state is then as it was
   * @example
   * state.update({ n: 1 })
   */
  update(state: S): void
  /**
   * Forgets the group, unless this call also sets a timeout: then the group is called again, without a state.
   *
   * @example
   * if (state.hasTimedOut) state.remove()
   */
  remove(): void
  /**
   * Calls the group again in the first batch that begins later than this after the present one.
   *
   * @param duration milliseconds, or text such as '10 seconds'
   * @throws UNSUPPORTED_OPERATION unless the timeout is `processingTime`; USAGE for less than a millisecond, and for what ends
   * after the year 9999
   * @example
   * state.setTimeoutDuration('10 seconds')
   */
  setTimeoutDuration(duration: number | string): void
  /**
   * Calls the group again once the watermark is past this moment.
   *
   * @param timestamp milliseconds since 1970, or a moment
   * @param additionalDuration added to it, such as '1 hour'
   * @throws UNSUPPORTED_OPERATION unless the timeout is `eventTime`; USAGE for what is not positive,
   * is before the watermark or after the year 9999
   * @example
   * state.setTimeoutTimestamp(state.getCurrentWatermarkMs(), '1 hour')
   */
  setTimeoutTimestamp(timestamp: number | Date, additionalDuration?: string): void
  /**
   * The watermark of this batch, milliseconds since 1970; 0 in the first.
   *
   * @throws UNSUPPORTED_OPERATION where the stream has no watermark
   * @example
   * const behind = state.getCurrentProcessingTimeMs() - state.getCurrentWatermarkMs()
   */
  getCurrentWatermarkMs(): number
  /**
   * When the batch began, milliseconds since 1970; the same in a replay.
   *
   * @example
   * const today = new Date(state.getCurrentProcessingTimeMs())
   */
  getCurrentProcessingTimeMs(): number
}

/**
 * A function over the rows of one group. It returns rows, also through a generator; it cannot be async, and no row may be a
 * promise. A field that is missing is null.
 *
 * @see Spark `FlatMapGroupsWithStateFunction`
 * @example
 * const count: GroupFunction<{ user: string | null }, object, { n: number | bigint | null }, { user: string | null; n: number }> =
 *   function* ({ user }, rows, state) {
 *     const n = Number(state.getOption?.n ?? 0) + rows.length
 *     state.update({ n })
 *     if (n > 3) yield { user, n }
 *   }
 */
export type GroupFunction<K, R, S, O> = (key: K, rows: readonly R[], state: GroupState<S>) => Iterable<O>

/**
 * A function that makes one row of a group. It cannot be async. A field that is missing is null.
 *
 * @see Spark `MapGroupsWithStateFunction`
 * @example
 * const count: GroupMapFunction<{ user: string | null }, object, { n: number | bigint | null }, { user: string | null; n: number }> =
 *   ({ user }, rows, state) => {
 *     const n = Number(state.getOption?.n ?? 0) + rows.length
 *     state.update({ n })
 *     return { user, n }
 *   }
 */
export type GroupMapFunction<K, R, S, O> = (key: K, rows: readonly R[], state: GroupState<S>) => O

const TIMEOUTS: readonly string[] = ['none', 'processingTime', 'eventTime']

/**
 * The plan of `flatMapGroupsWithState` or `mapGroupsWithState`. The function is carried as it is: an engine that runs elsewhere must refuse it.
 *
 * @throws INVALID_OPTION, TYPE_MISMATCH, COLUMN_NOT_FOUND for the initial state, UNSUPPORTED_OPERATION for a session window as key
 */
export function planMapGroups<S extends Fields, O extends Fields>(
  verb: PlanOf<'mapGroupsWithState'>['verb'],
  input: Plan,
  keys: readonly NamedNode[],
  options: MapGroupsOptions<S, O>,
  update: GroupUpdate,
): Plan {
  const { state, output, outputMode, timeout = 'none' } = options
  const refuse = (what: string) => new SluiceError('INVALID_OPTION', `Cannot call ${verb}: ${what}.`, { outputMode, timeout })
  if (typeof update !== 'function') throw refuse('its second argument is the function (key, rows, state) => rows')
  for (const [name, schema] of Object.entries({ state, output }))
    if (schema?.kind !== 'struct') throw refuse(`"${name}" is a schema: struct({ … })`)
  if (Object.keys(output.fields).length === 0) throw refuse('"output" has no columns')
  if (outputMode !== 'append' && outputMode !== 'update') {
    throw refuse(
      `The output mode of function should be append or update, not ${JSON.stringify(outputMode)}. Give outputMode: 'append' or 'update'`,
    )
  }
  if (!TIMEOUTS.includes(timeout)) throw refuse(`timeout is one of ${TIMEOUTS.join(', ')}, not ${JSON.stringify(timeout)}`)
  refuseGenerators(keys.map(({ node }) => node))
  const windowed = planWindows(input, keys)
  if (windowed.input.kind === 'assignSessions') {
    throw new SluiceError(
      'UNSUPPORTED_OPERATION',
      `Cannot group by a session window for ${verb}: sessions are merged by agg(…) only. Keep them in the state.`,
    )
  }
  const keySchema = schemaOf(windowed.columns, windowed.input.schema)
  const { initialState } = options
  return {
    kind: 'mapGroupsWithState',
    verb,
    input: windowed.input,
    keys: windowed.columns,
    initialState: initialState === undefined ? null : planInitialState(initialState, keySchema, state, verb),
    update,
    stateSchema: state,
    timeout,
    outputMode,
    schema: output,
  }
}
