import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { embeddedEngine } from '../../src/engines/embedded.ts'
import { readParquet } from '../../src/formats/parquet/read.ts'
import { readStream } from '../../src/plan/read-stream.ts'
import { memorySink } from '../../src/sinks/memory-sink.ts'
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
    // Lines as Python reads them: a carriage return also ends one, and stays.
    return (text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? []).map(line => [folder, line.replace(/\n$/, '')])
  })
  return sortedRows(lines.filter(([, line]) => line !== ''))
}

/** What the Kafka sink of sluice left: the records of its topic. */
export async function writtenRecords(topic: string): Promise<Canonical> {
  const records = readStream(embeddedEngine()).kafka({ subscribe: topic, startingOffsets: 'earliest', includeHeaders: true })
  const query = records
    .select(r => ({ key: r.key, value: r.value, partition: r.partition, headers: r.headers }))
    .writeStream({ sink: memorySink() })
  try {
    return sortedRows(canonicalRows((await query.next()).output))
  } finally {
    await query.stop()
  }
}
