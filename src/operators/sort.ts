import { compareStored } from '../expressions/compare-stored.ts'
import { evaluate } from '../expressions/evaluate.ts'
import type { PlanOf } from '../plan/plan.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { Stored } from '../schema/column-builder.ts'
import { concatBatches } from '../schema/concat-batches.ts'
import { storedAt } from '../schema/stored-at.ts'
import { takeRows } from '../schema/take-rows.ts'
import type { StatefulOperator } from './stateful-operator.ts'

const NOTHING_KEPT = { numRowsTotal: 0, numRowsUpdated: 0, numRowsRemoved: 0, numRowsDroppedByWatermark: 0 } as const

/** Puts all rows of a batch in order: above an aggregation in complete mode. Equal rows keep their order. @see Spark `SortExec` */
export function sortOperator(step: PlanOf<'sort'>): StatefulOperator {
  return {
    name: null,
    schema: step.schema,
    settings: '',
    newState: () => ({ tables: [] }),
    begin(_, context, out) {
      const batches: ColumnBatch[] = []
      return {
        lateGroups: [],
        add(_input, { batch }) {
          if (batch.numRows > 0) batches.push(batch)
          return { counted: batch.numRows, late: 0 }
        },
        endPartition() {},
        endInput() {},
        finish() {
          const whole = concatBatches(step.schema, batches)
          const keys = step.order.map(({ node, direction, nulls }) => {
            const vector = evaluate(node, whole, context)
            const values = Array.from({ length: whole.numRows }, (_row, row) => storedAt(vector, row))
            return { values, sign: direction === 'ascending' ? 1 : -1, nulls: nulls === 'first' ? -1 : 1 }
          })
          const order = Int32Array.from({ length: whole.numRows }, (_row, row) => row)
          order.sort((a, b) => {
            for (const { values, sign, nulls } of keys) {
              const compared = compare(values[a]!, values[b]!, sign, nulls)
              if (compared !== 0) return compared
            }
            return a - b
          })
          out({ batch: takeRows(whole, order), records: null })
          return NOTHING_KEPT
        },
      }
    },
    outputWatermarkMs: inputMs => inputMs,
    wantsEmptyBatch: () => false,
  }
}

function compare(a: Stored, b: Stored, sign: number, nulls: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? nulls : -nulls
  return sign * compareStored(a, b)
}
