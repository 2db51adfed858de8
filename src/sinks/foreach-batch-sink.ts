import { type ArrowTable, toArrow } from '../formats/arrow.ts'
import { type DataFrame, toDataFrame } from '../formats/data-frame.ts'
import type { Sink } from '../plan/sink.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { concatBatches } from '../schema/concat-batches.ts'
import type { StructType } from '../schema/data-type.ts'
import type { Value } from '../schema/row.ts'
import { rowsOf } from '../schema/value-at.ts'
import { messageOf, SluiceError } from '../util/error.ts'

/** The rows of one batch, for a function of yours; each form is made when it is asked for. */
export interface BatchFrame<R = Record<string, Value>> {
  readonly schema: StructType
  readonly numRows: number
  readonly isEmpty: boolean
  /** As the engine holds them: columns in typed arrays. */
  readonly output: ColumnBatch
  /** As row objects. */
  rows(): R[]
  /** As a danfo DataFrame. */
  readonly frame: DataFrame
  /** As an Apache Arrow table. */
  readonly arrow: ArrowTable
}

/**
 * Hands each batch to a function of yours, also those without rows, and waits for it.
 *
 * At least once: after a crash the function is called again with the same batch id and the same rows. To write once, keep
 * the batch id with what you write, in one transaction.
 *
 * @param process what it throws ends the query with SINK_FAILED `[FOREACH_BATCH_USER_FUNCTION_ERROR]`, and the batch is run
 * again by the next start
 * @see Spark `ForeachBatchSink`; PySpark `DataStreamWriter.foreachBatch`
 * @example
 * const totals = new Map<number, number>()
 * const sink = foreachBatchSink((batch, batchId) => {
 *   totals.set(batchId, batch.numRows)
 * })
 */
export function foreachBatchSink<R = Record<string, Value>>(process: (batch: BatchFrame<R>, batchId: number) => unknown): Sink {
  if (typeof process !== 'function')
    throw new SluiceError('INVALID_OPTION', 'Cannot make a foreachBatchSink without a function: (batch, batchId) => …')
  let schema: StructType | undefined
  let timeZone = 'UTC'
  return {
    name: 'foreachBatch',
    description: 'ForeachBatchSink',
    outputModes: ['append', 'update', 'complete'],
    needsCheckpoint: false,
    async open(context) {
      schema = context.schema
      timeZone = context.timeZone ?? 'UTC'
    },
    async beginBatch(batchId) {
      if (schema === undefined) throw new SluiceError('USAGE', `Cannot take batch ${batchId}: open the sink first.`)
      const of = schema
      let parts: ColumnBatch[] = []
      return {
        async write(rows) {
          if (rows.numRows > 0) parts.push(rows)
        },
        async commit() {
          const batch = batchFrame<R>(concatBatches(of, parts), timeZone)
          parts = []
          await userCode('FOREACH_BATCH_USER_FUNCTION_ERROR', 'foreach batch', `batch ${batchId}`, () => process(batch, batchId))
          // As Spark's, which does not count.
          return { numOutputRows: -1 }
        },
        async abort() {
          parts = []
        },
      }
    },
    async close() {},
  }
}

function batchFrame<R>(output: ColumnBatch, timeZone: string): BatchFrame<R> {
  return {
    schema: output.schema,
    numRows: output.numRows,
    isEmpty: output.numRows === 0,
    output,
    rows: () => rowsOf(output) as R[],
    get frame() {
      return toDataFrame(output, { timeZone })
    },
    get arrow() {
      return toArrow(output)
    },
  }
}

/** Runs code of the user, and says so where it throws. @throws SINK_FAILED */
export async function userCode<T>(condition: string, sink: string, where: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof SluiceError) throw thrown
    throw new SluiceError(
      'SINK_FAILED',
      `[${condition}] An error occurred in the user provided function in ${sink} sink (${where}). Reason: ${messageOf(thrown)}`,
      {},
      thrown,
    )
  }
}
