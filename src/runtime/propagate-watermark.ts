import type { OutputMode } from '../plan/sink.ts'
import type { OperatorState } from '../state/operator-state.ts'
import { SluiceError } from '../util/error.ts'
import type { PhysicalNode, PhysicalPlan } from './physical-plan.ts'

/**
 * The watermark that each operator of a plan obeys, by its id; none where there is no `withWatermark` below it.
 * It passes through the operators: each says which one its output obeys, and several inputs give the least.
 *
 * @param globalMs the watermark of the batch
 * @throws UNSUPPORTED_OPERATION where one watermark is defined above another and both have moved
 * @see Spark `WatermarkPropagator.scala`, PropagateWatermarkSimulator
 */
export function inputWatermarks(root: PhysicalNode, globalMs: number): ReadonlyMap<number, number> {
  const inputs = new Map<number, number>()
  outputWatermark(root, globalMs, inputs)
  return inputs
}

function outputWatermark(node: PhysicalNode, globalMs: number, known: Map<number, number>): number | null {
  const through = (inputs: readonly PhysicalNode[]) => {
    const watermarks = inputs.map(input => outputWatermark(input, globalMs, known)).filter(ms => ms !== null)
    return watermarks.length === 0 ? null : Math.min(...watermarks)
  }
  switch (node.kind) {
    case 'source':
    case 'table':
      return null
    case 'stateless':
      return through([node.input])
    case 'union':
      return through(node.inputs)
    case 'staticJoin':
      return through([node.stream])
    case 'watermark': {
      // Before it has moved, Spark does not look: a watermark over a windowed aggregation waits there for ever.
      if (through([node.input]) !== null && globalMs > 0) {
        throw new SluiceError(
          'UNSUPPORTED_OPERATION',
          'Redefining watermark is disallowed. Call withWatermark once per stream, on the column whose windows you group by.',
        )
      }
      return globalMs
    }
    case 'stateful': {
      const inputMs = through(node.inputs)
      if (inputMs === null) return null
      if (node.id !== null) known.set(node.id, inputMs)
      return node.operator.outputWatermarkMs(inputMs)
    }
  }
}

/**
 * Whether a batch without data is due: after the watermark moved, it closes windows; or a group has waited long enough.
 *
 * @param lastMs the watermark of the last batch
 * @param states by the id of the operator
 * @param timeMs the time of day
 * @see Spark `IncrementalExecution.shouldRunAnotherBatch`
 */
export function wantsEmptyBatch(
  { root, operators }: PhysicalPlan,
  nowMs: number,
  lastMs: number,
  mode: OutputMode,
  states: readonly OperatorState[],
  timeMs: number,
): boolean {
  const [now, last] = [inputWatermarks(root, nowMs), inputWatermarks(root, lastMs)]
  return operators.some(
    (operator, id) =>
      operator.wantsEmptyBatch(now.get(id) ?? 0, last.get(id) ?? 0, mode) ||
      operator.wantsBatchAt?.(states[id]!, timeMs) === true,
  )
}
