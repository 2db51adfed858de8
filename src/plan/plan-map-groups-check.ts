import { SluiceError } from '../util/error.ts'
import { eventTimeColumns } from './event-time.ts'
import { isStreaming, type Plan, type PlanOf, stepsOf } from './plan.ts'
import type { OutputMode } from './sink.ts'

/**
 * Refuses keyed state where its rows would mean something else than the mode of the query says.
 *
 * @throws UNSUPPORTED_OPERATION
 * @see Spark `UnsupportedOperationChecker.checkForStreaming`, FlatMapGroupsWithState
 */
export function checkMapGroups(plan: Plan, mode: OutputMode): void {
  const steps = stepsOf(plan).filter(isStreaming)
  const aggregated = steps.some(({ kind }) => kind === 'aggregate')
  for (const step of steps) if (step.kind === 'mapGroupsWithState') checkStep(step, mode, aggregated)
}

function checkStep(step: PlanOf<'mapGroupsWithState'>, mode: OutputMode, aggregated: boolean): void {
  if (!aggregated && step.outputMode !== mode) {
    throw refusal(
      `flatMapGroupsWithState in ${step.outputMode} mode is not supported with ${capital(mode)} output mode on a streaming DataFrame/Dataset. Give both the same outputMode.`,
    )
  }
  if (aggregated && step.outputMode === 'update') {
    throw refusal(
      'flatMapGroupsWithState in update mode is not supported with aggregation on a streaming DataFrame/Dataset. Give it outputMode "append".',
    )
  }
  if (step.timeout === 'eventTime' && eventTimeColumns(step.input).size === 0) {
    throw refusal(
      "Watermark must be specified in the query using '[Dataset/DataFrame].withWatermark()' for using event-time timeout in a [map|flatMap]GroupsWithState. Event-time timeout not supported without watermark.",
    )
  }
}

const capital = (mode: OutputMode) => `${mode[0]!.toUpperCase()}${mode.slice(1)}`
const refusal = (message: string) => new SluiceError('UNSUPPORTED_OPERATION', message)
