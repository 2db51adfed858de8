import type { ByteValues } from '../schema/byte-values.ts'
import type { ColumnBatch } from '../schema/column-batch.ts'
import type { ColumnVector, ListVector, MapVector, Utf8Vector } from '../schema/column-vector.ts'
import { concatBatches } from '../schema/concat-batches.ts'
import { type DataType, fieldsOf, type StructType } from '../schema/data-type.ts'
import { assertNever } from '../util/assert-never.ts'
import { crc32c } from '../util/crc32c.ts'
import { SluiceError } from '../util/error.ts'

const MAGIC = 'SLUICE01'

/**
 * A batch as bytes: magic, length of the header, header (JSON: schema, rows, length of each part), the parts (the
 * typed arrays as they are, little-endian), CRC-32C of all before it.
 */
export function encodeColumnFile(batch: ColumnBatch): Uint8Array {
  const parts: Uint8Array[] = []
  for (const column of batch.columns) collect(column, parts)
  const header = headerOf(batch.schema, batch.numRows, parts)
  const length = MAGIC.length + 4 + header.length + parts.reduce((sum, part) => sum + part.length, 0) + 4
  // One buffer from the start: a file may be as large as memory has room for once.
  const file = Buffer.allocUnsafeSlow(length)
  file.write(MAGIC, 'latin1')
  file.writeUInt32LE(header.length, MAGIC.length)
  let position = MAGIC.length + 4
  for (const part of [header, ...parts]) {
    file.set(part, position)
    position += part.length
  }
  file.writeUInt32LE(crc32c(file.subarray(0, position)), position)
  return file
}

function headerOf(schema: StructType, rows: number, parts: readonly Uint8Array[]): Buffer {
  return Buffer.from(JSON.stringify({ schema: schemaJson(schema), rows, parts: parts.map(part => part.length) }))
}

/**
 * Reads what `encodeColumnFile` wrote.
 *
 * @throws CHECKPOINT_DAMAGED where a byte is missing or differs
 */
export function decodeColumnFile(bytes: Uint8Array, path: string): ColumnBatch {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const damaged = (why: string) =>
    new SluiceError(
      'CHECKPOINT_DAMAGED',
      `Cannot read ${path}: ${why}. Restore it from a copy, or delete the whole checkpoint folder to start the query over.`,
      { path },
    )
  if (file.length < MAGIC.length + 8 || file.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw damaged('it is cut off, or no state file')
  if (crc32c(file.subarray(0, -4)) !== file.readUInt32LE(file.length - 4))
    throw damaged('its checksum does not match, so a byte was changed or lost')
  const headerEnd = MAGIC.length + 4 + file.readUInt32LE(MAGIC.length)
  const header = JSON.parse(file.toString('utf8', MAGIC.length + 4, headerEnd)) as {
    schema: [string, DataType][]
    rows: number
    parts: number[]
  }
  const schema = schemaOfJson(header.schema)
  let position = headerEnd
  const lengths = header.parts.values()
  const next = (): Uint8Array => {
    const length = lengths.next().value ?? 0
    // A copy, because typed arrays must start at a multiple of their element size.
    const part = new Uint8Array(file.subarray(position, position + length))
    position += length
    return part
  }
  const columns = fieldsOf(schema).map(field => restore(field.type, header.rows, next))
  return { schema, numRows: header.rows, columns }
}

// As a list, because the order of the keys of a JSON object is not kept for names that look like numbers.
function schemaJson(schema: StructType): [string, DataType][] {
  return fieldsOf(schema).map(({ name, type }) => [name, type])
}

function schemaOfJson(fields: readonly [string, DataType][]): StructType {
  return { kind: 'struct', fields: Object.fromEntries(fields) }
}

const NONE = new Uint8Array(0)
const raw = (values: Uint8Array | Int32Array | Float64Array | BigInt64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength)

function collect(vector: ColumnVector, parts: Uint8Array[]): void {
  parts.push(vector.validity === null ? NONE : vector.validity.subarray(0, vector.length))
  switch (vector.layout) {
    case 'boolean':
    case 'int32':
    case 'float64':
      parts.push(raw(vector.values.subarray(0, vector.length)))
      break
    case 'int64':
      parts.push(Uint8Array.of(vector.values instanceof Float64Array ? 0 : 1), raw(vector.values.subarray(0, vector.length)))
      break
    case 'utf8':
      collectBytes(vector, parts)
      break
    case 'decimal':
      parts.push(Buffer.from(vector.values.slice(0, vector.length).join(' ')))
      break
    case 'list':
    case 'map': {
      // The rows of a part of a vector point into entries far more than their own.
      const own = ownEntries(vector)
      parts.push(raw(own.offsets.subarray(0, own.length + 1)))
      if (own.layout === 'map') {
        collect(own.keys, parts)
        collect(own.values, parts)
      } else collect(own.elements, parts)
      break
    }
    case 'struct':
      for (const field of vector.fields) collect(field, parts)
      break
    default:
      assertNever(vector)
  }
}

function ownEntries(vector: ListVector | MapVector): ListVector | MapVector {
  const { columns } = concatBatches({ kind: 'struct', fields: { entries: vector.type } }, [
    { schema: { kind: 'struct', fields: { entries: vector.type } }, numRows: vector.length, columns: [vector] },
  ])
  return columns[0] as ListVector | MapVector
}

/** Only the entries that rows have, each once: a vector may point into buffers far larger than that. */
function collectBytes({ dictionary, codes, validity, length }: Utf8Vector, parts: Uint8Array[]): void {
  const known = codes === null ? null : new Int32Array(dictionary.length).fill(-1)
  const own = new Int32Array(length)
  const [starts, ends, entries] = [new Int32Array(length), new Int32Array(length), new Int32Array(length)]
  let [count, size] = [0, 0]
  for (let row = 0; row < length; row++) {
    if (validity !== null && validity[row] === 0) continue
    const entry = codes === null ? row : codes[row]!
    let code = known === null ? -1 : known[entry]!
    if (code < 0) {
      code = count++
      if (known !== null) known[entry] = code
      entries[code] = entry
      starts[code] = size
      size += dictionary.ends[entry]! - dictionary.starts[entry]!
      ends[code] = size
    }
    own[row] = code
  }
  const bytes = new Uint8Array(size)
  for (let code = 0; code < count; code++) copyBytes(dictionary, entries[code]!, bytes, starts[code]!)
  parts.push(raw(own), raw(starts.subarray(0, count)), raw(ends.subarray(0, count)), bytes)
}

/** Short byte strings, which most are, go faster one by one than as views. */
function copyBytes({ bytes, starts, ends }: ByteValues, entry: number, to: Uint8Array, position: number): void {
  const [start, end] = [starts[entry]!, ends[entry]!]
  if (end - start > 32) to.set(bytes.subarray(start, end), position)
  else for (let i = start; i < end; i++) to[position + i - start] = bytes[i]!
}

function restore(type: DataType, length: number, next: () => Uint8Array): ColumnVector {
  const flags = next()
  const validity = flags.length === 0 ? null : flags
  switch (type.kind) {
    case 'boolean':
      return { layout: 'boolean', type, length, validity, values: next() }
    case 'byte':
    case 'short':
    case 'integer':
    case 'date':
      return { layout: 'int32', type, length, validity, values: new Int32Array(next().buffer) }
    case 'float':
    case 'double':
      return { layout: 'float64', type, length, validity, values: new Float64Array(next().buffer) }
    case 'long':
    case 'timestamp': {
      const [exact] = next()
      const { buffer } = next()
      return {
        layout: 'int64',
        type,
        length,
        validity,
        values: exact === 1 ? new BigInt64Array(buffer) : new Float64Array(buffer),
      }
    }
    case 'string':
    case 'binary': {
      const codes = new Int32Array(next().buffer)
      const starts = new Int32Array(next().buffer)
      const ends = new Int32Array(next().buffer)
      return { layout: 'utf8', type, length, validity, codes, dictionary: { bytes: next(), starts, ends, length: starts.length } }
    }
    case 'decimal': {
      const text = Buffer.from(next()).toString('latin1')
      return { layout: 'decimal', type, length, validity, values: text === '' ? [] : text.split(' ').map(BigInt) }
    }
    case 'array': {
      const offsets = new Int32Array(next().buffer)
      return { layout: 'list', type, length, validity, offsets, elements: restore(type.element, offsets[length] ?? 0, next) }
    }
    case 'map': {
      const offsets = new Int32Array(next().buffer)
      const entries = offsets[length] ?? 0
      const [keys, values] = [restore(type.key, entries, next), restore(type.value, entries, next)]
      return { layout: 'map', type, length, validity, offsets, keys, values }
    }
    case 'struct':
      return { layout: 'struct', type, length, validity, fields: fieldsOf(type).map(field => restore(field.type, length, next)) }
    default:
      return assertNever(type)
  }
}
