import { columnOf } from '../column.ts'
import type { LiteralColumn } from '../common-column.ts'
import { type Literal, literal } from '../literal.ts'

/**
 * A constant column. A whole number is an int while it fits, then a long; others are doubles.
 *
 * @example
 * lit('small')
 * lit(500)
 */
export function lit<V extends Literal>(value: V): LiteralColumn<V> {
  return columnOf(literal(value)) as LiteralColumn<V>
}
