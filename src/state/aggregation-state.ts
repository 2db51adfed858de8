import type { Accumulator } from '../expressions/accumulators/accumulator.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import { ChangedRows } from './changed-rows.ts'
import { EndTimes } from './end-times.ts'
import { eventEndsMs } from './event-ends.ts'
import { GroupTable } from './group-table.ts'
import { type GroupedShape, groupColumns, loadAccumulators } from './grouped-accumulators.ts'
import type { StateTable } from './operator-state.ts'
import { requireSameSchema } from './same-schema.ts'
import { stateBatch } from './state-batch.ts'

export interface AggregationShape extends GroupedShape {
  /** Index of the key that carries the watermark; -1 for none. */
  readonly eventTimeKey: number
}

/** All that is held; a rebuilt table takes the place of one that is sparse as a whole. */
interface Held {
  readonly table: GroupTable
  readonly accumulators: readonly Accumulator[]
  readonly groups: ChangedRows
  readonly ends: EndTimes
}

/**
 * The groups of an aggregation that outlive a batch, as columns. Group numbers are positions in those columns; they
 * change only when `compact` rebuilds the tables.
 */
export class AggregationState implements StateTable {
  readonly name = ''
  readonly #shape: AggregationShape
  #held: Held

  constructor(shape: AggregationShape) {
    this.#shape = shape
    const table = new GroupTable(shape.keys.map(key => key.type))
    this.#held = { table, accumulators: shape.newAccumulators(), groups: new ChangedRows(), ends: new EndTimes() }
  }

  /** Groups held. */
  get size(): number {
    return this.#held.groups.size
  }

  /** Adds groups of a batch (their keys and accumulators) to what is held. @returns the groups touched, in order */
  merge(keys: readonly ColumnVector[], accumulators: readonly Accumulator[], from: Int32Array): Int32Array {
    const groups = this.#groupsOf(keys, from.length)
    for (const [i, accumulator] of this.#held.accumulators.entries()) accumulator.merge(accumulators[i]!, from, groups)
    for (const group of groups) this.#held.groups.noteChanged(group)
    return groups
  }

  takeChanged(): Int32Array {
    return this.#held.groups.takeChanged()
  }

  #groupsOf(keys: readonly ColumnVector[], length: number): Int32Array {
    const groups = this.#held.table.encode(keys, length)
    if (this.#held.table.size > this.#held.groups.length) {
      this.#held.groups.grow(this.#held.table.size)
      this.#held.ends.grow(this.#held.table.size)
      for (const accumulator of this.#held.accumulators) accumulator.grow(this.#held.table.size)
    }
    const { eventTimeKey } = this.#shape
    const endsMs = eventTimeKey < 0 ? null : eventEndsMs(keys[eventTimeKey]!)
    for (let i = 0; i < groups.length; i++)
      if (this.#held.groups.hold(groups[i]!)) this.#held.ends.set(groups[i]!, endsMs === null ? Number.NaN : endsMs[i]!)
    return groups
  }

  /** The groups whose window (or event time) ends at or before the watermark. */
  expired(watermarkMs: number): Int32Array {
    return this.#held.ends.expired(watermarkMs, this.#held.groups)
  }

  remove(groups: Int32Array): void {
    this.#drop(groups)
    for (const group of groups) this.#held.groups.noteChanged(group)
  }

  #drop(groups: Int32Array): void {
    for (const accumulator of this.#held.accumulators) accumulator.clear(groups)
    for (const group of groups) this.#held.groups.drop(group)
  }

  all(): Int32Array {
    return this.#held.groups.all()
  }

  /** The earliest end of a window still open, microseconds; `null` where none is. */
  earliestEndUs(): number | null {
    return this.#held.ends.earliestUs(this.#held.groups)
  }

  /** Keys and results of these groups, in the order of the output columns. */
  results(groups: Int32Array): readonly ColumnVector[] {
    return [...this.#held.table.keys(groups), ...this.#held.accumulators.map(accumulator => accumulator.finish(groups))]
  }

  /** What a state file keeps of these groups. `removed` groups carry their keys only. */
  save(groups: Int32Array): ColumnBatch {
    const columns = groupColumns(this.#shape, this.#held.table.keys(groups), this.#held.accumulators, groups)
    return stateBatch(groups.length, [['removed', this.#held.groups.removed(groups)], ...columns])
  }

  /**
   * Applies a file that `save` gave.
   *
   * @throws STATE_SCHEMA_NOT_COMPATIBLE where the query's keys or aggregates have changed since
   */
  load(file: ColumnBatch, path: string): void {
    const [removed, ...columns] = file.columns
    requireSameSchema(file.schema, this.save(new Int32Array(0)).schema, path, 'Grouping keys and aggregates')
    if (removed?.layout !== 'boolean') return
    const width = this.#shape.keys.length
    const groups = this.#groupsOf(columns.slice(0, width), file.numRows)
    loadAccumulators(this.#held.accumulators, columns.slice(width), groups)
    this.#drop(groups.filter((_, i) => removed.values[i] === 1))
  }

  compact(): void {
    if (!this.#held.groups.isSparse(this.#held.table.numBytes)) return
    // Built beside what is held, so that a failure on the way loses nothing.
    const rebuilt = new AggregationState(this.#shape)
    rebuilt.load(this.save(this.all()), 'memory')
    this.#held = rebuilt.#held
  }
}
