import type { ColumnVector } from '../schema/column-vector.ts'
import { eventEndsMs } from '../state/event-ends.ts'
import type { LateGroup } from './aggregate.ts'
import type { Rows } from './rows.ts'
import type { Taken } from './stateful-operator.ts'

/** The rows of a batch that came too late, by their event time, for operators that judge row by row. */
export class LateRows {
  readonly #watermarkMs: number
  readonly #groups = new Map<number, LateGroup>()
  count = 0

  /** @param watermarkMs the watermark of the batch before */
  constructor(watermarkMs: number) {
    this.#watermarkMs = watermarkMs
  }

  get groups(): readonly LateGroup[] {
    return [...this.#groups.values()]
  }

  /** @param eventTime index of the column with the watermark; -1 where there is none. @returns per row 1 where it is late */
  find({ batch }: Rows, eventTime: number): Uint8Array {
    if (eventTime < 0) return new Uint8Array(batch.numRows)
    const isLate = this.findBy(batch.columns[eventTime]!)
    for (const flag of isLate) this.count += flag
    return isLate
  }

  /** Per window or event time 1 where it ends at or before the watermark. Does not count. */
  findBy(times: ColumnVector): Uint8Array {
    return Uint8Array.from(eventEndsMs(times), endMs => (endMs <= this.#watermarkMs ? 1 : 0))
  }

  /**
   * What became of the records behind some rows: counted where one of its rows was kept, late where all were.
   *
   * @param isKept `null` where every row is that is not late
   * @param ends the end of each row's window, or its event time, microseconds
   */
  tally(rows: Rows, isLate: Uint8Array, isKept: Uint8Array | null, ends: Float64Array, isBad: Uint8Array | null): Taken {
    const { batch, records } = rows
    let counted = 0
    let late = 0
    for (let row = 0; row < batch.numRows; ) {
      const first = row
      const record = records === null ? row : records[row]!
      let kept = false
      let allLate = true
      do {
        if (isLate[row] === 0) allLate = false
        if (isKept === null ? isLate[row] === 0 : isKept[row] === 1) kept = true
        row++
      } while (records !== null && row < batch.numRows && records[row] === record)
      if (isBad !== null && isBad[record] === 1) continue
      if (kept) counted++
      else if (allLate) {
        late++
        this.#note(ends[first]!)
      }
    }
    return { counted, late }
  }

  #note(endUs: number): void {
    const group = this.#groups.get(endUs)
    if (group === undefined) this.#groups.set(endUs, { endUs, records: 1 })
    else group.records++
  }
}
