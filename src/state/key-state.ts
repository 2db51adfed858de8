import type { ColumnBatch } from '../schema/column-batch.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import type { Field } from '../schema/data-type.ts'
import { ChangedRows } from './changed-rows.ts'
import { EndTimes } from './end-times.ts'
import { GroupTable } from './group-table.ts'
import type { StateTable } from './operator-state.ts'
import { requireSameSchema } from './same-schema.ts'
import { type NamedColumn, stateBatch } from './state-batch.ts'

/** All that is held; a rebuilt table takes the place of one that is sparse as a whole. */
interface Held {
  readonly table: GroupTable
  readonly keys: ChangedRows
  readonly expiries: EndTimes
}

/** The keys that a deduplication has seen, with the moment at which a watermark lets each be forgotten. */
export class KeyState implements StateTable {
  readonly name = ''
  readonly #fields: readonly Field[]
  #held: Held

  constructor(keys: readonly Field[]) {
    this.#fields = keys
    const table = new GroupTable(keys.map(({ type }) => type))
    this.#held = { table, keys: new ChangedRows(), expiries: new EndTimes() }
  }

  get size(): number {
    return this.#held.keys.size
  }

  /**
   * Notes the keys of some rows.
   *
   * @param expiresMs per row: when its key may be forgotten, milliseconds, rounded up; NaN for never. Counts for the first row only
   * @returns per row 1 where its key is new
   */
  add(keys: readonly ColumnVector[], expiresMs: Float64Array, numRows: number): Uint8Array {
    const numbers = this.#numbersOf(keys, numRows)
    const isNew = new Uint8Array(numRows)
    for (let row = 0; row < numRows; row++) {
      const key = numbers[row]!
      if (!this.#held.keys.hold(key)) continue
      isNew[row] = 1
      this.#held.expiries.set(key, expiresMs[row]!)
      this.#held.keys.noteChanged(key)
    }
    return isNew
  }

  #numbersOf(keys: readonly ColumnVector[], numRows: number): Int32Array {
    const numbers = this.#held.table.encode(keys, numRows)
    this.#held.keys.grow(this.#held.table.size)
    this.#held.expiries.grow(this.#held.table.size)
    return numbers
  }

  /** Forgets the keys whose moment is at or before the watermark. @returns how many */
  removeExpired(watermarkMs: number): number {
    const expired = this.#held.expiries.expired(watermarkMs, this.#held.keys)
    for (const key of expired) {
      this.#held.keys.drop(key)
      this.#held.keys.noteChanged(key)
    }
    return expired.length
  }

  /** The earliest moment at which a key may be forgotten; `null` where none ever is. */
  earliestEndUs(): number | null {
    return this.#held.expiries.earliestUs(this.#held.keys)
  }

  takeChanged(): Int32Array {
    return this.#held.keys.takeChanged()
  }

  all(): Int32Array {
    return this.#held.keys.all()
  }

  save(keys: Int32Array): ColumnBatch {
    const length = keys.length
    const columns = this.#held.table.keys(keys)
    return stateBatch(length, [
      ['removed', this.#held.keys.removed(keys)],
      ['expires', { layout: 'float64', type: { kind: 'double' }, length, validity: null, values: this.#held.expiries.of(keys) }],
      ...this.#fields.map(({ name }, i): NamedColumn => [`key ${name}`, columns[i]!]),
    ])
  }

  load(file: ColumnBatch, path: string): void {
    requireSameSchema(file.schema, this.save(new Int32Array(0)).schema, path)
    const [removed, expires, ...keys] = file.columns
    if (removed?.layout !== 'boolean' || expires?.layout !== 'float64') return
    const numbers = this.#numbersOf(keys, file.numRows)
    for (let row = 0; row < file.numRows; row++) {
      const key = numbers[row]!
      if (removed.values[row] === 1) this.#held.keys.drop(key)
      else {
        this.#held.keys.hold(key)
        this.#held.expiries.set(key, expires.values[row]!)
      }
    }
  }

  compact(): void {
    if (!this.#held.keys.isSparse(this.#held.table.numBytes)) return
    // Built beside what is held, so that a failure on the way loses nothing.
    const rebuilt = new KeyState(this.#fields)
    rebuilt.load(this.save(this.all()), 'memory')
    this.#held = rebuilt.#held
  }
}
