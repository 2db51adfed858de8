import { type Stored, vectorOf } from '../../schema/column-builder.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import type { DataType } from '../../schema/data-type.ts'

/** `vectorOf`; texts are laid out one a row, without a search for equal ones: what is computed row by row is mostly different. */
export function resultVector(type: DataType, values: readonly Stored[]): ColumnVector {
  if (type.kind !== 'string' || values.some(value => value instanceof Uint8Array)) return vectorOf(type, values)
  const texts = values as readonly (string | null)[]
  const { length } = texts
  const bytes = Buffer.from(texts.join(''), 'utf8')
  const starts = new Int32Array(length)
  const ends = new Int32Array(length)
  let position = 0
  let units = 0
  for (const text of texts) units += text?.length ?? 0
  const isAscii = units === bytes.length
  for (let row = 0; row < length; row++) {
    const text = texts[row] ?? ''
    starts[row] = position
    position += isAscii ? text.length : Buffer.byteLength(text, 'utf8')
    ends[row] = position
  }
  const validity = texts.includes(null) ? Uint8Array.from(texts, text => (text === null ? 0 : 1)) : null
  return { layout: 'utf8', type, length, validity, codes: null, dictionary: { bytes, starts, ends, length } }
}
