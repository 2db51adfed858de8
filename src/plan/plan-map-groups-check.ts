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
  const keyed = steps.filter(step => step.kind === 'mapGroupsWithState')
  if (keyed.filter(({ verb }) => verb === 'mapGroupsWithState').length > 1) {
    throw refusal(
      'Multiple mapGroupsWithStates are not supported on a streaming DataFrames/Datasets. Write the first result to a topic and read it in a second query.',
    )
  }
  const aggregated = steps.some(({ kind }) => kind === 'aggregate')
  for (const step of keyed) checkStep(step, mode, aggregated)
}

function checkStep(step: PlanOf<'mapGroupsWithState'>, mode: OutputMode, aggregated: boolean): void {
  if (step.verb === 'mapGroupsWithState') {
    if (mode !== 'update') {
      throw refusal(
        `mapGroupsWithState is not supported with ${capital(mode)} output mode on a streaming DataFrame/Dataset. Give outputMode "update".`,
      )
    }
  } else if (!aggregated && step.outputMode !== mode) {
    throw refusal(
      `flatMapGroupsWithState in ${step.outputMode} mode is not supported with ${capital(mode)} output mode on a streaming DataFrame/Dataset. Give both the same outputMode.`,
    )
  } else if (aggregated && step.outputMode === 'update') {
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
