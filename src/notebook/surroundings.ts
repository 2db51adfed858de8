import { noSurroundings, type Surroundings } from '../runtime/surroundings.ts'
import { inNotebook } from './kernel.ts'
import { startProgress } from './progress.ts'
import { withStop } from './with-stop.ts'

/** In a notebook a batch shows a line of progress, and the Stop button ends its reading: what was read is the batch. */
export const notebookSurroundings: Surroundings = {
  run: (call, work) => {
    if (!inNotebook()) return noSurroundings.run(call, work)
    return withStop(async stopped => {
      const progress = startProgress()
      const startedMs = performance.now()
      let batchId = 0
      let maxRows = 0
      try {
        return await work({
          signal: call.signal === undefined ? stopped : AbortSignal.any([stopped, call.signal]),
          onPlanned: (id, records) => {
            batchId = id
            maxRows = records
          },
          onChunk: rows => {
            const seconds = (performance.now() - startedMs) / 1000
            progress.update({ batchId, rows, maxRows, rowsPerSecond: rows / Math.max(seconds, 0.001) })
          },
        })
      } finally {
        progress.finish()
      }
    })
  },
}
