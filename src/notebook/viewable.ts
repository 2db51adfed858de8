import type { ColumnBatch } from '../schema/column-batch.ts'

/** A danfo DataFrame, as far as it is shown. */
export interface FrameLike {
  readonly columns: readonly string[]
  readonly dtypes: readonly string[]
  readonly shape: readonly number[]
  readonly values: unknown
}

/** What `show` and `chart` take: a batch of a query, a column batch, a danfo DataFrame, rows as objects. */
export type Viewable = ColumnBatch | { readonly output: ColumnBatch } | FrameLike | readonly object[]

/** The column batch in it, if it is one or has one. */
export function columnBatchOf(data: Viewable): ColumnBatch | undefined {
  if ('output' in data && isColumnBatch(data.output)) return data.output
  return isColumnBatch(data) ? data : undefined
}

function isColumnBatch(data: object): data is ColumnBatch {
  return 'schema' in data && 'numRows' in data && 'columns' in data
}

export function isFrame(data: object): data is FrameLike {
  return 'columns' in data && 'dtypes' in data && 'shape' in data && 'values' in data
}

/** The rows of a danfo frame: it gives a flat list for a single column. */
export function frameRows(frame: FrameLike): unknown[][] {
  return (frame.values as unknown[]).map(row => (Array.isArray(row) ? row : [row]))
}

/** The names of all keys of some objects, in order of first appearance. */
export function keysOf(rows: readonly object[]): string[] {
  return [...new Set(rows.flatMap(row => Object.keys(row)))]
}
