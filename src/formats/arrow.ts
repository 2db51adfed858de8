import type { Data, Table } from 'apache-arrow'
import { type ByteValues, byteValuesOf, textAt } from '../schema/byte-values.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { ColumnVector, Utf8Vector } from '../schema/column-vector.ts'
import { fieldsOf } from '../schema/data-type.ts'
import { assertNever } from '../util/assert-never.ts'

export type ArrowTable = Table

type Arrow = typeof import('apache-arrow')

/**
 * A batch as an Apache Arrow table, nothing rounded: Int8, Int16, Int32, Int64, Float32, Float64, Bool, Decimal128,
 * Timestamp in microseconds UTC, Date in days, Utf8 (dictionary-coded where the column is), Binary, List, Map, Struct.
 * All nullable but the keys of maps.
 */
export function toArrow(batch: ColumnBatch): ArrowTable {
  // Its size is paid for by those who ask for a table.
  const arrow = require('apache-arrow') as Arrow
  const fields = fieldsOf(batch.schema)
  const children = batch.columns.map(column => dataOf(arrow, column, batch.numRows))
  const schema = new arrow.Schema(fields.map((field, i) => new arrow.Field(field.name, children[i]!.type, true)))
  const struct = arrow.makeData({ type: new arrow.Struct(schema.fields), length: batch.numRows, nullCount: 0, children })
  return new arrow.Table(schema, new arrow.RecordBatch(schema, struct))
}

function dataOf(arrow: Arrow, vector: ColumnVector, length: number): Data {
  const nulls = nullsOf(vector, length)
  switch (vector.layout) {
    case 'boolean':
      return arrow.makeData({ type: new arrow.Bool(), length, ...nulls, data: bitsOf(vector.values, length) })
    case 'int32': {
      const data = vector.values.subarray(0, length)
      switch (vector.type.kind) {
        case 'byte':
          return arrow.makeData({ type: new arrow.Int8(), length, ...nulls, data: Int8Array.from(data) })
        case 'short':
          return arrow.makeData({ type: new arrow.Int16(), length, ...nulls, data: Int16Array.from(data) })
        case 'integer':
          return arrow.makeData({ type: new arrow.Int32(), length, ...nulls, data })
        case 'date':
          return arrow.makeData({ type: new arrow.DateDay(), length, ...nulls, data })
      }
      return assertNever(vector.type)
    }
    case 'float64': {
      const data = vector.values.subarray(0, length)
      return vector.type.kind === 'float'
        ? arrow.makeData({ type: new arrow.Float32(), length, ...nulls, data: Float32Array.from(data) })
        : arrow.makeData({ type: new arrow.Float64(), length, ...nulls, data })
    }
    case 'int64': {
      const { values } = vector
      const data = values instanceof BigInt64Array ? values.subarray(0, length) : bigIntsOf(values, vector.validity, length)
      return vector.type.kind === 'timestamp'
        ? arrow.makeData({ type: new arrow.TimestampMicrosecond('UTC'), length, ...nulls, data })
        : arrow.makeData({ type: new arrow.Int64(), length, ...nulls, data })
    }
    case 'decimal': {
      const data = new Uint32Array(length * 4)
      for (let row = 0; row < length; row++) {
        let rest = BigInt.asUintN(128, vector.values[row]!)
        for (let word = 0; word < 4; word++, rest >>= 32n) data[row * 4 + word] = Number(rest & 0xffff_ffffn)
      }
      return arrow.makeData({ type: new arrow.Decimal(vector.type.scale, vector.type.precision, 128), length, ...nulls, data })
    }
    case 'utf8':
      return bytesData(arrow, vector, length, nulls)
    case 'list': {
      const valueOffsets = vector.offsets.subarray(0, length + 1)
      const child = dataOf(arrow, vector.elements, vector.elements.length)
      return arrow.makeData({
        type: new arrow.List(new arrow.Field('element', child.type, true)),
        length,
        ...nulls,
        valueOffsets,
        child,
      })
    }
    case 'map': {
      const [keys, values] = [dataOf(arrow, vector.keys, vector.keys.length), dataOf(arrow, vector.values, vector.values.length)]
      const entry = new arrow.Struct([new arrow.Field('key', keys.type, false), new arrow.Field('value', values.type, true)])
      const child = arrow.makeData({ type: entry, length: vector.keys.length, nullCount: 0, children: [keys, values] })
      const type = new arrow.Map_(new arrow.Field('entries', entry, false))
      return arrow.makeData({ type, length, ...nulls, valueOffsets: vector.offsets.subarray(0, length + 1), child })
    }
    case 'struct': {
      const children = vector.fields.map(field => dataOf(arrow, field, length))
      const fields = fieldsOf(vector.type).map((field, i) => new arrow.Field(field.name, children[i]!.type, true))
      return arrow.makeData({ type: new arrow.Struct(fields), length, ...nulls, children })
    }
    default:
      return assertNever(vector)
  }
}

/** Texts are a dictionary where the column has codes; only entries in use are taken, packed one after the other. */
function bytesData(arrow: Arrow, vector: Utf8Vector, length: number, nulls: ReturnType<typeof nullsOf>): Data {
  const isBinary = vector.type.kind === 'binary'
  const position = new Map<number, number>()
  const codes = new Int32Array(length)
  for (let row = 0; row < length; row++) {
    if (vector.validity !== null && vector.validity[row] === 0) continue
    const entry = vector.codes === null ? row : vector.codes[row]!
    const code = position.get(entry) ?? position.size
    position.set(entry, code)
    codes[row] = code
  }
  const entries = [...position.keys()].map(entry => valueBytes(vector.dictionary, entry, isBinary))
  if (vector.codes === null || isBinary) {
    const empty = new Uint8Array(0)
    const perRow = Array.from({ length }, (_, row) =>
      vector.validity !== null && vector.validity[row] === 0 ? empty : entries[codes[row]!]!,
    )
    const packed = packedOf(perRow)
    return isBinary
      ? arrow.makeData({ type: new arrow.Binary(), length, ...nulls, ...packed })
      : arrow.makeData({ type: new arrow.Utf8(), length, ...nulls, ...packed })
  }
  const dictionary = arrow.makeVector(
    arrow.makeData({ type: new arrow.Utf8(), length: entries.length, nullCount: 0, ...packedOf(entries) }),
  )
  return arrow.makeData({
    type: new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()),
    length,
    ...nulls,
    data: codes,
    dictionary,
  })
}

// Text goes by way of JavaScript, which mends bytes that are not UTF-8.
function valueBytes(values: ByteValues, entry: number, isBinary: boolean): Uint8Array {
  return isBinary ? values.bytes.subarray(values.starts[entry]!, values.ends[entry]!) : Buffer.from(textAt(values, entry), 'utf8')
}

function packedOf(entries: readonly Uint8Array[]) {
  const { bytes, ends } = byteValuesOf(entries)
  const valueOffsets = new Int32Array(entries.length + 1)
  valueOffsets.set(ends, 1)
  return { valueOffsets, data: bytes }
}

/** Arrow's bitmap: bit i of byte i / 8 is 1 where there is a value. */
function nullsOf(vector: ColumnVector, length: number): { readonly nullCount: number; readonly nullBitmap?: Uint8Array } {
  if (vector.validity === null) return { nullCount: 0 }
  let nullCount = 0
  for (let row = 0; row < length; row++) if (vector.validity[row] === 0) nullCount++
  return { nullCount, nullBitmap: bitsOf(vector.validity, length) }
}

function bitsOf(flags: Uint8Array, length: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(length / 64) * 8)
  for (let row = 0; row < length; row++) if (flags[row] === 1) bits[row >> 3]! |= 1 << (row & 7)
  return bits
}

function bigIntsOf(values: Float64Array, validity: Uint8Array | null, length: number): BigInt64Array {
  const whole = new BigInt64Array(length)
  for (let row = 0; row < length; row++) if (validity === null || validity[row] === 1) whole[row] = BigInt(values[row]!)
  return whole
}
