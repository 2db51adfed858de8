import type { ColumnBatch } from '../schema/column-batch.ts'
import { type Stored, vectorOf } from '../schema/column-builder.ts'
import { type ColumnVector, isNullAt } from '../schema/column-vector.ts'
import { type Field, fieldsOf, type StructType } from '../schema/data-type.ts'
import { ownedStoredAt } from '../schema/owned-stored.ts'
import { ChangedRows } from './changed-rows.ts'
import { EndTimes } from './end-times.ts'
import { GroupTable } from './group-table.ts'
import type { StateTable } from './operator-state.ts'
import { requireSameSchema } from './same-schema.ts'
import { type NamedColumn, stateBatch } from './state-batch.ts'

/** What is kept of a group: its state, its timeout, or both. */
export interface KeptGroup {
  /** The fields of the state as they are stored; `null` where only a timeout is kept. */
  readonly state: readonly Stored[] | null
  /** Milliseconds since 1970; `null` for none. */
  readonly timeoutMs: number | null
}

/** All that is held; a rebuilt table takes the place of one that is sparse as a whole. */
interface Held {
  readonly table: GroupTable
  readonly groups: ChangedRows
  /** By group. */
  readonly states: (KeptGroup['state'] | undefined)[]
  readonly timeouts: EndTimes
}

/** The state of each group of a `flatMapGroupsWithState`. @see Spark `FlatMapGroupsWithStateExecHelper`, StateManagerImplV2 */
export class KeyedState implements StateTable {
  readonly name = ''
  readonly #keys: readonly Field[]
  readonly #schema: StructType
  #held: Held

  constructor(keys: readonly Field[], schema: StructType) {
    this.#keys = keys
    this.#schema = schema
    const table = new GroupTable(keys.map(({ type }) => type))
    this.#held = { table, groups: new ChangedRows(), states: [], timeouts: new EndTimes() }
  }

  get size(): number {
    return this.#held.groups.size
  }

  /** The group of each row. */
  numbersOf(keys: readonly ColumnVector[], numRows: number): Int32Array {
    const { table, groups, states, timeouts } = this.#held
    const numbers = table.encode(keys, numRows)
    groups.grow(table.size)
    timeouts.grow(table.size)
    while (states.length < table.size) states.push(undefined)
    return numbers
  }

  keysOf(groups: Int32Array): readonly ColumnVector[] {
    return this.#held.table.keys(groups)
  }

  get(group: number): KeptGroup | undefined {
    const state = this.#held.states[group]
    return state === undefined ? undefined : { state, timeoutMs: this.#timeoutOf(group) }
  }

  put(group: number, kept: KeptGroup): void {
    this.#keep(group, kept)
    this.#held.groups.noteChanged(group)
  }

  remove(group: number): void {
    if (this.#drop(group)) this.#held.groups.noteChanged(group)
  }

  #keep(group: number, { state, timeoutMs }: KeptGroup): void {
    this.#held.groups.hold(group)
    this.#held.states[group] = state
    this.#held.timeouts.set(group, timeoutMs ?? Number.NaN)
  }

  #drop(group: number): boolean {
    this.#held.states[group] = undefined
    return this.#held.groups.drop(group)
  }

  #timeoutOf(group: number): number | null {
    const timeoutMs = this.#held.timeouts.at(group)
    return Number.isNaN(timeoutMs) ? null : timeoutMs
  }

  /** Groups whose timeout is before this moment. */
  timedOut(beforeMs: number): readonly number[] {
    const { timeouts, groups } = this.#held
    return [...timeouts.expired(beforeMs, groups)].filter(group => this.#timeoutOf(group)! < beforeMs)
  }

  /** The group with the earliest timeout, milliseconds; `null` where none has one. */
  earliestTimeout(): { readonly group: number; readonly timeoutMs: number } | null {
    const group = this.#held.timeouts.earliest(this.#held.groups)
    return group < 0 ? null : { group, timeoutMs: this.#timeoutOf(group)! }
  }

  takeChanged(): Int32Array {
    return this.#held.groups.takeChanged()
  }

  all(): Int32Array {
    return this.#held.groups.all()
  }

  save(groups: Int32Array): ColumnBatch {
    const kept = Array.from(groups, group => this.get(group))
    const keys = this.keysOf(groups)
    const exists = kept.map(each => each !== undefined && each.state !== null)
    const timeouts = kept.map(each => each?.timeoutMs ?? null)
    const stateColumn = ({ name, type }: Field, i: number): NamedColumn => {
      const values = kept.map(each => each?.state?.[i] ?? null)
      return [`state ${name}`, vectorOf(type, values)]
    }
    return stateBatch(groups.length, [
      ['removed', this.#held.groups.removed(groups)],
      ['exists', vectorOf({ kind: 'boolean' }, exists)],
      ['timeout', vectorOf({ kind: 'long' }, timeouts)],
      ...this.#keys.map(({ name }, i): NamedColumn => [`key ${name}`, keys[i]!]),
      ...fieldsOf(this.#schema).map(stateColumn),
    ])
  }

  load(file: ColumnBatch, path: string): void {
    requireSameSchema(file.schema, this.save(new Int32Array(0)).schema, path)
    const [removed, exists, timeouts, ...rest] = file.columns
    if (removed?.layout !== 'boolean' || exists?.layout !== 'boolean' || timeouts?.layout !== 'int64') return
    const groups = this.numbersOf(rest.slice(0, this.#keys.length), file.numRows)
    const fields = rest.slice(this.#keys.length)
    for (let row = 0; row < file.numRows; row++) {
      if (removed.values[row] === 1) this.#drop(groups[row]!)
      else {
        const state = exists.values[row] === 1 ? fields.map(field => ownedStoredAt(field, row)) : null
        const timeoutMs = isNullAt(timeouts, row) ? null : Number(timeouts.values[row]!)
        this.#keep(groups[row]!, { state, timeoutMs })
      }
    }
  }

  compact(): void {
    if (!this.#held.groups.isSparse(this.#held.table.numBytes)) return
    // Built beside what is held, so that a failure on the way loses nothing.
    const rebuilt = new KeyedState(this.#keys, this.#schema)
    rebuilt.load(this.save(this.all()), 'memory')
    this.#held = rebuilt.#held
  }
}
