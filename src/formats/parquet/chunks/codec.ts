import { gzipSync } from 'node:zlib'
import type { ParquetCompression } from '../writer.ts'

/** A compression, and its name in Parquet's metadata. */
export interface Codec {
  readonly name: 'SNAPPY' | 'GZIP' | 'UNCOMPRESSED'
  readonly compress: (bytes: Uint8Array) => Uint8Array
}

/** WebAssembly memory never shrinks: a larger page gets one of its own. */
const LARGE_PAGE_BYTES = 8 * 1024 * 1024

let sharedSnappy: ((bytes: Uint8Array) => Uint8Array) | undefined

/** Loads what the compression needs. All files share one WebAssembly instance: there may be a file for each folder. */
export async function codecOf(compression: ParquetCompression): Promise<Codec> {
  switch (compression) {
    case 'snappy': {
      const { snappyCompressor } = await import('hysnappy')
      sharedSnappy ??= snappyCompressor()
      const shared = sharedSnappy
      const compress = (bytes: Uint8Array) => (bytes.length > LARGE_PAGE_BYTES ? snappyCompressor() : shared)(bytes)
      return { name: 'SNAPPY', compress }
    }
    case 'gzip':
      return { name: 'GZIP', compress: bytes => gzipSync(bytes) }
    case 'uncompressed':
      return { name: 'UNCOMPRESSED', compress: bytes => bytes }
  }
}
