import { grown } from '../expressions/accumulators/accumulator.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { ColumnVector } from '../schema/column-vector.ts'
import { type DataType, fieldsOf, type StructType } from '../schema/data-type.ts'
import { takeOrNull } from '../schema/null-rows.ts'
import { takeValues } from '../schema/take-rows.ts'
import { ChangedRows } from './changed-rows.ts'
import { EndTimes } from './end-times.ts'
import { eventEndsMs } from './event-ends.ts'
import { KeyChains } from './join-state-chains.ts'
import { type GrowingColumn, growingColumn } from './join-state-column.ts'
import { NumberTable } from './number-table.ts'
import type { StateTable } from './operator-state.ts'
import { requireSameSchema } from './same-schema.ts'
import { type NamedColumn, stateBatch } from './state-batch.ts'

/** What one side of a join keeps of its rows. */
export interface JoinSideShape {
  readonly name: 'left' | 'right'
  /** The rows themselves. */
  readonly schema: StructType
  /** One type for each key; a key that is a bare column is taken from the row, the others are kept beside it. */
  readonly keys: readonly { readonly type: DataType; readonly column: string | null }[]
  /** What a state watermark looks at: a key by its position, or a column by its name; `null` where rows stay for ever. */
  readonly expiry: { readonly key: number } | { readonly column: string } | null
}

const NONE = -1

/** The number of each key, shared by both sides. */
export type EncodeKeys = (keys: readonly ColumnVector[], numRows: number) => Int32Array

/** All that is held; a rebuilt side takes the place of one that is sparse as a whole. */
interface Held {
  readonly columns: readonly GrowingColumn[]
  readonly chains: KeyChains
  readonly rows: ChangedRows
  readonly ends: EndTimes
  // By row.
  ids: Float64Array
  matched: Uint8Array
}

/**
 * The buffered rows of one side of a stream–stream join: columns, and for each key a chain of its rows. A row has a
 * flag that says whether it ever met one of the other side.
 *
 * @see Spark `SymmetricHashJoinStateManager.scala`, state format 2
 */
export class JoinSideState implements Omit<StateTable, 'compact'> {
  readonly name: string
  readonly #shape: JoinSideShape
  readonly #encode: EncodeKeys
  readonly #names: readonly string[]
  #held: Held
  /** Rows are numbered for life, so that a file can name one of a file before. */
  #nextId = 0
  /**
   * Finds a row by its number for life; only while files are loaded. Every row has one of its own and they are noted in the
   * order of the rows, so the number in the table is the row. They need not ascend: a row of a delta that the snapshot knows
   * as gone already comes behind younger ones.
   */
  #byId: NumberTable | null = null

  constructor(shape: JoinSideShape, encode: EncodeKeys) {
    this.name = shape.name
    this.#shape = shape
    this.#encode = encode
    this.#names = Object.keys(shape.schema.fields)
    this.#held = {
      columns: this.#newColumns(),
      chains: new KeyChains(),
      rows: new ChangedRows(),
      ends: new EndTimes(),
      ids: new Float64Array(0),
      matched: new Uint8Array(0),
    }
  }

  get size(): number {
    return this.#held.rows.size
  }

  /**
   * Adds rows.
   *
   * @param codes the number of each row's key
   * @param keys the key columns, in the order of the shape
   */
  add(batch: ColumnBatch, keys: readonly ColumnVector[], codes: Int32Array, matched: Uint8Array): void {
    const first = this.#append([...batch.columns, ...this.#kept(keys)], keys, codes, matched)
    for (let row = first; row < this.#held.rows.length; row++) {
      this.#held.ids[row] = this.#nextId++
      this.#held.rows.noteChanged(row)
    }
  }

  /** Pairs of a fresh row of the other side and a row held with its key. */
  pairs(codes: Int32Array, most: number): ReturnType<KeyChains['pairs']> {
    return this.#held.chains.pairs(
      codes,
      most,
      row => this.#held.rows.isHeld(row),
      () => true,
    )
  }

  /** The number that the next row gets. */
  get end(): number {
    return this.#held.rows.length
  }

  isHeld(row: number): boolean {
    return this.#held.rows.isHeld(row)
  }

  /** One column of these rows, by its place in the schema. */
  take(column: number, rows: Int32Array): ColumnVector {
    return this.#held.columns[column]!.take(rows)
  }

  isMatched(row: number): boolean {
    return this.#held.matched[row] === 1
  }

  markMatched(row: number): void {
    if (this.#held.matched[row] === 1) return
    this.#held.matched[row] = 1
    this.#held.rows.noteChanged(row)
  }

  /** When each new row expires, milliseconds, rounded up; NaN for never. */
  expiriesMs(batch: ColumnBatch, keys: readonly ColumnVector[]): Float64Array {
    const { expiry } = this.#shape
    if (expiry === null) return new Float64Array(batch.numRows).fill(Number.NaN)
    return eventEndsMs('key' in expiry ? keys[expiry.key]! : batch.columns[this.#names.indexOf(expiry.column)]!)
  }

  /** The rows that expire at or before a moment; looked for only where there may be one. */
  expired(stateWatermarkMs: number): Int32Array {
    return this.#held.ends.expired(stateWatermarkMs, this.#held.rows)
  }

  remove(rows: Int32Array): void {
    for (const row of rows) if (this.#held.rows.drop(row)) this.#held.rows.noteChanged(row)
  }

  earliestEndUs(): number | null {
    return this.#held.ends.earliestUs(this.#held.rows)
  }

  takeChanged(): Int32Array {
    // The files before a batch know what they know; from here on rows change only by batches.
    this.#byId = null
    return this.#held.rows.takeChanged()
  }

  all(): Int32Array {
    return this.#held.rows.all()
  }

  /** Rows that are gone carry their number only. */
  save(rows: Int32Array): ColumnBatch {
    const ids: ColumnVector = {
      layout: 'int64',
      type: { kind: 'long' },
      length: rows.length,
      validity: null,
      values: Float64Array.from(rows, row => this.#held.ids[row]!),
    }
    const matched: ColumnVector = {
      layout: 'boolean',
      type: { kind: 'boolean' },
      length: rows.length,
      validity: null,
      values: Uint8Array.from(rows, row => this.#held.matched[row]!),
    }
    const kept = rows.filter(row => this.#held.rows.isHeld(row))
    let position = 0
    const places = rows.map(row => (this.#held.rows.isHeld(row) ? position++ : NONE))
    return stateBatch(rows.length, [
      ['removed', this.#held.rows.removed(rows)],
      ['row', ids],
      ['matched', matched],
      ...this.#columnNames().map((name, i): NamedColumn => [name, takeOrNull(this.#held.columns[i]!.take(kept), places)]),
    ])
  }

  load(file: ColumnBatch, path: string): void {
    requireSameSchema(file.schema, this.save(new Int32Array(0)).schema, path, 'The columns and keys of a join')
    const [removed, ids, flags, ...columns] = file.columns
    if (removed?.layout !== 'boolean' || ids?.layout !== 'int64' || flags?.layout !== 'boolean') return
    if (this.#byId === null) {
      this.#byId = new NumberTable()
      for (let row = 0; row < this.#held.rows.length; row++) this.#byId.find(this.#held.ids[row]!)
    }
    const added: number[] = []
    for (let i = 0; i < file.numRows; i++) {
      const id = Number(ids.values[i]!)
      const row = this.#byId.peek(id)
      if (row < 0) {
        if (removed.values[i] === 0) added.push(i)
      } else if (removed.values[i] === 0) this.#held.matched[row] = flags.values[i]!
      else this.#held.rows.drop(row)
      this.#nextId = Math.max(this.#nextId, id + 1)
    }
    const places = Int32Array.from(added)
    const vectors = columns.map(column => takeValues(column, places))
    const extra = vectors.slice(this.#names.length)
    const keys = this.#shape.keys.map(({ column }) => (column === null ? extra.shift()! : vectors[this.#names.indexOf(column)]!))
    const matched = Uint8Array.from(places, i => flags.values[i]!)
    const first = this.#append(vectors, keys, this.#encode(keys, places.length), matched)
    for (const [i, place] of added.entries()) {
      this.#held.ids[first + i] = Number(ids.values[place]!)
      this.#byId.find(this.#held.ids[first + i]!)
    }
  }

  /** Whether most rows are gone. */
  get isSparse(): boolean {
    return this.#held.rows.isSparse(this.#held.columns.reduce((sum, column) => sum + column.numBytes, 0))
  }

  /** A copy with the rows that are held alone. @param encode numbers their keys anew */
  rebuilt(encode: EncodeKeys): JoinSideState {
    const copy = new JoinSideState(this.#shape, encode)
    copy.load(this.save(this.all()), 'memory')
    copy.#nextId = this.#nextId
    copy.#byId = null
    return copy
  }

  /** Takes the place of what is held by what a copy holds. */
  become(copy: JoinSideState): void {
    this.#held = copy.#held
    this.#byId = null
  }

  #append(columns: readonly ColumnVector[], keys: readonly ColumnVector[], codes: Int32Array, matched: Uint8Array): number {
    const first = this.#held.rows.length
    const length = first + codes.length
    for (const [i, column] of this.#held.columns.entries()) column.append(columns[i]!)
    const batch = { schema: this.#shape.schema, numRows: codes.length, columns: columns.slice(0, this.#names.length) }
    this.#held.ids = grown(this.#held.ids, length)
    this.#held.matched = grown(this.#held.matched, length)
    this.#held.matched.set(matched, first)
    this.#held.rows.grow(length)
    this.#held.ends.grow(length)
    for (const [i, endMs] of this.expiriesMs(batch, keys).entries()) {
      this.#held.rows.hold(first + i)
      this.#held.ends.set(first + i, endMs)
    }
    this.#held.chains.add(first, codes)
    return first
  }

  /** Keys that no column of the row is. */
  #kept(keys: readonly ColumnVector[]): readonly ColumnVector[] {
    return keys.filter((_, i) => this.#shape.keys[i]!.column === null)
  }

  #newColumns(): readonly GrowingColumn[] {
    const extra = this.#shape.keys.filter(({ column }) => column === null).map(({ type }) => type)
    return [...fieldsOf(this.#shape.schema).map(({ type }) => type), ...extra].map(type => growingColumn(type))
  }

  #columnNames(): readonly string[] {
    const extra = this.#shape.keys.flatMap(({ column }, i) => (column === null ? [`key ${i}`] : []))
    return [...this.#names.map(name => `value ${name}`), ...extra]
  }
}
