import { generatedFields, isGenerator, outsideSelect } from '../expressions/builtins/array-generators.ts'
import { type Node, walk } from '../expressions/node.ts'
import { nodeKey } from '../expressions/node-key.ts'
import { printNode } from '../expressions/print-node.ts'
import { typeOf } from '../expressions/type-of.ts'
import { SluiceError } from '../util/error.ts'
import type { NamedNode, Plan } from './plan.ts'

type Call = Node & { kind: 'call' }

/**
 * `explode(…)` and its like stand in a projection but make rows: each becomes a step below it, the first one lowest, and its
 * fields columns of that step.
 *
 * @throws UNSUPPORTED_OPERATION for a generator inside another expression
 * @see Spark `Analyzer.scala`, ExtractGenerator
 */
export function planGenerators(
  input: Plan,
  columns: readonly NamedNode[],
): { readonly input: Plan; readonly columns: readonly NamedNode[] } {
  const steps = new Map<string, readonly string[]>()
  let plan = input
  const planned = columns.map(({ name, node }) => {
    const generator = generatorOf(node)
    if (generator === null) return { name, node: withoutGenerators(node) }
    for (const arg of generator.args) withoutGenerators(arg, printNode(generator))
    const key = nodeKey(generator)
    let names = steps.get(key)
    if (names === undefined) {
      const step = planGenerate(plan, generator)
      plan = step
      names = step.columns
      steps.set(key, names)
    }
    const fields = generatedFields(
      generator.name,
      generator.args.map(arg => typeOf(arg, input.schema)),
    )
    const index = fields.findIndex(field => field.name === (node as Node & { kind: 'field' }).name)
    return { name, node: { kind: 'column', name: names[index]! } as const }
  })
  return { input: plan, columns: planned }
}

/** The generator of a column that is one of its fields. */
function generatorOf(node: Node): Call | null {
  return node.kind === 'field' && node.input.kind === 'call' && isGenerator(node.input.name) ? node.input : null
}

function withoutGenerators(node: Node, within = printNode(node)): Node {
  for (const part of walk(node)) {
    if (part.kind !== 'call' || !isGenerator(part.name)) continue
    throw new SluiceError(
      'UNSUPPORTED_OPERATION',
      `[UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS] Cannot use ${part.name} inside ${within}: select it as a column first, then compute with that.`,
    )
  }
  return node
}

/** Refuses generators where Spark has none. @throws UNSUPPORTED_OPERATION */
export function refuseGenerators(nodes: readonly Node[]): void {
  for (const node of nodes)
    for (const part of walk(node)) if (part.kind === 'call' && isGenerator(part.name)) throw outsideSelect(part.name)
}

function planGenerate(input: Plan, call: Call): Plan & { kind: 'generate' } {
  const fields = generatedFields(
    call.name,
    call.args.map(arg => typeOf(arg, input.schema)),
  )
  const outer = call.name.endsWith('_outer')
  const bare = outer ? { ...call, name: call.name.slice(0, -'_outer'.length) } : call
  const taken = new Set(Object.keys(input.schema.fields))
  const named = fields.map(({ name, type }) => [freeName(name, taken), type] as const)
  return {
    kind: 'generate',
    input,
    generator: bare,
    outer,
    position: bare.name === 'posexplode',
    columns: named.map(([name]) => name),
    schema: { kind: 'struct', fields: { ...input.schema.fields, ...Object.fromEntries(named) } },
  }
}

function freeName(name: string, taken: Set<string>): string {
  let free = name
  for (let number = 2; taken.has(free); number++) free = `${name} #${number}`
  taken.add(free)
  return free
}
