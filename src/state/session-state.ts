import type { Accumulator } from '../expressions/accumulators/accumulator.ts'
import { grown } from '../expressions/accumulators/accumulator.ts'
import { NumberCells } from '../expressions/accumulators/number-cells.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { ColumnVector, Int64Vector } from '../schema/column-vector.ts'
import { ChangedRows } from './changed-rows.ts'
import { EndTimes } from './end-times.ts'
import { ceilMs } from './event-ends.ts'
import { GroupTable } from './group-table.ts'
import { type GroupedShape, groupColumns, loadAccumulators } from './grouped-accumulators.ts'
import type { StateTable } from './operator-state.ts'
import { requireSameSchema } from './same-schema.ts'
import { stateBatch } from './state-batch.ts'

const TIMESTAMP = { kind: 'timestamp' } as const

/** Where sessions begin and end, microseconds: exact also beyond 2^53. */
export interface SessionBounds {
  readonly starts: Int64Vector
  readonly ends: Int64Vector
}

/**
 * The open sessions of each key. A session is known by its key and its start; its number is a position in the columns
 * below, and keeps its meaning until `compact`.
 *
 * @see Spark `StreamingSessionWindowStateManager.scala`
 */
export class SessionState implements StateTable {
  readonly name = ''
  /** The keys are the grouping columns besides the session. */
  readonly #shape: GroupedShape
  #keys: GroupTable
  /** Numbers sessions by key columns and start. */
  #table: GroupTable
  #accumulators: readonly Accumulator[]
  #sessions = new ChangedRows()
  #closes = new EndTimes()
  #ofKey = new Map<number, Set<number>>()
  #keyOf = new Int32Array(0)
  #starts = new NumberCells(TIMESTAMP)
  #ends = new NumberCells(TIMESTAMP)

  constructor(shape: GroupedShape) {
    this.#shape = shape
    const types = shape.keys.map(({ type }) => type)
    this.#keys = new GroupTable(types)
    this.#table = new GroupTable([...types, TIMESTAMP])
    this.#accumulators = shape.newAccumulators()
  }

  get size(): number {
    return this.#sessions.size
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
  startOf(session: number): number | bigint {
    return this.#starts.at(session)!
  }
  endOf(session: number): number | bigint {
    return this.#ends.at(session)!
  }

  /**
   * Puts sessions in place; what was held under the same key and start is replaced.
   *
   * @param from group numbers of `accumulators`, one a session
   * @returns their numbers
   */
  put(keys: readonly ColumnVector[], bounds: SessionBounds, accumulators: readonly Accumulator[], from: Int32Array): Int32Array {
    const sessions = this.#numbersOf(keys, bounds)
    for (const [i, accumulator] of this.#accumulators.entries()) {
      accumulator.clear(sessions)
      accumulator.merge(accumulators[i]!, from, sessions)
    }
    for (const session of sessions) this.#sessions.noteChanged(session)
    return sessions
  }

  #numbersOf(keys: readonly ColumnVector[], { starts, ends }: SessionBounds): Int32Array {
    const { length } = starts
    const sessions = this.#table.encode([...keys, starts], length)
    const keyNumbers = this.keyNumbers(keys, length)
    if (this.#table.size > this.#sessions.length) this.#grow(this.#table.size)
    for (let i = 0; i < length; i++) {
      const session = sessions[i]!
      this.#ends.set(session, ends, i)
      this.#closes.set(session, ceilMs(ends.values[i]!))
      if (!this.#sessions.hold(session)) continue
      this.#starts.set(session, starts, i)
      this.#keyOf[session] = keyNumbers[i]!
      const siblings = this.#ofKey.get(keyNumbers[i]!)
      if (siblings === undefined) this.#ofKey.set(keyNumbers[i]!, new Set([session]))
      else siblings.add(session)
    }
    return sessions
  }

  #grow(length: number): void {
    for (const part of [this.#sessions, this.#closes, this.#starts, this.#ends, ...this.#accumulators]) part.grow(length)
    this.#keyOf = grown(this.#keyOf, length)
  }

  remove(sessions: Int32Array): void {
    this.#drop(sessions)
    for (const session of sessions) this.#sessions.noteChanged(session)
  }

  #drop(sessions: Int32Array): void {
    for (const accumulator of this.#accumulators) accumulator.clear(sessions)
    for (const session of sessions) {
      if (!this.#sessions.drop(session)) continue
      const key = this.#keyOf[session]!
      const siblings = this.#ofKey.get(key)
      siblings?.delete(session)
      if (siblings?.size === 0) this.#ofKey.delete(key)
    }
  }

  /** Sessions that end at or before the watermark. */
  expired(watermarkMs: number): Int32Array {
    return this.#closes.expired(watermarkMs, this.#sessions)
  }

  earliestEndUs(): number | null {
    return this.#closes.earliestUs(this.#sessions)
  }

  takeChanged(): Int32Array {
    return this.#sessions.takeChanged()
  }

  all(): Int32Array {
    return this.#sessions.all()
  }

  /** Keys, bounds and results of these sessions. */
  results(sessions: Int32Array): {
    readonly keys: readonly ColumnVector[]
    readonly bounds: SessionBounds
    readonly aggregates: readonly ColumnVector[]
  } {
    const aggregates = this.#accumulators.map(accumulator => accumulator.finish(sessions))
    return { keys: this.#keysOf(sessions), bounds: this.#boundsOf(sessions), aggregates }
  }

  #keysOf(sessions: Int32Array): readonly ColumnVector[] {
    return this.#table.keys(sessions).slice(0, -1)
  }

  #boundsOf(sessions: Int32Array): SessionBounds {
    return { starts: this.#starts.vector(sessions) as Int64Vector, ends: this.#ends.vector(sessions) as Int64Vector }
  }

  save(sessions: Int32Array): ColumnBatch {
    const { starts, ends } = this.#boundsOf(sessions)
    return stateBatch(sessions.length, [
      ['removed', this.#sessions.removed(sessions)],
      ['start', starts],
      ['end', ends],
      ...groupColumns(this.#shape, this.#keysOf(sessions), this.#accumulators, sessions),
    ])
  }

  load(file: ColumnBatch, path: string): void {
    requireSameSchema(file.schema, this.save(new Int32Array(0)).schema, path)
    const [removed, starts, ends, ...rest] = file.columns
    if (removed?.layout !== 'boolean' || starts?.layout !== 'int64' || ends?.layout !== 'int64') return
    const width = this.#shape.keys.length
    const sessions = this.#numbersOf(rest.slice(0, width), { starts, ends })
    loadAccumulators(this.#accumulators, rest.slice(width), sessions)
    this.#drop(sessions.filter((_, i) => removed.values[i] === 1))
  }

  compact(): void {
    if (!this.#sessions.isSparse) return
    // Built beside what is held, so that a failure on the way loses nothing.
    const rebuilt = new SessionState(this.#shape)
    rebuilt.load(this.save(this.all()), 'memory')
    this.#keys = rebuilt.#keys
    this.#table = rebuilt.#table
    this.#accumulators = rebuilt.#accumulators
    this.#sessions = rebuilt.#sessions
    this.#closes = rebuilt.#closes
    this.#ofKey = rebuilt.#ofKey
    this.#keyOf = rebuilt.#keyOf
    this.#starts = rebuilt.#starts
    this.#ends = rebuilt.#ends
  }
}
