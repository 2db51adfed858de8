/** What one `withWatermark` saw in a batch, milliseconds since the epoch. */
export interface EventTimeStats {
  count: number
  maxMs: number
  minMs: number
  avgMs: number
}

export const emptyStats = (): EventTimeStats => ({
  count: 0,
  maxMs: Number.NEGATIVE_INFINITY,
  minMs: Number.POSITIVE_INFINITY,
  avgMs: 0,
})

/**
 * Adds event times to the statistics. A null counts as the epoch, as Spark reads it from its row format: the maximum
 * is untouched, minimum and mean are not.
 *
 * @param timesUs microseconds; floored to milliseconds
 * @see Spark `EventTimeStats.add`
 */
export function observe(
  stats: EventTimeStats,
  timesUs: ArrayLike<number | bigint>,
  validity: Uint8Array | null,
  length: number,
): void {
  let { count, maxMs, minMs, avgMs } = stats
  for (let row = 0; row < length; row++) {
    const ms = validity !== null && validity[row] === 0 ? 0 : Math.floor(Number(timesUs[row]!) / 1000)
    count++
    if (ms > maxMs) maxMs = ms
    if (ms < minMs) minMs = ms
    avgMs += (ms - avgMs) / count
  }
  Object.assign(stats, { count, maxMs, minMs, avgMs })
}

/**
 * Adds the statistics of one partition to those of others: the mean is weighted, so that its last digits are Spark's.
 *
 * @see Spark `EventTimeStats.merge`
 */
export function mergeStats(stats: EventTimeStats, that: EventTimeStats): void {
  if (that.count === 0) return
  if (stats.count === 0) {
    Object.assign(stats, that)
    return
  }
  stats.maxMs = Math.max(stats.maxMs, that.maxMs)
  stats.minMs = Math.min(stats.minMs, that.minMs)
  stats.count += that.count
  stats.avgMs += ((that.avgMs - stats.avgMs) * that.count) / stats.count
}

/** How several `withWatermark` of a plan make one: the slowest waits for all, or the fastest leads. @see Spark conf spark.sql.streaming.multipleWatermarkPolicy */
export type WatermarkPolicy = 'min' | 'max'

/**
 * The global watermark after a batch: it never goes back.
 *
 * @param nodeWatermarksMs per `withWatermark` of the plan; 0 while one has seen no row; updated in place
 * @see Spark `WatermarkTracker.updateWatermark`
 */
export function advanceWatermark(
  globalMs: number,
  nodeWatermarksMs: number[],
  seen: readonly EventTimeStats[],
  delaysMs: readonly number[],
  policy: WatermarkPolicy = 'min',
): number {
  for (const [node, stats] of seen.entries()) {
    if (stats.count > 0) nodeWatermarksMs[node] = Math.max(nodeWatermarksMs[node] ?? 0, stats.maxMs - delaysMs[node]!)
  }
  if (nodeWatermarksMs.length === 0) return globalMs
  const chosen = policy === 'min' ? Math.min(...nodeWatermarksMs) : Math.max(...nodeWatermarksMs)
  return Math.max(globalMs, chosen)
}
