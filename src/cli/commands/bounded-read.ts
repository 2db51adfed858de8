import { setTimeout as delay } from 'node:timers/promises'
import { type Offsets, offsetAt, offsetEntries, offsetsOf } from '../../sources/offsets.ts'
import type { OffsetRange, Source, SourceChunk } from '../../sources/source.ts'

export interface BoundedReadOptions {
  readonly startOffsets: Offsets
  readonly maxRecords: number
  /** How long to wait for more records at the end of the topic; 0 ends there. */
  readonly waitMs: number
  readonly signal: AbortSignal
}

/** Between two looks for new records. */
const POLL_MS = 200

/**
 * Reads at most `maxRecords` records from `startOffsets` on, shared over the partitions, and ends at the end of the topic.
 * Offsets without a record (compacted, aborted) take nothing from the share.
 *
 * @returns chunks with the number of their rows to take, the first ones
 */
export async function* boundedRead(
  source: Source,
  options: BoundedReadOptions,
): AsyncGenerator<{ readonly chunk: SourceChunk; readonly rows: number }> {
  const { maxRecords, waitMs, signal } = options
  const untilMs = performance.now() + waitMs
  let offsets = options.startOffsets
  let left = maxRecords
  while (left > 0 && !signal.aborted) {
    const { latest } = await source.available(offsets)
    const ranges = shareOut(offsets, latest, left)
    if (ranges.length === 0) {
      const restMs = untilMs - performance.now()
      if (restMs <= 0) return
      await delay(Math.min(POLL_MS, restMs), undefined, { signal }).catch(() => {})
      continue
    }
    for await (const chunk of source.read(ranges, { columns: ['key', 'value', 'timestamp'], signal })) {
      const rows = Math.min(left, chunk.records.numRows)
      left -= rows
      if (rows > 0) yield { chunk, rows }
      if (signal.aborted) return
    }
    const ends = new Map(ranges.map(({ topic, partition, endOffset }) => [`${topic}/${partition}`, endOffset]))
    offsets = offsetsOf([...offsetEntries(offsets)].map(([t, p, offset]) => [t, p, ends.get(`${t}/${p}`) ?? offset]))
  }
}

/** Ranges of `records` offsets in all at most, as even as what the partitions hold allows. */
export function shareOut(offsets: Offsets, latest: Offsets, records: number): readonly OffsetRange[] {
  const backlogs = [...offsetEntries(offsets)]
    .map(([topic, partition, startOffset]) => ({
      topic,
      partition,
      startOffset,
      waiting: (offsetAt(latest, topic, partition) ?? startOffset) - startOffset,
    }))
    .filter(({ waiting }) => waiting > 0)
  let left = records
  let partitionsLeft = backlogs.length
  const takes = new Map<(typeof backlogs)[number], number>()
  for (const backlog of [...backlogs].sort((a, b) => a.waiting - b.waiting)) {
    const take = Math.min(backlog.waiting, Math.ceil(left / partitionsLeft--))
    takes.set(backlog, take)
    left -= take
  }
  return backlogs.flatMap(backlog => {
    const { topic, partition, startOffset } = backlog
    const take = takes.get(backlog)!
    return take === 0 ? [] : [{ topic, partition, startOffset, endOffset: startOffset + take }]
  })
}
