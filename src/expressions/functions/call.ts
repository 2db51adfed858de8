import { aggregateNamed } from '../accumulators/registry.ts'
// Not from column.ts, whose classes call from here.
import { Column, columnOf, expressionOf } from '../base-column.ts'
import { constantsOf } from '../builtins/builtin.ts'
import { builtinNamed } from '../builtins/registry.ts'
import { type Literal, literal } from '../literal.ts'
import type { Parameter } from '../node.ts'

/** The column of a function of the registry; constants become literals. The caller knows its class. */
export function call(name: string, args: readonly (Column | Literal)[]): Column {
  const expressions = args.map(arg => (arg instanceof Column ? expressionOf(arg) : literal(arg)))
  const nodes = expressions.map(({ node }) => node)
  const type = builtinNamed(name).type(
    expressions.map(expression => expression.type),
    constantsOf(nodes),
  )
  return columnOf({ node: { kind: 'call', name, args: nodes }, type })
}

/** The column of an aggregate of the registry. */
export function aggregate(name: string, inputs: readonly Column[], parameters: readonly Parameter[] = []): Column {
  const expressions = inputs.map(expressionOf)
  const type = aggregateNamed(name).type(
    expressions.map(expression => expression.type),
    parameters,
  )
  return columnOf({ node: { kind: 'aggregate', name, inputs: expressions.map(({ node }) => node), parameters }, type })
}
