import type { ColumnVector } from '../../schema/column-vector.ts'
import { gathered } from './gathered.ts'

const BOOLEAN = { kind: 'boolean' } as const
const DOUBLE = { kind: 'double' } as const
const LONG = { kind: 'long' } as const

/** Zeros and ones of some groups, as a column. */
export function flagVector(groups: Int32Array, flags: Uint8Array): ColumnVector {
  const values = gathered(flags, groups)
  return { layout: 'boolean', type: BOOLEAN, length: groups.length, validity: null, values }
}

/** Doubles of some groups, as a column. */
export function doubleVector(groups: Int32Array, numbers: Float64Array): ColumnVector {
  const values = gathered(numbers, groups)
  return { layout: 'float64', type: DOUBLE, length: groups.length, validity: null, values }
}

/** Whole numbers below 2^53 of some groups, as a column. */
export function countVector(groups: Int32Array, counts: Float64Array): ColumnVector {
  const values = gathered(counts, groups)
  return { layout: 'int64', type: LONG, length: groups.length, validity: null, values }
}

const NOTHING = new Uint8Array(0)

/** What `flagVector` held. */
export const flagsOf = (vector: ColumnVector): Uint8Array => (vector.layout === 'boolean' ? vector.values : NOTHING)

/** What `doubleVector` or `countVector` held. */
export function numbersIn(vector: ColumnVector | undefined): Float64Array {
  if (vector?.layout === 'float64') return vector.values
  if (vector?.layout !== 'int64') return new Float64Array(0)
  return vector.values instanceof Float64Array ? vector.values : Float64Array.from(vector.values, Number)
}

/** A column of doubles from a result a group, null where `undefined`. */
export function nullableDoubles(groups: Int32Array, resultOf: (group: number) => number | undefined): ColumnVector {
  const length = groups.length
  const values = new Float64Array(length)
  const validity = new Uint8Array(length)
  for (let i = 0; i < length; i++) {
    const result = resultOf(groups[i]!)
    if (result === undefined) continue
    values[i] = result
    validity[i] = 1
  }
  return { layout: 'float64', type: DOUBLE, length, validity: validity.includes(0) ? validity : null, values }
}
