import { SluiceError } from '../util/error.ts'
import { eventTimeColumns } from './event-time.ts'
import { checkJoins } from './join-check.ts'
import { inputsOf, isStreaming, type Plan, stepsOf } from './plan.ts'
import { checkMapGroups } from './plan-map-groups-check.ts'
import type { OutputMode } from './sink.ts'

/**
 * Refuses what Spark cannot run on a stream, step by step from the leaves up, in Spark's words.
 *
 * @throws UNSUPPORTED_OPERATION
 * @see Spark `UnsupportedOperationChecker.checkForStreaming`
 */
export function checkStreaming(plan: Plan, mode: OutputMode): void {
  if (!isStreaming(plan)) throw refusal('Queries without streaming sources cannot be executed with writeStream.start()')
  const steps = stepsOf(plan)
  for (const step of steps) checkStep(step, mode)
  checkJoins(plan, mode)
  checkMapGroups(plan, mode)
  for (const step of steps) checkWatermarkOf(step, mode)
}

function checkStep(step: Plan, mode: OutputMode): void {
  if (!isStreaming(step)) return
  switch (step.kind) {
    case 'sort':
      if (mode !== 'complete' || !stepsOf(step).some(isStreamingAggregate)) {
        throw refusal(
          'Sorting is not supported on streaming DataFrames/Datasets, unless it is on aggregated DataFrame/Dataset in Complete output mode',
        )
      }
      return
    case 'limit':
      if (mode === 'update') throw refusal('Limits are not supported on streaming DataFrames/Datasets in Update output mode')
      return
    case 'deduplicate':
      if (step.withinWatermark && eventTimeColumns(step.input).size === 0)
        throw refusal('dropDuplicatesWithinWatermark is not supported on streaming DataFrames/DataSets without watermark')
      return
    default:
      return
  }
}

/** A row that an operator puts out long after its event would be late in the next one. */
function checkWatermarkOf(step: Plan, mode: OutputMode): void {
  if (!isStreaming(step) || !obeysWatermark(step)) return
  const below = inputsOf(step).flatMap(stepsOf)
  if (!below.some(other => isStreaming(other) && mayPutOutLate(other, mode))) return
  throw refusal(
    'Detected pattern of possible \'correctness\' issue due to global watermark. The query contains stateful operation which can emit rows older than the current watermark plus allowed late record delay, which are "late rows" in downstream stateful operations and these rows can be discarded. Use outputMode "append", or write the first result to a sink and read it again.',
  )
}

/** @see Spark `UnsupportedOperationChecker.isStatefulOperation` */
function obeysWatermark(step: Plan): boolean {
  switch (step.kind) {
    case 'aggregate':
    case 'mapGroupsWithState':
      return true
    case 'join':
      return isStreaming(step.left) && isStreaming(step.right)
    case 'deduplicate': {
      const marked = eventTimeColumns(step.input)
      return step.withinWatermark || step.keys.some(key => marked.has(key))
    }
    default:
      return false
  }
}

/** @see Spark `UnsupportedOperationChecker.ifCannotBeFollowedByStatefulOperation` */
function mayPutOutLate(step: Plan, mode: OutputMode): boolean {
  if (step.kind === 'mapGroupsWithState') return step.timeout === 'eventTime'
  return step.kind === 'aggregate' && mode !== 'append'
}

const isStreamingAggregate = (step: Plan) => step.kind === 'aggregate' && isStreaming(step)
const refusal = (message: string) => new SluiceError('UNSUPPORTED_OPERATION', message)
