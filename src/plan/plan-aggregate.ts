import { type Node, operandsOf, walk, withOperands } from '../expressions/node.ts'
import { nodeKey } from '../expressions/node-key.ts'
import { printNode } from '../expressions/print-node.ts'
import { typeOf } from '../expressions/type-of.ts'
import { SluiceError } from '../util/error.ts'
import { HiddenColumns } from './hidden-columns.ts'
import type { NamedNode, Plan } from './plan.ts'
import { refuseGenerators } from './plan-generate.ts'
import { planWindows } from './plan-windows.ts'
import { columnNode, schemaOf } from './row-columns.ts'

/**
 * The plan of `groupBy(keys).agg(columns)`. Keys that are expressions are projected first; arithmetic over aggregates
 * (`sum(x).divide(count())`) is projected after.
 *
 * @throws ANALYSIS for an aggregate of an aggregate, a column that is neither key nor aggregate, a name used twice
 */
export function planAggregate(input: Plan, keys: readonly NamedNode[], columns: readonly NamedNode[]): Plan {
  const twice = columns.find(({ name }) => keys.some(key => key.name === name))
  if (twice !== undefined)
    throw new SluiceError('ANALYSIS', `Cannot name an aggregate "${twice.name}": a grouping key has that name.`)
  refuseGenerators([...keys, ...columns].map(({ node }) => node))
  const windowed = planWindows(input, keys)
  const session = sessionOf(keys)
  const projected = projectKeys(windowed.input, windowed.columns)

  const named = columns.filter(({ node }) => node.kind === 'aggregate')
  const hidden = new HiddenColumns([...keys, ...columns].map(({ name }) => name))
  const outputs = columns.map(({ name, node }) => ({
    name,
    node: node.kind === 'aggregate' ? columnNode(name) : overAggregates(name, node, keys, hidden),
  }))
  const aggregates = [...named, ...hidden.columns]
  for (const { node } of aggregates) requireNotNested(node)
  const schema = schemaOf([...projected.keys, ...aggregates], projected.input.schema)
  const plan: Plan = {
    kind: 'aggregate',
    input: projected.input,
    keys: projected.keys,
    aggregates,
    ...(session === null ? {} : { session }),
    schema,
  }
  const bare = outputs.every(({ name, node }) => node.kind === 'column' && node.name === name)
  if (bare) return plan
  const all = [...keys.map(({ name }) => ({ name, node: columnNode(name) })), ...outputs]
  return { kind: 'project', input: plan, columns: all, schema: schemaOf(all, schema) }
}

/** The name of the key that is a session window. */
function sessionOf(keys: readonly NamedNode[]): string | null {
  const session = keys.find(({ node }) => node.kind === 'sessionWindow')
  if (session === undefined) return null
  if (keys.length > 1) return session.name
  throw new SluiceError(
    'UNSUPPORTED_OPERATION',
    'Global aggregation with session window in streaming query is not supported. Group by something besides the session, such as a user.',
  )
}

/** Keys that are expressions become columns of a projection below. */
function projectKeys(input: Plan, keys: readonly NamedNode[]): { input: Plan; keys: readonly NamedNode[] } {
  for (const { node } of keys) typeOf(node, input.schema)
  const names = Object.keys(input.schema.fields)
  const hidden = new HiddenColumns(names)
  const planned = keys.map(({ name, node }) => ({ name, node: node.kind === 'column' ? node : columnNode(hidden.nameOf(node)) }))
  if (hidden.columns.length === 0) return { input, keys }
  const columns = [...names.map(name => ({ name, node: columnNode(name) })), ...hidden.columns]
  return { input: { kind: 'project', input, columns, schema: schemaOf(columns, input.schema) }, keys: planned }
}

/** An expression over the result of the aggregation: of its aggregates and its grouping keys. */
function overAggregates(output: string, node: Node, keys: readonly NamedNode[], aggregates: HiddenColumns): Node {
  if (node.kind === 'aggregate') return columnNode(aggregates.nameOf(node))
  const key = keys.find(other => nodeKey(other.node) === nodeKey(node))
  if (key !== undefined) return columnNode(key.name)
  if (node.kind === 'column') {
    throw new SluiceError(
      'ANALYSIS',
      `Cannot use column "${node.name}" in aggregate "${output}": it is neither a grouping key nor inside an aggregate such as sum(…).`,
    )
  }
  const operands = operandsOf(node).map(operand => overAggregates(output, operand, keys, aggregates))
  return withOperands(node, operands)
}

function requireNotNested(node: Node): void {
  const nested = operandsOf(node).some(operand => [...walk(operand)].some(part => part.kind === 'aggregate'))
  if (nested) throw new SluiceError('ANALYSIS', `Cannot aggregate an aggregate: ${printNode(node)}.`)
}
