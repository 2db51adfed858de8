import type { OutputMode } from '../plan/sink.ts'
import type { AggregationState } from '../state/aggregation-state.ts'

/** Which groups a batch puts out, and which it forgets. */
export interface Emission {
  readonly output: Int32Array
  readonly evicted: Int32Array
}

/**
 * Append: groups whose window has closed, once. Update: groups touched in this batch, closed ones are then forgotten
 * without a word. Complete: all groups, none is forgotten.
 *
 * @param touched groups that this batch changed
 * @param evictionWatermarkMs the watermark of this batch (late rows were judged by the one before)
 * @see Spark `StateStoreSaveExec`
 */
export function emit(mode: OutputMode, state: AggregationState, touched: Int32Array, evictionWatermarkMs: number): Emission {
  if (mode === 'complete') return { output: state.all(), evicted: new Int32Array(0) }
  const evicted = state.expired(evictionWatermarkMs)
  return { output: mode === 'append' ? evicted : touched, evicted }
}
