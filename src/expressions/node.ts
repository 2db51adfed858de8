import type { Stored } from '../schema/column-builder.ts'
import type { DataType, StructType } from '../schema/data-type.ts'

export type ComparisonOperator = 'eq' | 'notEqual' | 'lt' | 'leq' | 'gt' | 'geq'
export type ArithmeticOperator = 'plus' | 'minus' | 'multiply' | 'divide' | 'mod'
export type AggregateName = 'count' | 'sum' | 'avg' | 'min' | 'max'
export type TextFunctionName = 'upper' | 'lower' | 'trim' | 'length'

/** How `fromJson` reads. Names and meaning are Spark's JSON options. */
export interface FromJsonOptions {
  /** Default PERMISSIVE: what cannot be read becomes null. FAILFAST ends the batch with an error. */
  readonly mode?: 'PERMISSIVE' | 'FAILFAST'
  /** A string field of the schema with this name receives the text of a bad record. Default `_corrupt_record`. */
  readonly columnNameOfCorruptRecord?: string
  /** Java pattern for timestamp fields; default: the forms that a cast accepts. */
  readonly timestampFormat?: string
  /** Java pattern for date fields. */
  readonly dateFormat?: string
}

/** `window(time, …)`: all in microseconds. */
export interface TimeWindow {
  readonly durationUs: number
  readonly slideUs: number
  readonly startUs: number
}

/**
 * An expression as plain data: what `explain`, analysis and the engines read. A closed union; evaluation, typing and
 * printing end in `assertNever`.
 */
export type Node =
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: Stored; readonly type: DataType }
  | { readonly kind: 'field'; readonly input: Node; readonly name: string }
  | { readonly kind: 'comparison'; readonly operator: ComparisonOperator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'eqNullSafe'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'and'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'or'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'not'; readonly input: Node }
  | { readonly kind: 'isNull'; readonly input: Node }
  | { readonly kind: 'in'; readonly input: Node; readonly list: readonly Node[] }
  | { readonly kind: 'arithmetic'; readonly operator: ArithmeticOperator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'cast'; readonly input: Node; readonly to: DataType; readonly onError: 'fail' | 'null' }
  | {
      readonly kind: 'caseWhen'
      readonly branches: readonly { readonly condition: Node; readonly value: Node }[]
      readonly otherwise: Node | null
    }
  | { readonly kind: 'coalesce'; readonly inputs: readonly Node[] }
  | { readonly kind: 'textFunction'; readonly name: TextFunctionName; readonly input: Node }
  | { readonly kind: 'concat'; readonly inputs: readonly Node[] }
  | { readonly kind: 'currentTimestamp' }
  | { readonly kind: 'fromJson'; readonly input: Node; readonly schema: StructType; readonly options: FromJsonOptions }
  | { readonly kind: 'window'; readonly time: Node; readonly window: TimeWindow }
  | { readonly kind: 'aggregate'; readonly name: AggregateName; readonly input: Node | null }

/** The direct operands of a node. */
export function operandsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'column':
    case 'literal':
    case 'currentTimestamp':
      return []
    case 'comparison':
    case 'eqNullSafe':
    case 'and':
    case 'or':
    case 'arithmetic':
      return [node.left, node.right]
    case 'in':
      return [node.input, ...node.list]
    case 'caseWhen':
      return [
        ...node.branches.flatMap(({ condition, value }) => [condition, value]),
        ...(node.otherwise === null ? [] : [node.otherwise]),
      ]
    case 'coalesce':
    case 'concat':
      return node.inputs
    case 'window':
      return [node.time]
    case 'aggregate':
      return node.input === null ? [] : [node.input]
    default:
      return [node.input]
  }
}

/** The same node over other operands, given in the order of `operandsOf`. */
export function withOperands(node: Node, operands: readonly Node[]): Node {
  const [first, second] = operands as readonly [Node, Node]
  switch (node.kind) {
    case 'column':
    case 'literal':
    case 'currentTimestamp':
      return node
    case 'comparison':
    case 'eqNullSafe':
    case 'and':
    case 'or':
    case 'arithmetic':
      return { ...node, left: first, right: second }
    case 'in':
      return { ...node, input: first, list: operands.slice(1) }
    case 'caseWhen':
      return {
        ...node,
        branches: node.branches.map((_, i) => ({ condition: operands[2 * i]!, value: operands[2 * i + 1]! })),
        otherwise: node.otherwise === null ? null : operands.at(-1)!,
      }
    case 'coalesce':
    case 'concat':
      return { ...node, inputs: operands }
    case 'window':
      return { ...node, time: first }
    case 'aggregate':
      return node.input === null ? node : { ...node, input: first }
    default:
      return { ...node, input: first }
  }
}

/** Replaces nodes from the leaves up; a node whose operands stay the same stays the same object. */
export function transform(node: Node, replace: (node: Node) => Node): Node {
  const operands = operandsOf(node)
  const replaced = operands.map(operand => transform(operand, replace))
  return replace(replaced.every((operand, i) => operand === operands[i]) ? node : withOperands(node, replaced))
}

/** All nodes below and including `node`. */
export function* walk(node: Node): Generator<Node> {
  yield node
  for (const operand of operandsOf(node)) yield* walk(operand)
}
