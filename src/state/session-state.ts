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

/** All that is held; a rebuilt table takes the place of one that is sparse as a whole. */
interface Held {
  readonly keys: GroupTable
  /** Numbers sessions by key columns and start. */
  readonly table: GroupTable
  readonly accumulators: readonly Accumulator[]
  readonly sessions: ChangedRows
  readonly closes: EndTimes
  /** By number of the key: its open sessions. */
  readonly ofKey: (Set<number> | undefined)[]
  keyOf: Int32Array
  readonly starts: NumberCells
  readonly ends: NumberCells
}

function nothingHeld(shape: GroupedShape): Held {
  const types = shape.keys.map(({ type }) => type)
  return {
    keys: new GroupTable(types),
    table: new GroupTable([...types, TIMESTAMP]),
    accumulators: shape.newAccumulators(),
    sessions: new ChangedRows(),
    closes: new EndTimes(),
    ofKey: [],
    keyOf: new Int32Array(0),
    starts: new NumberCells(TIMESTAMP),
    ends: new NumberCells(TIMESTAMP),
  }
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
  #held: Held

  constructor(shape: GroupedShape) {
    this.#shape = shape
    this.#held = nothingHeld(shape)
  }

  get size(): number {
    return this.#held.sessions.size
  }
  get accumulators(): readonly Accumulator[] {
    return this.#held.accumulators
  }

  /** The number of each key. */
  keyNumbers(keys: readonly ColumnVector[], numRows: number): Int32Array {
    return this.#held.keys.encode(keys, numRows)
  }

  /** The open sessions of a key, in no order. */
  sessionsOf(key: number): readonly number[] {
    return [...(this.#held.ofKey[key] ?? [])]
  }
  startOf(session: number): number | bigint {
    return this.#held.starts.at(session)!
  }
  endOf(session: number): number | bigint {
    return this.#held.ends.at(session)!
  }

  /**
   * Puts sessions in place; what was held under the same key and start is replaced.
   *
   * @param from group numbers of `accumulators`, one a session
   * @returns their numbers
   */
  put(keys: readonly ColumnVector[], bounds: SessionBounds, accumulators: readonly Accumulator[], from: Int32Array): Int32Array {
    const sessions = this.#numbersOf(keys, bounds)
    for (const [i, accumulator] of this.#held.accumulators.entries()) {
      accumulator.clear(sessions)
      accumulator.merge(accumulators[i]!, from, sessions)
    }
    for (const session of sessions) this.#held.sessions.noteChanged(session)
    return sessions
  }

  #numbersOf(keys: readonly ColumnVector[], { starts, ends }: SessionBounds): Int32Array {
    const { length } = starts
    const sessions = this.#held.table.encode([...keys, starts], length)
    const keyNumbers = this.keyNumbers(keys, length)
    if (this.#held.table.size > this.#held.sessions.length) this.#grow(this.#held.table.size)
    for (let i = 0; i < length; i++) {
      const session = sessions[i]!
      this.#held.ends.set(session, ends, i)
      this.#held.closes.set(session, ceilMs(ends.values[i]!))
      if (!this.#held.sessions.hold(session)) continue
      this.#held.starts.set(session, starts, i)
      this.#held.keyOf[session] = keyNumbers[i]!
      const siblings = this.#held.ofKey[keyNumbers[i]!]
      if (siblings === undefined) this.#held.ofKey[keyNumbers[i]!] = new Set([session])
      else siblings.add(session)
    }
    return sessions
  }

  #grow(length: number): void {
    for (const part of [this.#held.sessions, this.#held.closes, this.#held.starts, this.#held.ends, ...this.#held.accumulators])
      part.grow(length)
    this.#held.keyOf = grown(this.#held.keyOf, length)
  }

  remove(sessions: Int32Array): void {
    this.#drop(sessions)
    for (const session of sessions) this.#held.sessions.noteChanged(session)
  }

  #drop(sessions: Int32Array): void {
    for (const accumulator of this.#held.accumulators) accumulator.clear(sessions)
    for (const session of sessions) {
      if (!this.#held.sessions.drop(session)) continue
      const key = this.#held.keyOf[session]!
      const siblings = this.#held.ofKey[key]
      siblings?.delete(session)
      if (siblings?.size === 0) this.#held.ofKey[key] = undefined
    }
  }

  /** Sessions that end at or before the watermark. */
  expired(watermarkMs: number): Int32Array {
    return this.#held.closes.expired(watermarkMs, this.#held.sessions)
  }

  earliestEndUs(): number | null {
    return this.#held.closes.earliestUs(this.#held.sessions)
  }

  takeChanged(): Int32Array {
    return this.#held.sessions.takeChanged()
  }

  all(): Int32Array {
    return this.#held.sessions.all()
  }

  /** Keys, bounds and results of these sessions. */
  results(sessions: Int32Array): {
    readonly keys: readonly ColumnVector[]
    readonly bounds: SessionBounds
    readonly aggregates: readonly ColumnVector[]
  } {
    const aggregates = this.#held.accumulators.map(accumulator => accumulator.finish(sessions))
    return { keys: this.#keysOf(sessions), bounds: this.#boundsOf(sessions), aggregates }
  }

  #keysOf(sessions: Int32Array): readonly ColumnVector[] {
    return this.#held.table.keys(sessions).slice(0, -1)
  }

  #boundsOf(sessions: Int32Array): SessionBounds {
    return { starts: this.#held.starts.vector(sessions) as Int64Vector, ends: this.#held.ends.vector(sessions) as Int64Vector }
  }

  save(sessions: Int32Array): ColumnBatch {
    const { starts, ends } = this.#boundsOf(sessions)
    return stateBatch(sessions.length, [
      ['removed', this.#held.sessions.removed(sessions)],
      ['start', starts],
      ['end', ends],
      ...groupColumns(this.#shape, this.#keysOf(sessions), this.#held.accumulators, sessions),
    ])
  }

  load(file: ColumnBatch, path: string): void {
    requireSameSchema(file.schema, this.save(new Int32Array(0)).schema, path)
    const [removed, starts, ends, ...rest] = file.columns
    if (removed?.layout !== 'boolean' || starts?.layout !== 'int64' || ends?.layout !== 'int64') return
    const width = this.#shape.keys.length
    const sessions = this.#numbersOf(rest.slice(0, width), { starts, ends })
    loadAccumulators(this.#held.accumulators, rest.slice(width), sessions)
    this.#drop(sessions.filter((_, i) => removed.values[i] === 1))
  }

  compact(): void {
    if (!this.#held.sessions.isSparse(this.#held.table.numBytes)) return
    // Built beside what is held, so that a failure on the way loses nothing.
    const rebuilt = new SessionState(this.#shape)
    rebuilt.load(this.save(this.all()), 'memory')
    this.#held = rebuilt.#held
  }
}
