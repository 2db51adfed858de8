import type { ColumnVector } from '../schema/column-vector.ts'
import type { DataType } from '../schema/data-type.ts'
import { type KeyEncoder, keyEncoder } from './key-encoder.ts'
import { PairTable } from './pair-table.ts'

/** Numbers the groups of a `groupBy` 0, 1, 2 … by their key columns. Without keys all rows are group 0. */
export class GroupTable {
  readonly #encoders: readonly KeyEncoder[]
  /** Table i numbers the pairs of (group by the keys 0..i, code of key i + 1). */
  readonly #pairs: readonly PairTable[]
  #size: number

  constructor(keyTypes: readonly DataType[]) {
    this.#encoders = keyTypes.map(type => keyEncoder(type))
    this.#pairs = keyTypes.slice(1).map(() => new PairTable())
    this.#size = keyTypes.length === 0 ? 1 : 0
  }

  /** Groups so far. */
  get size(): number {
    return this.#size
  }

  /** About the bytes of the keys that have no fixed length. */
  get numBytes(): number {
    return this.#encoders.reduce((sum, { numBytes }) => sum + numBytes, 0)
  }

  /** The group of each row; new groups are added. */
  encode(keys: readonly ColumnVector[], numRows: number): Int32Array {
    if (keys.length === 0) return new Int32Array(numRows)
    let groups = this.#encoders[0]!.encode(keys[0]!)
    for (const [i, pairs] of this.#pairs.entries())
      groups = pairs.encode(groups, this.#encoders[i + 1]!.encode(keys[i + 1]!), numRows)
    if (this.#pairs.length > 0) this.#size = this.#pairs.at(-1)!.size
    else for (let row = 0; row < numRows; row++) if (groups[row]! >= this.#size) this.#size = groups[row]! + 1
    return groups
  }

  /** The key columns of these groups. */
  keys(groups: Int32Array): ColumnVector[] {
    const columns = new Array<ColumnVector>(this.#encoders.length)
    let codes = groups
    for (let i = this.#pairs.length; i > 0; i--) {
      const pairs = this.#pairs[i - 1]!
      columns[i] = this.#encoders[i]!.decode(pairs.secondsOf(codes))
      codes = pairs.firstsOf(codes)
    }
    if (columns.length > 0) columns[0] = this.#encoders[0]!.decode(codes)
    return columns
  }
}
