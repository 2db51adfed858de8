import type { JsonOptions } from '../formats/json/options.ts'
import type { JsonSchema } from '../formats/json/parse-record.ts'
import type { Stored } from '../schema/column-builder.ts'
import type { DataType } from '../schema/data-type.ts'

export type ComparisonOperator = 'eq' | 'notEqual' | 'lt' | 'leq' | 'gt' | 'geq'
export type ArithmeticOperator = 'plus' | 'minus' | 'multiply' | 'divide' | 'mod'
/** What a function takes beside columns: a percentage, an accuracy, whether nulls are ignored. */
export type Parameter = number | boolean | string | readonly number[]

/** How `fromJson` reads. Names and meaning are Spark's JSON options. */
export type FromJsonOptions = JsonOptions

/** `window(time, …)`: all in microseconds. */
export interface TimeWindow {
  readonly durationUs: number
  readonly slideUs: number
  readonly startUs: number
}

export interface Variable {
  readonly name: string
  readonly type: DataType
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
  /** A function of the registry in `builtins/`, by Spark's name. */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] }
  /** A function of a program, as an argument of a `call`: evaluated for each element. */
  | { readonly kind: 'lambda'; readonly parameters: readonly Variable[]; readonly body: Node }
  /** What a lambda is given. */
  | ({ readonly kind: 'variable' } & Variable)
  | { readonly kind: 'currentTimestamp' }
  | { readonly kind: 'fromJson'; readonly input: Node; readonly schema: JsonSchema; readonly options: FromJsonOptions }
  | { readonly kind: 'window'; readonly time: Node; readonly window: TimeWindow }
  /** `gap` is a text with a duration. */
  | { readonly kind: 'sessionWindow'; readonly time: Node; readonly gap: Node }
  /** A function of the registry in `accumulators/`, by Spark's name; `count()` has no input. */
  | {
      readonly kind: 'aggregate'
      readonly name: string
      readonly inputs: readonly Node[]
      readonly parameters: readonly Parameter[]
    }

/** The direct operands of a node. */
export function operandsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'column':
    case 'literal':
    case 'currentTimestamp':
    case 'variable':
      return []
    case 'lambda':
      return [node.body]
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
    case 'call':
      return node.args
    case 'coalesce':
    case 'aggregate':
      return node.inputs
    case 'window':
      return [node.time]
    case 'sessionWindow':
      return [node.time, node.gap]
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
    case 'variable':
      return node
    case 'lambda':
      return { ...node, body: first }
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
    case 'call':
      return { ...node, args: operands }
    case 'coalesce':
    case 'aggregate':
      return { ...node, inputs: operands }
    case 'window':
      return { ...node, time: first }
    case 'sessionWindow':
      return { ...node, time: first, gap: second }
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
