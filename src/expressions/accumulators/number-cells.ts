import { int64Values } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'
import { grown } from './accumulator.ts'
import type { Cells } from './cells.ts'
import { gathered } from './gathered.ts'

/** Types whose values are numbers: booleans as 0 and 1, dates as days, timestamps as microseconds. */
export type NumberLike = DataType & {
  kind: 'boolean' | 'byte' | 'short' | 'integer' | 'long' | 'float' | 'double' | 'date' | 'timestamp'
}

const KINDS = new Set(['boolean', 'byte', 'short', 'integer', 'long', 'float', 'double', 'date', 'timestamp'])

export const isNumberLike = (type: DataType): type is NumberLike => KINDS.has(type.kind)

/** One number or null a group, in typed arrays. Whole numbers beyond 2^53 stand aside, as bigints. */
export class NumberCells implements Cells {
  readonly #type: NumberLike
  values = new Float64Array(0)
  /** 1 where there is a value. */
  present = new Uint8Array(0)
  readonly exact = new Map<number, bigint>()

  constructor(type: NumberLike) {
    this.#type = type
  }

  grow(groups: number): void {
    this.values = grown(this.values, groups)
    this.present = grown(this.present, groups)
  }

  /** Empty groups give null. */
  at(group: number): number | bigint | null {
    if (this.present[group] === 0) return null
    return this.exact.size === 0 ? this.values[group]! : (this.exact.get(group) ?? this.values[group]!)
  }

  put(group: number, value: number | bigint): void {
    this.present[group] = 1
    if (typeof value === 'bigint' && !Number.isSafeInteger(Number(value))) this.exact.set(group, value)
    else {
      this.values[group] = Number(value)
      if (this.exact.size > 0) this.exact.delete(group)
    }
  }

  set(group: number, vector: ColumnVector, row: number): void {
    if (vector.validity !== null && vector.validity[row] === 0) this.clear(group)
    else this.put(group, (vector as ColumnVector & { values: ArrayLike<number | bigint> }).values[row]!)
  }

  copy(group: number, other: NumberCells, from: number): void {
    const value = other.at(from)
    if (value === null) this.clear(group)
    else this.put(group, value)
  }

  clear(group: number): void {
    this.present[group] = 0
    if (this.exact.size > 0) this.exact.delete(group)
  }

  compare(group: number, vector: ColumnVector, row: number): number {
    const value = (vector as ColumnVector & { values: ArrayLike<number | bigint> }).values[row]!
    return compareNumbers(value, this.at(group)!)
  }

  compareCells(group: number, other: NumberCells, from: number): number {
    return compareNumbers(other.at(from)!, this.at(group)!)
  }

  vector(groups: Int32Array): ColumnVector {
    const { length } = groups
    const flags = gathered(this.present, groups)
    const validity = flags.includes(0) ? flags : null
    const type = this.#type
    if (this.exact.size > 0 && (type.kind === 'long' || type.kind === 'timestamp')) {
      const whole = int64Values(Array.from(groups, group => this.at(group)))
      return { layout: 'int64', type, length, validity, values: whole }
    }
    const values = gathered(this.values, groups)
    // A cleared group keeps its number; a null has none, so that equal columns are equal files.
    if (validity !== null) for (let i = 0; i < length; i++) if (validity[i] === 0) values[i] = 0
    switch (type.kind) {
      case 'boolean':
        return { layout: 'boolean', type, length, validity, values: new Uint8Array(values) }
      case 'byte':
      case 'short':
      case 'integer':
      case 'date':
        return { layout: 'int32', type, length, validity, values: new Int32Array(values) }
      case 'float':
      case 'double':
        return { layout: 'float64', type, length, validity, values }
      default:
        return { layout: 'int64', type, length, validity, values }
    }
  }
}

/** NaN is above every number, -0.0 equals 0.0. @see Spark `SQLOrderingUtil.compareDoubles` */
function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1
  if (a > b) return 1
  if (a === b || typeof a !== typeof b) return 0
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
}
