import { type Node, operandsOf, walk } from '../expressions/node.ts'
import { nodeKey } from '../expressions/node-key.ts'
import { fieldsOf, type StructType } from '../schema/data-type.ts'
import { columnsOf, conjuncts, isDeterministic, readsOnly, substitute } from './join-condition.ts'
import { inputsOf, type Plan, type PlanOf } from './plan.ts'

/**
 * What the steps above a plan read of its columns: expressions over them. Projections that stand on one another count as
 * one, as Spark makes them, so that a column may be read more than once.
 *
 * @see Spark `Optimizer.scala`: ColumnPruning, CollapseProject
 */
export type Reads = readonly Node[]

export const readsAll = (schema: StructType): Reads => fieldsOf(schema).map(({ name }) => ({ kind: 'column', name }))

/** What is read of each input of a plan, where `reads` is what is read of the plan. */
export function readsOfInputs(plan: Plan, reads: Reads): readonly Reads[] {
  switch (plan.kind) {
    case 'filter': {
      // Conditions go below, all but those on the event time of a watermark.
      const kept = conjuncts(plan.condition).filter(condition => staysAbove(condition, plan.input))
      return [kept.length === 0 ? reads : eachOnce([...reads, ...kept])]
    }
    case 'project':
      return [reads.map(node => substitute(node, plan.columns))]
    case 'watermark':
      return [eachOnce([...reads, { kind: 'column', name: plan.column }])]
    case 'join':
      return readsOfSides(plan, reads)
    default:
      return inputsOf(plan).map(({ schema }) => readsAll(schema))
  }
}

function readsOfSides({ left, right, condition, type }: PlanOf<'join'>, reads: Reads): readonly [Reads, Reads] {
  const all = eachOnce(condition === null ? reads : [...reads, condition])
  const of = ({ schema }: Plan) => all.filter(node => readsOnly(node, schema))
  const isExistence = type === 'leftSemi' || type === 'leftAnti'
  return [of(left), isExistence && condition === null ? [] : of(right)]
}

function staysAbove(condition: Node, input: Plan): boolean {
  if (!isDeterministic(condition)) return true
  if (input.kind === 'filter') return staysAbove(condition, input.input)
  if (input.kind === 'project') return staysAbove(substitute(condition, input.columns), input.input)
  return input.kind === 'watermark' && columnsOf(condition).has(input.column)
}

const eachOnce = (reads: Reads): Reads =>
  [...new Set(reads.flatMap(node => [...columnsOf(node)]))].map(name => ({ kind: 'column', name }))

/**
 * Whether what a condition reads of a parsed text is what is read above of it: Spark parses for a condition the one field
 * that it reads, and elsewhere all fields unless a single one is read, and tells the two apart.
 *
 * @param reads expressions over the same columns as the condition
 * @see Spark `OptimizeCsvJsonExprs.scala`
 */
export function parsesAlike(condition: Node, reads: Reads): boolean {
  return [...walk(condition)].every(part => {
    if (part.kind !== 'fromJson') return true
    if (part.schema.kind === 'struct' && fieldsOf(part.schema).length === 1) return true
    const [above, ...more] = fieldsRead(reads, nodeKey(part))
    return above !== null && more.length === 0 && fieldsRead([condition], nodeKey(part)).every(name => name === above)
  })
}

/** For each time that a parsed text is read the field that is taken of it; `null` for all of it. */
function fieldsRead(nodes: Reads, json: string): readonly (string | null)[] {
  return nodes.flatMap(node => {
    if (node.kind === 'field' && nodeKey(node.input) === json) return [node.name]
    return nodeKey(node) === json ? [null] : fieldsRead(operandsOf(node), json)
  })
}
