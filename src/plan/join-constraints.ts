import { NULL_INTOLERANT } from '../expressions/builtins/null-intolerant.ts'
import { type Node, operandsOf, transform, walk } from '../expressions/node.ts'
import { nodeKey } from '../expressions/node-key.ts'
import type { StructType } from '../schema/data-type.ts'
import { columnsOf, conjuncts, isDeterministic, readsOnly } from './join-condition.ts'
import type { NamedNode, Plan } from './plan.ts'

/**
 * What is known to be true of every row of a plan, from its filters and joins.
 *
 * @see Spark `QueryPlanConstraints.scala`
 */
export function constraintsOf(plan: Plan): readonly Node[] {
  return known(validConstraints(plan), plan.schema)
}

function validConstraints(plan: Plan): readonly Node[] {
  switch (plan.kind) {
    case 'filter':
      return [...constraintsOf(plan.input), ...conjuncts(plan.condition).filter(condition => staysKnown(condition, plan.input))]
    case 'watermark':
    case 'assignWindows':
    case 'assignSessions':
    case 'deduplicate':
    case 'sort':
    case 'limit':
      return constraintsOf(plan.input)
    case 'project':
      return renamed(constraintsOf(plan.input), plan.columns)
    case 'aggregate':
      return renamed(constraintsOf(plan.input), plan.keys)
    case 'join': {
      const condition = plan.condition === null ? [] : conjuncts(plan.condition)
      const [left, right] = [constraintsOf(plan.left), constraintsOf(plan.right)]
      if (plan.type === 'inner' || plan.type === 'cross') return [...left, ...right, ...condition]
      if (plan.type === 'leftSemi') return [...left, ...condition]
      if (plan.type === 'rightOuter') return right
      return plan.type === 'fullOuter' ? [] : left
    }
    default:
      return []
  }
}

/**
 * Whether Spark still knows of a condition after it has moved down: beside `from_json` it becomes one over the text, which
 * nothing above speaks of any more.
 */
function staysKnown(condition: Node, input: Plan): boolean {
  switch (input.kind) {
    case 'filter':
      return staysKnown(condition, input.input)
    case 'watermark':
      return columnsOf(condition).has(input.column) || staysKnown(condition, input.input)
    case 'project': {
      const byName = new Map(input.columns.map(({ name, node }) => [name, node]))
      const below = transform(condition, part => (part.kind === 'column' ? (byName.get(part.name) ?? part) : part))
      return ![...walk(below)].some(part => part.kind === 'fromJson') && staysKnown(below, input.input)
    }
    default:
      return true
  }
}

/** What these conditions and their consequences say of the columns of a schema. */
export function known(conditions: readonly Node[], schema: StructType): readonly Node[] {
  const all = distinct([...conditions, ...inferred(conditions)])
  return distinct([...all, ...notNulls(all)]).filter(
    node => columnsOf(node).size > 0 && readsOnly(node, schema) && isDeterministic(node),
  )
}

export function distinct(nodes: readonly Node[]): readonly Node[] {
  return [...new Map(nodes.map(node => [nodeKey(node), node])).values()]
}

/** From `a = b` and a condition on a, the same condition on b. @see Spark `ConstraintHelper.inferAdditionalConstraints` */
function inferred(conditions: readonly Node[]): readonly Node[] {
  const predicates = conditions.filter(node => !isNotNull(node))
  return predicates.flatMap(equality => {
    if (equality.kind !== 'comparison' || equality.operator !== 'eq') return []
    const { left, right } = equality
    const others = predicates.filter(other => other !== equality)
    const castsColumn = (node: Node) => node.kind === 'cast' && node.input.kind === 'column'
    if (left.kind === 'column' && right.kind === 'column')
      return others.flatMap(other => [...replaced(other, left, right), ...replaced(other, right, left)])
    if (castsColumn(left) && right.kind === 'column') return others.flatMap(other => replaced(other, right, left))
    if (left.kind === 'column' && castsColumn(right)) return others.flatMap(other => replaced(other, left, right))
    return []
  })
}

function replaced(condition: Node, from: Node & { kind: 'column' }, to: Node): readonly Node[] {
  if (!columnsOf(condition).has(from.name)) return []
  return [transform(condition, part => (part.kind === 'column' && part.name === from.name ? to : part))]
}

const isNotNull = (node: Node): boolean => node.kind === 'not' && node.input.kind === 'isNull'

/** A condition that holds says that no column is null which would make it null. */
function notNulls(conditions: readonly Node[]): readonly Node[] {
  const columns = conditions.flatMap(node => nullingColumns(isNotNull(node) ? operandsOf(operandsOf(node)[0]!)[0]! : node))
  return columns.map(input => ({ kind: 'not', input: { kind: 'isNull', input } }))
}

/** Columns whose null would make the value null, as far as Spark knows. @see Spark `NullIntolerant` */
export function nullingColumns(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'column':
      return [node]
    case 'cast':
      return node.onError === 'fail' ? nullingColumns(node.input) : []
    case 'comparison':
    case 'arithmetic':
    case 'not':
      return operandsOf(node).flatMap(nullingColumns)
    case 'call':
      if (node.name === 'timestamp_add_interval') return nullingColumns(node.args[0]!)
      return NULL_INTOLERANT.has(node.name) ? node.args.flatMap(nullingColumns) : []
    default:
      return []
  }
}

/** Conditions over columns that go on, under their new names. */
function renamed(conditions: readonly Node[], columns: readonly NamedNode[]): readonly Node[] {
  const names = new Map(columns.flatMap(({ name, node }) => (node.kind === 'column' ? [[node.name, name] as const] : [])))
  return conditions
    .filter(condition => [...columnsOf(condition)].every(name => names.has(name)))
    .map(condition => transform(condition, part => (part.kind === 'column' ? { ...part, name: names.get(part.name)! } : part)))
}
