import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { count, sum } from '../../src/expressions/functions/aggregates.ts'
import { window } from '../../src/expressions/functions/window.ts'
import type { OutputMode } from '../../src/plan/sink.ts'
import { double, string } from '../../src/schema/data-type.ts'
import { type MemorySink, memorySink } from '../../src/sinks/memory-sink.ts'
import { jsonStream } from './json-query.ts'
import { type MemoryStream, memoryStream } from './memory-query.ts'

/** Five-minute windows by type over an in-process topic, with a checkpoint folder. */
export function salesQuery(
  checkpointLocation: string,
  { memory = memoryStream(), sink = memorySink(), outputMode = 'append' as OutputMode } = {},
) {
  const { stream } = jsonStream({ type: string(), amount: double() }, {}, memory)
  const query = stream
    .withWatermark('ts', '10 seconds')
    .groupBy(t => ({ window: window(t.ts, '5 seconds'), type: t.type }))
    .agg(t => ({ n: count(), total: sum(t.amount) }))
    .writeStream({ outputMode, sink, checkpointLocation })
  return { query, memory, sink }
}

/** The rows of a sink as text, in the order of their batches. */
export const rowTexts = (sink: MemorySink): string[] => sink.rows().map(row => JSON.stringify(row))

/** Events that open, close and come late to windows: `batches` times `perBatch`, one list a batch. */
export function addSales(memory: MemoryStream, fromBatch: number, batches: number, perBatch = 4): void {
  for (let batch = fromBatch; batch < fromBatch + batches; batch++)
    for (let i = 0; i < perBatch; i++)
      memory.add(batch * 4 + i - (i === 3 ? 20 : 0) + 100, { type: i % 2 === 0 ? 'a' : 'b', amount: batch + i / 10 })
}

/** All files below a folder, as relative paths, sorted; the lock is none of them. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name !== '.lock')
    .map(entry => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

/** A copy of a folder under a new name beside it. */
export function copyOf(folder: string, name: string): string {
  const copy = join(folder, '..', name)
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(copy)
  cpSync(folder, copy, { recursive: true })
  return copy
}

export const bytesIn = (folder: string): number =>
  filesIn(folder).reduce((total, file) => total + readFileSync(join(folder, file)).length, 0)
