import { grown } from '../expressions/accumulators/accumulator.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { BooleanVector, ColumnVector } from '../schema/column-vector.ts'
import { type DataType, fieldsOf, type StructType } from '../schema/data-type.ts'
import { takeOrNull } from '../schema/null-rows.ts'
import { takeValues } from '../schema/take-rows.ts'
import { eventEndsUs } from './event-ends.ts'
import { KeyChains } from './join-state-chains.ts'
import { type GrowingColumn, growingColumn } from './join-state-column.ts'
import type { StateTable } from './operator-state.ts'
import { requireSameSchema } from './same-schema.ts'

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

/** Below this many dead rows a table is not worth rebuilding. */
const WORTH_REBUILDING = 10_000
const NONE = -1

/** The number of each key, shared by both sides. */
export type EncodeKeys = (keys: readonly ColumnVector[], numRows: number) => Int32Array

/**
 * The buffered rows of one side of a stream–stream join: columns, and for each key a chain of its rows. A row has a
 * flag that says whether it ever met one of the other side.
 *
 * @see Spark `SymmetricHashJoinStateManager.scala`, state format 2
 */
export class JoinSideState implements StateTable {
  readonly name: string
  readonly #shape: JoinSideShape
  readonly #encode: EncodeKeys
  readonly #names: readonly string[]
  #columns: readonly GrowingColumn[] = []
  #chains = new KeyChains()
  // By row.
  #ids = new Float64Array(0)
  #endsUs = new Float64Array(0)
  #live = new Uint8Array(0)
  #matched = new Uint8Array(0)
  #isChanged = new Uint8Array(0)
  #length = 0
  #liveCount = 0
  /** Rows are numbered for life, so that a file can name one of a file before. */
  #nextId = 0
  #changed: number[] = []
  /** Rows by their number for life; only while files are loaded. */
  #byId: Map<number, number> | null = null

  constructor(shape: JoinSideShape, encode: EncodeKeys) {
    this.name = shape.name
    this.#shape = shape
    this.#encode = encode
    this.#names = Object.keys(shape.schema.fields)
    this.#columns = this.#newColumns()
  }

  get size(): number {
    return this.#liveCount
  }

  /**
   * Adds rows.
   *
   * @param codes the number of each row's key
   * @param keys the key columns, in the order of the shape
   */
  add(batch: ColumnBatch, keys: readonly ColumnVector[], codes: Int32Array, matched: Uint8Array): void {
    const first = this.#append([...batch.columns, ...this.#kept(keys)], keys, codes, matched)
    for (let row = first; row < this.#length; row++) {
      this.#ids[row] = this.#nextId++
      this.#noteChanged(row)
    }
  }

  /** Pairs of a fresh row of the other side and a row held with its key. */
  pairs(codes: Int32Array, most: number): ReturnType<KeyChains['pairs']> {
    return this.#chains.pairs(
      codes,
      most,
      row => this.#live[row] === 1,
      () => true,
    )
  }

  /** The number that the next row gets. */
  get end(): number {
    return this.#length
  }

  isHeld(row: number): boolean {
    return this.#live[row] === 1
  }

  /** One column of these rows, by its place in the schema. */
  take(column: number, rows: Int32Array): ColumnVector {
    return this.#columns[column]!.take(rows)
  }

  isMatched(row: number): boolean {
    return this.#matched[row] === 1
  }

  markMatched(row: number): void {
    if (this.#matched[row] === 1) return
    this.#matched[row] = 1
    this.#noteChanged(row)
  }

  /** When each new row expires, microseconds; NaN for never. */
  expiriesUs(batch: ColumnBatch, keys: readonly ColumnVector[]): Float64Array {
    const { expiry } = this.#shape
    if (expiry === null) return new Float64Array(batch.numRows).fill(Number.NaN)
    return eventEndsUs('key' in expiry ? keys[expiry.key]! : batch.columns[this.#names.indexOf(expiry.column)]!)
  }

  /** The rows that expire at or before a moment. */
  expired(stateWatermarkUs: number): Int32Array {
    const rows: number[] = []
    for (let row = 0; row < this.#length; row++)
      if (this.#live[row] === 1 && this.#endsUs[row]! <= stateWatermarkUs) rows.push(row)
    return Int32Array.from(rows)
  }

  remove(rows: Int32Array): void {
    for (const row of rows) {
      if (this.#live[row] === 0) continue
      this.#live[row] = 0
      this.#liveCount--
      this.#noteChanged(row)
    }
  }

  earliestEndUs(): number | null {
    let earliest = Number.POSITIVE_INFINITY
    for (let row = 0; row < this.#length; row++)
      if (this.#live[row] === 1 && this.#endsUs[row]! < earliest) earliest = this.#endsUs[row]!
    return earliest === Number.POSITIVE_INFINITY ? null : earliest
  }

  takeChanged(): Int32Array {
    // The files before a batch know what they know; from here on rows change only by batches.
    this.#byId = null
    const changed = Int32Array.from(this.#changed)
    for (const row of changed) this.#isChanged[row] = 0
    this.#changed = []
    return changed
  }

  all(): Int32Array {
    const rows: number[] = []
    for (let row = 0; row < this.#length; row++) if (this.#live[row] === 1) rows.push(row)
    return Int32Array.from(rows)
  }

  /** Rows that are gone carry their number only. */
  save(rows: Int32Array): ColumnBatch {
    const flags = (name: string, values: Uint8Array): [string, BooleanVector] => [
      name,
      { layout: 'boolean', type: { kind: 'boolean' }, length: rows.length, validity: null, values },
    ]
    const ids: ColumnVector = {
      layout: 'int64',
      type: { kind: 'long' },
      length: rows.length,
      validity: null,
      values: Float64Array.from(rows, row => this.#ids[row]!),
    }
    const kept = rows.filter(row => this.#live[row] === 1)
    let position = 0
    const places = rows.map(row => (this.#live[row] === 1 ? position++ : NONE))
    const named: [string, ColumnVector][] = [
      flags(
        'removed',
        Uint8Array.from(rows, row => 1 - this.#live[row]!),
      ),
      ['row', ids],
      flags(
        'matched',
        Uint8Array.from(rows, row => this.#matched[row]!),
      ),
      ...this.#columnNames().map((name, i): [string, ColumnVector] => [name, takeOrNull(this.#columns[i]!.take(kept), places)]),
    ]
    const types = named.map(([name, vector]) => [name, vector.type] as const)
    return {
      schema: { kind: 'struct', fields: Object.fromEntries(types) },
      numRows: rows.length,
      columns: named.map(([, vector]) => vector),
    }
  }

  load(file: ColumnBatch, path: string): void {
    requireSameSchema(file.schema, this.save(new Int32Array(0)).schema, path, 'The columns and keys of a join')
    const [removed, ids, flags, ...columns] = file.columns
    if (removed?.layout !== 'boolean' || ids?.layout !== 'int64' || flags?.layout !== 'boolean') return
    this.#byId ??= new Map(Array.from({ length: this.#length }, (_, row) => [this.#ids[row]!, row]))
    const added: number[] = []
    for (let i = 0; i < file.numRows; i++) {
      const id = Number(ids.values[i]!)
      const row = this.#byId.get(id)
      if (row === undefined) {
        if (removed.values[i] === 0) added.push(i)
      } else if (removed.values[i] === 0) this.#matched[row] = flags.values[i]!
      else if (this.#live[row] === 1) {
        this.#live[row] = 0
        this.#liveCount--
      }
      this.#nextId = Math.max(this.#nextId, id + 1)
    }
    const places = Int32Array.from(added)
    const vectors = columns.map(column => takeValues(column, places))
    const extra = vectors.slice(this.#names.length)
    const keys = this.#shape.keys.map(({ column }) => (column === null ? extra.shift()! : vectors[this.#names.indexOf(column)]!))
    const matched = Uint8Array.from(places, i => flags.values[i]!)
    const first = this.#append(vectors, keys, this.#encode(keys, places.length), matched)
    for (const [i, place] of added.entries()) {
      this.#ids[first + i] = Number(ids.values[place]!)
      this.#byId.set(this.#ids[first + i]!, first + i)
    }
  }

  /** Whether most rows are gone. */
  get isSparse(): boolean {
    const dead = this.#length - this.#liveCount
    return dead >= WORTH_REBUILDING && dead >= this.#liveCount
  }

  compact(): void {
    if (this.isSparse) this.rebuild()
  }

  /** Keeps the rows that are held alone; their keys are numbered anew. */
  rebuild(): void {
    const file = this.save(this.all())
    const nextId = this.#nextId
    this.#columns = this.#newColumns()
    this.#chains = new KeyChains()
    this.#ids = new Float64Array(0)
    this.#endsUs = new Float64Array(0)
    this.#live = new Uint8Array(0)
    this.#matched = new Uint8Array(0)
    this.#isChanged = new Uint8Array(0)
    this.#length = 0
    this.#liveCount = 0
    this.#changed = []
    this.#byId = null
    this.load(file, 'memory')
    this.#nextId = nextId
    this.#byId = null
  }

  #append(columns: readonly ColumnVector[], keys: readonly ColumnVector[], codes: Int32Array, matched: Uint8Array): number {
    const first = this.#length
    const length = first + codes.length
    for (const [i, column] of this.#columns.entries()) column.append(columns[i]!)
    this.#ids = grown(this.#ids, length)
    this.#endsUs = grown(this.#endsUs, length)
    this.#live = grown(this.#live, length)
    this.#matched = grown(this.#matched, length)
    this.#isChanged = grown(this.#isChanged, length)
    const batch = { schema: this.#shape.schema, numRows: codes.length, columns: columns.slice(0, this.#names.length) }
    this.#endsUs.set(this.expiriesUs(batch, keys), first)
    this.#matched.set(matched, first)
    this.#live.fill(1, first, length)
    this.#chains.add(first, codes)
    this.#length = length
    this.#liveCount += codes.length
    return first
  }

  #noteChanged(row: number): void {
    if (this.#isChanged[row] === 1) return
    this.#isChanged[row] = 1
    this.#changed.push(row)
  }

  /** Keys that no column of the row is. */
  #kept(keys: readonly ColumnVector[]): readonly ColumnVector[] {
    return keys.filter((_, i) => this.#shape.keys[i]!.column === null)
  }

  #newColumns(): readonly GrowingColumn[] {
    const extra = this.#shape.keys.filter(({ column }) => column === null).map(({ type }) => type)
    return [...fieldsOf(this.#shape.schema).map(({ type }) => type), ...extra].map(growingColumn)
  }

  #columnNames(): readonly string[] {
    const extra = this.#shape.keys.flatMap(({ column }, i) => (column === null ? [`key ${i}`] : []))
    return [...this.#names.map(name => `value ${name}`), ...extra]
  }
}
