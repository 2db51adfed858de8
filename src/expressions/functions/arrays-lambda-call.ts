import type { DataType } from '../../schema/data-type.ts'
import { Column, columnOf, expressionOf } from '../base-column.ts'
import { constantsOf } from '../builtins/builtin.ts'
import { builtinNamed } from '../builtins/registry.ts'
import { type Expression, type Literal, literal } from '../literal.ts'
import type { Variable } from '../node.ts'

/** A function of a program: read once, by calling it with columns that stand for what it will be given. */
export interface ProgramFunction {
  readonly given: (...variables: never[]) => Column | Literal
  /** The types of what it may take. */
  readonly takes: readonly DataType[]
}

/** How many functions of a program are being read, one inside the other. */
let depth = 0

/** The column of a function of the registry that takes functions of a program. */
export function callWith(name: string, args: readonly Column[], functions: readonly ProgramFunction[]): Column {
  const expressions = [...args.map(expressionOf), ...functions.map(lambdaOf)]
  const nodes = expressions.map(({ node }) => node)
  const type = builtinNamed(name).type(
    expressions.map(expression => expression.type),
    constantsOf(nodes),
  )
  return columnOf({ node: { kind: 'call', name, args: nodes }, type })
}

function lambdaOf({ given, takes }: ProgramFunction): Expression {
  depth++
  try {
    // Spark's names for them in plans; a function inside another has names of its own.
    const all = takes.map((type, i): Variable => ({ name: `lambda ${'xyz'[i]}_${depth}`, type }))
    const parameters = all.slice(0, Math.max(1, given.length))
    const variables = parameters.map(variable => columnOf({ node: { kind: 'variable', ...variable }, type: variable.type }))
    const result = given(...(variables as never[]))
    const { node: body, type } = result instanceof Column ? expressionOf(result) : literal(result)
    return { node: { kind: 'lambda', parameters, body }, type }
  } finally {
    depth--
  }
}
