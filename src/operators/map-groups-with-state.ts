import { evaluate } from '../expressions/evaluate.ts'
import { typeOf } from '../expressions/type-of.ts'
import { eventTimeColumns } from '../plan/event-time.ts'
import type { PlanOf } from '../plan/plan.ts'
import type { Stored } from '../schema/column-builder.ts'
import type { StructType } from '../schema/data-type.ts'
import { takeValues } from '../schema/take-rows.ts'
import { eventEndsUs } from '../state/event-ends.ts'
import { KeyedState } from '../state/keyed-state.ts'
import { groupText, objectOf } from '../state/keyed-state-values.ts'
import type { OperatorState } from '../state/operator-state.ts'
import { LateRows } from './late-rows.ts'
import { callFunction } from './map-groups-with-state-function.ts'
import { groupCall } from './map-groups-with-state-group.ts'
import { putInitialState } from './map-groups-with-state-initial.ts'
import { OutputRows, rowAt, storedRow, WaitingRows } from './map-groups-with-state-rows.ts'
import { selectRows } from './rows.ts'
import type { StateChanges, StatefulOperator } from './stateful-operator.ts'

interface MapGroupsState extends OperatorState {
  readonly groups: KeyedState
}

const INITIAL_STATE = 1

/**
 * Calls a function for each group of a batch, then for each group that has timed out.
 *
 * @see Spark `FlatMapGroupsWithStateExec`
 */
export function mapGroupsWithState(step: PlanOf<'mapGroupsWithState'>): StatefulOperator {
  const { verb, input, keys, timeout, schema, stateSchema } = step
  const marked = eventTimeColumns(input)
  const eventTime = Object.keys(input.schema.fields).findIndex(name => marked.has(name))
  const keyFields = keys.map(({ name, node }) => ({ name, type: typeOf(node, input.schema) }))
  const keySchema: StructType = { kind: 'struct', fields: Object.fromEntries(keyFields.map(({ name, type }) => [name, type])) }

  return {
    // Of both verbs, as in Spark.
    name: 'flatMapGroupsWithState',
    schema,
    settings: [`keys ${keys.map(({ name }) => name).join(', ')}`, step.outputMode, timeout].join('; '),
    newState(): MapGroupsState {
      const groups = new KeyedState(keyFields, stateSchema)
      if (timeout === 'none') return { groups, tables: [groups] }
      return {
        groups,
        tables: [groups],
        nextTimeout() {
          const next = groups.earliestTimeout()
          if (next === null) return { clock: timeout, numGroups: groups.size, next: null }
          const group = groupText(rowAt(keySchema, groups.keysOf(Int32Array.of(next.group)), 0))
          return { clock: timeout, numGroups: groups.size, next: { group, timeoutMs: next.timeoutMs } }
        },
      }
    },
    begin(opened, context, out) {
      const { groups } = opened as MapGroupsState
      const { batchId } = context
      const late = new LateRows(context.lateWatermarkMs)
      const batchTimestampMs = Math.floor(context.batchTimestampUs / 1000)
      const waiting = new WaitingRows()
      const begun = new Set<number>()
      const output = new OutputRows(schema, rows => out({ batch: rows, records: null }))
      const times = {
        timeout,
        batchTimestampMs,
        watermarkMs: eventTime < 0 ? null : context.watermarkMs,
        stored: (state: unknown) => storedRow(state, stateSchema, 'the state', verb),
        shown: (stored: readonly Stored[]) => objectOf(stateSchema, stored),
      }
      let [updated, removed] = [0, 0]

      function applyOutcome(group: number, after: ReturnType<ReturnType<typeof groupCall>['outcome']>): void {
        if (after === 'keep') return
        if (after === 'remove') {
          groups.remove(group)
          removed++
        } else {
          groups.put(group, after)
          updated++
        }
      }

      /** Calls for these groups, in order. */
      function* callAll(numbers: Int32Array, hasTimedOut: boolean): Generator<void, void, void> {
        const columns = groups.keysOf(numbers)
        for (const [i, group] of numbers.entries()) {
          const { state, outcome } = groupCall(groups.get(group), hasTimedOut, times)
          const rows = hasTimedOut ? [] : waiting.rowsOf(group)
          for (const row of callFunction(step, batchId, () => rowAt(keySchema, columns, i), rows, state))
            if (output.add(row)) yield
          applyOutcome(group, outcome())
        }
      }

      return {
        wants: which => which !== INITIAL_STATE || batchId === 0,
        add(which, rows, isBad) {
          const { numRows, columns } = rows.batch
          if (which === INITIAL_STATE) {
            putInitialState(groups, keySchema, rows.batch, begun)
            return { counted: numRows, late: 0 }
          }
          // Before late rows are taken out, as in Spark; and a record that is bad is told by its row in what came in.
          const vectors = keys.map(({ node }) => evaluate(node, rows.batch, context))
          const isLate = late.find(rows, timeout === 'eventTime' ? eventTime : -1)
          const onTime = Int32Array.from({ length: numRows }, (_row, row) => row).filter(row => isLate[row] === 0)
          const timely = vectors.map(vector => takeValues(vector, onTime))
          waiting.add(selectRows(rows, onTime).batch, groups.numbersOf(timely, onTime.length))
          const ends = eventTime < 0 ? new Float64Array(numRows) : eventEndsUs(columns[eventTime]!)
          return late.tally(rows, isLate, null, ends, isBad())
        },
        endPartition() {},
        endInput() {},
        *finish(): Generator<void, StateChanges, void> {
          yield* callAll(Int32Array.from(new Set([...waiting.groups(), ...begun])), false)
          const nowMs = timeout === 'eventTime' ? context.watermarkMs : batchTimestampMs
          if (timeout !== 'none') yield* callAll(Int32Array.from(groups.timedOut(nowMs)), true)
          output.flush()
          return {
            numRowsTotal: groups.size,
            numRowsUpdated: updated,
            numRowsRemoved: removed,
            numRowsDroppedByWatermark: late.count,
          }
        },
        get lateGroups() {
          return late.groups
        },
      }
    },
    // No column of the result is bound to the watermark.
    outputWatermarkMs: () => null,
    wantsEmptyBatch: (watermarkMs, lastWatermarkMs) => timeout === 'eventTime' && watermarkMs > lastWatermarkMs,
    // Spark runs batches without end here. One that calls no function changes nothing, so it is not run.
    wantsBatchAt: (opened, nowMs) => {
      const next = timeout === 'processingTime' ? (opened as MapGroupsState).groups.earliestTimeout() : null
      return next !== null && next.timeoutMs < nowMs
    },
  }
}
