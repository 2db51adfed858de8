import type { ColumnVector } from '../../../schema/column-vector.ts'
import type { SchemaElement } from '../parquet-schema.ts'
import { ByteBuffer } from './byte-buffer.ts'
import type { ChunkEncoder } from './chunk-encoder.ts'
import { type ChunkFile, ColumnPages, PAGE_ROWS } from './column-pages.ts'
import { DefinitionLevels } from './definition-levels.ts'

/** Booleans: plain pages, a bit a value. */
export class BooleanChunk implements ChunkEncoder {
  readonly #element: SchemaElement
  readonly #levels = new DefinitionLevels()
  /** One byte a value, 0 or 1, without the nulls. */
  readonly #values = new ByteBuffer()

  constructor(element: SchemaElement) {
    this.#element = element
  }

  get heldBytes(): number {
    return this.#values.used
  }

  append(vector: ColumnVector & { layout: 'boolean' }, rows: Int32Array): void {
    const held = this.#levels.add(vector.validity, rows)
    this.#values.reserve(held.length)
    const { bytes, used } = this.#values
    for (let i = 0; i < held.length; i++) bytes[used + i] = vector.values[held[i]!]!
    this.#values.used += held.length
  }

  writeTo(file: ChunkFile) {
    const levels = this.#levels
    const pages = new ColumnPages(file)
    let position = 0
    for (let from = 0; from < levels.rows; from += PAGE_ROWS) {
      const to = Math.min(levels.rows, from + PAGE_ROWS)
      const values = to - from - levels.nulls(from, to)
      pages.addData(levels, from, to, bitsOf(this.#values.bytes.subarray(position, position + values)))
      position += values
    }
    const { written } = this.#values
    const isThere = { false: written.includes(0), true: written.includes(1) }
    const chunk = pages.writeTo(this.#element, levels.rows, {
      null_count: BigInt(levels.rows - position),
      ...(position > 0 && { min_value: !isThere.false, max_value: isThere.true }),
    })
    levels.clear()
    this.#values.used = 0
    return [chunk]
  }
}

function bitsOf(values: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(values.length / 8))
  for (let i = 0; i < values.length; i++) bits[i >> 3]! |= values[i]! << (i & 7)
  return bits
}
