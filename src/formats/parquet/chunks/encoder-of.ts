import type { DataType } from '../../../schema/data-type.ts'
import { assertNever } from '../../../util/assert-never.ts'
import type { SchemaElement } from '../parquet-schema.ts'
import { BooleanChunk } from './boolean-chunk.ts'
import { ByteChunk } from './byte-chunk.ts'
import type { ChunkEncoder } from './chunk-encoder.ts'
import type { ChunkFile } from './column-pages.ts'
import { NestedChunk } from './nested-chunk.ts'
import { WordChunk } from './word-chunk.ts'

/** What encodes a column of this type. @param element of the column itself */
export function encoderOf(type: DataType, element: SchemaElement, file: ChunkFile): ChunkEncoder {
  switch (type.kind) {
    case 'string':
    case 'binary':
      return new ByteChunk(element, file)
    case 'boolean':
      return new BooleanChunk(element)
    case 'byte':
    case 'short':
    case 'integer':
    case 'date':
    case 'long':
    case 'timestamp':
    case 'float':
    case 'double':
      return new WordChunk(element)
    case 'decimal':
      return element.type === 'FIXED_LEN_BYTE_ARRAY' ? new NestedChunk(element.name) : new WordChunk(element)
    case 'array':
    case 'map':
    case 'struct':
      return new NestedChunk(element.name)
    default:
      return assertNever(type)
  }
}
