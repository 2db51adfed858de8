import type { Canonical } from './canonical.ts'

/** What was wrong: Spark's condition (sluice: the one its message begins with, else its code), and when it was told. */
export interface ErrorOutcome {
  readonly condition: string
  readonly phase: 'start' | 'running'
}

/** One batch. */
export interface BatchOutcome {
  readonly batchId: number
  readonly rows: readonly Canonical[]
  readonly numInputRows: number
  /** Of the progress: min, max, avg and watermark, where the query has one. */
  readonly eventTime?: Canonical
  readonly state?: readonly StateOutcome[]
  /** End offsets by source and how far they are behind, where the case asks for them. */
  readonly endOffsets?: Canonical
  readonly behind?: Canonical
  /** The names in the progress, in order, where the case asks for them. */
  readonly progress?: Canonical
}

/** Of one stateful operator; `dropped` counts groups, as Spark does. */
export interface StateOutcome {
  readonly operator: string
  readonly total: number
  readonly updated: number
  readonly removed: number
  readonly dropped: number
}

/** What came of a streaming case: the batches of each step that added records. */
export interface StreamingOutcome {
  readonly schema?: string
  readonly steps: readonly (readonly BatchOutcome[])[]
  readonly error?: ErrorOutcome
  /** What a sink left: the text of a console, one a step; or the rows that were read back at the end. */
  readonly printed?: readonly string[]
  readonly written?: Canonical
}

/** What came of an expression: its type and a value for every row (`{ error }` for a row that fails), or an error. */
export interface ExpressionOutcome {
  readonly type?: string
  readonly values?: readonly Canonical[]
  readonly error?: ErrorOutcome
}

interface StateProgress {
  readonly operatorName: string
  readonly numRowsTotal: number
  readonly numRowsUpdated: number
  readonly numRowsRemoved: number
  readonly numRowsDroppedByWatermark: number
}

/** The parts of a progress, Spark's or sluice's, that are compared. */
export interface ProgressParts {
  readonly batchId: number
  readonly numInputRows: number
  readonly eventTime?: Readonly<Record<string, string>>
  readonly stateOperators: readonly StateProgress[]
  readonly sources: readonly { readonly endOffset: unknown; readonly metrics?: Readonly<Record<string, string>> }[]
}

interface OutcomeOptions {
  readonly offsets: boolean
  readonly shape: boolean
  readonly topics: ReadonlyMap<string, string>
}

/** One batch from its rows and its progress. */
export function batchOutcome(
  batchId: number,
  rows: readonly Canonical[],
  progress: ProgressParts | undefined,
  { offsets, shape, topics }: OutcomeOptions,
): BatchOutcome {
  const eventTime = progress?.eventTime ?? {}
  const states = progress?.stateOperators ?? []
  return {
    batchId,
    rows: rows.map(value => renamed(value, topics)),
    numInputRows: progress?.numInputRows ?? -1,
    ...(Object.keys(eventTime).length === 0 ? {} : { eventTime: sortedKeys(eventTime) }),
    ...(states.length === 0 ? {} : { state: states.map(stateOutcome) }),
    ...(offsets ? offsetsOutcome(progress, topics) : {}),
    ...(shape && progress !== undefined ? { progress: shapeOf(progress as unknown as Canonical) } : {}),
  }
}

function offsetsOutcome(progress: ProgressParts | undefined, topics: OutcomeOptions['topics']) {
  const sources = progress?.sources ?? []
  return {
    endOffsets: renamed(sources.map(source => source.endOffset) as Canonical, topics),
    behind: sources.map(({ metrics = {} }) => sortedKeys(metrics)),
  }
}

/** Of Spark's own store, not of the query. */
const STORE_METRICS = 'customMetrics'

function shapeOf(value: Canonical): Canonical {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (value === null || typeof value !== 'object') return typeof value
  return Object.entries(value)
    .filter(([name]) => name !== STORE_METRICS)
    .map(([name, item]) => (/^(start|end|latest)Offset$/.test(name) ? name : [name, shapeOf(item)]))
}

const sortedKeys = (values: Readonly<Record<string, string>>): Canonical =>
  Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)))

const stateOutcome = (state: StateProgress): StateOutcome => ({
  // Spark's own two names of one operator, by Scala and by Python.
  operator: state.operatorName === 'applyInPandasWithState' ? 'flatMapGroupsWithState' : state.operatorName,
  total: state.numRowsTotal,
  updated: state.numRowsUpdated,
  removed: state.numRowsRemoved,
  dropped: state.numRowsDroppedByWatermark,
})

/** Topics have random names: the names of the case's streams take their place. */
export function renamed(value: Canonical, topics: ReadonlyMap<string, string>): Canonical {
  if (topics.size === 0) return value
  let text = JSON.stringify(value)
  for (const [topic, name] of topics) text = text.replaceAll(topic, name)
  return JSON.parse(text)
}
