import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { ColumnBatch } from '../schema/column-batch.ts'
import { SluiceError } from '../util/error.ts'
import { outputFile } from './output-file.ts'
import type { RowFileWriter } from './row-file-writer.ts'

/** `gzip` makes `.gz` files; each part written is a member of its own, which readers take as one. */
export type TextCompression = 'none' | 'gzip'

/** Text gathered before it is written, characters. */
const PART_CHARACTERS = 1 << 20
const compressed = promisify(gzip)

/** `.gz` or nothing. @throws INVALID_OPTION */
export function textExtension(compression: TextCompression): '' | '.gz' {
  if (compression === 'none') return ''
  if (compression === 'gzip') return '.gz'
  throw new SluiceError('INVALID_OPTION', `Cannot compress text by "${String(compression)}". Compressions: none, gzip.`, {
    compression,
  })
}

/**
 * Writes rows as lines of UTF-8.
 *
 * @param header the first line with its end; empty for none
 * @param linesOf the lines of some rows, each with its end
 */
export function textFileWriter(
  path: string,
  header: string,
  linesOf: (batch: ColumnBatch, rows: Int32Array) => Iterable<string>,
  compression: TextCompression,
): RowFileWriter {
  const file = outputFile(path)
  let rows = 0
  let text = header
  async function flush(): Promise<void> {
    const bytes = Buffer.from(text)
    text = ''
    await file.append(compression === 'gzip' ? await compressed(bytes) : bytes)
  }
  return {
    path,
    get rows() {
      return rows
    },
    async write(batch, selected = Int32Array.from({ length: batch.numRows }, (_, row) => row)) {
      for (const line of linesOf(batch, selected)) {
        text += line
        if (text.length >= PART_CHARACTERS) await flush()
      }
      rows += selected.length
    },
    async close() {
      await flush()
      return { bytes: await file.finish(), rows }
    },
    abort: () => file.discard(),
  }
}
