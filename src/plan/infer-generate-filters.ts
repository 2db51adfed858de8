import { type Node, operandsOf } from '../expressions/node.ts'
import { typeOf } from '../expressions/type-of.ts'
import { type DataType, fieldsOf } from '../schema/data-type.ts'
import { inputsOf, type Plan, type PlanOf, withInputs } from './plan.ts'
import { prunePlan } from './prune.ts'

/**
 * Rows that a generator will drop for want of elements are dropped below it: so they do not advance a watermark. Done where the
 * generator takes a column, or a field of one of which not all is needed; not for `explodeOuter` and its like.
 *
 * @see Spark `Optimizer.scala`, InferFiltersFromGenerate; `NestedColumnAliasing.scala`, GeneratorNestedColumnAliasing
 */
export function inferGenerateFilters(plan: Plan): Plan {
  // What is needed of a column is known when the others are gone; the generators are the same, in the same order.
  const isInferred = decisions(prunePlan(plan).plan, [])
  let next = 0
  const infer = (step: Plan): Plan => {
    const decision = step.kind === 'generate' ? isInferred[next++]! : false
    const inputs = inputsOf(step).map(infer)
    if (step.kind !== 'generate' || !decision) return withInputs(step, inputs)
    const input = inputs[0]!
    return { ...step, input: { kind: 'filter', input, condition: hasElements(listOf(step)), schema: input.schema } }
  }
  return infer(plan)
}

/** For each generator, from the top down, whether it has a filter. @param readAbove what the steps between it and a projection read */
function decisions(plan: Plan, readAbove: readonly Node[]): readonly boolean[] {
  if (plan.kind === 'generate') {
    const read = [...readAbove, listOf(plan)]
    return [!plan.outer && isAttribute(plan, read), ...decisions(plan.input, read)]
  }
  const read = plan.kind === 'project' ? plan.columns.map(({ node }) => node) : []
  return inputsOf(plan).flatMap(input => decisions(input, read))
}

const listOf = (step: PlanOf<'generate'>): Node => (step.generator as Node & { kind: 'call' }).args[0]!

function hasElements(list: Node): Node {
  const size: Node = { kind: 'call', name: 'size', args: [list] }
  const zero: Node = { kind: 'literal', value: 0, type: { kind: 'integer' } }
  return {
    kind: 'and',
    left: { kind: 'comparison', operator: 'gt', left: size, right: zero },
    right: { kind: 'not', input: { kind: 'isNull', input: list } },
  }
}

/** Whether the list is a column where Spark infers filters: fields of a column become columns only where they are not all of it. */
function isAttribute(step: PlanOf<'generate'>, read: readonly Node[]): boolean {
  const list = listOf(step)
  const root = rootOf(list)
  if (root === null || list.kind === 'column') return root !== null
  const paths = new Map<string, Node>()
  for (const node of read) if (!addPaths(node, root, paths)) return false
  const { schema } = step.input
  const numRead = [...paths]
    .filter(([path]) => ![...paths.keys()].some(other => path.startsWith(`${other}\u0000`)))
    .reduce((sum, [, node]) => sum + numFields(typeOf(node, schema)), 0)
  return numRead < numFields(schema.fields[root]!)
}

/** The column that a node is, or is a field of; `null` for others. */
function rootOf(node: Node): string | null {
  if (node.kind === 'column') return node.name
  return node.kind === 'field' ? rootOf(node.input) : null
}

const pathOf = (node: Node): string => (node.kind === 'field' ? `${pathOf(node.input)}\u0000${node.name}` : '')

/** Notes which fields of a column a node reads. @returns false where it reads the column as a whole */
function addPaths(node: Node, root: string, paths: Map<string, Node>): boolean {
  if (node.kind === 'column') return node.name !== root
  if (node.kind === 'field' && rootOf(node) === root) {
    paths.set(pathOf(node), node)
    return true
  }
  return operandsOf(node).every(operand => addPaths(operand, root, paths))
}

/** @see Spark `NestedColumnAliasing.totalFieldNum` */
function numFields(type: DataType): number {
  switch (type.kind) {
    case 'struct':
      return fieldsOf(type).reduce((sum, field) => sum + numFields(field.type), 0)
    case 'array':
      return numFields(type.element)
    case 'map':
      return numFields(type.key) + numFields(type.value)
    default:
      return 1
  }
}
