import { type ArrowTable, toArrow } from '../formats/arrow.ts'
import { type DataFrame, toDataFrame } from '../formats/data-frame.ts'
import type { Sink } from '../plan/sink.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { concatBatches } from '../schema/concat-batches.ts'
import type { StructType } from '../schema/data-type.ts'
import type { Value } from '../schema/row.ts'
import { rowsOf } from '../schema/value-at.ts'
import { SluiceError } from '../util/error.ts'
import { userCode } from './user-code.ts'

/**
 * The rows of one batch, for a function of yours; each form is made when it is asked for. What it costs: {@link foreachBatchSink}.
 *
 * @see Spark `DataStreamWriter.foreachBatch`, its `batchDF`
 * @example
 * const users = (batch: BatchFrame<{ user: string }>): string[] => (batch.isEmpty ? [] : batch.rows().map(({ user }) => user))
 */
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
 * Memory: the rows of a batch are gathered as columns until it is whole (texts keep the bytes that Kafka gave), then
 * copied into one piece for the call; so a batch needs room for its result twice, and for what it read. The copy lives
 * until the function has returned, and as long as it keeps `batch` or something of it: `output` shares its memory; `rows()`,
 * `frame` and `arrow` make what they give anew with every use.
 * How large a batch gets, the query says: `maxRecords` of `next`, `drain` and `start`, or `maxOffsetsPerTrigger` of the
 * source; in complete mode it is the whole result. Without a limit the first batch is all that the topic holds. For rows
 * that need not be seen together `foreachSink` keeps one piece at a time.
 *
 * @param process what it throws ends the query with USER_FUNCTION_FAILED `[FOREACH_BATCH_USER_FUNCTION_ERROR]`, itself as
 * `cause`, and the batch is run again by the next start
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
          const place = { condition: 'FOREACH_BATCH_USER_FUNCTION_ERROR', calledBy: 'foreach batch sink', batchId }
          await userCode(place, () => process(batch, batchId))
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
