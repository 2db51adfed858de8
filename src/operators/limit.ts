import { isStreaming, type PlanOf, stepsOf } from '../plan/plan.ts'
import type { OutputMode } from '../plan/sink.ts'
import { CountState } from '../state/count-state.ts'
import type { OperatorState } from '../state/operator-state.ts'
import { selectRows } from './rows.ts'
import type { StatefulOperator } from './stateful-operator.ts'

interface LimitState extends OperatorState {
  readonly passed: CountState
}

/**
 * The first rows of the query, over its whole life; above an aggregation in complete mode the first of each batch.
 *
 * @see Spark `StreamingGlobalLimitStrategy`, `StreamingGlobalLimitExec`
 */
export function limitOperator(step: PlanOf<'limit'>, mode: OutputMode): StatefulOperator {
  const perBatch = mode === 'complete' && stepsOf(step.input).some(below => below.kind === 'aggregate' && isStreaming(below))
  return {
    name: perBatch ? null : 'globalLimit',
    schema: step.schema,
    settings: '',
    newState(): LimitState {
      const passed = new CountState()
      return { passed, tables: perBatch ? [] : [passed] }
    },
    begin(state, _, out) {
      const { passed } = state as LimitState
      const before = passed.count
      return {
        lateGroups: [],
        add(_input, rows, isBad) {
          const { numRows } = rows.batch
          const taken = Math.min(numRows, step.count - passed.count)
          if (taken <= 0) return { counted: 0, late: 0 }
          passed.count += taken
          const first = selectRows(
            rows,
            Int32Array.from({ length: taken }, (_row, row) => row),
          )
          out(first)
          const bad = isBad()
          const records = new Set(first.records!.filter(record => bad === null || bad[record] === 0))
          return { counted: records.size, late: 0 }
        },
        endPartition() {},
        endInput() {},
        finish() {
          const numRowsUpdated = perBatch || passed.count === before ? 0 : 1
          return { numRowsTotal: passed.size, numRowsUpdated, numRowsRemoved: 0, numRowsDroppedByWatermark: 0 }
        },
      }
    },
    outputWatermarkMs: inputMs => inputMs,
    wantsEmptyBatch: () => false,
  }
}
