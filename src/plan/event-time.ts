import type { Node } from '../expressions/node.ts'
import { assertNever } from '../util/assert-never.ts'
import type { NamedNode, Plan } from './plan.ts'

/**
 * The columns that carry a watermark, with its delay in microseconds. The mark stays on a column through renaming and
 * on a window of the bare column; any other expression loses it.
 *
 * @see Spark `EventTimeWatermark.delayKey` in column metadata
 */
export function eventTimeColumns(plan: Plan): ReadonlyMap<string, number> {
  switch (plan.kind) {
    case 'source':
    case 'table':
      return new Map()
    case 'filter':
    case 'generate':
    case 'deduplicate':
    case 'sort':
    case 'limit':
      return eventTimeColumns(plan.input)
    case 'watermark':
      return new Map([[plan.column, plan.delayUs]])
    case 'assignWindows':
    case 'assignSessions': {
      const marked = eventTimeColumns(plan.input)
      const delay = delayOf(plan.time, marked)
      return delay === undefined ? marked : new Map([...marked, [plan.column, delay]])
    }
    case 'project':
      return renamed(eventTimeColumns(plan.input), plan.columns)
    case 'aggregate':
      return renamed(eventTimeColumns(plan.input), plan.keys)
    case 'join':
      return new Map(
        [...eventTimeColumns(plan.left), ...eventTimeColumns(plan.right)].filter(([name]) =>
          Object.hasOwn(plan.schema.fields, name),
        ),
      )
    // Spark takes the names and their marks from the first input, whatever the others carry.
    case 'union':
      return eventTimeColumns(plan.inputs[0]!)
    case 'mapGroupsWithState':
      return new Map()
    default:
      return assertNever(plan)
  }
}

function renamed(marked: ReadonlyMap<string, number>, columns: readonly NamedNode[]): ReadonlyMap<string, number> {
  return new Map(
    columns.flatMap(({ name, node }) => {
      const delay = delayOf(node, marked)
      return delay === undefined ? [] : [[name, delay] as const]
    }),
  )
}

/** A bare column keeps its mark, and so does the time of a marked window. @see Spark `ResolveWindowTime` */
function delayOf(node: Node, marked: ReadonlyMap<string, number>): number | undefined {
  if (node.kind === 'column') return marked.get(node.name)
  const [window] = node.kind === 'call' && node.name === 'window_time' ? node.args : []
  return window?.kind === 'column' ? marked.get(window.name) : undefined
}
