import { aggregateOperator } from '../operators/aggregate-operator.ts'
import { assignSessions } from '../operators/assign-sessions.ts'
import { assignWindows } from '../operators/assign-windows.ts'
import { deduplicateOperator } from '../operators/deduplicate.ts'
import { filter } from '../operators/filter.ts'
import { generate } from '../operators/generate.ts'
import { limitOperator } from '../operators/limit.ts'
import { mapGroupsWithState } from '../operators/map-groups-with-state.ts'
import { observeEventTime } from '../operators/observe-event-time.ts'
import type { Operator } from '../operators/operator.ts'
import { project } from '../operators/project.ts'
import { sessionAggregateOperator } from '../operators/session-aggregate.ts'
import { sortOperator } from '../operators/sort.ts'
import type { StatefulOperator } from '../operators/stateful-operator.ts'
import { streamJoin } from '../operators/stream-join.ts'
import type { Plan } from '../plan/plan.ts'
import type { OutputMode } from '../plan/sink.ts'
import { SluiceError } from '../util/error.ts'

/**
 * The operator of a step that keeps nothing.
 *
 * @param watermark the number of this step among the `withWatermark` of the plan
 */
export function statelessOperatorFor(step: Plan, watermark = -1): Operator {
  switch (step.kind) {
    case 'project': {
      const { schema } = step
      // JavaScript lists names like `1` before all others, whenever they were added.
      const columns = Object.keys(schema.fields).map(name => step.columns.find(column => column.name === name)!)
      return (rows, context) => project(rows, columns, schema, context)
    }
    case 'filter':
      return (rows, context) => filter(rows, step.condition, context)
    case 'watermark': {
      const position = Object.keys(step.schema.fields).indexOf(step.column)
      return (rows, context) => observeEventTime(rows, position, context.eventTimes[watermark]!)
    }
    case 'generate':
      return (rows, context) => generate(rows, step, context)
    case 'assignWindows':
      return (rows, context) => assignWindows(rows, step.time, step.window, step.schema, context)
    case 'assignSessions':
      return (rows, context) => assignSessions(rows, step, context)
    default:
      throw unsupported(step.kind)
  }
}

/** The operator of a step that remembers rows, or has to see all of a batch. */
export function statefulOperatorFor(step: Plan, mode: OutputMode): StatefulOperator {
  switch (step.kind) {
    case 'aggregate':
      return step.session === undefined ? aggregateOperator(step) : sessionAggregateOperator(step)
    case 'deduplicate':
      return deduplicateOperator(step)
    case 'join':
      return streamJoin(step)
    case 'limit':
      return limitOperator(step, mode)
    case 'sort':
      return sortOperator(step)
    case 'mapGroupsWithState':
      return mapGroupsWithState(step)
    default:
      throw unsupported(step.kind)
  }
}

function unsupported(what: string): SluiceError {
  return new SluiceError('UNSUPPORTED_OPERATION', `Cannot run this query: ${what} is not supported by the embedded engine.`)
}
