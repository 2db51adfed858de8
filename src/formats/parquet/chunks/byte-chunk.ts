import type { ByteValues } from '../../../schema/byte-values.ts'
import type { ColumnVector } from '../../../schema/column-vector.ts'
import type { SchemaElement } from '../parquet-schema.ts'
import { ByteBuffer } from './byte-buffer.ts'
import { ByteDictionary } from './byte-dictionary.ts'
import type { ChunkEncoder } from './chunk-encoder.ts'
import { type ChunkFile, ColumnPages } from './column-pages.ts'
import { DefinitionLevels } from './definition-levels.ts'
import { isHopeless, paysOff } from './dictionary-worth.ts'
import { appendPlain, compareBytes, plainBounds } from './plain-bytes.ts'
import { rowNumbers } from './row-numbers.ts'

const PAGE_BYTES = 1024 * 1024
/** Values at a time: functions that return soon are compiled once, and not in the middle of a loop too. */
const SLICE = 1024
/** A dictionary is judged when it has so many entries, late enough for keys that come in turn, and at each doubling. */
const FIRST_JUDGEMENT = 16_384
/** The same after a row group whose values were mostly different. */
const EARLY_JUDGEMENT = 1024

/**
 * Texts and binaries. The values of a row group are gathered as codes of a dictionary; where that turns out not to pay
 * off, all of them become plain pages, each compressed as soon as it is full.
 */
export class ByteChunk implements ChunkEncoder {
  readonly #element: SchemaElement
  readonly #isText: boolean
  readonly #levels = new DefinitionLevels()
  /** null: plain pages. */
  #dictionary: ByteDictionary | null = new ByteDictionary()
  #judgement = FIRST_JUDGEMENT
  #codes = new Int32Array(64)
  /** Without the nulls. */
  #values = 0
  /** The page that is being filled, its first row and its values. */
  readonly #page = new ByteBuffer()
  #pageStart = 0
  #pageValues = 0
  #pages: ColumnPages
  #min: Uint8Array | null = null
  #max: Uint8Array | null = null

  constructor(element: SchemaElement, file: ChunkFile) {
    this.#element = element
    this.#isText = element.converted_type === 'UTF8'
    this.#pages = new ColumnPages(file)
  }

  get heldBytes(): number {
    const coded = this.#dictionary === null ? 0 : this.#values * 4 + this.#dictionary.buffer.used
    return coded + this.#page.used + this.#pages.size
  }

  append(vector: ColumnVector & { layout: 'utf8' }, rows: Int32Array): void {
    const held = this.#levels.add(vector.validity, rows)
    const entries = entriesOf(vector.codes, held)
    const source = vector.dictionary
    let taken = 0
    // A dictionary that few rows point into is searched value by value, as one without codes.
    if (vector.codes !== null && source.length <= 2 * entries.length && this.#dictionary !== null) {
      this.#appendMapped(this.#dictionary, source, entries)
      taken = entries.length
      this.#judge(this.#dictionary)
    }
    while (taken < entries.length && this.#dictionary !== null) {
      const end = Math.min(entries.length, taken + SLICE)
      const target = this.#roomFor(end - taken)
      this.#dictionary.codes(source, entries, taken, end, target, this.#values)
      this.#values += end - taken
      taken = end
      this.#judge(this.#dictionary)
    }
    this.#appendPlain(source, entries, taken, entries.length)
    this.#values += entries.length - taken
  }

  /** The vector's codes as codes of the chunk: each entry is searched once. */
  #appendMapped(dictionary: ByteDictionary, source: ByteValues, entries: Int32Array): void {
    const isUsed = new Uint8Array(source.length)
    markUsed(isUsed, entries)
    const used = rowNumbers(0, source.length).filter(entry => isUsed[entry] === 1)
    const codes = new Int32Array(used.length)
    dictionary.codes(source, used, 0, used.length, codes, 0)
    const codeOf = new Int32Array(source.length)
    for (let i = 0; i < used.length; i++) codeOf[used[i]!] = codes[i]!
    gather(codeOf, entries, this.#roomFor(entries.length), this.#values)
    this.#values += entries.length
  }

  #roomFor(more: number): Int32Array {
    if (this.#values + more > this.#codes.length) {
      const codes = new Int32Array(Math.max(this.#codes.length * 2, this.#values + more))
      codes.set(this.#codes.subarray(0, this.#values))
      this.#codes = codes
    }
    return this.#codes
  }

  #judge(dictionary: ByteDictionary): void {
    if (dictionary.length < this.#judgement) return
    if (isHopeless(dictionary.length, entryBytes(dictionary), this.#values)) this.#becomePlain(dictionary)
    else while (this.#judgement <= dictionary.length) this.#judgement *= 2
  }

  #becomePlain(dictionary: ByteDictionary): void {
    this.#dictionary = null
    this.#appendPlain(dictionary.entries, this.#codes, 0, this.#values)
  }

  #appendPlain(source: ByteValues, entries: Int32Array, from: number, to: number): void {
    for (let i = from; i < to; ) {
      const end = appendPlain(this.#page, source, entries, i, Math.min(to, i + SLICE), this.#isText, PAGE_BYTES)
      this.#pageValues += end - i
      i = end
      if (this.#page.used >= PAGE_BYTES) this.#endPage(this.#levels.rowAfter(this.#pageStart, this.#pageValues))
    }
  }

  /** @param row behind the page's last */
  #endPage(row: number): void {
    this.#noteBounds()
    this.#pages.addData(this.#levels, this.#pageStart, row, this.#page.written)
    this.#page.used = 0
    this.#pageStart = row
    this.#pageValues = 0
  }

  #noteBounds(): void {
    const bounds = plainBounds(this.#page)
    if (bounds === null) return
    if (this.#min === null || compare(bounds.min, this.#min) < 0) this.#min = bounds.min.slice()
    if (this.#max === null || compare(bounds.max, this.#max) > 0) this.#max = bounds.max.slice()
  }

  writeTo(file: ChunkFile) {
    const { rows } = this.#levels
    if (this.#dictionary !== null && !this.#isWorthIt(this.#dictionary)) this.#becomePlain(this.#dictionary)
    if (this.#dictionary === null) {
      if (this.#pageStart < rows) this.#endPage(rows)
    } else {
      const { entries } = this.#dictionary
      appendPlain(this.#page, entries, rowNumbers(0, entries.length), 0, entries.length, this.#isText, Number.POSITIVE_INFINITY)
      this.#noteBounds()
      this.#pages.addDictionary(entries.length, this.#page.written)
      this.#page.used = 0
      this.#pages.addCodes(this.#levels, this.#codes, entries.length)
    }
    const chunk = this.#pages.writeTo(this.#element, rows, {
      null_count: BigInt(rows - this.#values),
      ...(this.#min !== null && this.#max !== null && { min_value: this.#min, max_value: this.#max }),
    })
    this.#levels.clear()
    this.#judgement = this.#dictionary === null ? EARLY_JUDGEMENT : FIRST_JUDGEMENT
    this.#dictionary = new ByteDictionary()
    this.#values = 0
    this.#pageStart = 0
    this.#pages = new ColumnPages(file)
    this.#min = null
    this.#max = null
    return [chunk]
  }

  #isWorthIt(dictionary: ByteDictionary): boolean {
    const { starts, ends, length } = dictionary.entries
    const plainBytes = this.#values * 4 + bytesOf(starts, ends, this.#codes, this.#values)
    return length > 0 && paysOff(length, entryBytes(dictionary), this.#values, plainBytes)
  }
}

function entriesOf(codes: Int32Array | null, rows: Int32Array): Int32Array {
  if (codes === null) return rows
  const entries = new Int32Array(rows.length)
  gather(codes, rows, entries, 0)
  return entries
}

function gather(from: Int32Array, at: Int32Array, to: Int32Array, start: number): void {
  for (let i = 0; i < at.length; i++) to[start + i] = from[at[i]!]!
}

function markUsed(isUsed: Uint8Array, entries: Int32Array): void {
  for (let i = 0; i < entries.length; i++) isUsed[entries[i]!] = 1
}

function bytesOf(starts: Int32Array, ends: Int32Array, entries: Int32Array, count: number): number {
  let bytes = 0
  for (let i = 0; i < count; i++) bytes += ends[entries[i]!]! - starts[entries[i]!]!
  return bytes
}

/** With the length that stands before each. */
function entryBytes(dictionary: ByteDictionary): number {
  return dictionary.buffer.used / dictionary.length + 4
}

function compare(left: Uint8Array, right: Uint8Array): number {
  return compareBytes(left, 0, left.length, right, 0, right.length)
}
