import { type EvaluationContext, evaluate } from '../expressions/evaluate.ts'
import type { Node } from '../expressions/node.ts'
import { columnsOf } from '../plan/join-condition.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { BooleanVector, ColumnVector } from '../schema/column-vector.ts'
import { fieldsOf, type StructType } from '../schema/data-type.ts'
import { takeValues } from '../schema/take-rows.ts'
import type { JoinSideState } from '../state/join-state-side.ts'
import type { PhysicalJoin } from './stream-join.ts'

/** Pairs of rows of two sides as batches. */
export interface JoinedPairs {
  /** What the condition reads of some pairs. */
  forCondition(
    side: 'left' | 'right',
    fresh: ColumnBatch,
    freshRows: Int32Array,
    held: JoinSideState,
    heldRows: Int32Array,
  ): ColumnBatch
  /** The output of the join. */
  output(left: readonly ColumnVector[], right: readonly ColumnVector[], numRows: number): ColumnBatch
}

export function joinedPairs({ left, right, both, schema }: PhysicalJoin): JoinedPairs {
  const names = [left, right].flatMap(side => Object.keys(side.schema.fields))
  // JavaScript lists names like `1` before all others.
  const order = Object.keys(schema.fields).map(name => names.indexOf(name))
  const read = both === null ? new Set<string>() : columnsOf(both)
  const wanted = (side: StructType) => fieldsOf(side).flatMap(({ name }, i) => (read.has(name) ? [i] : []))
  const [ofLeft, ofRight] = [wanted(left.schema), wanted(right.schema)]
  const all: Record<string, StructType['fields'][string]> = { ...left.schema.fields, ...right.schema.fields }
  const conditionSchema: StructType = {
    kind: 'struct',
    fields: Object.fromEntries(Object.entries(all).filter(([name]) => read.has(name))),
  }
  const taking = [...ofLeft.map(i => names[i]!), ...ofRight.map(i => names[fieldsOf(left.schema).length + i]!)]
  const conditionOrder = Object.keys(conditionSchema.fields).map(name => taking.indexOf(name))
  return {
    forCondition(side, fresh, freshRows, held, heldRows) {
      const [freshColumns, heldColumns] = side === 'left' ? [ofLeft, ofRight] : [ofRight, ofLeft]
      const takenFresh = freshColumns.map(i => takeValues(fresh.columns[i]!, freshRows))
      const takenHeld = heldColumns.map(i => held.take(i, heldRows))
      const columns = side === 'left' ? [...takenFresh, ...takenHeld] : [...takenHeld, ...takenFresh]
      return { schema: conditionSchema, numRows: freshRows.length, columns: conditionOrder.map(i => columns[i]!) }
    },
    output(leftColumns, rightColumns, numRows) {
      const columns = [...leftColumns, ...rightColumns]
      return { schema, numRows, columns: order.map(position => columns[position]!) }
    },
  }
}

export const taken = (columns: readonly ColumnVector[], rows: Int32Array): readonly ColumnVector[] =>
  columns.map(column => takeValues(column, rows))

/** All columns of some rows held. */
export const takenOf = (held: JoinSideState, schema: StructType, rows: Int32Array): readonly ColumnVector[] =>
  fieldsOf(schema).map((_, i) => held.take(i, rows))

/** The rows for which a condition is true; all of them without one. */
export function holding(condition: Node | null, batch: ColumnBatch, context: EvaluationContext): Int32Array {
  if (condition === null) return rowsWhere(batch.numRows, () => true)
  const { values, validity } = evaluate(condition, batch, context) as BooleanVector
  return rowsWhere(batch.numRows, row => values[row] === 1 && (validity === null || validity[row] === 1))
}

export function rowsWhere(numRows: number, isKept: (row: number) => boolean): Int32Array {
  const rows = new Int32Array(numRows)
  let count = 0
  for (let row = 0; row < numRows; row++) if (isKept(row)) rows[count++] = row
  return rows.subarray(0, count)
}

/** The rows that are not among these, which ascend. */
export function without(numRows: number, rows: Int32Array): Int32Array {
  let next = 0
  return rowsWhere(numRows, row => {
    if (rows[next] !== row) return true
    next++
    return false
  })
}
