import type { Node } from '../expressions/node.ts'
import type { StructType } from '../schema/data-type.ts'
import { inferGenerateFilters } from './infer-generate-filters.ts'
import { columnsOf, conjuncts, isDeterministic, substitute } from './join-condition.ts'
import { nullingColumns, type Sources } from './join-constraints.ts'
import { optimizeJoins } from './join-optimize.ts'
import { inputsOf, type Plan, withInputs } from './plan.ts'

/**
 * Moves conditions that do not look at the event time below `withWatermark`, conjunct by conjunct, so that only rows
 * which pass them advance the watermark. It is visible in results, so it must be done exactly where Spark does it.
 *
 * @param idle sources that have nothing new in the batch
 * @see Spark `Optimizer.scala`, PushPredicateThroughNonJoin: EventTimeWatermark, Project, Aggregate, Expand, Generate, Sort, Union
 */
export function optimize(plan: Plan, idle: Sources = new Set()): Plan {
  return belowWatermarks(inferGenerateFilters(optimizeJoins(plan, idle)))
}

function belowWatermarks(plan: Plan): Plan {
  const inputs = inputsOf(plan).map(belowWatermarks)
  if (plan.kind !== 'filter') return withInputs(plan, inputs)
  let below = inputs[0]!
  const kept: Node[] = []
  for (const conjunct of conjuncts(plan.condition)) {
    const pushed = push(conjunct, below)
    if (pushed !== null) below = pushed
    else {
      kept.push(conjunct)
      // What stays because of the event time still says that its other columns are not null, and that goes below.
      for (const condition of notNulls(conjunct)) below = push(condition, below) ?? below
    }
  }
  return kept.reduce<Plan>((result, condition) => ({ kind: 'filter', input: result, condition, schema: plan.schema }), below)
}

/** @see Spark `InferFiltersFromConstraints` */
function notNulls(condition: Node): readonly Node[] {
  return nullingColumns(condition).map(input => ({ kind: 'not', input: { kind: 'isNull', input } }))
}

/** The plan with the condition below its nearest watermark; `null` where there is none, or it looks at the event time. */
function push(condition: Node, plan: Plan): Plan | null {
  if (!isDeterministic(condition)) return null
  switch (plan.kind) {
    case 'watermark': {
      if (columnsOf(condition).has(plan.column)) return null
      return { ...plan, input: filtered(plan.input, condition) }
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
    case 'assignWindows':
    case 'assignSessions': {
      if (columnsOf(condition).has(plan.column)) return null
      const input = push(condition, plan.input)
      return input === null ? null : { ...plan, input }
    }
    case 'aggregate': {
      const used = [...columnsOf(condition)]
      if (used.length === 0 || !used.every(name => plan.keys.some(key => key.name === name))) return null
      const input = push(substitute(condition, plan.keys), plan.input)
      return input === null ? null : { ...plan, input }
    }
    case 'generate': {
      if ([...columnsOf(condition)].some(name => plan.columns.includes(name))) return null
      const input = push(condition, plan.input)
      return input === null ? null : { ...plan, input }
    }
    case 'sort': {
      const input = push(condition, plan.input)
      return input === null ? null : { ...plan, input }
    }
    case 'union': {
      const conditions = plan.inputs.map(input => renamed(condition, plan.schema, input.schema))
      const pushed = plan.inputs.map((input, i) => push(conditions[i]!, input))
      if (pushed.every(input => input === null)) return null
      const inputs = pushed.map((input, i) => input ?? filtered(plan.inputs[i]!, conditions[i]!))
      return { ...plan, inputs }
    }
    default:
      return null
  }
}

const filtered = (input: Plan, condition: Node): Plan => ({ kind: 'filter', input, condition, schema: input.schema })

/** A condition over the columns of a union as one over those of an input. */
function renamed(condition: Node, from: StructType, to: StructType): Node {
  const names = Object.keys(to.fields)
  const columns = Object.keys(from.fields).map((name, i) => ({ name, node: { kind: 'column', name: names[i]! } as const }))
  return substitute(condition, columns)
}
