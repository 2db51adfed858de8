import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { readParquet } from '../../src/formats/parquet/read.ts'
import { type Canonical, canonicalRows, sortedRows } from './canonical.ts'
import type { StreamingCase } from './case.ts'

/** What a file sink of sluice left: rows of Parquet; of text files their lines with the folder they lie in. */
export async function writtenRows(given: StreamingCase, path: string): Promise<Canonical> {
  if (given.sink?.format === 'parquet') return sortedRows(canonicalRows((await readParquet(path)).batch))
  if (!existsSync(path)) return []
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter(
    entry => entry.isFile() && /\.(json|csv)$/.test(entry.name) && !entry.name.startsWith('.') && !entry.name.startsWith('_'),
  )
  const lines = files.flatMap(entry => {
    const folder = relative(path, entry.parentPath) || '.'
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
    return text
      .replace(/\n$/, '')
      .split('\n')
      .map(line => [folder, line])
  })
  return sortedRows(lines.filter(([, line]) => line !== ''))
}
