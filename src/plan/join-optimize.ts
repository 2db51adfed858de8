import { type EvaluationContext, evaluate } from '../expressions/evaluate.ts'
import type { Node } from '../expressions/node.ts'
import { nodeKey } from '../expressions/node-key.ts'
import { fieldsOf, type StructType } from '../schema/data-type.ts'
import { nullVector } from '../schema/null-rows.ts'
import { storedAt } from '../schema/stored-at.ts'
import { allOf, columnsOf, conjuncts, isDeterministic, readsOnly, substitute } from './join-condition.ts'
import { constraintsOf, known, type Sources } from './join-constraints.ts'
import { inputsOf, type JoinType, type Plan, type PlanOf, withInputs } from './plan.ts'
import { type Reads, readsAll, readsOfInputs } from './reads-above.ts'

/**
 * Moves conditions below joins and adds those that follow from them, such as that a key is not null. Rows that cannot
 * count are then neither kept nor seen by a watermark, so it is visible and must be done exactly where Spark does it.
 *
 * @param idle sources that have nothing new in this batch: Spark plans each batch anew, and what it knows differs
 * @see Spark `Optimizer.scala`: PushPredicateThroughJoin, EliminateOuterJoin, InferFiltersFromConstraints
 */
export function optimizeJoins(plan: Plan, idle: Sources, reads: Reads = readsAll(plan.schema)): Plan {
  if (plan.kind === 'filter') {
    let below = plan.input
    let kept = conjuncts(plan.condition)
    // A condition may turn an outer join into an inner one, which lets others pass.
    for (let before = -1; before !== kept.length; ) {
      before = kept.length
      kept = kept.filter(condition => {
        const pushed = push(condition, below)
        below = pushed ?? retyped(condition, below)
        return pushed === null
      })
    }
    if (kept.length === 0) return optimizeJoins(below, idle, reads)
    const rest: Plan = { kind: 'filter', input: below, condition: allOf(kept)!, schema: plan.schema }
    return filtered(optimizeJoins(below, idle, readsOfInputs(rest, reads)[0]), kept)
  }
  const step = plan.kind === 'join' ? spread(plan, idle, reads) : plan
  const below = readsOfInputs(step, reads)
  return withInputs(
    step,
    inputsOf(step).map((input, i) => optimizeJoins(input, idle, below[i])),
  )
}

const filtered = (input: Plan, conditions: readonly Node[]): Plan => {
  const condition = allOf(conditions)
  return condition === null ? input : { kind: 'filter', input, condition, schema: input.schema, isMoved: true }
}

/** The plan with the condition on the side of a join, or in an inner join; `null` where it has to stay above. */
function push(condition: Node, plan: Plan): Plan | null {
  if (!isDeterministic(condition)) return null
  switch (plan.kind) {
    case 'filter':
    case 'watermark': {
      if (plan.kind === 'watermark' && columnsOf(condition).has(plan.column)) return null
      const input = push(condition, plan.input)
      return input === null ? null : { ...plan, input }
    }
    case 'project': {
      if (!plan.columns.every(({ node }) => isDeterministic(node))) return null
      const input = push(substitute(condition, plan.columns), plan.input)
      return input === null ? null : { ...plan, input }
    }
    case 'join':
      return pushIntoJoin(condition, retyped(condition, plan) as PlanOf<'join'>)
    default:
      return null
  }
}

function pushIntoJoin(condition: Node, plan: PlanOf<'join'>): Plan | null {
  const { left, right, type } = plan
  const [ofLeft, ofRight] = [readsOnly(condition, left.schema), readsOnly(condition, right.schema)]
  const isInner = type === 'inner' || type === 'cross'
  const passesLeft = isInner || type === 'leftOuter' || type === 'leftSemi' || type === 'leftAnti'
  if (ofLeft && passesLeft) return { ...plan, left: filtered(left, [condition]) }
  if (ofRight && (isInner || type === 'rightOuter')) return { ...plan, right: filtered(right, [condition]) }
  if (!isInner) return null
  return { ...plan, type: 'inner', condition: allOf([...(plan.condition === null ? [] : [plan.condition]), condition]) }
}

/** The join below, inner on the sides whose lonely rows the condition would drop anyway. */
function retyped(condition: Node, plan: Plan): Plan {
  if (plan.kind === 'filter') return { ...plan, input: retyped(condition, plan.input) }
  if (plan.kind === 'project') return { ...plan, input: retyped(substitute(condition, plan.columns), plan.input) }
  if (plan.kind !== 'join') return plan
  const { left, right } = plan
  const needsLeft = readsOnly(condition, left.schema) && refusesNulls(condition, left.schema)
  const needsRight = readsOnly(condition, right.schema) && refusesNulls(condition, right.schema)
  return { ...plan, type: innerType(plan.type, needsLeft, needsRight) }
}

function innerType(type: JoinType, needsLeft: boolean, needsRight: boolean): JoinType {
  if (type === 'leftOuter' && needsRight) return 'inner'
  if (type === 'rightOuter' && needsLeft) return 'inner'
  if (type !== 'fullOuter') return type
  if (needsLeft) return needsRight ? 'inner' : 'leftOuter'
  return needsRight ? 'rightOuter' : type
}

/** Whether a row of nulls would not pass. */
function refusesNulls(condition: Node, schema: StructType): boolean {
  if (columnsOf(condition).size === 0 || !isDeterministic(condition)) return false
  const context: EvaluationContext = {
    timeZone: 'UTC',
    batchTimestampUs: 0,
    wantedFields: new Map(),
    readers: new Map(),
    onBadRecords() {},
  }
  const columns = fieldsOf(schema).map(({ type }) => nullVector(type, 1))
  try {
    return storedAt(evaluate(condition, { schema, numRows: 1, columns }, context), 0) !== true
  } catch {
    return false
  }
}

/** The conditions of a join that one side can answer go to it, with what follows from them. */
function spread(plan: PlanOf<'join'>, idle: Sources, reads: Reads): PlanOf<'join'> {
  const { type } = plan
  const isInner = type === 'inner' || type === 'cross' || type === 'leftSemi'
  const toLeft = isInner || type === 'rightOuter'
  const toRight = isInner || type === 'leftOuter' || type === 'leftAnti'
  const all = plan.condition === null ? [] : conjuncts(plan.condition)
  const isFor = (side: Plan) => (node: Node) => isDeterministic(node) && readsOnly(node, side.schema)
  const left = toLeft ? all.filter(isFor(plan.left)) : []
  const right = toRight ? all.filter(node => !left.includes(node) && isFor(plan.right)(node)) : []
  const kept = all.filter(node => !left.includes(node) && !right.includes(node))
  const [leftPlan, rightPlan] = [filtered(plan.left, left), filtered(plan.right, right)]
  const step = { ...plan, left: leftPlan, right: rightPlan, condition: allOf(kept) }
  const [ofLeft, ofRight] = readsOfInputs(step, reads).map((below, side) =>
    constraintsOf([leftPlan, rightPlan][side]!, below, idle),
  )
  const facts = [...ofLeft!, ...ofRight!, ...kept]
  return {
    ...step,
    left: toLeft ? withFacts(leftPlan, ofLeft!, facts) : leftPlan,
    right: toRight ? withFacts(rightPlan, ofRight!, facts) : rightPlan,
  }
}

function withFacts(plan: Plan, constraints: readonly Node[], facts: readonly Node[]): Plan {
  const already = new Set(constraints.map(nodeKey))
  return filtered(
    plan,
    known(facts, plan.schema).filter(node => !already.has(nodeKey(node))),
  )
}
