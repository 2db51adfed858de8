import { type DataType, type StructType, simpleString } from '../schema/data-type.ts'
import { assertNever } from '../util/assert-never.ts'
import { SluiceError } from '../util/error.ts'
import { aggregateNamed } from './accumulators/registry.ts'
import { arithmeticType, noArithmetic } from './arithmetic-type.ts'
import { constantsOf } from './builtins/builtin.ts'
import { builtinNamed } from './builtins/registry.ts'
import { requireCast } from './cast-rules.ts'
import { commonType } from './common-type.ts'
import type { ArithmeticOperator, Node } from './node.ts'
import { isNumeric } from './numeric-type.ts'
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
      return arithmeticOf(node.operator, typeOf(node.left, schema), typeOf(node.right, schema))
    case 'cast':
      requireCast(typeOf(node.input, schema), node.to, node.onError)
      return node.to
    case 'caseWhen': {
      for (const { condition } of node.branches) requireKind(node, typeOf(condition, schema), 'boolean')
      const values = node.branches.map(({ value }) => typeOf(value, schema))
      return commonOf(node, node.otherwise === null ? values : [...values, typeOf(node.otherwise, schema)])
    }
    case 'coalesce':
      return commonOf(
        node,
        node.inputs.map(input => typeOf(input, schema)),
      )
    case 'call':
      return builtinNamed(node.name).type(
        node.args.map(arg => typeOf(arg, schema)),
        constantsOf(node.args),
      )
    case 'lambda':
      return typeOf(node.body, schema)
    case 'variable':
      return node.type
    case 'currentTimestamp':
      return { kind: 'timestamp' }
    case 'fromJson':
      requireKind(node, typeOf(node.input, schema), 'string')
      return node.schema
    case 'sessionWindow':
      requireKind(node, typeOf(node.time, schema), 'timestamp')
      requireKind(node, typeOf(node.gap, schema), 'string')
      return WINDOW_TYPE
    case 'window':
      requireKind(node, typeOf(node.time, schema), 'timestamp')
      return WINDOW_TYPE
    case 'aggregate':
      return aggregateNamed(node.name).type(
        node.inputs.map(input => typeOf(input, schema)),
        node.parameters,
      )
    default:
      return assertNever(node)
  }
}

function arithmeticOf(operator: ArithmeticOperator, left: DataType, right: DataType): DataType {
  const type = arithmeticType(operator, left, right)
  if (type === null) throw noArithmetic(operator, left, right)
  return type
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

/** The type that all values of a CASE or COALESCE are brought to. */
function commonOf(node: Node, types: readonly DataType[]): DataType {
  const type = commonType(types)
  if (type === null) {
    throw new SluiceError(
      'TYPE_MISMATCH',
      `[DATATYPE_MISMATCH.DATA_DIFF_TYPES] Cannot bring ${types.map(simpleString).join(' and ')} to one type in ${printNode(node)}: cast them.`,
    )
  }
  return type
}
