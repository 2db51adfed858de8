import type { Node } from '../expressions/node.ts'
import { inputsOf, type Plan, withInputs } from './plan.ts'

/**
 * Rows that a generator will drop for want of elements are dropped below it: so they do not advance a watermark. Done where the
 * generator takes a column or a field of one, and not for `explodeOuter` and its like.
 *
 * @see Spark `Optimizer.scala`, InferFiltersFromGenerate
 */
export function inferGenerateFilters(plan: Plan): Plan {
  const inputs = inputsOf(plan).map(inferGenerateFilters)
  if (plan.kind !== 'generate' || plan.outer || plan.generator.kind !== 'call') return withInputs(plan, inputs)
  const [list] = plan.generator.args
  if (!isColumn(list!)) return withInputs(plan, inputs)
  const size: Node = { kind: 'call', name: 'size', args: [list!] }
  const zero: Node = { kind: 'literal', value: 0, type: { kind: 'integer' } }
  const condition: Node = {
    kind: 'and',
    left: { kind: 'comparison', operator: 'gt', left: size, right: zero },
    right: { kind: 'not', input: { kind: 'isNull', input: list! } },
  }
  const input = inputs[0]!
  return { ...plan, input: { kind: 'filter', input, condition, schema: input.schema } }
}

const isColumn = (node: Node): boolean => node.kind === 'column' || (node.kind === 'field' && isColumn(node.input))
