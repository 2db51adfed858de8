import { type Node, transform, walk } from '../expressions/node.ts'
import type { NamedNode, Plan } from './plan.ts'

/**
 * Moves conditions that do not look at the event time below `withWatermark`, conjunct by conjunct, so that only rows
 * which pass them advance the watermark. It is visible in results, so it must be done exactly where Spark does it.
 *
 * @see Spark `Optimizer.scala`, PushPredicateThroughNonJoin: EventTimeWatermark, Project, Aggregate, Expand
 */
export function optimize(plan: Plan): Plan {
  if (plan.kind === 'source') return plan
  const input = optimize(plan.input)
  if (plan.kind !== 'filter') return { ...plan, input }
  let below = input
  const kept: Node[] = []
  for (const conjunct of conjuncts(plan.condition)) {
    const pushed = push(conjunct, below)
    if (pushed === null) kept.push(conjunct)
    else below = pushed
  }
  return kept.reduce<Plan>((result, condition) => ({ kind: 'filter', input: result, condition, schema: plan.schema }), below)
}

function conjuncts(node: Node): readonly Node[] {
  return node.kind === 'and' ? [...conjuncts(node.left), ...conjuncts(node.right)] : [node]
}

/** The plan with the condition below its nearest watermark; `null` where there is none, or it looks at the event time. */
function push(condition: Node, plan: Plan): Plan | null {
  if (!isDeterministic(condition)) return null
  switch (plan.kind) {
    case 'watermark': {
      if (names(condition).includes(plan.column)) return null
      return { ...plan, input: { kind: 'filter', input: plan.input, condition, schema: plan.input.schema } }
    }
    case 'filter': {
      const input = push(condition, plan.input)
      return input === null ? null : { ...plan, input }
    }
    case 'project': {
      if (!plan.columns.every(({ node }) => isDeterministic(node))) return null
      const input = push(substitute(condition, plan.columns), plan.input)
      return input === null ? null : { ...plan, input }
    }
    case 'assignWindows': {
      if (names(condition).includes(plan.column)) return null
      const input = push(condition, plan.input)
      return input === null ? null : { ...plan, input }
    }
    case 'aggregate': {
      const used = names(condition)
      if (used.length === 0 || !used.every(name => plan.keys.some(key => key.name === name))) return null
      const input = push(substitute(condition, plan.keys), plan.input)
      return input === null ? null : { ...plan, input }
    }
    case 'source':
      return null
  }
}

/** The time of the batch is the same for all its rows, but another in the next: Spark leaves it where it is. */
function isDeterministic(node: Node): boolean {
  return ![...walk(node)].some(part => part.kind === 'currentTimestamp')
}

function names(node: Node): string[] {
  return [...walk(node)].flatMap(part => (part.kind === 'column' ? [part.name] : []))
}

function substitute(node: Node, columns: readonly NamedNode[]): Node {
  const byName = new Map(columns.map(column => [column.name, column.node]))
  return transform(node, part => (part.kind === 'column' ? (byName.get(part.name) ?? part) : part))
}
