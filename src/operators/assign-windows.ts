import { type EvaluationContext, evaluate } from '../expressions/evaluate.ts'
import type { Node, TimeWindow } from '../expressions/node.ts'
import { WINDOW_TYPE } from '../expressions/type-of.ts'
import { vectorOf } from '../schema/column-builder.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import type { StructType } from '../schema/data-type.ts'
import { takeValues } from '../schema/take-rows.ts'
import { holds, lastWindowStarts, windowsPerRow } from '../windows/time-windows.ts'
import { type Rows, selectRows } from './rows.ts'

const TIMESTAMP = { kind: 'timestamp' } as const

/**
 * Adds the window of each row as the last column; a row that falls into several is repeated, newest window first.
 * Rows without a time are dropped.
 *
 * @param schema the columns of `rows` and the window
 * @see Spark `ResolveTimeWindows.scala`, rule TimeWindowing
 */
export function assignWindows(rows: Rows, time: Node, window: TimeWindow, schema: StructType, context: EvaluationContext): Rows {
  const { timed, times } = withoutNulls(rows, evaluate(time, rows.batch, context) as Times)
  const { numRows } = timed.batch
  if (!(times.values instanceof Float64Array)) return withExactWindows(timed, times.values, window, schema)
  const timesUs = times.values
  const newest = lastWindowStarts(timesUs, numRows, window)
  const perRow = windowsPerRow(window)
  if (perRow === 1) return withWindow(timed, newest, window, schema)

  const origin = new Int32Array(numRows * perRow)
  const starts = new Float64Array(numRows * perRow)
  let count = 0
  for (let row = 0; row < numRows; row++) {
    for (let i = 0; i < perRow; i++) {
      const start = newest[row]! - i * window.slideUs
      if (!holds(timesUs[row]!, start, window)) continue
      origin[count] = row
      starts[count++] = start
    }
  }
  return withWindow(selectRows(timed, origin.subarray(0, count)), starts.subarray(0, count), window, schema)
}

/** Moments beyond 2^53 microseconds (the year 2255), one by one. */
function withExactWindows(rows: Rows, timesUs: BigInt64Array, window: TimeWindow, schema: StructType): Rows {
  const [duration, slide, startTime] = [window.durationUs, window.slideUs, window.startUs].map(BigInt) as [bigint, bigint, bigint]
  const origin: number[] = []
  const starts: bigint[] = []
  for (let row = 0; row < rows.batch.numRows; row++) {
    const time = timesUs[row]!
    const remainder = (time - startTime) % slide
    const newest = time - (remainder < 0n ? remainder + slide : remainder)
    for (let i = 0; i < windowsPerRow(window); i++) {
      const start = newest - BigInt(i) * slide
      if (duration % slide !== 0n && !(time >= start && time < start + duration)) continue
      origin.push(row)
      starts.push(start)
    }
  }
  const bounds = [starts, starts.map(start => start + duration)].map(values => vectorOf(TIMESTAMP, values))
  return withColumn(selectRows(rows, Int32Array.from(origin)), bounds, schema)
}

type Times = ColumnVector & { layout: 'int64' }

function withoutNulls(rows: Rows, times: Times): { readonly timed: Rows; readonly times: Times } {
  const { validity } = times
  if (validity === null) return { timed: rows, times }
  const { numRows } = rows.batch
  const timedRows = new Int32Array(numRows)
  let count = 0
  for (let row = 0; row < numRows; row++) if (validity[row] === 1) timedRows[count++] = row
  if (count === numRows) return { timed: rows, times }
  const kept = timedRows.subarray(0, count)
  return { timed: selectRows(rows, kept), times: takeValues(times, kept) as Times }
}

function withWindow(rows: Rows, startsUs: Float64Array, window: TimeWindow, schema: StructType): Rows {
  const length = rows.batch.numRows
  const ends = new Float64Array(length)
  for (let row = 0; row < length; row++) ends[row] = startsUs[row]! + window.durationUs
  const bounds = [startsUs, ends].map(values => ({ layout: 'int64', type: TIMESTAMP, length, validity: null, values }) as const)
  return withColumn(rows, bounds, schema)
}

function withColumn({ batch, records }: Rows, fields: readonly ColumnVector[], schema: StructType): Rows {
  const { numRows } = batch
  const column: ColumnVector = { layout: 'struct', type: WINDOW_TYPE, length: numRows, validity: null, fields }
  return { batch: { schema, numRows, columns: [...batch.columns, column] }, records }
}
