import type { ColumnChunk } from 'hyparquet'
import type { ColumnVector } from '../../../schema/column-vector.ts'
import type { ChunkFile } from './column-pages.ts'

/** Gathers the values of one column until its row group is full. */
export interface ChunkEncoder {
  /** About how many bytes it holds. */
  readonly heldBytes: number
  /** Takes these rows of the vector; copies what it keeps. */
  append(vector: ColumnVector, rows: Int32Array): void
  /** Writes what it holds to the end of the file, one chunk for each leaf of the column, and begins anew. */
  writeTo(file: ChunkFile): readonly ColumnChunk[]
}
