import type { ColumnVector } from '../../../schema/column-vector.ts'
import { appendParquetValues, type ParquetValue } from '../parquet-values.ts'
import type { ChunkEncoder } from './chunk-encoder.ts'
import type { ChunkFile } from './column-pages.ts'

/** Lists, maps, structs and decimals of more than 18 digits: value by value, encoded by hyparquet-writer. */
export class NestedChunk implements ChunkEncoder {
  readonly #name: string
  #values: ParquetValue[] = []
  heldBytes = 0

  constructor(name: string) {
    this.#name = name
  }

  append(vector: ColumnVector, rows: Int32Array): void {
    this.heldBytes += appendParquetValues(this.#values, vector, rows)
  }

  writeTo({ writer }: ChunkFile) {
    const data = this.#values
    // Its dictionary would merge 0 and -0.
    writer.write({
      columnData: [{ name: this.#name, data, ...(hasNegativeZero(data) && { encoding: 'PLAIN' as const }) }],
      rowGroupSize: data.length,
    })
    // It makes a row group of the column; its chunks are put among those of the other columns.
    const group = writer.row_groups.pop()!
    writer.num_rows -= group.num_rows
    this.#values = []
    this.heldBytes = 0
    return group.columns
  }
}

function hasNegativeZero(values: readonly ParquetValue[]): boolean {
  return values.some(value => {
    if (typeof value === 'number') return Object.is(value, -0)
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false
    return hasNegativeZero(Array.isArray(value) ? value : Object.values(value))
  })
}
