import type { ColumnVector } from '../../../schema/column-vector.ts'
import type { SchemaElement } from '../parquet-schema.ts'
import type { ChunkEncoder } from './chunk-encoder.ts'
import { type ChunkFile, ColumnPages, PAGE_ROWS } from './column-pages.ts'
import { DefinitionLevels } from './definition-levels.ts'
import { WordBounds } from './word-bounds.ts'
import { codeWords } from './word-dictionary.ts'

const TWO_32 = 4_294_967_296

/** Numbers of four or eight bytes: days and integers, floats, longs and microseconds, doubles, decimals of up to 18 digits. */
export class WordChunk implements ChunkEncoder {
  readonly #element: SchemaElement
  readonly #wordsPerValue: 1 | 2
  readonly #levels = new DefinitionLevels()
  readonly #bounds = new WordBounds()
  /** As they stand in the file, without the nulls: the lower word first. */
  #words = new Int32Array(64)
  #values = 0

  constructor(element: SchemaElement) {
    this.#element = element
    this.#wordsPerValue = element.type === 'INT64' || element.type === 'DOUBLE' ? 2 : 1
  }

  get heldBytes(): number {
    return this.#values * this.#wordsPerValue * 4
  }

  append(vector: ColumnVector, rows: Int32Array): void {
    const held = this.#levels.add(vector.validity, rows)
    const at = this.#values
    const words = this.#roomFor(held.length)
    this.#values += held.length
    switch (vector.layout) {
      case 'int32':
        this.#bounds.addNumbers(vector.values, held)
        for (let i = 0; i < held.length; i++) words[at + i] = vector.values[held[i]!]!
        return
      case 'float64':
        this.#bounds.addNumbers(vector.values, held)
        if (this.#wordsPerValue === 2) copyPairs(vector.values, held, words, at)
        else copyFloats(vector.values, held, new Float32Array(words.buffer), at)
        return
      case 'int64':
        if (vector.values instanceof Float64Array) {
          this.#bounds.addNumbers(vector.values, held)
          splitIntegers(vector.values, held, words, at)
        } else {
          this.#bounds.addBigints(vector.values, held)
          copyPairs(vector.values, held, words, at)
        }
        return
      case 'decimal': {
        this.#bounds.addBigints(vector.values, held)
        const longs = new BigInt64Array(words.buffer)
        for (let i = 0; i < held.length; i++) {
          if (this.#wordsPerValue === 1) words[at + i] = Number(vector.values[held[i]!]!)
          else longs[at + i] = vector.values[held[i]!]!
        }
        return
      }
      default:
        throw new TypeError(`a ${vector.layout} vector has no words`)
    }
  }

  #roomFor(more: number): Int32Array<ArrayBuffer> {
    const needed = (this.#values + more) * this.#wordsPerValue
    if (needed > this.#words.length) {
      // Whole longs.
      const words = new Int32Array(Math.max(this.#words.length * 2, needed + (needed & 1)))
      words.set(this.#words.subarray(0, this.#values * this.#wordsPerValue))
      this.#words = words
    }
    return this.#words
  }

  writeTo(file: ChunkFile) {
    const levels = this.#levels
    const pages = new ColumnPages(file)
    const coded = codeWords(this.#words, this.#wordsPerValue, this.#values)
    if (coded !== null) {
      pages.addDictionary(coded.length, bytesOf(coded.entries))
      pages.addCodes(levels, coded.codes, coded.length)
    } else this.#addPlain(pages)
    const { type, converted_type } = this.#element
    const kind =
      type === 'FLOAT' || type === 'DOUBLE' ? 'float' : type === 'INT64' || converted_type === 'DECIMAL' ? 'bigint' : 'integer'
    const chunk = pages.writeTo(this.#element, levels.rows, {
      null_count: BigInt(levels.rows - this.#values),
      ...this.#bounds.statistics(kind),
    })
    levels.clear()
    this.#bounds.clear()
    this.#values = 0
    return [chunk]
  }

  #addPlain(pages: ColumnPages): void {
    let position = 0
    for (let from = 0; from < this.#levels.rows; from += PAGE_ROWS) {
      const to = Math.min(this.#levels.rows, from + PAGE_ROWS)
      const end = position + (to - from - this.#levels.nulls(from, to)) * this.#wordsPerValue
      pages.addData(this.#levels, from, to, bytesOf(this.#words.subarray(position, end)))
      position = end
    }
  }
}

function copyPairs(from: Float64Array | BigInt64Array, rows: Int32Array, to: Int32Array, at: number): void {
  const words = new Int32Array(from.buffer, from.byteOffset, from.length * 2)
  for (let i = 0; i < rows.length; i++) {
    to[2 * (at + i)] = words[2 * rows[i]!]!
    to[2 * (at + i) + 1] = words[2 * rows[i]! + 1]!
  }
}

function copyFloats(from: Float64Array, rows: Int32Array, to: Float32Array, at: number): void {
  for (let i = 0; i < rows.length; i++) to[at + i] = from[rows[i]!]!
}

/** Safe integers as 64 bits. */
function splitIntegers(from: Float64Array, rows: Int32Array, to: Int32Array, at: number): void {
  for (let i = 0; i < rows.length; i++) {
    const value = from[rows[i]!]!
    to[2 * (at + i)] = value
    to[2 * (at + i) + 1] = Math.floor(value / TWO_32)
  }
}

function bytesOf(words: Int32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
}
