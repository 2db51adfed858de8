import { grown } from '../expressions/accumulators/accumulator.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { type Stored, vectorOf } from '../schema/column-builder.ts'
import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import { type DataType, type Field, fieldsOf, type StructType } from '../schema/data-type.ts'
import { GroupTable } from './group-table.ts'
import type { StateTable } from './operator-state.ts'
import { ownedStoredAt } from './owned-stored.ts'
import { requireSameSchema } from './same-schema.ts'

/** What is kept of a group: its state, its timeout, or both. */
export interface KeptGroup {
  /** The fields of the state as they are stored; `null` where only a timeout is kept. */
  readonly state: readonly Stored[] | null
  /** Milliseconds since 1970; `null` for none. */
  readonly timeoutMs: number | null
}

/** Below this many dead groups the table is not worth rebuilding. */
const WORTH_REBUILDING = 10_000

/** The state of each group of a `flatMapGroupsWithState`. @see Spark `FlatMapGroupsWithStateExecHelper`, StateManagerImplV2 */
export class KeyedState implements StateTable {
  readonly name = ''
  readonly #keys: readonly Field[]
  readonly #schema: StructType
  #table: GroupTable
  #kept = new Map<number, KeptGroup>()
  /** `undefined` where it has to be looked for. */
  #earliest: { readonly group: number; readonly timeoutMs: number } | null | undefined = undefined
  #isChanged = new Uint8Array(0)
  #changed: number[] = []

  constructor(keys: readonly Field[], schema: StructType) {
    this.#keys = keys
    this.#schema = schema
    this.#table = new GroupTable(keys.map(({ type }) => type))
  }

  get size(): number {
    return this.#kept.size
  }

  /** The group of each row. */
  numbersOf(keys: readonly ColumnVector[], numRows: number): Int32Array {
    const numbers = this.#table.encode(keys, numRows)
    this.#isChanged = grown(this.#isChanged, this.#table.size)
    return numbers
  }

  keysOf(groups: Int32Array): readonly ColumnVector[] {
    return this.#table.keys(groups)
  }

  get(group: number): KeptGroup | undefined {
    return this.#kept.get(group)
  }

  put(group: number, kept: KeptGroup): void {
    this.#kept.set(group, kept)
    this.#noteChanged(group)
  }

  remove(group: number): void {
    if (this.#kept.delete(group)) this.#noteChanged(group)
  }

  #noteChanged(group: number): void {
    this.#earliest = undefined
    if (this.#isChanged[group] === 1) return
    this.#isChanged[group] = 1
    this.#changed.push(group)
  }

  /** Groups whose timeout is before this moment. */
  timedOut(beforeMs: number): readonly number[] {
    const groups: number[] = []
    const earliest = this.earliestTimeout()
    if (earliest === null || earliest.timeoutMs >= beforeMs) return groups
    for (const [group, { timeoutMs }] of this.#kept) if (timeoutMs !== null && timeoutMs < beforeMs) groups.push(group)
    return groups
  }

  /** The group with the earliest timeout, milliseconds; `null` where none has one. */
  earliestTimeout(): { readonly group: number; readonly timeoutMs: number } | null {
    if (this.#earliest === undefined) {
      let earliest: { readonly group: number; readonly timeoutMs: number } | null = null
      for (const [group, { timeoutMs }] of this.#kept)
        if (timeoutMs !== null && (earliest === null || timeoutMs < earliest.timeoutMs)) earliest = { group, timeoutMs }
      this.#earliest = earliest
    }
    return this.#earliest
  }

  takeChanged(): Int32Array {
    const changed = Int32Array.from(this.#changed)
    for (const group of changed) this.#isChanged[group] = 0
    this.#changed = []
    return changed
  }

  all(): Int32Array {
    return Int32Array.from(this.#kept.keys())
  }

  save(groups: Int32Array): ColumnBatch {
    const kept = Array.from(groups, group => this.#kept.get(group))
    const fields = fieldsOf(this.#schema)
    const columns: readonly ColumnVector[] = [
      vectorOf(
        { kind: 'boolean' },
        kept.map(each => each === undefined),
      ),
      vectorOf(
        { kind: 'boolean' },
        kept.map(each => each !== undefined && each.state !== null),
      ),
      vectorOf(
        { kind: 'long' },
        kept.map(each => each?.timeoutMs ?? null),
      ),
      ...this.#table.keys(groups),
      ...fields.map(({ type }, i) =>
        vectorOf(
          type,
          kept.map(each => each?.state?.[i] ?? null),
        ),
      ),
    ]
    const names = [
      'removed',
      'exists',
      'timeout',
      ...this.#keys.map(({ name }) => `key ${name}`),
      ...fields.map(({ name }) => `state ${name}`),
    ]
    const types: [string, DataType][] = columns.map((column, i) => [names[i]!, column.type])
    return { schema: { kind: 'struct', fields: Object.fromEntries(types) }, numRows: groups.length, columns }
  }

  load(file: ColumnBatch, path: string): void {
    requireSameSchema(file.schema, this.save(new Int32Array(0)).schema, path)
    const [removed, exists, timeouts, ...rest] = file.columns
    if (removed?.layout !== 'boolean' || exists?.layout !== 'boolean' || timeouts?.layout !== 'int64') return
    const groups = this.numbersOf(rest.slice(0, this.#keys.length), file.numRows)
    this.#earliest = undefined
    const fields = rest.slice(this.#keys.length)
    for (let row = 0; row < file.numRows; row++) {
      if (removed.values[row] === 1) this.#kept.delete(groups[row]!)
      else {
        const state = exists.values[row] === 1 ? fields.map(field => ownedStoredAt(field, row)) : null
        const timeoutMs = isNullAt(timeouts, row) ? null : Number(timeouts.values[row]!)
        this.#kept.set(groups[row]!, { state, timeoutMs })
      }
    }
  }

  compact(): void {
    const dead = this.#table.size - this.#kept.size
    if (dead < WORTH_REBUILDING || dead < this.#kept.size) return
    const file = this.save(this.all())
    this.#table = new GroupTable(this.#keys.map(({ type }) => type))
    this.#kept = new Map()
    this.#isChanged = new Uint8Array(0)
    this.#changed = []
    this.load(file, 'memory')
  }
}
