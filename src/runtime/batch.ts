import { inspect } from 'node:util'
import { toArrow } from '../formats/arrow.ts'
import { toDataFrame } from '../formats/data-frame.ts'
import { batchHeader, showString } from '../formats/show-string.ts'
import type { Batch, Ledger, StreamingQueryProgress } from '../plan/streaming-query.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { rowsOf } from '../schema/value-at.ts'

/** Shows a batch where it is the last expression of a notebook cell; plain programs see its console text. */
export type BatchRenderer = (batch: Batch, depth: number) => string

let render: BatchRenderer | null = null

/** The notebook registers how batches show themselves, so that the engine knows nothing of notebooks. */
export function setBatchRenderer(renderer: BatchRenderer): void {
  render = renderer
}

export interface BatchParts {
  readonly id: number
  readonly output: ColumnBatch
  readonly ledger: Ledger
  readonly progress: StreamingQueryProgress
  readonly emptyBecause: string | null
  readonly timeZone: string
}

export function batchOf<R>(parts: BatchParts): Batch<R> {
  const { output, timeZone, ...rest } = parts
  const batch = {
    ...rest,
    output,
    get frame() {
      return toDataFrame(output)
    },
    get arrow() {
      return toArrow(output)
    },
    rows: () => rowsOf(output) as R[],
    toString: () => `${batchHeader(parts.id)}${output.numRows === 0 ? '' : `${showString(output, { truncate: 0, timeZone })}\n`}`,
  }
  Object.defineProperty(batch, inspect.custom, {
    value: (depth: number) => (render === null ? batch.toString() : render(batch as unknown as Batch, depth)),
  })
  return batch as unknown as Batch<R>
}
