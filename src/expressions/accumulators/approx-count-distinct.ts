import { byteValuesOf } from '../../schema/byte-values.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import { hashRow } from '../builtins/hash-row.ts'
import { type Accumulator, grown } from './accumulator.ts'
import { cardinalityOf, precisionOf, rankOf, registerOf } from './hyper-log-log.ts'
import { countVector } from './state-vectors.ts'
import { inPlaceXxHash64, XxHash64 } from './xx-hash-64.ts'

/** Spark's number of distinct values, to the last digit: the same hash, registers and corrections. @see Spark `HyperLogLogPlusPlus` */
export class ApproxCountDistinctAccumulator implements Accumulator {
  readonly resultType = { kind: 'long' } as const
  readonly #precision: number
  /** 2^precision registers a group. */
  #registers = new Uint8Array(0)

  constructor(rsd: number) {
    this.#precision = precisionOf(rsd)
  }

  grow(groups: number): void {
    this.#registers = grown(this.#registers, groups * 2 ** this.#precision)
  }

  update(groups: Int32Array, [input]: readonly ColumnVector[], numRows: number): void {
    if (input === undefined) return
    const { validity } = input
    const codes = input.layout === 'utf8' ? input.codes : null
    const known = codes === null ? null : new Int32Array((input as ColumnVector & { layout: 'utf8' }).dictionary.length).fill(-1)
    const hash = new XxHash64()
    const precision = this.#precision
    const size = 2 ** precision
    for (let row = 0; row < numRows; row++) {
      if (validity !== null && validity[row] === 0) continue
      // A text is hashed once a chunk, however many rows have it: register in the upper bits, rank in the lower six.
      let packed = known === null ? -1 : known[codes![row]!]!
      if (packed < 0) {
        hash.high = 0
        hash.low = 42
        hashTopRow(hash, input, row)
        packed = (registerOf(hash.high, precision) << 6) | rankOf(hash.high, hash.low, precision)
        if (known !== null) known[codes![row]!] = packed
      }
      const register = groups[row]! * size + (packed >>> 6)
      const rank = packed & 63
      if (rank > this.#registers[register]!) this.#registers[register] = rank
    }
  }

  merge(other: ApproxCountDistinctAccumulator, from: Int32Array, into: Int32Array): void {
    const size = 1 << this.#precision
    for (let i = 0; i < from.length; i++) {
      const [source, target] = [from[i]! * size, into[i]! * size]
      for (let r = 0; r < size; r++) {
        const rank = other.#registers[source + r]!
        if (rank > this.#registers[target + r]!) this.#registers[target + r] = rank
      }
    }
  }

  clear(groups: Int32Array): void {
    for (const group of groups) this.#of(group).fill(0)
  }

  finish(groups: Int32Array): ColumnVector {
    const counts = Float64Array.from(groups, group => cardinalityOf(this.#of(group), this.#precision))
    return countVector(
      groups.map((_, i) => i),
      counts,
    )
  }

  #of(group: number): Uint8Array {
    const size = 1 << this.#precision
    return this.#registers.subarray(group * size, (group + 1) * size)
  }

  save(groups: Int32Array): readonly ColumnVector[] {
    const dictionary = byteValuesOf(Array.from(groups, group => this.#of(group)))
    return [{ layout: 'utf8', type: { kind: 'binary' }, length: groups.length, validity: null, codes: null, dictionary }]
  }

  load([saved]: readonly ColumnVector[], groups: Int32Array): void {
    if (saved?.layout !== 'utf8') return
    const { codes, dictionary } = saved
    for (let i = 0; i < groups.length; i++) {
      const entry = codes === null ? i : codes[i]!
      this.#of(groups[i]!).set(dictionary.bytes.subarray(dictionary.starts[entry]!, dictionary.ends[entry]!))
    }
  }
}

const bits = new DataView(new ArrayBuffer(8))

function hashTopRow(hash: XxHash64, vector: ColumnVector, row: number): void {
  // The same as `hashRow`, without a bigint a row.
  if (vector.layout === 'float64' && vector.type.kind === 'double') {
    const value = vector.values[row]!
    bits.setFloat64(0, Number.isNaN(value) ? Number.NaN : value + 0)
    hash.int64(bits.getInt32(0), bits.getInt32(4))
    return
  }
  if (vector.layout !== 'map') {
    hashRow(vector, row, hash, inPlaceXxHash64)
    return
  }
  // A map has no hash in Spark's functions, but it has one here.
  for (let i = vector.offsets[row]!; i < vector.offsets[row + 1]!; i++) {
    hashRow(vector.keys, i, hash, inPlaceXxHash64)
    hashRow(vector.values, i, hash, inPlaceXxHash64)
  }
}
