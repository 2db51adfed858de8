import { type Node, transform, walk } from '../expressions/node.ts'
import { printNode } from '../expressions/print-node.ts'
import { typeOf } from '../expressions/type-of.ts'
import type { DataType, StructType } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'
import type { NamedNode, Plan } from './plan.ts'
import { planWindows } from './plan-windows.ts'

/**
 * The plan of `groupBy(keys).agg(columns)`. Keys that are expressions are projected first; arithmetic over aggregates
 * (`sum(x).divide(count())`) is projected after.
 *
 * @throws ANALYSIS for an aggregate of an aggregate, a column that is neither key nor aggregate, a name used twice, two aggregations
 */
export function planAggregate(input: Plan, keys: readonly NamedNode[], columns: readonly NamedNode[]): Plan {
  for (let step: Plan = input; step.kind !== 'source'; step = step.input) {
    if (step.kind === 'aggregate') {
      throw new SluiceError(
        'UNSUPPORTED_OPERATION',
        'Cannot aggregate an aggregated stream: one groupBy(…).agg(…) per query is supported. Write the first result to a sink and read it again.',
      )
    }
  }
  const twice = columns.find(({ name }) => keys.some(key => key.name === name))
  if (twice !== undefined)
    throw new SluiceError('ANALYSIS', `Cannot name an aggregate "${twice.name}": a grouping key has that name.`)
  const windowed = planWindows(input, keys)
  const projected = projectKeys(windowed.input, windowed.columns)

  const aggregates = new Map<string, NamedNode>()
  const outputs = columns.map(({ name, node }) => {
    if (node.kind === 'aggregate') {
      aggregates.set(name, { name, node })
      return { name, node: { kind: 'column', name } as Node }
    }
    const rest = transform(node, part => {
      if (part.kind !== 'aggregate') return part
      aggregates.set(printNode(part), { name: printNode(part), node: part })
      return { kind: 'column', name: printNode(part) }
    })
    return { name, node: rest }
  })
  for (const { node } of aggregates.values()) checkAggregate(node, projected.input.schema)
  const schema = aggregateSchema(projected.input.schema, projected.keys, [...aggregates.values()])
  for (const { name, node } of outputs) {
    for (const part of walk(node)) {
      if (part.kind === 'column' && !Object.hasOwn(schema.fields, part.name)) {
        throw new SluiceError(
          'ANALYSIS',
          `Cannot use column "${part.name}" in aggregate "${name}": it is neither a grouping key nor inside an aggregate such as sum(…).`,
        )
      }
    }
  }
  const plan: Plan = {
    kind: 'aggregate',
    input: projected.input,
    keys: projected.keys,
    aggregates: [...aggregates.values()],
    schema,
  }
  const bare = outputs.every(({ name, node }) => node.kind === 'column' && node.name === name)
  if (bare) return plan
  const all = [...keys.map(({ name }) => ({ name, node: { kind: 'column', name } as Node })), ...outputs]
  const fields: [string, DataType][] = all.map(({ name, node }) => [name, typeOf(node, schema)])
  return { kind: 'project', input: plan, columns: all, schema: { kind: 'struct', fields: Object.fromEntries(fields) } }
}

function projectKeys(input: Plan, keys: readonly NamedNode[]): { input: Plan; keys: readonly NamedNode[] } {
  const computed = keys.filter(({ node }) => node.kind !== 'column')
  for (const { node } of keys) typeOf(node, input.schema)
  if (computed.length === 0) return { input, keys }
  const kept: NamedNode[] = Object.keys(input.schema.fields).map(name => ({ name, node: { kind: 'column', name } }))
  const added = computed.map(({ node }) => ({ name: printNode(node), node }))
  const columns = [...kept, ...added]
  const fields: [string, DataType][] = columns.map(({ name, node }) => [name, typeOf(node, input.schema)])
  const schema: StructType = { kind: 'struct', fields: Object.fromEntries(fields) }
  return {
    input: { kind: 'project', input, columns, schema },
    keys: keys.map(({ name, node }) => ({
      name,
      node: node.kind === 'column' ? node : { kind: 'column', name: printNode(node) },
    })),
  }
}

function checkAggregate(node: Node, input: StructType): void {
  typeOf(node, input)
  const nested = node.kind === 'aggregate' && node.input !== null && [...walk(node.input)].some(part => part.kind === 'aggregate')
  if (nested) throw new SluiceError('ANALYSIS', `Cannot aggregate an aggregate: ${printNode(node)}.`)
}

function aggregateSchema(input: StructType, keys: readonly NamedNode[], aggregates: readonly NamedNode[]): StructType {
  const fields: [string, DataType][] = [...keys, ...aggregates].map(({ name, node }) => [name, typeOf(node, input)])
  return { kind: 'struct', fields: Object.fromEntries(fields) }
}
