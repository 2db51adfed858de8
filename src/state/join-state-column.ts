import { grown } from '../expressions/accumulators/accumulator.ts'
import { int64Values, type Stored, vectorOf } from '../schema/column-builder.ts'
import type { ColumnVector, Utf8Vector } from '../schema/column-vector.ts'
import { type DataType, fieldsOf } from '../schema/data-type.ts'
import { ownedStoredAt } from '../schema/owned-stored.ts'
import { SluiceError } from '../util/error.ts'

/** A column that grows at its end. What it gives stays as it is when it grows on. */
export interface GrowingColumn {
  /** Bytes of its texts and byte strings, those of rows that are gone among them. */
  readonly numBytes: number
  append(vector: ColumnVector): void
  take(rows: Int32Array): ColumnVector
}

/** Places in a buffer of bytes are 32 bits wide, in vectors and in state files alike. */
const MOST_BYTES = 2 ** 31 - 1

/** @param mostBytes that a column of texts or bytes may hold */
export function growingColumn(type: DataType, mostBytes = MOST_BYTES): GrowingColumn {
  switch (type.kind) {
    case 'boolean':
      return numbers(type, length => new Uint8Array(length))
    case 'byte':
    case 'short':
    case 'integer':
    case 'date':
      return numbers(type, length => new Int32Array(length))
    case 'float':
    case 'double':
      return numbers(type, length => new Float64Array(length))
    case 'long':
    case 'timestamp':
      return int64s(type)
    case 'string':
    case 'binary':
      return bytes(type, mostBytes)
    case 'struct': {
      const nulls = validities()
      const fields = fieldsOf(type).map(field => growingColumn(field.type, mostBytes))
      return {
        get numBytes() {
          return fields.reduce((sum, field) => sum + field.numBytes, 0)
        },
        append(vector) {
          nulls.append(vector)
          for (const [i, field] of fields.entries()) field.append((vector as ColumnVector & { layout: 'struct' }).fields[i]!)
        },
        take: rows => ({
          layout: 'struct',
          type,
          length: rows.length,
          validity: nulls.take(rows),
          fields: fields.map(field => field.take(rows)),
        }),
      }
    }
    default: {
      const values: Stored[] = []
      return {
        numBytes: 0,
        append(vector) {
          for (let row = 0; row < vector.length; row++) values.push(ownedStoredAt(vector, row))
        },
        take: rows =>
          vectorOf(
            type,
            Array.from(rows, row => values[row]!),
          ),
      }
    }
  }
}

/** Which rows are null; nothing is kept while none is. */
function validities() {
  let validity: Uint8Array | null = null
  let length = 0
  return {
    append(vector: ColumnVector): void {
      if (vector.validity !== null && validity === null) validity = new Uint8Array(length).fill(1)
      if (validity !== null) {
        validity = grown(validity, length + vector.length)
        if (vector.validity === null) validity.fill(1, length, length + vector.length)
        else validity.set(vector.validity.subarray(0, vector.length), length)
      }
      length += vector.length
    },
    take(rows: Int32Array): Uint8Array | null {
      if (validity === null) return null
      const taken = new Uint8Array(rows.length)
      for (let i = 0; i < rows.length; i++) taken[i] = validity[rows[i]!]!
      return taken.includes(0) ? taken : null
    },
  }
}

function numbers<T extends Uint8Array | Int32Array | Float64Array>(type: DataType, make: (length: number) => T): GrowingColumn {
  const nulls = validities()
  const layout = type.kind === 'boolean' ? 'boolean' : type.kind === 'float' || type.kind === 'double' ? 'float64' : 'int32'
  let values = make(0)
  let length = 0
  return {
    numBytes: 0,
    append(vector) {
      nulls.append(vector)
      values = grown(values, length + vector.length)
      values.set((vector as ColumnVector & { values: T }).values.subarray(0, vector.length), length)
      length += vector.length
    },
    take(rows) {
      const taken = make(rows.length)
      for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]!]!
      return { layout, type, length: rows.length, validity: nulls.take(rows), values: taken } as ColumnVector
    },
  }
}

function int64s(type: DataType & { kind: 'long' | 'timestamp' }): GrowingColumn {
  const nulls = validities()
  let values = new Float64Array(0)
  /** By row; only values that no double holds. */
  const large = new Map<number, bigint>()
  let length = 0
  return {
    numBytes: 0,
    append(vector) {
      if (vector.layout !== 'int64') return
      nulls.append(vector)
      values = grown(values, length + vector.length)
      if (vector.values instanceof Float64Array) values.set(vector.values.subarray(0, vector.length), length)
      else {
        for (let row = 0; row < vector.length; row++) {
          const value = vector.values[row]!
          values[length + row] = Number(value)
          if (!Number.isSafeInteger(Number(value))) large.set(length + row, value)
        }
      }
      length += vector.length
    },
    take(rows) {
      const isLarge = large.size > 0 && rows.some(row => large.has(row))
      const validity = nulls.take(rows)
      const taken = isLarge
        ? int64Values(Array.from(rows, row => large.get(row) ?? values[row]!))
        : Float64Array.from(rows, row => values[row]!)
      return { layout: 'int64', type, length: rows.length, validity, values: taken }
    },
  }
}

/** Byte strings are copied into one buffer: a state must not keep the buffers of whole batches alive. */
function bytes(type: DataType & { kind: 'string' | 'binary' }, mostBytes: number): GrowingColumn {
  const nulls = validities()
  let buffer = new Uint8Array(0)
  let starts = new Int32Array(0)
  let ends = new Int32Array(0)
  let [size, length] = [0, 0]
  const copy = ({ dictionary }: Utf8Vector, entry: number): number => {
    const [from, to] = [dictionary.starts[entry]!, dictionary.ends[entry]!]
    if (size + to - from > mostBytes) throw tooManyBytes(mostBytes)
    // Views that were given out keep the old buffer.
    buffer = grown(buffer, size + to - from)
    buffer.set(dictionary.bytes.subarray(from, to), size)
    size += to - from
    return size - (to - from)
  }
  return {
    get numBytes() {
      return size
    },
    append(vector) {
      if (vector.layout !== 'utf8') return
      nulls.append(vector)
      starts = grown(starts, length + vector.length)
      ends = grown(ends, length + vector.length)
      // An entry is copied when its first row comes by: dictionaries may be far longer than what the rows use.
      const copied = vector.codes === null ? null : new Int32Array(vector.dictionary.length).fill(-1)
      for (let row = 0; row < vector.length; row++, length++) {
        if (vector.validity !== null && vector.validity[row] === 0) continue
        const entry = vector.codes === null ? row : vector.codes[row]!
        let start = copied === null ? -1 : copied[entry]!
        if (start < 0) {
          start = copy(vector, entry)
          if (copied !== null) copied[entry] = start
        }
        starts[length] = start
        ends[length] = start + vector.dictionary.ends[entry]! - vector.dictionary.starts[entry]!
      }
    },
    take: rows => ({
      layout: 'utf8',
      type,
      length: rows.length,
      validity: nulls.take(rows),
      codes: null,
      dictionary: {
        bytes: buffer,
        starts: Int32Array.from(rows, row => starts[row]!),
        ends: Int32Array.from(rows, row => ends[row]!),
        length: rows.length,
      },
    }),
  }
}

function tooManyBytes(mostBytes: number): SluiceError {
  return new SluiceError(
    'UNSUPPORTED_OPERATION',
    `Cannot keep more than ${mostBytes} bytes of one column on one side of a stream-stream join. Leave columns out with select(…) before the join, give the condition a time range with a watermark on both sides so that rows are forgotten, or split the stream by key into several queries.`,
    { mostBytes },
  )
}
