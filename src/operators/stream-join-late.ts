import type { ColumnVector } from '../schema/column-vector.ts'
import { eventEndsUs } from '../state/event-ends.ts'
import type { LateGroup } from './aggregate.ts'
import type { Rows } from './rows.ts'
import type { Taken } from './stateful-operator.ts'

/** Rows that came after the watermark of their own side, and their records. */
export interface LateRecords {
  /**
   * 1 for each row whose event time is at or before the watermark; `null` where there is none. A null is never late.
   *
   * @see Spark `WatermarkSupport.watermarkExpression`
   */
  rowsOf(eventTimes: ColumnVector, lateWatermarkMs: number): Uint8Array | null
  /** What became of the records behind some rows: a record is late when all its rows are. */
  tally(rows: Rows, late: Uint8Array | null, isBad: Uint8Array | null): Taken
  /** Rows. */
  readonly dropped: number
  readonly groups: readonly LateGroup[]
}

export function lateRecords(): LateRecords {
  const groups = new Map<number, LateGroup>()
  let dropped = 0
  let endsUs: Float64Array = new Float64Array(0)
  const groupAt = (endUs: number): LateGroup => {
    const known = groups.get(endUs) ?? { endUs, records: 0 }
    groups.set(endUs, known)
    return known
  }
  return {
    rowsOf(eventTimes, lateWatermarkMs) {
      endsUs = eventEndsUs(eventTimes)
      const limitUs = lateWatermarkMs * 1000
      const late = new Uint8Array(endsUs.length)
      let count = 0
      for (let row = 0; row < late.length; row++) {
        if (!(endsUs[row]! <= limitUs)) continue
        late[row] = 1
        count++
      }
      dropped += count
      return count === 0 ? null : late
    },
    tally({ batch, records }, late, isBad) {
      let [counted, lateCount] = [0, 0]
      for (let row = 0; row < batch.numRows; ) {
        const record = records === null ? row : records[row]!
        const first = row
        let isOpen = false
        do {
          if (late === null || late[row] === 0) isOpen = true
          row++
        } while (records !== null && row < batch.numRows && records[row] === record)
        if (isBad !== null && isBad[record] === 1) continue
        if (isOpen) counted++
        else {
          lateCount++
          groupAt(endsUs[first]!).records++
        }
      }
      return { counted, late: lateCount }
    },
    get dropped() {
      return dropped
    },
    get groups() {
      return [...groups.values()]
    },
  }
}
