import type { ColumnBatch } from './column-batch.ts'
import { type Stored, vectorOf } from './column-builder.ts'
import type { ColumnVector } from './column-vector.ts'
import { concatBytes } from './concat-bytes.ts'
import { type DataType, fieldsOf, type StructType } from './data-type.ts'
import { storedAt } from './stored-at.ts'
import { takeValues } from './take-rows.ts'

/**
 * One batch with the rows of all, in order. Byte strings are copied together, so that the result holds no more
 * memory than its own rows and lets go of the buffers that the parts point into.
 */
export function concatBatches(schema: StructType, batches: readonly ColumnBatch[]): ColumnBatch {
  const numRows = batches.reduce((sum, batch) => sum + batch.numRows, 0)
  const columns = fieldsOf(schema).map((field, i) =>
    concatVectors(
      field.type,
      batches.map(batch => batch.columns[i]!),
    ),
  )
  return { schema, numRows, columns }
}

function concatVectors(type: DataType, parts: readonly ColumnVector[]): ColumnVector {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const validity = concatValidity(parts, length)
  switch (type.kind) {
    case 'boolean':
      return { layout: 'boolean', type, length, validity, values: joined(parts, new Uint8Array(length)) }
    case 'byte':
    case 'short':
    case 'integer':
    case 'date':
      return { layout: 'int32', type, length, validity, values: joined(parts, new Int32Array(length)) }
    case 'float':
    case 'double':
      return { layout: 'float64', type, length, validity, values: joined(parts, new Float64Array(length)) }
    case 'long':
    case 'timestamp': {
      const safe = parts.every(part => part.layout === 'int64' && part.values instanceof Float64Array)
      if (safe) return { layout: 'int64', type, length, validity, values: joined(parts, new Float64Array(length)) }
      break
    }
    case 'string':
    case 'binary':
      return { layout: 'utf8', type, length, validity, ...concatBytes(parts, length) }
    case 'array': {
      const { offsets, entries } = joinedEntries(parts, length, part => (part.layout === 'list' ? part.elements : part))
      return { layout: 'list', type, length, validity, offsets, elements: concatVectors(type.element, entries) }
    }
    case 'map': {
      const { offsets, entries } = joinedEntries(parts, length, part => (part.layout === 'map' ? part.keys : part))
      const values = joinedEntries(parts, length, part => (part.layout === 'map' ? part.values : part)).entries
      const entryVectors = { keys: concatVectors(type.key, entries), values: concatVectors(type.value, values) }
      return { layout: 'map', type, length, validity, offsets, ...entryVectors }
    }
    case 'struct':
      return {
        layout: 'struct',
        type,
        length,
        validity,
        fields: fieldsOf(type).map((field, i) =>
          concatVectors(
            field.type,
            parts.map(part => (part as ColumnVector & { layout: 'struct' }).fields[i]!),
          ),
        ),
      }
  }
  const stored: Stored[] = []
  for (const part of parts) for (let row = 0; row < part.length; row++) stored.push(storedAt(part, row))
  return vectorOf(type, stored)
}

/** The entries that the rows of lists or maps point to, part by part, and where each row's lie among all. */
function joinedEntries(parts: readonly ColumnVector[], length: number, of: (part: ColumnVector) => ColumnVector) {
  const offsets = new Int32Array(length + 1)
  const entries: ColumnVector[] = []
  let row = 0
  for (const part of parts) {
    if (part.layout !== 'list' && part.layout !== 'map') continue
    const start = part.offsets[0]!
    const end = part.offsets[part.length]!
    const before = offsets[row]!
    for (let i = 1; i <= part.length; i++) offsets[row + i] = before + part.offsets[i]! - start
    row += part.length
    const vector = of(part)
    const isWhole = start === 0 && end === vector.length
    entries.push(
      isWhole
        ? vector
        : takeValues(
            vector,
            Int32Array.from({ length: end - start }, (_, i) => start + i),
          ),
    )
  }
  return { offsets, entries }
}

function concatValidity(parts: readonly ColumnVector[], length: number): Uint8Array | null {
  if (parts.every(part => part.validity === null)) return null
  const validity = new Uint8Array(length).fill(1)
  let position = 0
  for (const part of parts) {
    if (part.validity !== null) validity.set(part.validity.subarray(0, part.length), position)
    position += part.length
  }
  return validity
}

function joined<T extends Uint8Array | Int32Array | Float64Array>(parts: readonly ColumnVector[], values: T): T {
  let position = 0
  for (const part of parts) {
    values.set((part as ColumnVector & { values: T }).values.subarray(0, part.length), position)
    position += part.length
  }
  return values
}
