import { type JsonReader, jsonReader } from '../formats/json/from-json.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { type Stored, vectorOf } from '../schema/column-builder.ts'
import { type BooleanVector, type ColumnVector, isNullAt, type Utf8Vector } from '../schema/column-vector.ts'
import { takeOrNull } from '../schema/null-rows.ts'
import { storedAt } from '../schema/stored-at.ts'
import { takeRows } from '../schema/take-rows.ts'
import { assertNever } from '../util/assert-never.ts'
import { bindLambda } from './builtins/lambda.ts'
import { NULL_INTOLERANT } from './builtins/null-intolerant.ts'
import { builtinNamed } from './builtins/registry.ts'
import type { CastContext } from './cast-stored.ts'
import { constantVector } from './constant-vector.ts'
import { arithmeticVectors } from './evaluate-arithmetic.ts'
import { castVector } from './evaluate-cast.ts'
import { compareVectors, compareWithValue } from './evaluate-comparison.ts'
import { andVectors, isNullVector, notVector, nullSafe, orVectors } from './evaluate-logic.ts'
import { mayFail } from './may-fail.ts'
import type { Node } from './node.ts'
import { bothValid } from './numbers-of.ts'
import { typeOf } from './type-of.ts'

/** A record that `fromJson` could not read as its schema says. */
export interface BadRecord {
  readonly row: number
  readonly reason: string
}

/** What evaluation needs beside the rows. One per query: readers of JSON keep what they have learnt about the records. */
export interface EvaluationContext extends CastContext {
  /** The one value of `currentTimestamp()` in this batch, microseconds. @see Spark `CurrentBatchTimestamp` */
  readonly batchTimestampUs: number
  /** Fields that later steps need of a `fromJson`; all, where it is not listed. */
  readonly wantedFields: ReadonlyMap<Node, readonly string[]>
  readonly readers: Map<Node, JsonReader>
  /** Called once per `fromJson`, which is `json`, and batch with one byte a row, 1 = bad. */
  onBadRecords(bad: Uint8Array, reasons: readonly BadRecord[], json: Node): void
}

/** The value of an expression for every row. Equal node objects are evaluated once a batch. */
export function evaluate(
  node: Node,
  batch: ColumnBatch,
  context: EvaluationContext,
  done = new Map<Node, ColumnVector>(),
): ColumnVector {
  const known = done.get(node)
  if (known !== undefined) return known
  const vector = compute(node, batch, context, operand => evaluate(operand, batch, context, done))
  done.set(node, vector)
  return vector
}

function compute(
  node: Node,
  batch: ColumnBatch,
  context: EvaluationContext,
  value: (operand: Node) => ColumnVector,
): ColumnVector {
  switch (node.kind) {
    case 'column':
    case 'variable':
      return batch.columns[Object.keys(batch.schema.fields).indexOf(node.name)]!
    case 'literal':
      return constantVector(node.type, node.value, batch.numRows)
    case 'field': {
      const input = value(node.input) as ColumnVector & { layout: 'struct' }
      return input.fields[Object.keys(input.type.fields).indexOf(node.name)]!
    }
    case 'comparison': {
      const left = value(node.left)
      const fast = isLiteral(node.right) ? compareWithValue(node.operator, left, node.right.value) : null
      return fast ?? compareVectors(node.operator, left, whereValued(left, node.right, batch, context, value))
    }
    case 'eqNullSafe': {
      const [left, right] = [value(node.left), value(node.right)]
      return nullSafe(compareVectors('eq', left, right), left, right)
    }
    case 'in':
      return isIn(node, batch, context, value)
    case 'and':
    case 'or':
      return connective(node, batch, context, value)
    case 'not':
      return notVector(value(node.input) as BooleanVector)
    case 'isNull':
      return isNullVector(value(node.input))
    case 'arithmetic': {
      const type = typeOf(node, batch.schema)
      if (node.operator === 'divide' || node.operator === 'mod') {
        const divisor = value(node.right)
        return arithmeticVectors(node.operator, type, whereValued(divisor, node.left, batch, context, value), divisor)
      }
      const left = value(node.left)
      return arithmeticVectors(node.operator, type, left, whereValued(left, node.right, batch, context, value))
    }
    case 'cast':
      return castVector(value(node.input), node.to, node.onError, context)
    case 'caseWhen':
      return caseWhen(node, batch, context)
    case 'coalesce':
      return coalesce(node, batch, context)
    case 'call':
      return builtinNamed(node.name).evaluate(argumentsOf(node, batch, context, value), {
        type: typeOf(node, batch.schema),
        numRows: batch.numRows,
        context,
        lambdas: node.args
          .filter(arg => arg.kind === 'lambda')
          .map(lambda => bindLambda(lambda, mayFail(lambda.body), batch, context, evaluate)),
      })
    case 'lambda':
      throw new Error('a function of a program is evaluated by the function it is given to')
    case 'currentTimestamp':
      return constantVector({ kind: 'timestamp' }, context.batchTimestampUs, batch.numRows)
    case 'fromJson':
      return fromJson(node, value(node.input) as Utf8Vector, context)
    case 'window':
    case 'sessionWindow':
    case 'aggregate':
      throw new Error(`${node.kind} must have been planned as an operator before evaluation`)
    default:
      return assertNever(node)
  }
}

const isLiteral = (node: Node): node is Node & { kind: 'literal'; value: NonNullable<Stored> } =>
  node.kind === 'literal' && node.value !== null

const allRows = (batch: ColumnBatch): Int32Array => Int32Array.from({ length: batch.numRows }, (_, row) => row)

/** The value of an expression for some rows, in their order: for the others it is not evaluated, so it cannot fail there. */
function evaluateAt(rows: Int32Array, node: Node, batch: ColumnBatch, context: EvaluationContext): ColumnVector {
  if (rows.length === batch.numRows) return evaluate(node, batch, context)
  const onBadRecords: EvaluationContext['onBadRecords'] = (bad, reasons, json) => {
    const scattered = new Uint8Array(batch.numRows)
    for (let i = 0; i < rows.length; i++) scattered[rows[i]!] = bad[i]!
    context.onBadRecords(
      scattered,
      reasons.map(({ row, reason }) => ({ row: rows[row]!, reason })),
      json,
    )
  }
  return evaluate(node, takeRows(batch, rows), { ...context, onBadRecords })
}

/**
 * The second operand, evaluated only where the first one is not null: elsewhere it cannot fail. The divisor comes first.
 *
 * @see Spark `BinaryExpression.eval`, `DivModLike.eval`
 */
function whereValued(
  first: { readonly validity: Uint8Array | null },
  second: Node,
  batch: ColumnBatch,
  context: EvaluationContext,
  value: (operand: Node) => ColumnVector,
): ColumnVector {
  const { validity } = first
  if (validity === null || !mayFail(second)) return value(second)
  const valued = allRows(batch).filter(row => validity[row] === 1)
  const places = new Int32Array(batch.numRows).fill(-1)
  for (const [i, row] of valued.entries()) places[row] = i
  return takeOrNull(evaluateAt(valued, second, batch, context), places)
}

/** The arguments of a call, each evaluated only where the ones before it are not null if one null makes the call null. */
function argumentsOf(
  { name, args: all }: Node & { kind: 'call' },
  batch: ColumnBatch,
  context: EvaluationContext,
  value: (operand: Node) => ColumnVector,
): ColumnVector[] {
  const args = all.filter(arg => arg.kind !== 'lambda')
  if (args.length < 2 || !NULL_INTOLERANT.has(name) || !args.some(mayFail)) return args.map(value)
  const inTurn = DIVISOR_FIRST.has(name) ? [...args].reverse() : args
  let validity: Uint8Array | null = null
  const vectors: ColumnVector[] = []
  for (const arg of inTurn) {
    const vector = whereValued({ validity }, arg, batch, context, value)
    validity = bothValid(validity, vector.validity, batch.numRows)
    vectors.push(vector)
  }
  return DIVISOR_FIRST.has(name) ? vectors.reverse() : vectors
}

/** @see Spark `DivModLike.eval`, `Pmod.eval` */
const DIVISOR_FIRST: ReadonlySet<string> = new Set(['div', 'pmod', 'try_divide', 'try_mod'])

/** A value of the list is evaluated only where none before it is the one sought. @see Spark `In.eval` */
function isIn(
  { input, list }: Node & { kind: 'in' },
  batch: ColumnBatch,
  context: EvaluationContext,
  value: (operand: Node) => ColumnVector,
): BooleanVector {
  const sought = value(input)
  let found = constantVector({ kind: 'boolean' }, false, batch.numRows) as BooleanVector
  for (const item of list) {
    const equal = isLiteral(item) ? compareWithValue('eq', sought, item.value) : null
    const open = { validity: mayFail(item) ? found.values.map((is, row) => (is || isNullAt(sought, row) ? 0 : 1)) : null }
    found = orVectors(found, equal ?? compareVectors('eq', sought, whereValued(open, item, batch, context, value)))
  }
  return found
}

/**
 * AND and OR. A right side that may fail is evaluated only for the rows that the left side leaves open, so that
 * `x.notEqual(0).and(y.divide(x).gt(1))` cannot fail. @see Spark `predicates.scala`
 */
function connective(
  node: Node & { kind: 'and' | 'or' },
  batch: ColumnBatch,
  context: EvaluationContext,
  value: (operand: Node) => ColumnVector,
): BooleanVector {
  const combine = node.kind === 'and' ? andVectors : orVectors
  const deciding = node.kind === 'and' ? 0 : 1
  const left = value(node.left) as BooleanVector
  if (!mayFail(node.right)) return combine(left, value(node.right) as BooleanVector)
  const open = allRows(batch).filter(row => isNullAt(left, row) || left.values[row] !== deciding)
  const right = evaluateAt(open, node.right, batch, context) as BooleanVector
  const values = new Uint8Array(batch.numRows).fill(deciding)
  const validity = new Uint8Array(batch.numRows).fill(1)
  for (let i = 0; i < open.length; i++) {
    values[open[i]!] = right.values[i]!
    validity[open[i]!] = isNullAt(right, i) ? 0 : 1
  }
  return combine(left, { layout: 'boolean', type: { kind: 'boolean' }, length: batch.numRows, validity, values })
}

/**
 * The first branch whose condition is exactly true. A branch is evaluated only for the rows that take it, so that
 * `when(x.notEqual(0), y.divide(x))` cannot fail. @see Spark `conditionalExpressions.scala`
 */
function caseWhen(node: Node & { kind: 'caseWhen' }, batch: ColumnBatch, context: EvaluationContext): ColumnVector {
  const type = typeOf(node, batch.schema)
  const stored = new Array<Stored>(batch.numRows).fill(null)
  let remaining = allRows(batch)
  const assign = (rows: Int32Array, value: Node) => {
    if (rows.length === 0) return
    const taken = castVector(evaluateAt(rows, value, batch, context), type, 'fail', context)
    for (let i = 0; i < rows.length; i++) stored[rows[i]!] = storedAt(taken, i)
  }
  for (const { condition, value } of node.branches) {
    const holds = evaluateAt(remaining, condition, batch, context) as BooleanVector
    const isTaken = (_: number, i: number) => holds.values[i] === 1 && !isNullAt(holds, i)
    assign(remaining.filter(isTaken), value)
    remaining = remaining.filter((row, i) => !isTaken(row, i))
  }
  if (node.otherwise !== null) assign(remaining, node.otherwise)
  return vectorOf(type, stored)
}

/** The first value that is not null; a later one is evaluated only for the rows that still have none. */
function coalesce(node: Node & { kind: 'coalesce' }, batch: ColumnBatch, context: EvaluationContext): ColumnVector {
  const type = typeOf(node, batch.schema)
  const stored = new Array<Stored>(batch.numRows).fill(null)
  let remaining = allRows(batch)
  for (const input of node.inputs) {
    const found = castVector(evaluateAt(remaining, input, batch, context), type, 'fail', context)
    if (found.validity === null && remaining.length === batch.numRows) return found
    for (let i = 0; i < remaining.length; i++) stored[remaining[i]!] = storedAt(found, i)
    remaining = remaining.filter((_, i) => isNullAt(found, i))
    if (remaining.length === 0) break
  }
  return vectorOf(type, stored)
}

function fromJson(node: Node & { kind: 'fromJson' }, input: Utf8Vector, context: EvaluationContext): ColumnVector {
  let reader = context.readers.get(node)
  if (reader === undefined) {
    reader = jsonReader(node.schema, context.wantedFields.get(node), { timeZone: context.timeZone, ...node.options })
    context.readers.set(node, reader)
  }
  const { vector, bad, reasons } = reader.read(input, context.batchTimestampUs / 1000)
  if (bad !== null) context.onBadRecords(bad, reasons, node)
  return vector
}
