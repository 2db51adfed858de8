import type { Offsets } from '../sources/offsets.ts'
import type { RunBatch, TriggerOptions } from './batch-run.ts'
import type { Clock } from './clock.ts'
import { POLLING_MS } from './query-parts.ts'
import { nextTriggerMs, type Trigger } from './trigger.ts'

/** What a started query runs batches with. */
export interface Looped {
  readonly clock: Clock
  /** Fires when the query is to end: between two batches. */
  readonly stopped: AbortSignal
  latest(): Promise<readonly Offsets[]>
  trigger(options: Omit<TriggerOptions, 'signal' | 'onPlanned' | 'onChunk'>): Promise<RunBatch | null>
}

/** Runs batches until the trigger has no more, or the query is stopped. @see Spark `TriggerExecutor.scala` */
export async function runLoop(trigger: Trigger, query: Looped): Promise<void> {
  switch (trigger.kind) {
    case 'once':
      await query.trigger({ once: true, keepOutput: false })
      return
    case 'availableNow':
      await runAvailable(query, trigger.maxRecords)
      return
    case 'processingTime':
      await runAtIntervals(query, trigger)
  }
}

/** All there is now, batch by batch, and the batches without data that close windows. */
export async function runAvailable(
  { latest, trigger, stopped }: Omit<Looped, 'clock'>,
  maxRecords: number | undefined,
  onBatch: () => void = () => {},
): Promise<void> {
  const upTo = await latest()
  while (!stopped.aborted) {
    const run = await trigger({ maxRecords, upTo, keepOutput: false })
    if (run === null) break
    onBatch()
  }
}

async function runAtIntervals(
  { clock, stopped, trigger }: Looped,
  { intervalMs, maxRecords }: Trigger & { kind: 'processingTime' },
): Promise<void> {
  while (!stopped.aborted) {
    const startMs = clock.now()
    const run = await trigger({ maxRecords, keepOutput: false })
    if (stopped.aborted) break
    const idleMs = run === null ? POLLING_MS : 0
    const waitMs = intervalMs === 0 ? idleMs : nextTriggerMs(startMs, intervalMs) - clock.now()
    if (waitMs > 0) await clock.sleep(waitMs, stopped)
  }
}
