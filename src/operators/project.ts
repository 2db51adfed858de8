import { type EvaluationContext, evaluate } from '../expressions/evaluate.ts'
import type { Node } from '../expressions/node.ts'
import type { NamedNode } from '../plan/plan.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import type { StructType } from '../schema/data-type.ts'
import type { Rows } from './rows.ts'

/**
 * New columns from old ones, one value a row.
 *
 * @param schema names and types of `columns`
 * @see Spark `ProjectExec`
 */
export function project(rows: Rows, columns: readonly NamedNode[], schema: StructType, context: EvaluationContext): Rows {
  const done = new Map<Node, ColumnVector>()
  const vectors = columns.map(({ node }) => evaluate(node, rows.batch, context, done))
  return { batch: { schema, numRows: rows.batch.numRows, columns: vectors }, records: rows.records }
}
