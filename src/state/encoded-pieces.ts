import type { ColumnBatch } from '../schema/column-batch.ts'
import { encodeColumnFile } from './column-file.ts'
import { columnFileBytes } from './column-file-bytes.ts'
import type { StateTable } from './operator-state.ts'

/** Rows that one file may hold. */
const MOST_ROWS = 131_072
/** Rows that are weighed together at first, before it is known how large they are. */
const FIRST_ROWS = 4096

/** Rows of a table cut into files, none of which is encoded before it is asked for. */
export interface EncodedPieces {
  readonly count: number
  encode(piece: number): Uint8Array
}

/** Cuts rows so that no file is longer than a bound, but one with a single row that is longer alone. */
export function pieceEncoder(fileBytes: number): (table: StateTable, rows: Int32Array) => EncodedPieces {
  /** Rows that a file may hold, by those that came last: so many are weighed together. */
  let rowsAtOnce = FIRST_ROWS

  return (table, rows) => {
    /** Where each piece ends. */
    const ends: number[] = []
    let [begun, bytes] = [0, Number.POSITIVE_INFINITY]
    let batch: ColumnBatch | null = null
    for (let from = 0; from < rows.length || batch === null; ) {
      const to = Math.min(rows.length, from + rowsAtOnce)
      batch = table.save(rows.subarray(from, to))
      const { fixed, ofRow } = columnFileBytes(batch)
      if (from === 0) bytes = fixed
      for (const [i, rowBytes] of ofRow.entries()) {
        const isFull = bytes + rowBytes > fileBytes || from + i - begun >= MOST_ROWS
        if (isFull && from + i > begun) {
          ends.push(from + i)
          begun = from + i
          bytes = fixed
        }
        bytes += rowBytes
      }
      const average = ofRow.reduce((sum, rowBytes) => sum + rowBytes, 0) / Math.max(1, ofRow.length)
      rowsAtOnce = Math.max(1, Math.min(MOST_ROWS, Math.ceil(fileBytes / Math.max(1, average))))
      from = to
    }
    ends.push(rows.length)
    // What was weighed in one go is the one file already.
    const whole = batch.numRows === rows.length && ends.length === 1 ? batch : null
    return {
      count: ends.length,
      encode: piece => encodeColumnFile(whole ?? table.save(rows.subarray(ends[piece - 1] ?? 0, ends[piece]!))),
    }
  }
}
