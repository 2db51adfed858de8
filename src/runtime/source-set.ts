import type { SourceDefinition } from '../plan/plan.ts'
import { type Offsets, offsetAt, offsetEntries, sameOffsets } from '../sources/offsets.ts'
import { rateLimit } from '../sources/rate-limit.ts'
import type { Available, Source } from '../sources/source.ts'
import { startsOf, withStart } from './ranges.ts'

/** Up to where a batch may go. */
export interface BatchLimits {
  /** About how many records over all sources; without it each source has its own `maxOffsetsPerTrigger`. */
  readonly maxRecords?: number | undefined
  /** Per source; later records wait. */
  readonly upTo?: readonly Offsets[] | undefined
  /** `Trigger.Once`: no limits. */
  readonly once?: boolean
}

/** Offsets of a batch, per source. */
export interface SourceOffsets {
  readonly starts: readonly Offsets[]
  readonly ends: readonly Offsets[]
  readonly latest: readonly Offsets[]
}

/** The open sources of a query, in the order of its plan. */
export class SourceSet {
  readonly all: readonly Source[]
  /** Offsets that wait because `minOffsetsPerTrigger` are not there yet; 0 where none do. */
  heldBack = 0
  /** When each source last let a batch go; the first batch after a start never waits. */
  readonly #triggeredMs: number[]

  constructor(definitions: readonly SourceDefinition[]) {
    this.all = definitions.map(definition => definition.open())
    this.#triggeredMs = this.all.map(() => 0)
  }

  /** What may be read now, asked of all sources at once. */
  available(since: readonly Offsets[]): Promise<readonly Available[]> {
    return Promise.all(this.all.map((source, i) => source.available(since[i]!)))
  }

  /**
   * From where to where the next batch goes.
   *
   * @param before the end of the last batch
   */
  plan(before: readonly Offsets[], available: readonly Available[], limits: BatchLimits, nowMs: number): SourceOffsets {
    const latest = limits.upTo ?? available.map(one => one.latest)
    const starts = latest.map((end, i) => startsOf(withStart(before[i]!, end), before[i]!, available[i]!.earliest))
    const shares = this.#limits(starts, latest, limits)
    this.heldBack = 0
    const ends = latest.map((end, i) => {
      const [start, share] = [starts[i]!, shares[i]!]
      if (this.#waits(i, waitingIn(start, end), limits, nowMs)) return start
      return share === null ? withStart(start, end) : rateLimit(start, { ...available[i]!, latest: end }, share)
    })
    return { starts, ends, latest: available.map(one => one.latest) }
  }

  /** @see Spark `KafkaMicroBatchStream.delayBatch` */
  #waits(source: number, waiting: number, { maxRecords, once }: BatchLimits, nowMs: number): boolean {
    const least = this.all[source]!.minOffsetsPerTrigger ?? null
    if (least === null || once === true || maxRecords !== undefined) return false
    if (nowMs - this.#triggeredMs[source]! < least.maxDelayMs && waiting < least.offsets) {
      this.heldBack += waiting
      return true
    }
    this.#triggeredMs[source] = nowMs
    return false
  }

  /** The limit of each source: its own, or its share of `maxRecords` by what waits in it. */
  #limits(starts: readonly Offsets[], latest: readonly Offsets[], { maxRecords, once }: BatchLimits): readonly (number | null)[] {
    if (once === true) return this.all.map(() => null)
    if (maxRecords === undefined) return this.all.map(source => source.maxOffsetsPerTrigger)
    if (this.all.length === 1) return [maxRecords]
    const waiting = latest.map((end, i) => waitingIn(starts[i]!, end))
    const total = waiting.reduce((sum, count) => sum + count, 0)
    return waiting.map(count => (total === 0 ? 0 : maxRecords * (count / total)))
  }

  /** Closes all, also when one cannot be. */
  async close(): Promise<void> {
    const closed = await Promise.allSettled(this.all.map(source => source.close()))
    for (const result of closed) if (result.status === 'rejected') throw result.reason
  }
}

function waitingIn(start: Offsets, end: Offsets): number {
  return [...offsetEntries(end)].reduce(
    (sum, [topic, partition, offset]) => sum + Math.max(0, offset - (offsetAt(start, topic, partition) ?? offset)),
    0,
  )
}

/** Whether no source has anything between the two. */
export function sameEverywhere(a: readonly Offsets[], b: readonly Offsets[]): boolean {
  return a.every((offsets, i) => sameOffsets(offsets, b[i]!))
}
