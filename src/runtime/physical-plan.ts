import type { Node } from '../expressions/node.ts'
import type { Operator, PiecewiseOperator } from '../operators/operator.ts'
import type { StatefulOperator } from '../operators/stateful-operator.ts'
import { staticJoin } from '../operators/static-join.ts'
import { optimize } from '../plan/optimize.ts'
import {
  inputsOf,
  isStreaming,
  type Plan,
  type PlanOf,
  type SourceDefinition,
  stepsOf,
  type TableDefinition,
} from '../plan/plan.ts'
import { prunePlan } from '../plan/prune.ts'
import type { OutputMode } from '../plan/sink.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { StructType } from '../schema/data-type.ts'
import { statefulOperatorFor, statelessOperatorFor } from './operator-for.ts'

/** A plan made ready to run. Rows go from the leaves to the root. */
export type PhysicalNode =
  | { readonly kind: 'source'; readonly source: number; readonly columns: readonly string[]; readonly schema: StructType }
  | { readonly kind: 'table'; readonly table: TableDefinition; readonly schema: StructType }
  | { readonly kind: 'stateless'; readonly input: PhysicalNode; readonly operator: Operator }
  | { readonly kind: 'watermark'; readonly input: PhysicalNode; readonly operator: Operator }
  | { readonly kind: 'union'; readonly inputs: readonly PhysicalNode[]; readonly schema: StructType }
  | {
      readonly kind: 'stateful'
      readonly inputs: readonly PhysicalNode[]
      readonly operator: StatefulOperator
      /** Its place among the operators of the plan; `null` for one that starts anew with each batch. */
      readonly id: number | null
    }
  | {
      readonly kind: 'staticJoin'
      readonly stream: PhysicalNode
      readonly table: PhysicalNode
      /** Of the table. */
      readonly schema: StructType
      /** Made for each batch, with what the table holds then. */
      readonly operatorFor: (table: ColumnBatch) => PiecewiseOperator
    }

export interface PhysicalPlan {
  readonly root: PhysicalNode
  /** In the order of the plan, left before right. A source that a union reads twice stands here once. */
  readonly sources: readonly SourceDefinition[]
  /** Those with state, the last of the plan first, as Spark numbers them. */
  readonly operators: readonly StatefulOperator[]
  /** Delay of each `withWatermark`, milliseconds; the last of the plan first. */
  readonly delaysMs: readonly number[]
  readonly wantedFields: ReadonlyMap<Node, readonly string[]>
  readonly schema: StructType
  /** The plan of a batch in which some sources have nothing new. Its operators share their state with those of this one. */
  forBatch(isIdle: (source: number) => boolean): PhysicalPlan
}

/** Of many sources ever other ones have nothing new: then a plan is made again rather than kept. */
const MOST_PLANS = 32

/**
 * A plan that is optimized anew where other sources have nothing new: Spark does it for each batch, and knows less, or more,
 * of the rows of a join then.
 */
export function physicalPlan(logical: Plan, mode: OutputMode): PhysicalPlan {
  const joinsStreams = stepsOf(logical).some(step => step.kind === 'join' && isStreaming(step.left) && isStreaming(step.right))
  const made = new Map<string, PhysicalPlan>()
  const planFor = (idle: ReadonlySet<number>): PhysicalPlan => {
    const key = [...idle].join()
    const known = made.get(key)
    if (known !== undefined) return known
    const plan: PhysicalPlan = {
      ...planOf(logical, mode, new Set([...idle].map(source => all.sources[source]!))),
      forBatch: isIdle => planFor(joinsStreams ? new Set([...all.sources.keys()].filter(isIdle)) : new Set()),
    }
    if (made.size >= MOST_PLANS) made.clear()
    made.set(key, plan)
    return plan
  }
  const all = planOf(logical, mode, new Set())
  return planFor(new Set())
}

/** Prepares a plan: watermark-safe filter order, and only the columns and JSON fields that later steps need. */
function planOf(logical: Plan, mode: OutputMode, idle: ReadonlySet<SourceDefinition>): Omit<PhysicalPlan, 'forBatch'> {
  const { plan, wantedFields } = prunePlan(optimize(logical, idle))
  const sources: SourceDefinition[] = []
  const operators: StatefulOperator[] = []
  const delaysMs: number[] = []

  function build(step: Plan, known: Map<SourceDefinition, number>): PhysicalNode {
    switch (step.kind) {
      case 'source': {
        const source = known.get(step.source) ?? sources.push(step.source) - 1
        known.set(step.source, source)
        return { kind: 'source', source, columns: Object.keys(step.schema.fields), schema: step.schema }
      }
      case 'table':
        return { kind: 'table', table: step.table, schema: step.schema }
      case 'watermark': {
        // Rows that do not stream have no event time to wait for.
        if (!isStreaming(step)) return build(step.input, known)
        const operator = statelessOperatorFor(step, delaysMs.push(Math.floor(step.delayUs / 1000)) - 1)
        return { kind: 'watermark', operator, input: build(step.input, known) }
      }
      case 'union':
        return { kind: 'union', inputs: step.inputs.map(input => build(input, known)), schema: step.schema }
      case 'join':
        return isStreaming(step.left) && isStreaming(step.right) ? stateful(step, known) : tableJoin(step, known)
      case 'aggregate':
      case 'deduplicate':
      case 'limit':
      case 'sort':
      case 'mapGroupsWithState':
        return stateful(step, known)
      default:
        return { kind: 'stateless', operator: statelessOperatorFor(step), input: build(step.input, known) }
    }
  }

  function stateful(step: Plan, known: Map<SourceDefinition, number>): PhysicalNode {
    const operator = statefulOperatorFor(step, mode)
    const id = operator.name === null || !isStreaming(step) ? null : operators.push(operator) - 1
    // The two sides of a join read on their own, also where they read the same.
    const inputs = inputsOf(step).map((input, i) => build(input, i === 0 ? known : new Map()))
    return { kind: 'stateful', inputs, operator, id }
  }

  function tableJoin(step: PlanOf<'join'>, known: Map<SourceDefinition, number>): PhysicalNode {
    const side = isStreaming(step.left) ? 'left' : 'right'
    const [stream, table] = side === 'left' ? [step.left, step.right] : [step.right, step.left]
    const operatorFor = staticJoin(step, side)
    return { kind: 'staticJoin', stream: build(stream, known), table: build(table, known), schema: table.schema, operatorFor }
  }

  const root = build(plan, new Map())
  return { root, sources, operators, delaysMs, wantedFields, schema: plan.schema }
}
