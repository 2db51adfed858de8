import { printNode } from '../expressions/print-node.ts'
import { fieldsOf } from '../schema/data-type.ts'
import { assertNever } from '../util/assert-never.ts'
import { durationText } from '../util/duration.ts'
import { inputsOf, type JoinType, type NamedNode, type Plan, type SortKey } from './plan.ts'

/** A plan as an indented tree, the last step first, in the words of Spark's `explain`. */
export function explainPlan(plan: Plan): string {
  return linesOf(plan).join('\n')
}

function linesOf(plan: Plan): readonly string[] {
  const inputs = inputsOf(plan).map(linesOf)
  const below = inputs.flatMap(([first, ...others], i) => {
    const bar = i < inputs.length - 1 ? ':' : ' '
    return [`${bar === ':' ? ':-' : '+-'} ${first}`, ...others.map(line => `${bar}  ${line}`)]
  })
  return [describe(plan), ...below]
}

function describe(step: Plan): string {
  switch (step.kind) {
    case 'source':
      return `StreamingRelation ${step.source.description} [${columnsOf(step)}]`
    case 'table':
      return `Relation ${step.table.description} [${columnsOf(step)}]`
    case 'project':
      return `Project [${named(step.columns)}]`
    case 'filter':
      return `Filter ${printNode(step.condition)}`
    case 'watermark':
      return `EventTimeWatermark ${step.column}, ${durationText(step.delayUs)}`
    case 'assignWindows':
    case 'assignSessions':
      return `Expand ${step.column}`
    case 'generate':
      return `Generate ${printNode(step.generator)}, ${step.outer}, [${step.columns.join(', ')}]`
    case 'aggregate':
      return `Aggregate [${named(step.keys)}], [${named(step.aggregates)}]`
    case 'deduplicate':
      return `Deduplicate${step.withinWatermark ? 'WithinWatermark' : ''} [${step.keys.join(', ')}]`
    case 'join':
      return `Join ${joinWord(step.type)}${step.condition === null ? '' : `, ${printNode(step.condition)}`}`
    case 'union':
      return 'Union'
    case 'sort':
      return `Sort [${step.order.map(sortText).join(', ')}], true`
    case 'limit':
      return `GlobalLimit ${step.count}`
    case 'mapGroupsWithState':
      return `${step.verb === 'mapGroupsWithState' ? 'MapGroupsWithState' : 'FlatMapGroupsWithState'} [${named(step.keys)}], ${step.outputMode}, ${step.timeout}`
    default:
      return assertNever(step)
  }
}

const columnsOf = ({ schema }: Plan) =>
  fieldsOf(schema)
    .map(field => field.name)
    .join(', ')

const joinWord = (type: JoinType) => `${type[0]!.toUpperCase()}${type.slice(1)}`

function sortText({ node, direction, nulls }: SortKey): string {
  return `${printNode(node)} ${direction === 'ascending' ? 'ASC' : 'DESC'} NULLS ${nulls.toUpperCase()}`
}

function named(columns: readonly NamedNode[]): string {
  return columns
    .map(({ name, node }) => (node.kind === 'column' && node.name === name ? name : `${printNode(node)} AS ${name}`))
    .join(', ')
}
