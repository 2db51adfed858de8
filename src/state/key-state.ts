import { grown } from '../expressions/accumulators/accumulator.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import type { DataType, Field } from '../schema/data-type.ts'
import { GroupTable } from './group-table.ts'
import type { StateTable } from './operator-state.ts'
import { requireSameSchema } from './same-schema.ts'

/** Below this many dead keys the table is not worth rebuilding. */
const WORTH_REBUILDING = 10_000

/** The keys that a deduplication has seen, with the moment at which a watermark lets each be forgotten. */
export class KeyState implements StateTable {
  readonly name = ''
  readonly #keys: readonly Field[]
  #table: GroupTable
  #live = new Uint8Array(0)
  #expiresUs = new Float64Array(0)
  #isChanged = new Uint8Array(0)
  #changed: number[] = []
  #liveCount = 0
  #known = 0
  /** No key expires before it. */
  #earliestUs = Number.POSITIVE_INFINITY

  constructor(keys: readonly Field[]) {
    this.#keys = keys
    this.#table = new GroupTable(keys.map(({ type }) => type))
  }

  get size(): number {
    return this.#liveCount
  }

  /**
   * Notes the keys of some rows.
   *
   * @param expiresUs per row: when its key may be forgotten, microseconds; NaN for never. Counts for the first row only
   * @returns per row 1 where its key is new
   */
  add(keys: readonly ColumnVector[], expiresUs: Float64Array, numRows: number): Uint8Array {
    const numbers = this.#numbersOf(keys, numRows)
    const isNew = new Uint8Array(numRows)
    for (let row = 0; row < numRows; row++) {
      const key = numbers[row]!
      if (this.#live[key] === 1) continue
      isNew[row] = 1
      this.#hold(key, expiresUs[row]!)
      this.#noteChanged(key)
    }
    return isNew
  }

  #numbersOf(keys: readonly ColumnVector[], numRows: number): Int32Array {
    const numbers = this.#table.encode(keys, numRows)
    if (this.#table.size > this.#known) {
      this.#known = this.#table.size
      this.#live = grown(this.#live, this.#known)
      this.#expiresUs = grown(this.#expiresUs, this.#known)
      this.#isChanged = grown(this.#isChanged, this.#known)
    }
    return numbers
  }

  #hold(key: number, expiresUs: number): void {
    if (this.#live[key] === 0) this.#liveCount++
    this.#live[key] = 1
    this.#expiresUs[key] = expiresUs
    if (expiresUs < this.#earliestUs) this.#earliestUs = expiresUs
  }

  #drop(key: number): void {
    if (this.#live[key] === 1) this.#liveCount--
    this.#live[key] = 0
  }

  #noteChanged(key: number): void {
    if (this.#isChanged[key] === 1) return
    this.#isChanged[key] = 1
    this.#changed.push(key)
  }

  /** Forgets the keys whose moment is at or before the watermark. @returns how many */
  removeExpired(watermarkMs: number): number {
    if (this.#earliestUs > watermarkMs * 1000) return 0
    const before = this.#liveCount
    for (let key = 0; key < this.#known; key++) {
      if (this.#live[key] === 0 || !(this.#expiresUs[key]! <= watermarkMs * 1000)) continue
      this.#drop(key)
      this.#noteChanged(key)
    }
    this.#earliestUs = this.earliestEndUs() ?? Number.POSITIVE_INFINITY
    return before - this.#liveCount
  }

  /** The earliest moment at which a key may be forgotten; `null` where none ever is. */
  earliestEndUs(): number | null {
    let earliest = Number.POSITIVE_INFINITY
    for (let key = 0; key < this.#known; key++)
      if (this.#live[key] === 1 && this.#expiresUs[key]! < earliest) earliest = this.#expiresUs[key]!
    return earliest === Number.POSITIVE_INFINITY ? null : earliest
  }

  takeChanged(): Int32Array {
    const changed = Int32Array.from(this.#changed)
    for (const key of changed) this.#isChanged[key] = 0
    this.#changed = []
    return changed
  }

  all(): Int32Array {
    const keys: number[] = []
    for (let key = 0; key < this.#known; key++) if (this.#live[key] === 1) keys.push(key)
    return Int32Array.from(keys)
  }

  save(keys: Int32Array): ColumnBatch {
    const length = keys.length
    const expires = Float64Array.from(keys, key => this.#expiresUs[key]!)
    const columns: readonly ColumnVector[] = [
      {
        layout: 'boolean',
        type: { kind: 'boolean' },
        length,
        validity: null,
        values: Uint8Array.from(keys, key => 1 - this.#live[key]!),
      },
      { layout: 'float64', type: { kind: 'double' }, length, validity: null, values: expires },
      ...this.#table.keys(keys),
    ]
    const names = ['removed', 'expires', ...this.#keys.map(({ name }) => `key ${name}`)]
    const types: [string, DataType][] = columns.map((column, i) => [names[i]!, column.type])
    return { schema: { kind: 'struct', fields: Object.fromEntries(types) }, numRows: length, columns }
  }

  load(file: ColumnBatch, path: string): void {
    requireSameSchema(file.schema, this.save(new Int32Array(0)).schema, path)
    const [removed, expires, ...keys] = file.columns
    if (removed?.layout !== 'boolean' || expires?.layout !== 'float64') return
    const numbers = this.#numbersOf(keys, file.numRows)
    for (let row = 0; row < file.numRows; row++) {
      if (removed.values[row] === 1) this.#drop(numbers[row]!)
      else this.#hold(numbers[row]!, expires.values[row]!)
    }
  }

  compact(): void {
    const dead = this.#known - this.#liveCount
    if (dead < WORTH_REBUILDING || dead < this.#liveCount) return
    const file = this.save(this.all())
    this.#table = new GroupTable(this.#keys.map(({ type }) => type))
    this.#live = new Uint8Array(0)
    this.#expiresUs = new Float64Array(0)
    this.#isChanged = new Uint8Array(0)
    this.#changed = []
    this.#liveCount = 0
    this.#known = 0
    this.load(file, 'memory')
  }
}
