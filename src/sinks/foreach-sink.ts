import type { Sink } from '../plan/sink.ts'
import { fieldsOf } from '../schema/data-type.ts'
import type { Value } from '../schema/row.ts'
import { valueAt } from '../schema/value-at.ts'
import { SluiceError } from '../util/error.ts'
import { userCode } from './user-code.ts'

/**
 * What is done with each row. What a member gives is waited for; what it throws, or rejects with, ends the query with
 * USER_FUNCTION_FAILED.
 *
 * @see Spark `ForeachWriter`
 * @example
 * const seen: string[] = []
 * const writer: ForeachWriter<{ user: string }> = {
 *   open: (_partitionId, epochId) => epochId > 0,
 *   process: ({ user }) => seen.push(user),
 *   close: error => seen.push(error === null ? 'written' : 'failed'),
 * }
 */
export interface ForeachWriter<R = Record<string, Value>> {
  /**
   * Before the first row of a batch; `false` leaves its rows out: `process` is not called. Progress counts them as written
   * all the same, as Spark's does: it counts what the sink was given. The partition is 0: a batch has one.
   */
  open?(partitionId: number, epochId: number): boolean | Promise<boolean>
  /** The rows one after the other, each as an object of its own. */
  process(row: R): unknown
  /** After the last row, or after what went wrong; also where `open` gave `false`. */
  close?(error: unknown): unknown
}

/**
 * Hands each row to code of yours, one after the other, while the batch runs. At least once: a batch that fails is begun
 * anew under the same epoch id.
 *
 * @throws INVALID_OPTION without `process`; what the code throws ends the query with USER_FUNCTION_FAILED
 * `[FOREACH_USER_FUNCTION_ERROR]`, itself as `cause`
 * @see Spark `ForeachWriter`; PySpark `DataStreamWriter.foreach`
 * @example
 * const seen: unknown[] = []
 * const sink = foreachSink({ process: row => seen.push(row) })
 */
export function foreachSink<R = Record<string, Value>>(writer: ForeachWriter<R>): Sink {
  if (typeof writer?.process !== 'function')
    throw new SluiceError('INVALID_OPTION', 'Cannot make a foreachSink without process: foreachSink({ process: row => … }).')
  return {
    name: 'foreach',
    description: 'ForeachSink',
    outputModes: ['append', 'update', 'complete'],
    needsCheckpoint: false,
    async open() {},
    async beginBatch(batchId) {
      let isOpen = false
      let isTaking = true
      let numOutputRows = 0
      const place = { condition: 'FOREACH_USER_FUNCTION_ERROR', calledBy: 'foreach sink', batchId }
      const guarded = <T>(work: () => T | Promise<T>) => userCode(place, work)

      async function open(): Promise<void> {
        if (isOpen) return
        isTaking = (await guarded(() => writer.open?.(0, batchId))) !== false
        isOpen = true
      }

      async function close(error: unknown): Promise<void> {
        if (!isOpen) return
        isOpen = false
        await guarded(() => writer.close?.(error))
      }

      async function processAll(rows: readonly R[]): Promise<void> {
        for (const row of rows) await writer.process(row)
      }

      return {
        async write(rows) {
          await open()
          numOutputRows += rows.numRows
          if (!isTaking) return
          const fields = fieldsOf(rows.schema)
          const objects = Array.from({ length: rows.numRows }, (_, row) =>
            Object.fromEntries(fields.map(({ name }, i) => [name, valueAt(rows.columns[i]!, row)])),
          ) as R[]
          try {
            await guarded(() => processAll(objects))
          } catch (thrown) {
            // What `process` threw is what went wrong first.
            await close(thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown).catch(() => {})
            throw thrown
          }
        },
        async commit() {
          await open()
          await close(null)
          return { numOutputRows }
        },
        async abort() {
          await close(new SluiceError('QUERY_STOPPED', `Batch ${batchId} was given up.`))
        },
      }
    },
    async close() {},
  }
}
