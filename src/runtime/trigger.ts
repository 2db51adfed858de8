/**
 * When the trigger after the one that began at `startMs` is due: the next multiple of the interval since the epoch.
 *
 * @see Spark `ProcessingTimeExecutor.nextBatchTime`
 */
export function nextTriggerMs(startMs: number, intervalMs: number): number {
  return Math.floor(startMs / intervalMs) * intervalMs + intervalMs
}
