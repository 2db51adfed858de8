import { type Node, transform, walk } from '../expressions/node.ts'
import { printNode } from '../expressions/print-node.ts'
import { typeOf, WINDOW_TYPE } from '../expressions/type-of.ts'
import { SluiceError } from '../util/error.ts'
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
  const windows = new Map<string, Node & { kind: 'window' }>()
  for (const { node } of columns) for (const part of walk(node)) if (part.kind === 'window') windows.set(printNode(part), part)
  if (windows.size === 0) return { input, columns }
  if (windows.size > 1) {
    throw new SluiceError(
      'ANALYSIS',
      `Multiple time/session window expressions would result in a cartesian product of rows, therefore they are currently not supported: ${[...windows.keys()].join(' and ')}. Use one, and aggregate again over the result.`,
    )
  }
  const [[text, { time, window }]] = windows as unknown as [[string, Node & { kind: 'window' }]]
  typeOf({ kind: 'window', time, window }, input.schema)
  const schema = { kind: 'struct', fields: { ...input.schema.fields, [text]: WINDOW_TYPE } } as const
  const replaced = columns.map(({ name, node }) => ({
    name,
    node: transform(node, part => (part.kind === 'window' ? { kind: 'column', name: text } : part)),
  }))
  return { input: { kind: 'assignWindows', input, time, window, column: text, schema }, columns: replaced }
}
