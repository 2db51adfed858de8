import type { Node, TimeWindow } from '../expressions/node.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { StructType } from '../schema/data-type.ts'
import type { Source } from '../sources/source.ts'
import type { OutputMode } from './sink.ts'

export interface NamedNode {
  readonly name: string
  readonly node: Node
}

/** A source that has not been opened: every query of a stream opens its own. */
export interface SourceDefinition {
  readonly description: string
  readonly schema: StructType
  open(): Source
}

/** Rows that do not stream: the other side of a stream–static join. Loaded anew by each batch, as Spark plans it anew. */
export interface TableDefinition {
  readonly description: string
  readonly schema: StructType
  load(): Promise<ColumnBatch> | ColumnBatch
}

/** Spark's `JoinType`, as its messages name them. */
export type JoinType = 'inner' | 'cross' | 'leftOuter' | 'rightOuter' | 'fullOuter' | 'leftSemi' | 'leftAnti'

/** One key of an order. Spark's defaults: ascending with nulls first, descending with nulls last. */
export interface SortKey {
  readonly node: Node
  readonly direction: 'ascending' | 'descending'
  readonly nulls: 'first' | 'last'
}

/**
 * The function of `mapGroupsWithState`: its types are known to the verb that takes it, the plan only carries it.
 *
 * @param key the grouping columns as a row object
 * @param rows the rows of the group in this batch; none when a timeout calls
 * @param state the handle of the group's state
 */
export type GroupUpdate = (key: never, rows: never, state: never) => unknown

/** What a query does, as data: a tree with the sources as leaves. Built by the fluent API, read by analysis, `explain` and the engines. */
export type Plan =
  | { readonly kind: 'source'; readonly source: SourceDefinition; readonly schema: StructType }
  | { readonly kind: 'table'; readonly table: TableDefinition; readonly schema: StructType }
  | { readonly kind: 'project'; readonly input: Plan; readonly columns: readonly NamedNode[]; readonly schema: StructType }
  | {
      readonly kind: 'filter'
      readonly input: Plan
      readonly condition: Node
      readonly schema: StructType
      /** The optimizer has put it where it stands. */
      readonly isMoved?: true
    }
  | {
      readonly kind: 'watermark'
      readonly input: Plan
      readonly column: string
      readonly delayUs: number
      readonly schema: StructType
    }
  | {
      /** One row per window that holds the time; `column` is added. Rows without a time are dropped. */
      readonly kind: 'assignWindows'
      readonly input: Plan
      readonly time: Node
      readonly window: TimeWindow
      readonly column: string
      readonly schema: StructType
    }
  | {
      /**
       * The session that each row would make alone, `[time, time + gap)`, in `column`; the aggregation above merges them.
       * Rows without a time, or with a gap that is not positive, are dropped.
       */
      readonly kind: 'assignSessions'
      readonly input: Plan
      readonly time: Node
      /** A string with a duration, mostly a literal. */
      readonly gap: Node
      readonly column: string
      readonly schema: StructType
    }
  | {
      /** Rows for the elements of an array or map; the generated columns follow those of the input. */
      readonly kind: 'generate'
      readonly input: Plan
      readonly generator: Node
      /** Whether a row without elements stays, with nulls. */
      readonly outer: boolean
      /** Whether the position of each element is the first of `columns`. */
      readonly position: boolean
      /** Names of what is generated: position, then the element, or key and value of a map. */
      readonly columns: readonly string[]
      readonly schema: StructType
    }
  | {
      readonly kind: 'aggregate'
      readonly input: Plan
      readonly keys: readonly NamedNode[]
      /** Each node is an `aggregate`. */
      readonly aggregates: readonly NamedNode[]
      /** The key (by its name) that holds sessions; groups then merge as their sessions do. */
      readonly session?: string
      readonly schema: StructType
    }
  | {
      /** The first row of each key, for as long as the key is remembered. */
      readonly kind: 'deduplicate'
      readonly input: Plan
      /** Columns of the input. */
      readonly keys: readonly string[]
      /** `dropDuplicatesWithinWatermark`: a key is forgotten when its first row is older than the delay. */
      readonly withinWatermark: boolean
      readonly schema: StructType
    }
  | {
      /**
       * No column name stands on both sides (planning renames first), so that a name in `condition` says its side.
       * The schema is the left columns, then the right ones; only the left ones for `leftSemi` and `leftAnti`.
       */
      readonly kind: 'join'
      readonly left: Plan
      readonly right: Plan
      readonly type: JoinType
      /** Over the columns of both sides; `null` for a cross join. */
      readonly condition: Node | null
      readonly schema: StructType
    }
  /** The rows of all inputs, column by position; the names are those of the first. All have the same types. */
  | { readonly kind: 'union'; readonly inputs: readonly Plan[]; readonly schema: StructType }
  | { readonly kind: 'sort'; readonly input: Plan; readonly order: readonly SortKey[]; readonly schema: StructType }
  | { readonly kind: 'limit'; readonly input: Plan; readonly count: number; readonly schema: StructType }
  | {
      readonly kind: 'mapGroupsWithState'
      /** `mapGroupsWithState`: the function returns one row, not many. */
      readonly verb: 'mapGroupsWithState' | 'flatMapGroupsWithState'
      readonly input: Plan
      readonly keys: readonly NamedNode[]
      /** What the groups begin with: keys, then the fields of the state, in the order of both. Does not stream. */
      readonly initialState: Plan | null
      readonly update: GroupUpdate
      readonly stateSchema: StructType
      readonly timeout: 'none' | 'processingTime' | 'eventTime'
      readonly outputMode: OutputMode
      readonly schema: StructType
    }

export type PlanOf<K extends Plan['kind']> = Plan & { readonly kind: K }

/** What a step reads, left before right; none for a leaf. */
export function inputsOf(plan: Plan): readonly Plan[] {
  switch (plan.kind) {
    case 'source':
    case 'table':
      return []
    case 'join':
      return [plan.left, plan.right]
    case 'union':
      return plan.inputs
    case 'mapGroupsWithState':
      return plan.initialState === null ? [plan.input] : [plan.input, plan.initialState]
    default:
      return [plan.input]
  }
}

/** The same step over other inputs, given in the order of `inputsOf`. */
export function withInputs(plan: Plan, inputs: readonly Plan[]): Plan {
  switch (plan.kind) {
    case 'source':
    case 'table':
      return plan
    case 'join':
      return { ...plan, left: inputs[0]!, right: inputs[1]! }
    case 'union':
      return { ...plan, inputs }
    case 'mapGroupsWithState':
      return { ...plan, input: inputs[0]!, initialState: inputs[1] ?? null }
    default:
      return { ...plan, input: inputs[0]! }
  }
}

/** All steps from the leaves up: inputs before the step that reads them, left before right. */
export function stepsOf(plan: Plan): readonly Plan[] {
  return [...inputsOf(plan).flatMap(stepsOf), plan]
}

/** Whether rows keep coming: some leaf is a source. */
export function isStreaming(plan: Plan): boolean {
  return plan.kind === 'source' || inputsOf(plan).some(isStreaming)
}
