import { commonType } from '../expressions/common-type.ts'
import { type Node, transform, walk } from '../expressions/node.ts'
import { typeOf } from '../expressions/type-of.ts'
import { type DataType, type StructType, sameType } from '../schema/data-type.ts'
import type { NamedNode } from './plan.ts'

/** One pair of keys that must be equal, brought to one type. */
export interface EquiKey {
  readonly left: Node
  readonly right: Node
  readonly type: DataType
  /** Whether null equals null: `eqNullSafe`. */
  readonly isNullSafe: boolean
}

/** A join condition taken apart. All parts together are the condition. */
export interface JoinCondition {
  readonly keys: readonly EquiKey[]
  /** Conjuncts that are no pair of keys. */
  readonly others: readonly Node[]
}

/** The parts of a condition that all have to hold. */
export function conjuncts(node: Node): readonly Node[] {
  return node.kind === 'and' ? [...conjuncts(node.left), ...conjuncts(node.right)] : [node]
}

/** All of these; `null` for none. */
export function allOf(nodes: readonly Node[]): Node | null {
  return nodes.length === 0 ? null : nodes.reduce((left, right) => ({ kind: 'and', left, right }))
}

/** The columns that an expression reads. */
export function columnsOf(node: Node): ReadonlySet<string> {
  return new Set([...walk(node)].flatMap(part => (part.kind === 'column' ? [part.name] : [])))
}

/** The expression with columns replaced by what they are made of, further down. */
export function substitute(node: Node, columns: readonly NamedNode[]): Node {
  const byName = new Map(columns.map(column => [column.name, column.node]))
  return transform(node, part => (part.kind === 'column' ? (byName.get(part.name) ?? part) : part))
}

/** Whether an expression reads columns of this schema alone; also true for a constant. */
export function readsOnly(node: Node, schema: StructType): boolean {
  return [...columnsOf(node)].every(name => Object.hasOwn(schema.fields, name))
}

/** The time of the batch is another in the next: such expressions stay where they are. */
export function isDeterministic(node: Node): boolean {
  return ![...walk(node)].some(part => part.kind === 'currentTimestamp' || (part.kind === 'call' && part.name === 'current_date'))
}

/** @see Spark `patterns.scala`, ExtractEquiJoinKeys */
export function splitCondition(condition: Node | null, left: StructType, right: StructType): JoinCondition {
  const keys: EquiKey[] = []
  const others: Node[] = []
  for (const conjunct of condition === null ? [] : conjuncts(condition)) {
    const key = equiKey(conjunct, left, right)
    if (key === null) others.push(conjunct)
    else keys.push(key)
  }
  return { keys, others }
}

function equiKey(node: Node, left: StructType, right: StructType): EquiKey | null {
  const isNullSafe = node.kind === 'eqNullSafe'
  if (!isNullSafe && !(node.kind === 'comparison' && node.operator === 'eq')) return null
  if (columnsOf(node.left).size === 0 || columnsOf(node.right).size === 0) return null
  const straight = readsOnly(node.left, left) && readsOnly(node.right, right)
  if (!straight && !(readsOnly(node.left, right) && readsOnly(node.right, left))) return null
  const [a, b] = straight ? [node.left, node.right] : [node.right, node.left]
  const [leftType, rightType] = [typeOf(a, left), typeOf(b, right)]
  const type = commonType([leftType, rightType])
  if (type === null) return null
  return { left: castTo(a, leftType, type), right: castTo(b, rightType, type), type, isNullSafe }
}

const castTo = (input: Node, from: DataType, to: DataType): Node =>
  sameType(from, to) ? input : { kind: 'cast', input, to, onError: 'fail' }
