import { eventTimeColumns } from '../plan/event-time.ts'
import type { PlanOf } from '../plan/plan.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { eventEndsMs, eventEndsUs } from '../state/event-ends.ts'
import { KeyState } from '../state/key-state.ts'
import type { OperatorState } from '../state/operator-state.ts'
import { LateRows } from './late-rows.ts'
import { selectRows } from './rows.ts'
import type { StatefulOperator } from './stateful-operator.ts'

/** The state of a deduplication: one table of keys. */
interface DeduplicationState extends OperatorState {
  readonly keys: KeyState
}

/**
 * The first row of each key. Late rows are dropped as soon as a column carries a watermark; a key is forgotten at its
 * event time where that is one of the keys, or, within the watermark, once its first row is older than the delay.
 *
 * @see Spark `StreamingDeduplicateExec`, `StreamingDeduplicateWithinWatermarkExec`
 */
export function deduplicateOperator(step: PlanOf<'deduplicate'>): StatefulOperator {
  const names = Object.keys(step.input.schema.fields)
  const marked = eventTimeColumns(step.input)
  const eventTime = names.findIndex(name => marked.has(name))
  const delayMs = eventTime < 0 ? 0 : Math.floor(marked.get(names[eventTime]!)! / 1000)
  const keys = step.keys.map(name => names.indexOf(name))
  const eventTimeKey = keys.find(position => marked.has(names[position]!)) ?? -1
  const fields = step.keys.map(name => ({ name, type: step.input.schema.fields[name]! }))

  /** When the key of each row may be forgotten, ms. Within the watermark a row without a time counts as of the epoch. */
  const expiriesOf = ({ columns, numRows }: ColumnBatch): Float64Array => {
    if (step.withinWatermark) return eventEndsMs(columns[eventTime]!).map(timeMs => (Number.isNaN(timeMs) ? 0 : timeMs) + delayMs)
    return eventTimeKey < 0 ? new Float64Array(numRows).fill(Number.NaN) : eventEndsMs(columns[eventTimeKey]!)
  }

  return {
    name: step.withinWatermark ? 'dedupeWithinWatermark' : 'dedupe',
    schema: step.schema,
    settings: `${step.withinWatermark ? 'within watermark, ' : ''}${step.keys.join(', ')}`,
    newState(): DeduplicationState {
      const state = new KeyState(fields)
      return { keys: state, tables: [state], earliestEndUs: () => state.earliestEndUs() }
    },
    begin(opened, { lateWatermarkMs, watermarkMs }, out) {
      const state = (opened as DeduplicationState).keys
      const late = new LateRows(lateWatermarkMs)
      let updated = 0
      return {
        add(_, rows, isBad) {
          const { numRows, columns } = rows.batch
          const isLate = late.find(rows, eventTime)
          const onTime = Int32Array.from({ length: numRows }, (_row, row) => row).filter(row => isLate[row] === 0)
          const timely = selectRows(rows, onTime).batch
          const isNew = state.add(
            keys.map(position => timely.columns[position]!),
            expiriesOf(timely),
            timely.numRows,
          )
          const kept = onTime.filter((_row, i) => isNew[i] === 1)
          updated += kept.length
          const isKept = new Uint8Array(numRows)
          for (const row of kept) isKept[row] = 1
          if (kept.length > 0) out(selectRows(rows, kept))
          const ends = eventTime < 0 ? new Float64Array(numRows) : eventEndsUs(columns[eventTime]!)
          return late.tally(rows, isLate, isKept, ends, isBad())
        },
        endPartition() {},
        endInput() {},
        finish() {
          const removed = state.removeExpired(watermarkMs)
          return {
            numRowsTotal: state.size,
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
    outputWatermarkMs: inputMs => inputMs,
    wantsEmptyBatch: (watermarkMs, lastWatermarkMs) => watermarkMs > lastWatermarkMs,
  }
}
