import type { ByteValues } from '../../schema/byte-values.ts'
import type { ListVector } from '../../schema/column-vector.ts'
import { binary, string } from '../../schema/data-type.ts'
import { readHeaders } from './records.ts'
import { headersType } from './schema.ts'

/** Record headers as a list of structs; a record without headers has a null list, as in Spark. */
export function headersVector(bytes: Buffer, headerStarts: Int32Array, length: number): ListVector {
  const offsets = new Int32Array(length + 1)
  const keys: [number[], number[]] = [[], []]
  const values: [number[], number[]] = [[], []]
  const validity: number[] = []
  const rowValidity = new Uint8Array(length)
  for (let row = 0; row < length; row++) {
    readHeaders(bytes, headerStarts[row]!, (keyStart, keyEnd, valueStart, valueEnd) => {
      keys[0].push(keyStart)
      keys[1].push(keyEnd)
      values[0].push(valueStart)
      values[1].push(Math.max(valueStart, valueEnd))
      validity.push(valueEnd < 0 ? 0 : 1)
    })
    offsets[row + 1] = validity.length
    rowValidity[row] = offsets[row + 1] === offsets[row] ? 0 : 1
  }
  const entries = (positions: [number[], number[]]): ByteValues => ({
    bytes,
    starts: Int32Array.from(positions[0]),
    ends: Int32Array.from(positions[1]),
    length: validity.length,
  })
  return {
    layout: 'list',
    type: headersType,
    length,
    validity: rowValidity.includes(0) ? rowValidity : null,
    offsets,
    elements: {
      layout: 'struct',
      type: headersType.element,
      length: validity.length,
      validity: null,
      fields: [
        { layout: 'utf8', type: string(), length: validity.length, validity: null, codes: null, dictionary: entries(keys) },
        {
          layout: 'utf8',
          type: binary(),
          length: validity.length,
          validity: validity.includes(0) ? Uint8Array.from(validity) : null,
          codes: null,
          dictionary: entries(values),
        },
      ],
    },
  }
}
