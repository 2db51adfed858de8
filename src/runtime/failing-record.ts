import type { BatchContext, Operator } from '../operators/operator.ts'
import { type Rows, selectRows } from '../operators/rows.ts'
import { SluiceError } from '../util/error.ts'
import { emptyStats } from '../windows/watermark.ts'

/**
 * An operator that keeps nothing and says of its errors which record of the chunk was the first to cause one: it is asked
 * again with fewer rows until that is known. Columns are worked out at once, so the error itself does not know it.
 */
export function tellingRecord(operator: Operator): Operator {
  return (rows, context) => {
    try {
      return operator(rows, context)
    } catch (thrown) {
      if (!(thrown instanceof SluiceError)) throw thrown
      const { row, error } = firstFailing(operator, rows, context, thrown)
      const record = rows.records === null ? row : rows.records[row]
      throw new SluiceError(error.code, error.message, { ...error.details, record }, error)
    }
  }
}

/** The least number of first rows that fails too, and its error. */
function firstFailing(operator: Operator, rows: Rows, context: BatchContext, thrown: SluiceError) {
  // What is told of bad records and event times has been told.
  const quiet: BatchContext = { ...context, eventTimes: context.eventTimes.map(emptyStats), onBadRecords: () => undefined }
  let [good, failing, error] = [0, rows.batch.numRows, thrown]
  while (failing - good > 1) {
    const middle = (good + failing) >>> 1
    try {
      operator(
        selectRows(
          rows,
          Int32Array.from({ length: middle }, (_, row) => row),
        ),
        quiet,
      )
      good = middle
    } catch (again) {
      if (!(again instanceof SluiceError)) throw again
      failing = middle
      error = again
    }
  }
  return { row: failing - 1, error }
}
