import { type ByteValues, byteValuesOf } from '../../schema/byte-values.ts'
import type { ColumnBatch } from '../../schema/column-batch.ts'
import type { ColumnVector } from '../../schema/column-vector.ts'
import { type Field, fieldsOf, integer, long, type StructType, string, struct, timestamp } from '../../schema/data-type.ts'
import { headersVector } from './header-columns.ts'
import type { RecordFields } from './records.ts'

/** One partition's constants; made once, shared by its chunks. */
export interface ChunkColumns {
  /** The columns asked for, in the order of the source's schema. */
  readonly schema: StructType
  readonly fields: readonly Field[]
  readonly partition: number
  readonly topicDictionary: ByteValues
}

export function chunkColumns(schema: StructType, columns: readonly string[], topic: string, partition: number): ChunkColumns {
  const fields = fieldsOf(schema).filter(field => columns.includes(field.name))
  return {
    schema: struct(Object.fromEntries(fields.map(field => [field.name, field.type]))),
    fields,
    partition,
    topicDictionary: byteValuesOf([topic]),
  }
}

/** Arrays for `capacity` records, only for the columns asked for. */
export function recordFields(columns: ChunkColumns, capacity: number): RecordFields {
  const wanted = new Set(columns.fields.map(field => field.name))
  const positions = (name: string) => (wanted.has(name) ? new Int32Array(capacity) : null)
  const validity = (name: string) => (wanted.has(name) ? new Uint8Array(capacity).fill(1) : null)
  return {
    rows: 0,
    offsets: new Float64Array(capacity),
    timestampsMs: wanted.has('timestamp') ? new Float64Array(capacity) : null,
    keyStarts: positions('key'),
    keyEnds: positions('key'),
    keyValidity: validity('key'),
    keyNulls: 0,
    valueStarts: positions('value'),
    valueEnds: positions('value'),
    valueValidity: validity('value'),
    valueNulls: 0,
    headerStarts: positions('headers'),
  }
}

/** @param logAppendRows rows `[start, end)` whose timestamps the broker set */
export function recordColumns(
  columns: ChunkColumns,
  fields: RecordFields,
  bytes: Buffer,
  logAppendRows: readonly (readonly [start: number, end: number])[],
): ColumnBatch {
  const { rows } = fields
  return {
    schema: columns.schema,
    numRows: rows,
    columns: columns.fields.map(field => columnOf(field, columns, fields, bytes, logAppendRows)),
  }
}

function columnOf(
  { name, type }: Field,
  columns: ChunkColumns,
  fields: RecordFields,
  bytes: Buffer,
  logAppendRows: readonly (readonly [start: number, end: number])[],
): ColumnVector {
  const length = fields.rows
  switch (name) {
    case 'key':
      return bytesVector(type, length, bytes, fields.keyStarts!, fields.keyEnds!, fields.keyNulls > 0 ? fields.keyValidity : null)
    case 'value':
      return bytesVector(
        type,
        length,
        bytes,
        fields.valueStarts!,
        fields.valueEnds!,
        fields.valueNulls > 0 ? fields.valueValidity : null,
      )
    case 'topic':
      return { layout: 'utf8', type: string(), length, validity: null, codes: zeros(length), dictionary: columns.topicDictionary }
    case 'partition':
      return { layout: 'int32', type: integer(), length, validity: null, values: new Int32Array(length).fill(columns.partition) }
    case 'offset':
      return { layout: 'int64', type: long(), length, validity: null, values: fields.offsets }
    case 'timestamp':
      return timestampVector(fields.timestampsMs!, length)
    case 'timestampType': {
      const values = logAppendRows.length === 0 ? zeros(length) : new Int32Array(length)
      for (const [start, end] of logAppendRows) values.fill(1, start, end)
      return { layout: 'int32', type: integer(), length, validity: null, values }
    }
    case 'headers':
      return headersVector(bytes, fields.headerStarts!, length)
    default:
      throw new Error(`unreachable: column ${name}`)
  }
}

function bytesVector(
  type: Field['type'],
  length: number,
  bytes: Buffer,
  starts: Int32Array,
  ends: Int32Array,
  validity: Uint8Array | null,
): ColumnVector {
  return {
    layout: 'utf8',
    type: type as { kind: 'binary' },
    length,
    validity,
    codes: null,
    dictionary: { bytes, starts, ends, length },
  }
}

let someZeros = new Int32Array(1 << 16)

/** Zeros that all vectors share: vectors are immutable. */
function zeros(length: number): Int32Array {
  if (length > someZeros.length) someZeros = new Int32Array(length * 2)
  return someZeros
}

const MAX_SAFE_MS = Math.floor(Number.MAX_SAFE_INTEGER / 1000)
const MAX_MS = Number(2n ** 63n / 1000n)

/**
 * Milliseconds to microseconds, exact. A timestamp that microseconds in 64 bits cannot hold (beyond the year 294247)
 * is null: Spark fails there, and one record would stop the query for ever.
 */
function timestampVector(timestampsMs: Float64Array, length: number): ColumnVector {
  const rows = timestampsMs.subarray(0, length)
  if (rows.every(ms => ms <= MAX_SAFE_MS && ms >= -MAX_SAFE_MS)) {
    for (let row = 0; row < length; row++) timestampsMs[row] = timestampsMs[row]! * 1000
    return { layout: 'int64', type: timestamp(), length, validity: null, values: timestampsMs }
  }
  const values = new BigInt64Array(length)
  const validity = new Uint8Array(length).fill(1)
  let nulls = false
  for (let row = 0; row < length; row++) {
    const ms = timestampsMs[row]!
    if (Math.abs(ms) < MAX_MS) values[row] = BigInt(ms) * 1000n
    else {
      validity[row] = 0
      nulls = true
    }
  }
  return { layout: 'int64', type: timestamp(), length, validity: nulls ? validity : null, values }
}
