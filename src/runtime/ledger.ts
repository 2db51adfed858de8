import { formatTimestamp } from '../formats/time/timestamp-text.ts'
import type { LateGroup } from '../operators/aggregate.ts'
import type { Ledger, PartitionLedger } from '../plan/streaming-query.ts'
import type { SourceChunk } from '../sources/source.ts'

/** The fate of the records of one chunk. */
export interface ChunkTally {
  readonly counted: number
  readonly late: number
  readonly bad: number
  readonly reasons: readonly { readonly record: number; readonly reason: string }[]
}

/** How many late windows a ledger names; the rest is one entry, so that a query may run for months. */
const LATE_WINDOWS = 1000
const OTHER_WINDOWS = 'others'
/** How many bad records a ledger names one by one. */
const EXAMPLES = 20

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Collects the fate of every offset of a batch, or of a run. */
export class LedgerBook {
  readonly #partitions = new Map<string, Mutable<PartitionLedger>>()
  readonly #badReasons = new Map<string, number>()
  readonly #badExamples: { topic: string; partition: number; offset: number; reason: string }[] = []
  readonly #lateWindows = new Map<string, { windowEnd: string; records: number; lateByMs: number }>()
  readonly #gaps = { control: 0, aborted: 0, compacted: 0, lost: 0 }

  addChunk(chunk: SourceChunk, tally: ChunkTally): void {
    const { topic, partition, startOffset, endOffset, records, gaps } = chunk
    const gap = gaps.control + gaps.aborted + gaps.compacted + gaps.lost
    const filtered = records.numRows - tally.counted - tally.late - tally.bad
    if (endOffset - startOffset !== records.numRows + gap) {
      throw new Error(
        `${topic}-${partition} [${startOffset}, ${endOffset}): ${records.numRows} records and ${gap} gaps do not add up`,
      )
    }
    this.#addPartition({
      offsets: endOffset - startOffset,
      topic,
      partition,
      startOffset,
      endOffset,
      counted: tally.counted,
      late: tally.late,
      bad: tally.bad,
      filtered,
      gap,
    })
    for (const kind of ['control', 'aborted', 'compacted', 'lost'] as const) this.#gaps[kind] += gaps[kind]
    for (const { record, reason } of tally.reasons) {
      this.#badReasons.set(reason, (this.#badReasons.get(reason) ?? 0) + 1)
      if (this.#badExamples.length < EXAMPLES)
        this.#badExamples.push({ topic, partition, offset: chunk.offsets[record]!, reason })
    }
  }

  /** @param watermarkMs the watermark that made them late */
  addLate(groups: readonly LateGroup[], watermarkMs: number, timeZone: string): void {
    for (const { endUs, records } of groups) {
      if (records > 0)
        this.#addWindow({ windowEnd: formatTimestamp(endUs, timeZone), records, lateByMs: watermarkMs - endUs / 1000 })
    }
  }

  /** Adds the ledger of another batch. */
  addLedger(ledger: Ledger): void {
    for (const partition of ledger.partitions) this.#addPartition(partition)
    for (const [reason, records] of ledger.badReasons) this.#badReasons.set(reason, (this.#badReasons.get(reason) ?? 0) + records)
    for (const example of ledger.badExamples) if (this.#badExamples.length < EXAMPLES) this.#badExamples.push(example)
    for (const window of ledger.lateWindows) this.#addWindow(window)
    for (const kind of ['control', 'aborted', 'compacted', 'lost'] as const) this.#gaps[kind] += ledger.gaps[kind]
  }

  #addWindow(window: { windowEnd: string; records: number; lateByMs: number }): void {
    const isFull = this.#lateWindows.size >= LATE_WINDOWS && !this.#lateWindows.has(window.windowEnd)
    const windowEnd = isFull ? OTHER_WINDOWS : window.windowEnd
    const known = this.#lateWindows.get(windowEnd)
    if (known === undefined) this.#lateWindows.set(windowEnd, { ...window, windowEnd })
    else {
      known.records += window.records
      known.lateByMs = Math.max(known.lateByMs, window.lateByMs)
    }
  }

  #addPartition(added: PartitionLedger): void {
    const key = `${added.partition} ${added.topic}`
    const known = this.#partitions.get(key)
    if (known === undefined) {
      this.#partitions.set(key, { ...added })
      return
    }
    known.endOffset = added.endOffset
    for (const part of ['offsets', 'counted', 'late', 'bad', 'filtered', 'gap'] as const) known[part] += added[part]
  }

  /** @throws Error where the fates of a partition do not add up to its offsets: a defect of this library */
  close(): Ledger {
    const partitions = [...this.#partitions.values()].map(partition => ({ ...partition }))
    const total = { offsets: 0, counted: 0, late: 0, bad: 0, filtered: 0, gap: 0 }
    for (const partition of partitions) {
      const { offsets } = partition
      const fates = partition.counted + partition.late + partition.bad + partition.filtered + partition.gap
      if (offsets !== fates || partition.filtered < 0)
        throw new Error(
          `the ledger of ${partition.topic}-${partition.partition} does not add up: ${offsets} offsets, ${fates} fates`,
        )
      total.offsets += offsets
      for (const fate of ['counted', 'late', 'bad', 'filtered', 'gap'] as const) total[fate] += partition[fate]
    }
    return {
      partitions,
      total,
      badReasons: new Map(this.#badReasons),
      badExamples: [...this.#badExamples],
      lateWindows: [...this.#lateWindows.values()].map(window => ({ ...window })),
      gaps: { ...this.#gaps },
    }
  }
}
