import { type Node, transform, walk } from '../expressions/node.ts'
import { typeOf, WINDOW_TYPE } from '../expressions/type-of.ts'
import { SluiceError } from '../util/error.ts'
import { HiddenColumns } from './hidden-columns.ts'
import type { NamedNode, Plan } from './plan.ts'

/**
 * `window(…)` and `sessionWindow(…)` look like expressions but multiply or drop rows, so they become an operator below
 * the one that uses them, and the expression a column of that operator.
 *
 * @throws ANALYSIS for two different windows in one operator
 * @see Spark `ResolveTimeWindows.scala`
 */
export function planWindows(
  input: Plan,
  columns: readonly NamedNode[],
): { readonly input: Plan; readonly columns: readonly NamedNode[] } {
  const windows = new HiddenColumns(Object.keys(input.schema.fields))
  for (const { node } of columns) for (const part of walk(node)) if (isWindow(part)) windows.nameOf(part)
  const [first, ...others] = windows.columns
  if (first === undefined) return { input, columns }
  if (others.length > 0) {
    throw new SluiceError(
      'ANALYSIS',
      `Multiple time/session window expressions would result in a cartesian product of rows, therefore they are currently not supported: ${windows.columns.map(({ name }) => name).join(' and ')}. Use one, and aggregate again over the result.`,
    )
  }
  typeOf(first.node, input.schema)
  const schema = { kind: 'struct', fields: { ...input.schema.fields, [first.name]: WINDOW_TYPE } } as const
  const replaced = columns.map(({ name, node }) => ({
    name,
    node: transform(node, part => (isWindow(part) ? { kind: 'column', name: first.name } : part)),
  }))
  const { node } = first as { readonly node: WindowNode }
  const assigned: Plan =
    node.kind === 'window'
      ? { kind: 'assignWindows', input, time: node.time, window: node.window, column: first.name, schema }
      : { kind: 'assignSessions', input, time: node.time, gap: node.gap, column: first.name, schema }
  return { input: assigned, columns: replaced }
}

type WindowNode = Node & { readonly kind: 'window' | 'sessionWindow' }

const isWindow = (node: Node): node is WindowNode => node.kind === 'window' || node.kind === 'sessionWindow'
