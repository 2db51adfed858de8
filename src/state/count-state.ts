import type { ColumnBatch } from '../schema/column-batch.ts'
import { vectorOf } from '../schema/column-builder.ts'
import type { StateTable } from './operator-state.ts'
import { requireSameSchema } from './same-schema.ts'

/** One number that outlives a batch: how many rows a `limit` has let through. */
export class CountState implements StateTable {
  readonly name = ''
  #count = 0
  #isChanged = false

  get count(): number {
    return this.#count
  }

  set count(count: number) {
    this.#isChanged ||= count !== this.#count
    this.#count = count
  }

  get size(): number {
    return this.#count === 0 ? 0 : 1
  }

  takeChanged(): Int32Array {
    const changed = new Int32Array(this.#isChanged ? 1 : 0)
    this.#isChanged = false
    return changed
  }

  all(): Int32Array {
    return new Int32Array(this.size)
  }

  save(rows: Int32Array): ColumnBatch {
    return {
      schema: { kind: 'struct', fields: { removed: { kind: 'boolean' }, count: { kind: 'long' } } },
      numRows: rows.length,
      columns: [
        vectorOf(
          { kind: 'boolean' },
          Array.from(rows, () => false),
        ),
        vectorOf(
          { kind: 'long' },
          Array.from(rows, () => this.#count),
        ),
      ],
    }
  }

  load(file: ColumnBatch, path: string): void {
    requireSameSchema(file.schema, this.save(new Int32Array(0)).schema, path)
    const counts = file.columns[1]
    if (counts?.layout === 'int64' && file.numRows > 0) this.#count = Number(counts.values[file.numRows - 1]!)
  }

  compact(): void {}
}
