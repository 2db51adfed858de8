import type { Sink } from '../../src/index.ts'

/** Takes rows and lets go of them, as Flink's `blackhole` and Spark's `noop`, but for their number. */
export function blackholeSink(): Sink & { readonly rows: number } {
  let rows = 0
  return {
    name: 'noop',
    description: 'BlackholeSink',
    outputModes: ['append', 'update', 'complete'],
    needsCheckpoint: false,
    get rows() {
      return rows
    },
    async open() {},
    async beginBatch() {
      let numOutputRows = 0
      return {
        async write(batch) {
          numOutputRows += batch.numRows
        },
        async commit() {
          rows += numOutputRows
          return { numOutputRows }
        },
        async abort() {},
      }
    },
    async close() {},
  }
}
