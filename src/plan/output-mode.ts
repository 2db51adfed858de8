import { SluiceError } from '../util/error.ts'
import { checkStreaming } from './check-streaming.ts'
import { eventTimeColumns } from './event-time.ts'
import { inputsOf, isStreaming, type Plan, type PlanOf } from './plan.ts'
import type { OutputMode, Sink } from './sink.ts'

type Shape = 'stateless' | 'aggregation without watermark' | 'aggregation with watermark' | 'session window'

/** What each shape of query may write, and what Spark calls the refusal. @see Spark `UnsupportedOperationChecker.scala` */
export const OUTPUT_MODES: Readonly<
  Record<Shape, { readonly modes: readonly OutputMode[]; readonly refusal: string; readonly mend: string }>
> = {
  stateless: {
    modes: ['append', 'update'],
    refusal: 'no streaming aggregations',
    mend: 'Use outputMode "append", or add groupBy(…).agg(…).',
  },
  'aggregation without watermark': {
    modes: ['update', 'complete'],
    refusal: 'streaming aggregations without watermark',
    mend: 'Add .withWatermark(column, "1 minute") before groupBy and group by a window of that column, or use outputMode "update".',
  },
  'aggregation with watermark': { modes: ['append', 'update', 'complete'], refusal: '', mend: '' },
  'session window': {
    modes: ['append', 'complete'],
    refusal: 'session window streaming aggregations',
    mend: 'Use outputMode "append": a session is put out once it is over.',
  },
}

/** The last aggregation of a query decides. */
export function shapeOf(plan: Plan, mode: OutputMode): Shape {
  const aggregate = lastAggregate(plan)
  if (aggregate === null) return 'stateless'
  const marked = eventTimeColumns(aggregate)
  const carries = aggregate.keys.some(({ name }) => marked.has(name))
  // Without a watermark a session window is refused for that first.
  if (aggregate.session !== undefined && (carries || mode === 'update')) return 'session window'
  return carries ? 'aggregation with watermark' : 'aggregation without watermark'
}

function lastAggregate(plan: Plan): PlanOf<'aggregate'> | null {
  if (plan.kind === 'aggregate' && isStreaming(plan)) return plan
  for (const input of inputsOf(plan)) {
    const found = lastAggregate(input)
    if (found !== null) return found
  }
  return null
}

/**
 * Refuses, before anything is read, an output mode that the query or the sink cannot have.
 *
 * @throws STREAMING_OUTPUT_MODE_UNSUPPORTED, UNSUPPORTED_OPERATION with Spark's words and the way out
 */
export function checkOutputMode(plan: Plan, mode: OutputMode, sink: Sink): void {
  if (!['append', 'update', 'complete'].includes(mode)) {
    throw new SluiceError(
      'INVALID_OPTION',
      `Unknown output mode ${String(mode)}. Accepted output modes are 'append', 'complete', 'update'.`,
    )
  }
  const { modes, refusal, mend } = OUTPUT_MODES[shapeOf(plan, mode)]
  if (!modes.includes(mode)) {
    throw new SluiceError(
      'STREAMING_OUTPUT_MODE_UNSUPPORTED',
      `[STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION] Invalid streaming output mode: ${mode}. This output mode is not supported for ${refusal} on streaming DataFrames/DataSets. ${mend}`,
      { mode },
    )
  }
  checkStreaming(plan, mode)
  if (!sink.outputModes.includes(mode)) {
    throw new SluiceError(
      'STREAMING_OUTPUT_MODE_UNSUPPORTED',
      `[STREAMING_OUTPUT_MODE.UNSUPPORTED_DATASOURCE] Invalid streaming output mode: ${mode}. This output mode is not supported in Data Source ${sink.name}. It takes: ${sink.outputModes.join(', ')}.`,
      { mode, sink: sink.name },
    )
  }
}
