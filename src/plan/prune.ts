import { type Node, walk } from '../expressions/node.ts'
import { typeOf } from '../expressions/type-of.ts'
import { type DataType, fieldsOf, type StructType } from '../schema/data-type.ts'
import { assertNever } from '../util/assert-never.ts'
import { eventTimeColumns } from './event-time.ts'
import type { NamedNode, Plan } from './plan.ts'
import { RequiredColumns } from './required-columns.ts'
import { WantedFields } from './wanted-fields.ts'

export interface PrunedPlan {
  readonly plan: Plan
  /** The fields that later steps read of each `fromJson`. */
  readonly wantedFields: ReadonlyMap<Node, readonly string[]>
}

/**
 * Leaves out the columns and JSON fields that no later step needs. What an operator keeps from batch to batch, and
 * whether it sees the event time at all, depends on it, so it is done where Spark does it.
 *
 * @see Spark `Optimizer.scala`, ColumnPruning
 */
export function prunePlan(plan: Plan): PrunedPlan {
  const wanted = new WantedFields()
  const pruned = prune(plan, allOf(plan.schema), wanted)
  return { plan: pruned, wantedFields: wanted.lists() }
}

/** @param required what is needed of the columns of `plan`; others may still come */
function prune(plan: Plan, required: RequiredColumns, wanted: WantedFields): Plan {
  switch (plan.kind) {
    case 'source':
    case 'table':
      return { ...plan, schema: subset(plan.schema, required) }
    case 'project':
      return pruneProject(plan, required, wanted)
    case 'filter': {
      wanted.addNode(plan.condition)
      const input = prune(plan.input, needing(required, [plan.condition]), wanted)
      return { ...plan, input, schema: input.schema }
    }
    case 'watermark': {
      const input = prune(
        plan.input,
        required.with(copy => copy.addColumn(plan.column)),
        wanted,
      )
      return { ...plan, input, schema: input.schema }
    }
    case 'assignWindows':
    case 'assignSessions': {
      const nodes = plan.kind === 'assignWindows' ? [plan.time] : [plan.time, plan.gap]
      for (const node of nodes) wanted.addNode(node)
      const input = prune(plan.input, needing(required, nodes), wanted)
      return { ...plan, input, schema: extended(input.schema, plan.schema, [plan.column]) }
    }
    case 'generate': {
      wanted.addNode(plan.generator)
      const input = prune(plan.input, needing(required, [plan.generator]), wanted)
      // What is exploded is not repeated beside its elements where nobody reads it.
      const schema = extended(input.schema, plan.schema, plan.columns)
      return { ...plan, input, schema: only(schema, name => required.has(name) || plan.columns.includes(name)) }
    }
    case 'aggregate': {
      const nodes = [...plan.keys, ...plan.aggregates].map(({ node }) => node)
      for (const node of nodes) wanted.addNode(node)
      return { ...plan, input: prune(plan.input, needing(new RequiredColumns(), nodes), wanted) }
    }
    case 'deduplicate': {
      // Spark drops an event time that nobody reads, and then has no row that is late; `WithinWatermark` reads it.
      const names = [...plan.keys, ...(plan.withinWatermark ? eventTimeColumns(plan.input).keys() : [])]
      const needed = required.with(copy => {
        for (const name of names) copy.addColumn(name)
      })
      const input = pruneExactly(plan.input, needed, wanted)
      return { ...plan, input, schema: input.schema }
    }
    case 'join': {
      if (plan.condition !== null) wanted.addNode(plan.condition)
      const needed = plan.condition === null ? required : needing(required, [plan.condition])
      const left = pruneExactly(plan.left, needed, wanted)
      const right = pruneExactly(plan.right, needed, wanted)
      const names = new Set([...Object.keys(left.schema.fields), ...Object.keys(right.schema.fields)])
      return { ...plan, left, right, schema: only(plan.schema, name => names.has(name)) }
    }
    case 'union': {
      const names = Object.keys(plan.schema.fields)
      const inputs = plan.inputs.map(input => {
        const needed = new RequiredColumns()
        for (const [i, { name }] of fieldsOf(input.schema).entries()) if (required.has(names[i]!)) needed.addColumn(name)
        return pruneExactly(input, needed, wanted)
      })
      return { ...plan, inputs, schema: subset(plan.schema, required) }
    }
    case 'sort': {
      const nodes = plan.order.map(({ node }) => node)
      const input = prune(plan.input, needing(required, nodes), wanted)
      return { ...plan, input, schema: input.schema }
    }
    case 'limit': {
      const input = prune(plan.input, required, wanted)
      return { ...plan, input, schema: input.schema }
    }
    case 'mapGroupsWithState': {
      const { initialState } = plan
      return {
        ...plan,
        input: prune(plan.input, allOf(plan.input.schema), wanted),
        initialState: initialState === null ? null : prune(initialState, allOf(initialState.schema), wanted),
      }
    }
    default:
      return assertNever(plan)
  }
}

function pruneProject(plan: Plan & { kind: 'project' }, required: RequiredColumns, wanted: WantedFields): Plan {
  const columns = neededColumns(plan.columns, required)
  const needed = new RequiredColumns()
  for (const { name, node } of columns) {
    needed.addNode(node)
    if (node.kind === 'fromJson') wanted.addFields(node, required.fieldsOf(name))
    else wanted.addNode(node)
  }
  return projected(prune(plan.input, needed, wanted), columns, plan.input.schema)
}

/** Prunes, and leaves exactly the required columns. */
function pruneExactly(plan: Plan, required: RequiredColumns, wanted: WantedFields): Plan {
  const pruned = prune(plan, required, wanted)
  const names = Object.keys(pruned.schema.fields)
  const kept = names.filter(name => required.has(name))
  if (kept.length === names.length) return pruned
  const columns = kept.map(name => ({ name, node: { kind: 'column', name } as const }))
  return projected(pruned, columns, pruned.schema)
}

function projected(input: Plan, columns: readonly NamedNode[], schema: StructType): Plan {
  const types: [string, DataType][] = columns.map(({ name, node }) => [name, typeOf(node, schema)])
  return { kind: 'project', input, columns, schema: { kind: 'struct', fields: Object.fromEntries(types) } }
}

/** The columns that later steps read, and for each `fromJson` of the others one that has it: its bad records must be counted. */
function neededColumns(columns: readonly NamedNode[], required: RequiredColumns): readonly NamedNode[] {
  const parsedBy = ({ node }: NamedNode) => [...walk(node)].filter(part => part.kind === 'fromJson')
  const needed = new Set(columns.filter(({ name }) => required.has(name)))
  const parsed = new Set([...needed].flatMap(parsedBy))
  for (const column of columns) {
    const missing = parsedBy(column).filter(node => !parsed.has(node))
    if (missing.length > 0) needed.add(column)
    for (const node of missing) parsed.add(node)
  }
  return columns.filter(column => needed.has(column))
}

function allOf(schema: StructType): RequiredColumns {
  const all = new RequiredColumns()
  for (const { name } of fieldsOf(schema)) all.addColumn(name)
  return all
}

const needing = (required: RequiredColumns, nodes: readonly Node[]): RequiredColumns =>
  required.with(copy => {
    for (const node of nodes) copy.addNode(node)
  })

function only(schema: StructType, isKept: (name: string) => boolean): StructType {
  return { kind: 'struct', fields: Object.fromEntries(Object.entries(schema.fields).filter(([name]) => isKept(name))) }
}

const subset = (schema: StructType, required: RequiredColumns) => only(schema, name => required.has(name))

/** The columns of the input, and those that a step adds. */
function extended(input: StructType, full: StructType, added: readonly string[]): StructType {
  const fields = added.map(name => [name, full.fields[name]!] as const)
  return { kind: 'struct', fields: { ...input.fields, ...Object.fromEntries(fields) } }
}
