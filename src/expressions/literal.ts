import type { DataType } from '../schema/data-type.ts'
import { microsecondsOf } from '../schema/moment.ts'
import type { Node } from './node.ts'

/** An expression and its type: what a column carries. */
export interface Expression {
  readonly node: Node
  readonly type: DataType
}

/** Constants that a column can be made of. */
export type Literal = string | number | bigint | boolean | Date

/**
 * The expression of a constant. Whole numbers as Spark types them: int while they fit, then long.
 *
 * @param like the type of the other operand: a text beside a timestamp is a timestamp, a number beside a double a double, a whole
 *   number beside a decimal a decimal
 * @throws INVALID_OPTION for a `Date` that is no moment
 */
export function literal(value: Literal | null, like?: DataType): Expression {
  const node = literalNode(value, like)
  return { node, type: node.kind === 'cast' ? node.to : node.type }
}

function literalNode(value: Literal | null, like?: DataType): Node & { kind: 'literal' | 'cast' } {
  switch (typeof value) {
    case 'string':
      if (like?.kind === 'timestamp' || like?.kind === 'date') {
        return { kind: 'cast', input: { kind: 'literal', value, type: { kind: 'string' } }, to: like, onError: 'fail' }
      }
      return { kind: 'literal', value, type: { kind: 'string' } }
    case 'boolean':
      return { kind: 'literal', value, type: { kind: 'boolean' } }
    case 'bigint':
      if (like?.kind === 'decimal') return decimalLiteral(value)
      return { kind: 'literal', value: Number.isSafeInteger(Number(value)) ? Number(value) : value, type: { kind: 'long' } }
    case 'number':
      // Beyond 2^53 a number is no exact whole number any more: a bigint is.
      if (!Number.isSafeInteger(value) || like?.kind === 'double') return { kind: 'literal', value, type: { kind: 'double' } }
      if (like?.kind === 'decimal') return decimalLiteral(BigInt(value))
      return { kind: 'literal', value, type: { kind: value === (value | 0) && like?.kind !== 'long' ? 'integer' : 'long' } }
    default:
      if (value === null) return { kind: 'literal', value, type: like ?? { kind: 'string' } }
      return { kind: 'literal', value: microsecondsOf(value), type: { kind: 'timestamp' } }
  }
}

/** A whole number beside a decimal has no more digits than it needs. @see Spark `DecimalType.fromLiteral` */
function decimalLiteral(value: bigint): Node & { kind: 'literal' } {
  const precision = String(value).replace('-', '').length
  return { kind: 'literal', value, type: { kind: 'decimal', precision, scale: 0 } }
}

/** Two operands, of which an integer constant beside a decimal has no more digits than it needs. */
export function besideDecimal(left: Expression, right: Expression): readonly [Expression, Expression] {
  return [narrowed(left, right.type), narrowed(right, left.type)]
}

function narrowed({ node, type }: Expression, other: DataType): Expression {
  const isWhole = ['byte', 'short', 'integer', 'long'].includes(type.kind)
  if (other.kind !== 'decimal' || !isWhole || node.kind !== 'literal' || node.value === null) return { node, type }
  return literal(BigInt(node.value as number | bigint), other)
}
