import { NULL_INTOLERANT } from '../expressions/builtins/null-intolerant.ts'
import { type Node, operandsOf, transform } from '../expressions/node.ts'
import { nodeKey } from '../expressions/node-key.ts'
import type { StructType } from '../schema/data-type.ts'
import { columnsOf, conjuncts, isDeterministic, readsOnly, substitute } from './join-condition.ts'
import { inputsOf, type NamedNode, type Plan, type PlanOf, type SourceDefinition, stepsOf } from './plan.ts'
import { parsesAlike, type Reads, readsOfInputs } from './reads-above.ts'

export type Sources = ReadonlySet<SourceDefinition>

/**
 * What is known to be true of every row of a plan, from its filters and joins.
 *
 * @param reads what is read of the plan
 * @param idle sources that have nothing new in this batch
 * @see Spark `QueryPlanConstraints.scala`
 */
export function constraintsOf(plan: Plan, reads: Reads, idle: Sources): readonly Node[] {
  return known(validConstraints(plan, reads, idle), plan.schema)
}

function validConstraints(plan: Plan, reads: Reads, idle: Sources): readonly Node[] {
  const below = readsOfInputs(plan, reads)
  const ofInput = (input: number) => constraintsOf(inputsOf(plan)[input]!, below[input]!, idle)
  switch (plan.kind) {
    case 'filter': {
      const conditions = conjuncts(plan.condition)
      if (isFolded(plan, idle)) return ofInput(0)
      if (isIdle(plan, idle)) return [...ofInput(0), ...conditions]
      return [...ofInput(0), ...conditions.filter(condition => staysKnown(condition, plan.input, below[0]!))]
    }
    case 'watermark':
    case 'assignWindows':
    case 'assignSessions':
    case 'deduplicate':
    case 'sort':
    case 'limit':
      return ofInput(0)
    case 'project':
      return renamed(ofInput(0), plan.columns)
    case 'aggregate':
      return renamed(ofInput(0), plan.keys)
    case 'join': {
      const condition = plan.condition === null ? [] : conjuncts(plan.condition)
      const [left, right] = [ofInput(0), ofInput(1)]
      if (plan.type === 'inner' || plan.type === 'cross') return [...left, ...right, ...condition]
      if (plan.type === 'leftSemi') return [...left, ...condition]
      if (plan.type === 'rightOuter') return right
      return plan.type === 'fullOuter' ? [] : left
    }
    default:
      return []
  }
}

/** What a source without anything new gives is an empty table to Spark, its parsed texts are plain columns. */
function isIdle(plan: Plan, idle: Sources): boolean {
  if (plan.kind === 'source') return idle.has(plan.source)
  return (plan.kind === 'filter' || plan.kind === 'project' || plan.kind === 'watermark') && isIdle(plan.input, idle)
}

/**
 * Whether a filter is worked out at once and forgotten, because it stands above such a table with no watermark between.
 *
 * @see Spark `Optimizer.scala`: ConvertToLocalRelation, which runs before conditions are moved
 */
function isFolded(plan: PlanOf<'filter'>, idle: Sources): boolean {
  return plan.isMoved === undefined && isIdle(plan, idle) && !stepsOf(plan).some(({ kind }) => kind === 'watermark')
}

/**
 * Whether Spark still knows of a condition after it has moved down: beside `from_json` it becomes one over the text, which
 * mostly nothing above speaks of any more.
 */
function staysKnown(condition: Node, input: Plan, reads: Reads): boolean {
  const [below] = readsOfInputs(input, reads)
  switch (input.kind) {
    case 'filter':
      return staysKnown(condition, input.input, below!)
    case 'watermark':
      return columnsOf(condition).has(input.column) || staysKnown(condition, input.input, below!)
    case 'project': {
      const moved = substitute(condition, input.columns)
      return parsesAlike(moved, below!) && staysKnown(moved, input.input, below!)
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
