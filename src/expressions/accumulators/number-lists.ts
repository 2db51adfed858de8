import type { ColumnVector } from '../../schema/column-vector.ts'
import type { ArrayType } from '../../schema/data-type.ts'

export const DOUBLES = { kind: 'array', element: { kind: 'double' } } as const satisfies ArrayType

/** Lists of doubles as a column. */
export function doublesVector(lists: readonly ArrayLike<number>[]): ColumnVector {
  const offsets = new Int32Array(lists.length + 1)
  for (const [i, list] of lists.entries()) offsets[i + 1] = offsets[i]! + list.length
  const values = new Float64Array(offsets[lists.length]!)
  for (const [i, list] of lists.entries()) values.set(list, offsets[i]!)
  const elements = { layout: 'float64', type: DOUBLES.element, length: values.length, validity: null, values } as const
  return { layout: 'list', type: DOUBLES, length: lists.length, validity: null, offsets, elements }
}

/** List i of what `doublesVector` made. */
export function doublesAt(vector: ColumnVector | undefined, i: number): number[] {
  if (vector?.layout !== 'list' || vector.elements.layout !== 'float64') return []
  return Array.from(vector.elements.values.subarray(vector.offsets[i]!, vector.offsets[i + 1]!))
}
