import { printNode } from '../expressions/print-node.ts'
import { fieldsOf } from '../schema/data-type.ts'
import { assertNever } from '../util/assert-never.ts'
import { durationText } from '../util/duration.ts'
import { type NamedNode, type Plan, stepsOf } from './plan.ts'

/** A plan as an indented tree, the last step first, in the words of Spark's `explain`. */
export function explainPlan(plan: Plan): string {
  return stepsOf(plan)
    .slice()
    .reverse()
    .map((step, depth) => `${depth === 0 ? '' : `${'   '.repeat(depth - 1)}+- `}${describe(step)}`)
    .join('\n')
}

function describe(step: Plan): string {
  switch (step.kind) {
    case 'source':
      return `StreamingRelation ${step.source.description} [${fieldsOf(step.schema)
        .map(field => field.name)
        .join(', ')}]`
    case 'project':
      return `Project [${named(step.columns)}]`
    case 'filter':
      return `Filter ${printNode(step.condition)}`
    case 'watermark':
      return `EventTimeWatermark ${step.column}, ${durationText(step.delayUs)}`
    case 'assignWindows':
      return `Expand ${step.column}`
    case 'aggregate':
      return `Aggregate [${named(step.keys)}], [${named(step.aggregates)}]`
    default:
      return assertNever(step)
  }
}

function named(columns: readonly NamedNode[]): string {
  return columns
    .map(({ name, node }) => (node.kind === 'column' && node.name === name ? name : `${printNode(node)} AS ${name}`))
    .join(', ')
}
