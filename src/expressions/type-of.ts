import { type DataType, type StructType, simpleString } from '../schema/data-type.ts'
import { assertNever } from '../util/assert-never.ts'
import { SluiceError } from '../util/error.ts'
import type { ArithmeticOperator, Node } from './node.ts'
import { printNode } from './print-node.ts'

/** The struct of a time window. */
export const WINDOW_TYPE = { kind: 'struct', fields: { start: { kind: 'timestamp' }, end: { kind: 'timestamp' } } } as const

/**
 * The type of an expression over the columns of `schema`.
 *
 * @throws COLUMN_NOT_FOUND, listing the columns there are; TYPE_MISMATCH for operands that do not fit
 */
export function typeOf(node: Node, schema: StructType): DataType {
  switch (node.kind) {
    case 'column':
      return fieldType(schema, node.name, 'column')
    case 'literal':
      return node.type
    case 'field': {
      const input = typeOf(node.input, schema)
      if (input.kind !== 'struct') throw mismatch(node, `a struct to take field "${node.name}" from`, input)
      return fieldType(input, node.name, 'field')
    }
    case 'comparison':
    case 'eqNullSafe':
      requireComparable(node, typeOf(node.left, schema), typeOf(node.right, schema))
      return { kind: 'boolean' }
    case 'in': {
      const input = typeOf(node.input, schema)
      for (const item of node.list) requireComparable(node, input, typeOf(item, schema))
      return { kind: 'boolean' }
    }
    case 'and':
    case 'or':
      requireKind(node, typeOf(node.left, schema), 'boolean')
      requireKind(node, typeOf(node.right, schema), 'boolean')
      return { kind: 'boolean' }
    case 'not':
      requireKind(node, typeOf(node.input, schema), 'boolean')
      return { kind: 'boolean' }
    case 'isNull':
      typeOf(node.input, schema)
      return { kind: 'boolean' }
    case 'arithmetic':
      return arithmeticType(node, node.operator, typeOf(node.left, schema), typeOf(node.right, schema))
    case 'cast':
      typeOf(node.input, schema)
      return node.to
    case 'caseWhen': {
      for (const { condition } of node.branches) requireKind(node, typeOf(condition, schema), 'boolean')
      const values = node.branches.map(({ value }) => typeOf(value, schema))
      return commonType(node, node.otherwise === null ? values : [...values, typeOf(node.otherwise, schema)])
    }
    case 'coalesce':
      return commonType(
        node,
        node.inputs.map(input => typeOf(input, schema)),
      )
    case 'textFunction':
      requireKind(node, typeOf(node.input, schema), 'string')
      return node.name === 'length' ? { kind: 'integer' } : { kind: 'string' }
    case 'concat':
      for (const input of node.inputs) requireKind(node, typeOf(input, schema), 'string')
      return { kind: 'string' }
    case 'currentTimestamp':
      return { kind: 'timestamp' }
    case 'fromJson':
      requireKind(node, typeOf(node.input, schema), 'string')
      return node.schema
    case 'window':
      requireKind(node, typeOf(node.time, schema), 'timestamp')
      return WINDOW_TYPE
    case 'aggregate':
      return aggregateType(node, node.input === null ? null : typeOf(node.input, schema))
    default:
      return assertNever(node)
  }
}

function fieldType(schema: StructType, name: string, what: string): DataType {
  const type = Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined
  if (type === undefined) {
    throw new SluiceError(
      'COLUMN_NOT_FOUND',
      `Cannot find ${what} "${name}". There are: ${Object.keys(schema.fields).join(', ')}.`,
      { name },
    )
  }
  return type
}

export const isNumeric = (type: DataType): boolean =>
  type.kind === 'integer' || type.kind === 'long' || type.kind === 'double' || type.kind === 'decimal'

function requireComparable(node: Node, left: DataType, right: DataType): void {
  const comparable = left.kind === right.kind || (isNumeric(left) && isNumeric(right))
  if (!comparable)
    throw new SluiceError(
      'TYPE_MISMATCH',
      `Cannot compare ${simpleString(left)} with ${simpleString(right)} in ${printNode(node)}: cast one side.`,
    )
}

function requireKind(node: Node, type: DataType, kind: DataType['kind']): void {
  if (type.kind !== kind) throw mismatch(node, kind, type)
}

function mismatch(node: Node, wanted: string, got: DataType): SluiceError {
  return new SluiceError(
    'TYPE_MISMATCH',
    `Cannot evaluate ${printNode(node)}: it takes ${wanted}, got ${simpleString(got)}. Cast it first.`,
  )
}

/** Division is always double, as Spark's `/` for non-decimals. */
function arithmeticType(node: Node, operator: ArithmeticOperator, left: DataType, right: DataType): DataType {
  for (const type of [left, right]) {
    if (!isNumeric(type) || type.kind === 'decimal') throw mismatch(node, 'integers, longs or doubles', type)
  }
  if (operator === 'divide' || left.kind === 'double' || right.kind === 'double') return { kind: 'double' }
  return left.kind === 'long' || right.kind === 'long' ? { kind: 'long' } : { kind: 'integer' }
}

const NUMERIC_ORDER = ['integer', 'long', 'double']

/** The type that all values of a CASE or COALESCE are brought to. */
function commonType(node: Node, types: readonly DataType[]): DataType {
  const [first, ...rest] = types as readonly [DataType, ...DataType[]]
  return rest.reduce((common, type) => {
    if (simpleString(common) === simpleString(type)) return common
    const [a, b] = [NUMERIC_ORDER.indexOf(common.kind), NUMERIC_ORDER.indexOf(type.kind)]
    if (a < 0 || b < 0) {
      throw new SluiceError(
        'TYPE_MISMATCH',
        `Cannot bring ${simpleString(common)} and ${simpleString(type)} to one type in ${printNode(node)}: cast them.`,
      )
    }
    return a > b ? common : type
  }, first)
}

/** @see Spark `Sum.resultType`, `Average.resultType`, `Count` */
function aggregateType(node: Node & { kind: 'aggregate' }, input: DataType | null): DataType {
  if (node.name === 'count') return { kind: 'long' }
  if (input === null) throw new SluiceError('TYPE_MISMATCH', `Cannot evaluate ${node.name}() without a column.`)
  if (node.name === 'min' || node.name === 'max') {
    if (input.kind === 'struct' || input.kind === 'array') throw mismatch(node, 'values with an order', input)
    return input
  }
  if (!isNumeric(input)) throw mismatch(node, 'numbers', input)
  if (input.kind === 'decimal') {
    return node.name === 'sum'
      ? { kind: 'decimal', precision: Math.min(input.precision + 10, 38), scale: input.scale }
      : { kind: 'decimal', precision: Math.min(input.precision + 4, 38), scale: Math.min(input.scale + 4, 38) }
  }
  return node.name === 'avg' || input.kind === 'double' ? { kind: 'double' } : { kind: 'long' }
}
