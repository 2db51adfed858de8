import type { Plan } from './plan.ts'

/**
 * The columns that carry a watermark, with its delay in microseconds. The mark stays on a column through renaming and
 * on a window of the bare column; any other expression loses it.
 *
 * @see Spark `EventTimeWatermark.delayKey` in column metadata
 */
export function eventTimeColumns(plan: Plan): ReadonlyMap<string, number> {
  switch (plan.kind) {
    case 'source':
      return new Map()
    case 'filter':
      return eventTimeColumns(plan.input)
    case 'watermark':
      return new Map([[plan.column, plan.delayUs]])
    case 'assignWindows': {
      const marked = eventTimeColumns(plan.input)
      const delay = plan.time.kind === 'column' ? marked.get(plan.time.name) : undefined
      return delay === undefined ? marked : new Map([...marked, [plan.column, delay]])
    }
    case 'project':
    case 'aggregate': {
      const marked = eventTimeColumns(plan.input)
      const columns = plan.kind === 'project' ? plan.columns : plan.keys
      return new Map(
        columns.flatMap(({ name, node }) =>
          node.kind === 'column' && marked.has(node.name) ? [[name, marked.get(node.name)!] as const] : [],
        ),
      )
    }
  }
}
