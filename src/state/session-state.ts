import { type Accumulator, grown } from '../expressions/accumulators/accumulator.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import type { DataType, Field } from '../schema/data-type.ts'
import { GroupTable } from './group-table.ts'
import type { StateTable } from './operator-state.ts'
import { requireSameSchema } from './same-schema.ts'

const TIMESTAMP = { kind: 'timestamp' } as const
/** Below this many dead sessions the tables are not worth rebuilding. */
const WORTH_REBUILDING = 10_000

export interface SessionShape {
  /** The grouping columns besides the session. */
  readonly keys: readonly Field[]
  /** What each accumulator holds: a state file made for other aggregates is refused even where their types agree. */
  readonly aggregates: readonly string[]
  newAccumulators(): readonly Accumulator[]
}

/**
 * The open sessions of each key. A session is known by its key and its start; its number is a position in the columns
 * below, and keeps its meaning until `compact`.
 *
 * @see Spark `StreamingSessionWindowStateManager.scala`
 */
export class SessionState implements StateTable {
  readonly name = ''
  readonly #shape: SessionShape
  #keys: GroupTable
  /** Numbers sessions by key columns and start. */
  #table: GroupTable
  #accumulators: readonly Accumulator[]
  #ofKey = new Map<number, Set<number>>()
  #keyOf = new Int32Array(0)
  #startsUs = new Float64Array(0)
  #endsUs = new Float64Array(0)
  #live = new Uint8Array(0)
  #isChanged = new Uint8Array(0)
  #changed: number[] = []
  #liveCount = 0
  #known = 0

  constructor(shape: SessionShape) {
    this.#shape = shape
    this.#keys = new GroupTable(shape.keys.map(({ type }) => type))
    this.#table = this.#newTable()
    this.#accumulators = shape.newAccumulators()
  }

  #newTable(): GroupTable {
    return new GroupTable([...this.#shape.keys.map(({ type }) => type), TIMESTAMP])
  }

  get size(): number {
    return this.#liveCount
  }
  get accumulators(): readonly Accumulator[] {
    return this.#accumulators
  }

  /** The number of each key. */
  keyNumbers(keys: readonly ColumnVector[], numRows: number): Int32Array {
    return this.#keys.encode(keys, numRows)
  }

  /** The open sessions of a key, in no order. */
  sessionsOf(key: number): readonly number[] {
    return [...(this.#ofKey.get(key) ?? [])]
  }
  startOf(session: number): number {
    return this.#startsUs[session]!
  }
  endOf(session: number): number {
    return this.#endsUs[session]!
  }

  /**
   * Puts sessions in place; what was held under the same key and start is replaced.
   *
   * @param from group numbers of `accumulators`, one a session
   * @returns their numbers
   */
  put(
    keys: readonly ColumnVector[],
    startsUs: Float64Array,
    endsUs: Float64Array,
    accumulators: readonly Accumulator[],
    from: Int32Array,
  ): Int32Array {
    const sessions = this.#numbersOf(keys, startsUs, endsUs)
    for (const [i, accumulator] of this.#accumulators.entries()) {
      accumulator.clear(sessions)
      accumulator.merge(accumulators[i]!, from, sessions)
    }
    for (const session of sessions) this.#noteChanged(session)
    return sessions
  }

  #numbersOf(keys: readonly ColumnVector[], startsUs: Float64Array, endsUs: Float64Array): Int32Array {
    const length = startsUs.length
    const starts: ColumnVector = { layout: 'int64', type: TIMESTAMP, length, validity: null, values: startsUs }
    const sessions = this.#table.encode([...keys, starts], length)
    const keyNumbers = this.keyNumbers(keys, length)
    if (this.#table.size > this.#known) {
      this.#known = this.#table.size
      this.#live = grown(this.#live, this.#known)
      this.#keyOf = grown(this.#keyOf, this.#known)
      this.#startsUs = grown(this.#startsUs, this.#known)
      this.#endsUs = grown(this.#endsUs, this.#known)
      this.#isChanged = grown(this.#isChanged, this.#known)
      for (const accumulator of this.#accumulators) accumulator.grow(this.#known)
    }
    for (let i = 0; i < length; i++) {
      const session = sessions[i]!
      this.#endsUs[session] = endsUs[i]!
      if (this.#live[session] === 1) continue
      this.#live[session] = 1
      this.#liveCount++
      this.#startsUs[session] = startsUs[i]!
      this.#keyOf[session] = keyNumbers[i]!
      const siblings = this.#ofKey.get(keyNumbers[i]!)
      if (siblings === undefined) this.#ofKey.set(keyNumbers[i]!, new Set([session]))
      else siblings.add(session)
    }
    return sessions
  }

  #noteChanged(session: number): void {
    if (this.#isChanged[session] === 1) return
    this.#isChanged[session] = 1
    this.#changed.push(session)
  }

  remove(sessions: Int32Array): void {
    this.#drop(sessions)
    for (const session of sessions) this.#noteChanged(session)
  }

  #drop(sessions: Int32Array): void {
    for (const accumulator of this.#accumulators) accumulator.clear(sessions)
    for (const session of sessions) {
      if (this.#live[session] === 0) continue
      this.#live[session] = 0
      this.#liveCount--
      const key = this.#keyOf[session]!
      const siblings = this.#ofKey.get(key)
      siblings?.delete(session)
      if (siblings?.size === 0) this.#ofKey.delete(key)
    }
  }

  /** Sessions that end at or before the watermark. */
  expired(watermarkMs: number): Int32Array {
    const sessions: number[] = []
    for (let session = 0; session < this.#known; session++)
      if (this.#live[session] === 1 && this.#endsUs[session]! <= watermarkMs * 1000) sessions.push(session)
    return Int32Array.from(sessions)
  }

  earliestEndUs(): number | null {
    let earliest = Number.POSITIVE_INFINITY
    for (let session = 0; session < this.#known; session++)
      if (this.#live[session] === 1 && this.#endsUs[session]! < earliest) earliest = this.#endsUs[session]!
    return earliest === Number.POSITIVE_INFINITY ? null : earliest
  }

  takeChanged(): Int32Array {
    const changed = Int32Array.from(this.#changed)
    for (const session of changed) this.#isChanged[session] = 0
    this.#changed = []
    return changed
  }

  all(): Int32Array {
    const sessions: number[] = []
    for (let session = 0; session < this.#known; session++) if (this.#live[session] === 1) sessions.push(session)
    return Int32Array.from(sessions)
  }

  /** Keys, bounds and results of these sessions. */
  results(sessions: Int32Array): {
    readonly keys: readonly ColumnVector[]
    readonly startsUs: Float64Array
    readonly endsUs: Float64Array
    readonly aggregates: readonly ColumnVector[]
  } {
    return { ...this.#boundsOf(sessions), aggregates: this.#accumulators.map(accumulator => accumulator.finish(sessions)) }
  }

  #boundsOf(sessions: Int32Array) {
    return {
      keys: this.#table.keys(sessions).slice(0, -1),
      startsUs: Float64Array.from(sessions, session => this.#startsUs[session]!),
      endsUs: Float64Array.from(sessions, session => this.#endsUs[session]!),
    }
  }

  save(sessions: Int32Array): ColumnBatch {
    const length = sessions.length
    const { keys, startsUs, endsUs } = this.#boundsOf(sessions)
    const removed = Uint8Array.from(sessions, session => 1 - this.#live[session]!)
    const saved = this.#accumulators.map(accumulator => accumulator.save(sessions))
    const holders = saved.flatMap((buffers, i) => buffers.map(() => this.#shape.aggregates[i]))
    const columns: readonly ColumnVector[] = [
      { layout: 'boolean', type: { kind: 'boolean' }, length, validity: null, values: removed },
      { layout: 'int64', type: TIMESTAMP, length, validity: null, values: startsUs },
      { layout: 'int64', type: TIMESTAMP, length, validity: null, values: endsUs },
      ...keys,
      ...saved.flat(),
    ]
    const names = [
      'removed',
      'start',
      'end',
      ...this.#shape.keys.map(({ name }) => `key ${name}`),
      ...holders.map((holder, i) => `value ${i}: ${holder}`),
    ]
    const types: [string, DataType][] = columns.map((column, i) => [names[i]!, column.type])
    return { schema: { kind: 'struct', fields: Object.fromEntries(types) }, numRows: length, columns }
  }

  load(file: ColumnBatch, path: string): void {
    requireSameSchema(file.schema, this.save(new Int32Array(0)).schema, path)
    const [removed, starts, ends, ...rest] = file.columns
    if (removed?.layout !== 'boolean' || starts?.layout !== 'int64' || ends?.layout !== 'int64') return
    const width = this.#shape.keys.length
    const sessions = this.#numbersOf(
      rest.slice(0, width),
      Float64Array.from(starts.values, Number),
      Float64Array.from(ends.values, Number),
    )
    let buffer = width
    for (const accumulator of this.#accumulators) {
      const buffers = accumulator.save(new Int32Array(0)).length
      accumulator.load(rest.slice(buffer, buffer + buffers), sessions)
      buffer += buffers
    }
    this.#drop(sessions.filter((_, i) => removed.values[i] === 1))
  }

  compact(): void {
    const dead = this.#known - this.#liveCount
    if (dead < WORTH_REBUILDING || dead < this.#liveCount) return
    const file = this.save(this.all())
    this.#keys = new GroupTable(this.#shape.keys.map(({ type }) => type))
    this.#table = this.#newTable()
    this.#accumulators = this.#shape.newAccumulators()
    this.#ofKey = new Map()
    this.#keyOf = new Int32Array(0)
    this.#startsUs = new Float64Array(0)
    this.#endsUs = new Float64Array(0)
    this.#live = new Uint8Array(0)
    this.#isChanged = new Uint8Array(0)
    this.#changed = []
    this.#liveCount = 0
    this.#known = 0
    this.load(file, 'memory')
  }
}
