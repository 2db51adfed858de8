import { type Node, transform, walk } from '../expressions/node.ts'
import { typeOf, WINDOW_TYPE } from '../expressions/type-of.ts'
import { SluiceError } from '../util/error.ts'
import { HiddenColumns } from './hidden-columns.ts'
import type { NamedNode, Plan } from './plan.ts'

/**
 * `window(…)` looks like an expression but multiplies rows, so it becomes an operator below the one that uses it, and
 * the expression a column of that operator.
 *
 * @throws ANALYSIS for two different windows in one operator
 * @see Spark `ResolveTimeWindows.scala`
 */
export function planWindows(
  input: Plan,
  columns: readonly NamedNode[],
): { readonly input: Plan; readonly columns: readonly NamedNode[] } {
  const windows = new HiddenColumns(Object.keys(input.schema.fields))
  for (const { node } of columns) for (const part of walk(node)) if (part.kind === 'window') windows.nameOf(part)
  const [first, ...others] = windows.columns
  if (first === undefined) return { input, columns }
  if (others.length > 0) {
    throw new SluiceError(
      'ANALYSIS',
      `Multiple time/session window expressions would result in a cartesian product of rows, therefore they are currently not supported: ${windows.columns.map(({ name }) => name).join(' and ')}. Use one, and aggregate again over the result.`,
    )
  }
  typeOf(first.node, input.schema)
  const { time, window } = first.node as Node & { kind: 'window' }
  const schema = { kind: 'struct', fields: { ...input.schema.fields, [first.name]: WINDOW_TYPE } } as const
  const replaced = columns.map(({ name, node }) => ({
    name,
    node: transform(node, part => (part.kind === 'window' ? { kind: 'column', name: first.name } : part)),
  }))
  return { input: { kind: 'assignWindows', input, time, window, column: first.name, schema }, columns: replaced }
}
