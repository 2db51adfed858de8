import { type BooleanColumn, type Columns, nodeOf } from '../expressions/column.ts'
import { type Node, walk } from '../expressions/node.ts'
import { printNode } from '../expressions/print-node.ts'
import { typeOf } from '../expressions/type-of.ts'
import { fieldsOf, type StructType } from '../schema/data-type.ts'
import { SluiceError } from '../util/error.ts'
import { allOf } from './join-condition.ts'
import type { JoinHow } from './join-types.ts'
import { refuseOtherCase } from './other-case.ts'
import type { JoinType, NamedNode, Plan, PlanOf } from './plan.ts'
import { columnNode, rowOf, schemaOf } from './row-columns.ts'

const TYPES: Readonly<Record<JoinHow, JoinType>> = {
  inner: 'inner',
  cross: 'cross',
  left: 'leftOuter',
  right: 'rightOuter',
  full: 'fullOuter',
  leftSemi: 'leftSemi',
  leftAnti: 'leftAnti',
}

/** Names of columns that must be equal, or a condition over the rows of both sides; `null` for none. */
export type On = string | readonly string[] | ((left: never, right: never) => BooleanColumn) | null

/**
 * The plan of `left.join(right, on, how)`.
 *
 * @throws UNSUPPORTED_OPERATION for a kind that there is not; ANALYSIS for a name that would stand twice; COLUMN_NOT_FOUND
 * @see Spark `Dataset.join`, `Analyzer.commonNaturalJoinProcessing`
 */
export function planJoin(left: Plan, right: Plan, on: On, how: JoinHow): Plan {
  if (!Object.hasOwn(TYPES, how)) {
    throw new SluiceError(
      'UNSUPPORTED_OPERATION',
      `[UNSUPPORTED_JOIN_TYPE] Unsupported join type '${String(how)}'. Supported join types include: ${Object.keys(TYPES)
        .map(name => `'${name}'`)
        .join(', ')}.`,
    )
  }
  const type = TYPES[how]
  if (typeof on === 'function') return joinOn(left, right, on as (left: Columns, right: Columns) => BooleanColumn, type)
  const names = on === null ? [] : typeof on === 'string' ? [on] : [...new Set(on)]
  return names.length > 0 ? joinUsing(left, right, names, type) : joinOn(left, right, null, type)
}

function joinOn(
  left: Plan,
  right: Plan,
  on: ((left: Columns, right: Columns) => BooleanColumn) | null,
  type: JoinType,
): PlanOf<'join'> {
  const isPairing = type !== 'leftSemi' && type !== 'leftAnti'
  if (isPairing) requireDistinct(left, right, [])
  const renamed = withOtherNames(left, right)
  const node = on === null ? null : nodeOf(on(rowOf(left.schema) as Columns, rowOf(right.schema, renamed.nameOf) as Columns))
  const plan = joined(left, renamed.plan, type, node)
  if (node === null) return plan
  const both: StructType = { kind: 'struct', fields: { ...left.schema.fields, ...renamed.plan.schema.fields } }
  for (const part of walk(node)) {
    if (part.kind !== 'window' && part.kind !== 'aggregate') continue
    throw new SluiceError(
      'ANALYSIS',
      `Cannot join on ${printNode(part)}: make it a column first, e.g. .withColumn("window", t => window(t.time, "10 minutes")).`,
    )
  }
  const result = typeOf(node, both)
  if (result.kind === 'boolean') return plan
  throw new SluiceError(
    'TYPE_MISMATCH',
    `[JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE] The join condition ${printNode(node)} has the invalid type "${result.kind.toUpperCase()}", expected "BOOLEAN".`,
  )
}

function joinUsing(left: Plan, right: Plan, names: readonly string[], type: JoinType): Plan {
  for (const [plan, side] of [
    [left, 'left'],
    [right, 'right'],
  ] as const)
    requireColumns(plan, names, side)
  const isPairing = type !== 'leftSemi' && type !== 'leftAnti'
  if (isPairing) requireDistinct(left, right, names)
  const { plan: renamed, nameOf } = withOtherNames(left, right)
  const condition = allOf(
    names.map(name => ({ kind: 'comparison', operator: 'eq', left: columnNode(name), right: columnNode(nameOf(name)) })),
  )
  const plan = joined(left, renamed, type, condition)
  const key = (name: string): Node => {
    if (type === 'rightOuter') return columnNode(nameOf(name))
    if (type !== 'fullOuter') return columnNode(name)
    return { kind: 'coalesce', inputs: [columnNode(name), columnNode(nameOf(name))] }
  }
  const rest = ({ schema }: Plan) => Object.keys(schema.fields).filter(name => !names.includes(name))
  const columns: readonly NamedNode[] = [
    ...names.map(name => ({ name, node: key(name) })),
    ...rest(left).map(name => ({ name, node: columnNode(name) })),
    ...(isPairing ? rest(right) : []).map(name => ({ name, node: columnNode(name) })),
  ]
  const both: StructType = { kind: 'struct', fields: { ...left.schema.fields, ...renamed.schema.fields } }
  if (condition !== null) typeOf(condition, both)
  return { kind: 'project', input: plan, columns, schema: schemaOf(columns, both) }
}

function joined(left: Plan, right: Plan, type: JoinType, condition: Node | null): PlanOf<'join'> {
  const isPairing = type !== 'leftSemi' && type !== 'leftAnti'
  const fields = isPairing ? { ...left.schema.fields, ...right.schema.fields } : left.schema.fields
  return { kind: 'join', left, right, type, condition, schema: { kind: 'struct', fields } }
}

/** The right side with names of its own for columns that the left side has too: a name then says its side. */
function withOtherNames(left: Plan, right: Plan): { readonly plan: Plan; readonly nameOf: (name: string) => string } {
  const taken = new Set([left, right].flatMap(({ schema }) => Object.keys(schema.fields)))
  const names = new Map<string, string>()
  for (const { name } of fieldsOf(right.schema)) {
    if (!Object.hasOwn(left.schema.fields, name)) continue
    let number = 2
    while (taken.has(`${name} #${number}`)) number++
    taken.add(`${name} #${number}`)
    names.set(name, `${name} #${number}`)
  }
  const nameOf = (name: string) => names.get(name) ?? name
  if (names.size === 0) return { plan: right, nameOf }
  const columns = Object.keys(right.schema.fields).map(name => ({ name: nameOf(name), node: columnNode(name) }))
  return { plan: { kind: 'project', input: right, columns, schema: schemaOf(columns, right.schema) }, nameOf }
}

/** Spark takes two columns of one name and fails when one is used; a row object cannot hold them. */
function requireDistinct(left: Plan, right: Plan, shared: readonly string[]): void {
  const twice = Object.keys(right.schema.fields).filter(name => Object.hasOwn(left.schema.fields, name) && !shared.includes(name))
  const [first] = twice
  refuseOtherCase('join', Object.keys(right.schema.fields), Object.keys(left.schema.fields))
  if (first === undefined) return
  throw new SluiceError(
    'ANALYSIS',
    `[AMBIGUOUS_REFERENCE] Cannot join: both sides have ${twice.map(name => `"${name}"`).join(', ')}. Rename it on one side: .withColumnRenamed("${first}", "right_${first}"), drop it, or join by name: join(right, "${first}").`,
    { names: twice },
  )
}

function requireColumns({ schema }: Plan, names: readonly string[], side: 'left' | 'right'): void {
  for (const name of names) {
    if (Object.hasOwn(schema.fields, name)) continue
    const there = Object.keys(schema.fields).map(known => `\`${known}\``)
    throw new SluiceError(
      'COLUMN_NOT_FOUND',
      `[UNRESOLVED_USING_COLUMN_FOR_JOIN] USING column \`${name}\` cannot be resolved on the ${side} side of the join. The ${side}-side columns: [${there.join(', ')}].`,
      { name },
    )
  }
}
