import type { Sink } from '../../src/plan/sink.ts'
import { type Canonical, canonicalRows } from './canonical.ts'

export interface CaptureSink extends Sink {
  /** Rows by batch id, of the committed batches. */
  readonly batches: Map<number, readonly Canonical[]>
}

/** Takes what a query gives, in the exact form. */
export function captureSink(): CaptureSink {
  const batches = new Map<number, readonly Canonical[]>()
  return {
    name: 'foreachBatch',
    description: 'ForeachBatchSink',
    outputModes: ['append', 'update', 'complete'],
    needsCheckpoint: false,
    batches,
    open: async () => undefined,
    async beginBatch(batchId) {
      const rows: Canonical[] = []
      return {
        write: async batch => void rows.push(...canonicalRows(batch)),
        async commit() {
          batches.set(batchId, rows)
          return { numOutputRows: rows.length }
        },
        abort: async () => undefined,
      }
    },
    close: async () => undefined,
  }
}
