import type { PlanOf } from '../plan/plan.ts'
import { fieldOf, noRow } from '../plan/static-table-row.ts'
import { storedOf } from '../plan/static-table-rows.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { type Stored, vectorOf } from '../schema/column-builder.ts'
import { fieldsOf, type StructType } from '../schema/data-type.ts'
import { ownedStored } from '../schema/owned-stored.ts'
import type { Value } from '../schema/row.ts'
import { valueAt } from '../schema/value-at.ts'
import { SluiceError } from '../util/error.ts'

type Row = Record<string, Value>

/** Rows of the result that go on together. */
const ROWS_OUT = 8192

/** The rows of a batch until all have been read, by group. */
export class WaitingRows {
  readonly #batches: ColumnBatch[] = []
  /** Per group in the order of their first rows: batch, row, batch, row … */
  readonly #places = new Map<number, number[]>()

  add(batch: ColumnBatch, groups: Int32Array): void {
    const number = this.#batches.push(batch) - 1
    for (let row = 0; row < batch.numRows; row++) {
      const places = this.#places.get(groups[row]!)
      if (places === undefined) this.#places.set(groups[row]!, [number, row])
      else places.push(number, row)
    }
  }

  groups(): Iterable<number> {
    return this.#places.keys()
  }

  /** As objects, in the order in which they were read. */
  rowsOf(group: number): readonly Row[] {
    const places = this.#places.get(group) ?? []
    return Array.from({ length: places.length / 2 }, (_, i) => {
      const { schema, columns } = this.#batches[places[2 * i]!]!
      return rowAt(schema, columns, places[2 * i + 1]!)
    })
  }
}

/** The rows that the function returns, gathered to columns. */
export class OutputRows {
  readonly #schema: StructType
  readonly #out: (rows: ColumnBatch) => void
  #rows: (readonly Stored[])[] = []

  constructor(schema: StructType, out: (rows: ColumnBatch) => void) {
    this.#schema = schema
    this.#out = out
  }

  /** @returns whether rows have gone on */
  add(row: readonly Stored[]): boolean {
    const isFull = this.#rows.push(row) >= ROWS_OUT
    if (isFull) this.flush()
    return isFull
  }

  flush(): void {
    const rows = this.#rows
    if (rows.length === 0) return
    this.#rows = []
    const columns = fieldsOf(this.#schema).map(({ type }, i) =>
      vectorOf(
        type,
        rows.map(row => row[i]!),
      ),
    )
    this.#out({ schema: this.#schema, numRows: rows.length, columns })
  }
}

/**
 * A row of the user's, as it is stored; it shares nothing with what the user goes on to change.
 *
 * @param into what it is put into, for messages
 * @throws TYPE_MISMATCH, COLUMN_NOT_FOUND
 */
export function storedRow(
  row: unknown,
  schema: StructType,
  into: string,
  verb: PlanOf<'mapGroupsWithState'>['verb'],
): readonly Stored[] {
  const what = noRow(row)
  if (what !== null) {
    const names = Object.keys(schema.fields).join(', ')
    throw new SluiceError('TYPE_MISMATCH', `Cannot put ${what} into ${into} of ${verb}: give an object with ${names}.`)
  }
  const unknown = Object.keys(row as object).find(name => !Object.hasOwn(schema.fields, name))
  if (unknown !== undefined) {
    const names = Object.keys(schema.fields).join(', ')
    throw new SluiceError('COLUMN_NOT_FOUND', `Cannot put "${unknown}" into ${into}: its schema has ${names}.`, { unknown })
  }
  return fieldsOf(schema).map(({ name, type }) => ownedStored(storedOf(fieldOf(row as object, name), type, name, into)))
}

export function rowAt(schema: StructType, columns: ColumnBatch['columns'], row: number): Row {
  return Object.fromEntries(Object.keys(schema.fields).map((name, i) => [name, valueAt(columns[i]!, row)]))
}
