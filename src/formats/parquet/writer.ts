import type { StructType } from '../../schema/data-type.ts'
import { SluiceError } from '../../util/error.ts'
import type { RowFileWriter } from '../row-file-writer.ts'
import { hyparquetWriter } from './hyparquet-writer.ts'
import { parquetjsWriter } from './parquetjs-writer.ts'

/** Which library writes: `hyparquet-writer` (default; every type, exact) or `parquetjs-lite` (slower, fewer types). */
export type ParquetWriterName = 'hyparquet-writer' | 'parquetjs-lite'
export type ParquetCompression = 'snappy' | 'gzip' | 'uncompressed'

export interface ParquetWriterOptions {
  readonly writer?: ParquetWriterName
  /** `snappy` by default, as Spark. */
  readonly compression?: ParquetCompression
  /** Rows of a row group, 128 Ki by default. What is kept in memory is one row group. */
  readonly rowGroupRows?: number
}

/** A writer of one file with these columns; an existing file is replaced. */
export function parquetWriter(path: string, schema: StructType, options: ParquetWriterOptions = {}): RowFileWriter {
  const { writer = 'hyparquet-writer', compression = 'snappy', rowGroupRows = 131_072 } = options
  switch (writer) {
    case 'hyparquet-writer':
      return hyparquetWriter(path, schema, compression, rowGroupRows)
    case 'parquetjs-lite':
      return parquetjsWriter(path, schema, compression, rowGroupRows)
    default:
      throw new SluiceError(
        'INVALID_OPTION',
        `Cannot write Parquet by "${String(writer)}". Writers: hyparquet-writer, parquetjs-lite.`,
        { writer },
      )
  }
}

/** How Spark names files by their compression: `.snappy.parquet`, `.gz.parquet`, `.parquet`. */
export function parquetExtension(compression: ParquetCompression): string {
  switch (compression) {
    case 'snappy':
      return '.snappy.parquet'
    case 'gzip':
      return '.gz.parquet'
    case 'uncompressed':
      return '.parquet'
    default:
      throw new SluiceError(
        'INVALID_OPTION',
        `Cannot compress Parquet by "${String(compression)}". Compressions: snappy, gzip, uncompressed.`,
        { compression },
      )
  }
}
