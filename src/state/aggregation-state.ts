import type { Accumulator } from '../expressions/accumulators/accumulator.ts'
import { grown } from '../expressions/accumulators/accumulator.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import type { DataType, Field } from '../schema/data-type.ts'
import { eventEndsUs } from './event-ends.ts'
import { GroupTable } from './group-table.ts'
import type { StateTable } from './operator-state.ts'
import { requireSameSchema } from './same-schema.ts'

export interface AggregationShape {
  readonly keys: readonly Field[]
  /** Index of the key that carries the watermark; -1 for none. */
  readonly eventTimeKey: number
  /** What each accumulator holds: a state file made for other aggregates is refused even where their types agree. */
  readonly aggregates: readonly string[]
  newAccumulators(): readonly Accumulator[]
}

/** Below this many dead groups the tables are not worth rebuilding. */
const WORTH_REBUILDING = 10_000

/**
 * The groups of an aggregation that outlive a batch, as columns. Group numbers are positions in those columns; they
 * change only when `compact` rebuilds the tables.
 */
export class AggregationState implements StateTable {
  readonly name = ''
  readonly #shape: AggregationShape
  #table: GroupTable
  #accumulators: readonly Accumulator[]
  #live = new Uint8Array(0)
  #endsUs = new Float64Array(0)
  #liveCount = 0
  #known = 0
  #changed: number[] = []
  /** 1 for the groups in `#changed`. */
  #isChanged = new Uint8Array(0)

  constructor(shape: AggregationShape) {
    this.#shape = shape
    this.#table = new GroupTable(shape.keys.map(key => key.type))
    this.#accumulators = shape.newAccumulators()
  }

  /** Groups held. */
  get size(): number {
    return this.#liveCount
  }

  /** Adds groups of a batch (their keys and accumulators) to what is held. @returns the groups touched, in order */
  merge(keys: readonly ColumnVector[], accumulators: readonly Accumulator[], from: Int32Array): Int32Array {
    const groups = this.#groupsOf(keys, from.length)
    for (const [i, accumulator] of this.#accumulators.entries()) accumulator.merge(accumulators[i]!, from, groups)
    this.#noteChanged(groups)
    return groups
  }

  #noteChanged(groups: Int32Array): void {
    for (const group of groups) {
      if (this.#isChanged[group] === 1) continue
      this.#isChanged[group] = 1
      this.#changed.push(group)
    }
  }

  takeChanged(): Int32Array {
    const changed = Int32Array.from(this.#changed)
    for (const group of changed) this.#isChanged[group] = 0
    this.#changed = []
    return changed
  }

  #groupsOf(keys: readonly ColumnVector[], length: number): Int32Array {
    const groups = this.#table.encode(keys, length)
    if (this.#table.size > this.#known) {
      this.#live = grown(this.#live, this.#table.size)
      this.#endsUs = grown(this.#endsUs, this.#table.size)
      this.#isChanged = grown(this.#isChanged, this.#table.size)
      for (const accumulator of this.#accumulators) accumulator.grow(this.#table.size)
      this.#known = this.#table.size
    }
    const ends = this.#shape.eventTimeKey < 0 ? null : eventEndsUs(keys[this.#shape.eventTimeKey]!)
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i]!
      if (this.#live[group] === 1) continue
      this.#live[group] = 1
      this.#liveCount++
      this.#endsUs[group] = ends === null ? Number.NaN : ends[i]!
    }
    return groups
  }

  /** The groups whose window (or event time) ends at or before the watermark. */
  expired(watermarkMs: number): Int32Array {
    if (this.#shape.eventTimeKey < 0) return new Int32Array(0)
    const watermarkUs = watermarkMs * 1000
    const groups: number[] = []
    for (let group = 0; group < this.#known; group++)
      if (this.#live[group] === 1 && this.#endsUs[group]! <= watermarkUs) groups.push(group)
    return Int32Array.from(groups)
  }

  remove(groups: Int32Array): void {
    this.#drop(groups)
    this.#noteChanged(groups)
  }

  #drop(groups: Int32Array): void {
    for (const accumulator of this.#accumulators) accumulator.clear(groups)
    for (const group of groups) this.#live[group] = 0
    this.#liveCount -= groups.length
  }

  all(): Int32Array {
    const groups: number[] = []
    for (let group = 0; group < this.#known; group++) if (this.#live[group] === 1) groups.push(group)
    return Int32Array.from(groups)
  }

  /** The earliest end of a window still open, microseconds; `null` where none is. */
  earliestEndUs(): number | null {
    let earliest = Number.POSITIVE_INFINITY
    for (let group = 0; group < this.#known; group++)
      if (this.#live[group] === 1 && this.#endsUs[group]! < earliest) earliest = this.#endsUs[group]!
    return earliest === Number.POSITIVE_INFINITY ? null : earliest
  }

  /** Keys and results of these groups, in the order of the output columns. */
  results(groups: Int32Array): readonly ColumnVector[] {
    return [...this.#table.keys(groups), ...this.#accumulators.map(accumulator => accumulator.finish(groups))]
  }

  /** What a state file keeps of these groups. `removed` groups carry their keys only. */
  save(groups: Int32Array): ColumnBatch {
    const removed: ColumnVector = {
      layout: 'boolean',
      type: { kind: 'boolean' },
      length: groups.length,
      validity: null,
      values: Uint8Array.from(groups, group => 1 - this.#live[group]!),
    }
    const saved = this.#accumulators.map(accumulator => accumulator.save(groups))
    const holders = saved.flatMap((buffers, i) => buffers.map(() => this.#shape.aggregates[i]))
    const names = [
      'removed',
      ...this.#shape.keys.map(({ name }) => `key ${name}`),
      ...holders.map((holder, i) => `value ${i}: ${holder}`),
    ]
    const columns = [removed, ...this.#table.keys(groups), ...saved.flat()]
    const types: [string, DataType][] = columns.map((column, i) => [names[i]!, column.type])
    return { schema: { kind: 'struct', fields: Object.fromEntries(types) }, numRows: groups.length, columns }
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
    const keys = columns.slice(0, this.#shape.keys.length)
    const groups = this.#groupsOf(keys, file.numRows)
    let buffer = this.#shape.keys.length
    for (const accumulator of this.#accumulators) {
      const width = accumulator.save(new Int32Array(0)).length
      accumulator.load(columns.slice(buffer, buffer + width), groups)
      buffer += width
    }
    this.#drop(groups.filter((_, i) => removed.values[i] === 1))
  }

  /** Rebuilds the tables when most of their groups are gone, so that memory follows what is held. */
  compact(): void {
    const dead = this.#known - this.#liveCount
    if (dead < WORTH_REBUILDING || dead < this.#liveCount) return
    const file = this.save(this.all())
    this.#table = new GroupTable(this.#shape.keys.map(key => key.type))
    this.#accumulators = this.#shape.newAccumulators()
    this.#live = new Uint8Array(0)
    this.#endsUs = new Float64Array(0)
    this.#isChanged = new Uint8Array(0)
    this.#changed = []
    this.#liveCount = 0
    this.#known = 0
    this.load(file, 'memory')
  }
}
