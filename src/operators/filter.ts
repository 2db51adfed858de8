import { type EvaluationContext, evaluate } from '../expressions/evaluate.ts'
import type { Node } from '../expressions/node.ts'
import type { BooleanVector } from '../schema/column-vector.ts'
import { type Rows, selectRows } from './rows.ts'

/**
 * Keeps the rows for which the condition is true; false and null are dropped alike.
 *
 * @returns m <= n rows in the same order; `rows` itself when m = n
 * @see Spark `FilterExec`; docs sql-ref-null-semantics
 */
export function filter(rows: Rows, condition: Node, context: EvaluationContext): Rows {
  const holds = evaluate(condition, rows.batch, context) as BooleanVector
  const { numRows } = rows.batch
  const kept = new Int32Array(numRows)
  let count = 0
  if (holds.validity === null) for (let row = 0; row < numRows; row++) count = keep(kept, count, row, holds.values[row]!)
  else for (let row = 0; row < numRows; row++) count = keep(kept, count, row, holds.values[row]! & holds.validity[row]!)
  return count === numRows ? rows : selectRows(rows, kept.subarray(0, count))
}

// Without a branch: the row is always written and only stays when the count moves on.
function keep(kept: Int32Array, count: number, row: number, yes: number): number {
  kept[count] = row
  return count + yes
}
