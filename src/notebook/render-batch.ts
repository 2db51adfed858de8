import type { ColumnBatch } from '../schema/column-batch.ts'
import { type BatchSummary, cardHtml, cardText } from './card.ts'
import { html, nothing } from './html.ts'
import type { DisplayBundle } from './kernel.ts'
import { type TableOptions, tableHtml } from './table.ts'

/** What is shown of a batch. `toString` is Spark's console text. */
export interface BatchView {
  readonly output: ColumnBatch
  readonly summary: BatchSummary
  toString(): string
}

/** A batch as one output: its table above its card. An empty one is its card, which says why. */
export function renderBatch(batch: BatchView, options: TableOptions = {}): DisplayBundle {
  const table = batch.output.numRows === 0 ? nothing : tableHtml(batch.output, options)
  return {
    'text/html': html`<div>${table}${cardHtml(batch.summary)}</div>`.markup,
    'text/plain': `${batch.toString().trimEnd()}\n${cardText(batch.summary)}`,
  }
}
