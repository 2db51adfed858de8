import type { ByteValues } from '../../schema/byte-values.ts'
import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { StringDictionary } from './string-dictionary.ts'
import { TextPile } from './text-pile.ts'

/** Thrown when a field's dictionary gives up: the read starts over with plain entries. */
export const GAVE_UP = new RangeError('the texts of a field are mostly different')

const DOUBLES: ReadonlySet<DataType['kind']> = new Set(['float', 'double', 'long', 'timestamp'])
const INTS: ReadonlySet<DataType['kind']> = new Set(['byte', 'short', 'integer', 'date'])

const NO_BYTES = new Uint8Array(0)
const NO_INTS = new Int32Array(0)
const NO_DOUBLES = new Float64Array(0)

/**
 * Collects one column of one read. The scanner writes into the arrays itself; single records come through `set`.
 * One class for all types, so that the scanner's loads stay of one shape.
 */
export class ColumnWriter {
  readonly type: DataType
  /** float, double, long, timestamp */
  doubles: Float64Array<ArrayBuffer> = NO_DOUBLES
  /** byte, short, integer, date; dictionary codes; starts of plain entries */
  ints: Int32Array<ArrayBuffer> = NO_INTS
  /** ends of plain entries */
  ends: Int32Array<ArrayBuffer> = NO_INTS
  /** boolean */
  flags: Uint8Array<ArrayBuffer> = NO_BYTES
  /** decimal, array, map, struct */
  stored: Stored[] = []
  /** Texts of a string column; null: plain entries. */
  dictionary: StringDictionary | null
  private validity: Uint8Array<ArrayBuffer> | null = null
  private unsafe: Map<number, bigint> | null = null
  /** Plain entries that do not lie in the input. */
  private beside = new TextPile()
  private besideRows: number[] = []
  private rows = 0

  constructor(type: DataType) {
    this.type = type
    this.dictionary = type.kind === 'string' ? new StringDictionary() : null
  }

  get plain(): boolean {
    return this.dictionary === null
  }

  begin(rows: number): void {
    const { kind } = this.type
    this.rows = rows
    if (this.dictionary?.gaveUp) this.dictionary = null
    this.validity = null
    this.unsafe = null
    this.beside.used = 0
    this.besideRows = []
    const text = kind === 'string' || kind === 'binary'
    if (DOUBLES.has(kind)) this.doubles = new Float64Array(rows)
    else if (INTS.has(kind) || text) this.ints = new Int32Array(rows)
    else if (kind === 'boolean') this.flags = new Uint8Array(rows)
    else this.stored = new Array<Stored>(rows).fill(null)
    if (text && this.plain) this.ends = new Int32Array(rows)
  }

  /** One byte a row, made when the first null comes. */
  nulls(): Uint8Array<ArrayBuffer> {
    this.validity ??= new Uint8Array(this.rows).fill(1)
    return this.validity
  }

  set(row: number, value: Stored): void {
    if (value === null) {
      this.nulls()[row] = 0
      return
    }
    switch (this.type.kind) {
      case 'float':
      case 'double':
        this.doubles[row] = value as number
        break
      case 'long':
      case 'timestamp':
        if (typeof value === 'bigint') {
          this.unsafe ??= new Map()
          this.unsafe.set(row, value)
        } else this.doubles[row] = value as number
        break
      case 'byte':
      case 'short':
      case 'integer':
      case 'date':
        this.ints[row] = value as number
        break
      case 'boolean':
        this.flags[row] = value === true ? 1 : 0
        break
      case 'string':
      case 'binary':
        this.setText(row, value as string | Uint8Array)
        break
      default:
        this.stored[row] = value
    }
  }

  private setText(row: number, value: string | Uint8Array): void {
    const { beside } = this
    const start = this.dictionary === null ? beside.used : 0
    beside.used = start
    beside.append(value)
    if (this.dictionary === null) {
      this.ints[row] = start
      this.ends[row] = beside.used
      this.besideRows.push(row)
      return
    }
    const code = this.dictionary.code(beside.bytes, beside.view, 0, beside.used)
    if (code < 0) throw GAVE_UP
    this.ints[row] = code
  }

  /** @param input the bytes into which plain entries point */
  finish(input: Uint8Array): ColumnVector {
    const { type, rows: length, validity } = this
    switch (type.kind) {
      case 'float':
      case 'double':
        return { layout: 'float64', type, length, validity, values: this.doubles }
      case 'long':
      case 'timestamp':
        return { layout: 'int64', type, length, validity, values: this.int64() }
      case 'byte':
      case 'short':
      case 'integer':
      case 'date':
        return { layout: 'int32', type, length, validity, values: this.ints }
      case 'boolean':
        return { layout: 'boolean', type, length, validity, values: this.flags }
      case 'string':
      case 'binary': {
        if (this.dictionary === null) {
          return { layout: 'utf8', type, length, validity, codes: null, dictionary: this.entries(input) }
        }
        const dictionary = this.dictionary.snapshot()
        return { layout: 'utf8', type, length, validity, codes: this.ints, dictionary }
      }
      default:
        return vectorOf(type, this.stored)
    }
  }

  private int64(): Float64Array | BigInt64Array {
    if (this.unsafe === null) return this.doubles
    const values = BigInt64Array.from(this.doubles, value => BigInt(value))
    for (const [row, value] of this.unsafe) values[row] = value
    return values
  }

  private entries(input: Uint8Array): ByteValues {
    const { ints: starts, ends, rows: length, besideRows } = this
    if (besideRows.length === 0) return { bytes: input, starts, ends, length }
    const beside = this.beside.bytes.subarray(0, this.beside.used)
    // A column of single records alone needs none of the input.
    const kept = besideRows.length === length ? NO_BYTES : input
    const bytes = Buffer.allocUnsafeSlow(kept.length + beside.length)
    bytes.set(kept)
    bytes.set(beside, kept.length)
    for (const row of besideRows) {
      starts[row] = starts[row]! + kept.length
      ends[row] = ends[row]! + kept.length
    }
    return { bytes, starts, ends, length }
  }
}
