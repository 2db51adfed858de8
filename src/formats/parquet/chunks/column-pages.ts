import type { ColumnChunk, Encoding, OffsetIndex, PageHeader, SchemaElement, Statistics } from 'hyparquet'
import type { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { ByteBuffer } from './byte-buffer.ts'
import type { Codec } from './codec.ts'
import type { DefinitionLevels } from './definition-levels.ts'
import { appendRleHybrid, bitWidthOf } from './rle-hybrid.ts'

/** Rows of a page at most; eight bytes each make a page of 1 MiB. */
export const PAGE_ROWS = 131_072

/** The file that column chunks are written to. */
export interface ChunkFile {
  /** Counts the bytes of the file so far. */
  readonly writer: ParquetWriter
  readonly codec: Codec
  /** Puts bytes at the end of the file; they are kept until they are written. */
  append(bytes: Uint8Array): void
  /** An empty buffer of hyparquet-writer. */
  newBytes(): ByteWriter
  writePageHeader(to: ByteWriter, header: PageHeader): void
}

/** The finished pages of one column chunk, in memory until the chunks before it are in the file. */
export class ColumnPages {
  /** Compressed. */
  size = 0
  readonly #file: ChunkFile
  readonly #levels = new ByteBuffer()
  #uncompressedSize = 0
  #parts: Uint8Array[] = []
  #dictionarySize = 0
  #encoding: Encoding = 'PLAIN'
  #pages: { readonly firstRow: number; readonly offset: number; readonly size: number }[] = []

  constructor(file: ChunkFile) {
    this.#file = file
  }

  /** Comes before the data pages. */
  addDictionary(entries: number, plain: Uint8Array): void {
    const compressed = this.#compressed(plain)
    this.#add([compressed ?? plain.slice()], plain.length, {
      type: 'DICTIONARY_PAGE',
      uncompressed_page_size: plain.length,
      // A dictionary page cannot say that it is not compressed.
      compressed_page_size: compressed?.length ?? plain.length,
      dictionary_page_header: { num_values: entries, encoding: 'PLAIN' },
    })
    this.#dictionarySize = this.size
    this.#encoding = 'RLE_DICTIONARY'
  }

  /** A page of the rows `[from, to)`; the values are copied. */
  addData(levels: DefinitionLevels, from: number, to: number, values: Uint8Array): void {
    this.#levels.used = 0
    levels.appendTo(this.#levels, from, to)
    const levelBytes = this.#levels.written.slice()
    const compressed = this.#compressed(values)
    const isSmaller = compressed !== null && compressed.length < values.length
    const stored = isSmaller ? compressed : values.slice()
    const offset = this.size
    this.#add([levelBytes, stored], levelBytes.length + values.length, {
      type: 'DATA_PAGE_V2',
      uncompressed_page_size: levelBytes.length + values.length,
      compressed_page_size: levelBytes.length + stored.length,
      data_page_header_v2: {
        num_values: to - from,
        num_nulls: levels.nulls(from, to),
        num_rows: to - from,
        encoding: this.#encoding,
        definition_levels_byte_length: levelBytes.length,
        repetition_levels_byte_length: 0,
        is_compressed: isSmaller,
      },
    })
    this.#pages.push({ firstRow: from, offset, size: this.size - offset })
  }

  /** Pages of codes of the dictionary, for all rows. @param codes without those of nulls */
  addCodes(levels: DefinitionLevels, codes: Int32Array, entries: number): void {
    const bitWidth = bitWidthOf(entries)
    const page = new ByteBuffer()
    let position = 0
    for (let from = 0; from < levels.rows; from += PAGE_ROWS) {
      const to = Math.min(levels.rows, from + PAGE_ROWS)
      const end = position + to - from - levels.nulls(from, to)
      page.used = 0
      page.reserve(1)
      page.bytes[page.used++] = bitWidth
      appendRleHybrid(page, codes, position, end, bitWidth)
      this.addData(levels, from, to, page.written)
      position = end
    }
  }

  /** Moves the pages to the end of the file. @param values with the nulls */
  writeTo(element: SchemaElement, values: number, statistics: Statistics): ColumnChunk {
    const { writer, codec } = this.#file
    const start = writer.writer.offset
    for (const part of this.#parts) this.#file.append(part)
    const hasDictionary = this.#dictionarySize > 0
    const chunk: ColumnChunk = {
      file_offset: BigInt(start),
      meta_data: {
        type: element.type!,
        encodings: hasDictionary ? ['PLAIN', 'RLE_DICTIONARY'] : ['PLAIN'],
        path_in_schema: [element.name],
        codec: codec.name,
        num_values: BigInt(values),
        total_compressed_size: BigInt(this.size),
        total_uncompressed_size: BigInt(this.#uncompressedSize),
        data_page_offset: BigInt(start + this.#dictionarySize),
        ...(hasDictionary && { dictionary_page_offset: BigInt(start) }),
        statistics,
        encoding_stats: [
          ...(hasDictionary ? [{ page_type: 'DICTIONARY_PAGE', encoding: 'PLAIN', count: 1 } as const] : []),
          { page_type: 'DATA_PAGE_V2', encoding: this.#encoding, count: this.#pages.length },
        ],
      },
    }
    const offsetIndex: OffsetIndex = {
      page_locations: this.#pages.map(page => ({
        offset: BigInt(start + page.offset),
        compressed_page_size: page.size,
        first_row_index: BigInt(page.firstRow),
      })),
    }
    writer.pendingIndexes.push({ chunk, offsetIndex })
    return chunk
  }

  #compressed(bytes: Uint8Array): Uint8Array | null {
    const { name, compress } = this.#file.codec
    return name === 'UNCOMPRESSED' ? null : compress(bytes)
  }

  #add(parts: Uint8Array[], uncompressedSize: number, header: PageHeader): void {
    const headerBytes = this.#file.newBytes()
    this.#file.writePageHeader(headerBytes, header)
    this.#parts.push(headerBytes.getBytes(), ...parts)
    this.#uncompressedSize += headerBytes.index + uncompressedSize
    this.size += headerBytes.index + header.compressed_page_size
  }
}
