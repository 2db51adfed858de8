import type { OutputMode, Sink } from '../plan/sink.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { concatBatches } from '../schema/concat-batches.ts'
import type { Value } from '../schema/row.ts'
import { rowsOf } from '../schema/value-at.ts'

export interface MemoryBatch {
  readonly batchId: number
  readonly rows: readonly ColumnBatch[]
}

/** A sink that keeps its rows in this process, for tests and notebooks. */
export interface MemorySink extends Sink {
  /** What is held, by batch id; in complete mode the newest batch only. */
  readonly batches: readonly MemoryBatch[]
  /** All rows held, as objects, in the order of batch ids. */
  rows(): Record<string, Value>[]
}

/**
 * Keeps results in this process: append and update add each batch's rows, complete replaces them all. A batch id
 * written again replaces its rows.
 *
 * @see Spark `MemorySink`
 */
export function memorySink(): MemorySink {
  const held = new Map<number, readonly ColumnBatch[]>()
  let outputMode: OutputMode = 'append'
  const batches = () =>
    [...held]
      .sort(([a], [b]) => a - b)
      .slice(outputMode === 'complete' ? -1 : 0)
      .map(([batchId, rows]) => ({ batchId, rows }))
  return {
    name: 'memory',
    description: 'MemorySink',
    outputModes: ['append', 'update', 'complete'],
    needsCheckpoint: false,
    get batches() {
      return batches()
    },
    rows: () => batches().flatMap(batch => batch.rows.flatMap(rowsOf)),
    async open(context) {
      outputMode = context.outputMode
    },
    async beginBatch(batchId) {
      let written: ColumnBatch[] = []
      return {
        async write(rows) {
          // A copy: the rows' texts lie in the buffers that were fetched, which would stay with them.
          if (rows.numRows > 0) written.push(concatBatches(rows.schema, [rows]))
        },
        async commit() {
          held.set(batchId, written)
          if (outputMode === 'complete') for (const older of held.keys()) if (older < batchId) held.delete(older)
          return { numOutputRows: written.reduce((sum, rows) => sum + rows.numRows, 0) }
        },
        async abort() {
          written = []
        },
      }
    },
    async close() {},
  }
}
