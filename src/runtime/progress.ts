import type { SourceProgress, StateOperatorProgress, StreamingQueryProgress } from '../plan/streaming-query.ts'
import { type Offsets, offsetAt, offsetEntries, offsetsToJson } from '../sources/offsets.ts'
import type { EventTimeStats } from '../windows/watermark.ts'

/** How many progresses a query keeps. @see Spark conf spark.sql.streaming.numRecentProgressUpdates */
export const RECENT_PROGRESSES = 100

export interface ProgressParts {
  readonly id: string
  readonly runId: string
  readonly name: string | null
  readonly batchId: number
  readonly triggerStartMs: number
  readonly triggerEndMs: number
  /** Start of the trigger before; `null` for the first. */
  readonly previousTriggerMs: number | null
  readonly durationMs: Readonly<Record<string, number>>
  readonly numInputRows: number
  readonly numOutputRows: number
  readonly watermarkMs: number | null
  readonly eventTimes: readonly EventTimeStats[]
  readonly stateOperators: readonly StateOperatorProgress[]
  /** These are per source; none before the first batch. */
  readonly sourceDescriptions: readonly string[]
  readonly inputRows: readonly number[]
  readonly startOffsets: readonly Offsets[] | null
  readonly endOffsets: readonly Offsets[] | null
  readonly latestOffsets: readonly Offsets[] | null
  readonly sinkDescription: string
}

const iso = (ms: number) => new Date(ms).toISOString()
const oneDecimal = (value: number) => (Number.isFinite(value) ? Math.round(value * 10) / 10 : 0)

/** One batch in the shape and order of Spark's JSON. @see Spark `progress.scala`, `ProgressReporter.scala` */
export function progressOf(parts: ProgressParts): StreamingQueryProgress {
  const total = ratesOf(parts.numInputRows, parts)
  const progress: StreamingQueryProgress = {
    id: parts.id,
    runId: parts.runId,
    name: parts.name,
    timestamp: iso(parts.triggerStartMs),
    batchId: parts.batchId,
    batchDuration: parts.triggerEndMs - parts.triggerStartMs,
    numInputRows: parts.numInputRows,
    ...total,
    durationMs: Object.fromEntries(Object.entries(parts.durationMs).sort(([a], [b]) => (a < b ? -1 : 1))),
    eventTime: eventTime(parts),
    stateOperators: parts.stateOperators,
    sources: parts.sourceDescriptions.map((_, source) => sourceProgress(parts, source)),
    sink: { description: parts.sinkDescription, numOutputRows: parts.numOutputRows },
  }
  // Spark's JSON leaves it out; who asks for it still finds it.
  if (parts.watermarkMs === null) Object.defineProperty(progress, 'eventTime', { value: {}, enumerable: false })
  return progress
}

function ratesOf(rows: number, { triggerStartMs, triggerEndMs, previousTriggerMs }: ProgressParts) {
  const seconds = (triggerEndMs - triggerStartMs) / 1000
  const sinceMs = previousTriggerMs === null ? null : triggerStartMs - previousTriggerMs
  return {
    inputRowsPerSecond: sinceMs === null ? 0 : oneDecimal(rows / (sinceMs / 1000)),
    processedRowsPerSecond: oneDecimal(rows / Math.max(seconds, 0.001)),
  }
}

function sourceProgress(parts: ProgressParts, source: number): SourceProgress {
  const [end, latest] = [parts.endOffsets?.[source] ?? null, parts.latestOffsets?.[source] ?? null]
  const numInputRows = parts.inputRows[source] ?? 0
  return {
    description: parts.sourceDescriptions[source]!,
    startOffset: plain(parts.startOffsets?.[source] ?? null),
    endOffset: plain(end),
    latestOffset: plain(latest),
    numInputRows,
    ...ratesOf(numInputRows, parts),
    ...lag(end, latest),
  }
}

function eventTime({ watermarkMs, eventTimes }: ProgressParts): StreamingQueryProgress['eventTime'] {
  if (watermarkMs === null) return {}
  // Spark shows those of one `withWatermark`: the first that has seen anything.
  const stats = eventTimes.find(({ count }) => count > 0)
  const seen = stats === undefined ? {} : { avg: iso(Math.floor(stats.avgMs)), max: iso(stats.maxMs), min: iso(stats.minMs) }
  return { ...seen, watermark: iso(watermarkMs) }
}

function plain(offsets: Offsets | null): unknown {
  return offsets === null ? null : JSON.parse(offsetsToJson(offsets))
}

/** How far the batch ends behind the latest offsets. @see Spark `KafkaMicroBatchStream.metrics` */
function lag(end: Offsets | null, latest: Offsets | null): { metrics?: Record<string, string> } {
  if (end === null || latest === null) return {}
  const behind = [...offsetEntries(latest)].map(([topic, partition, offset]) =>
    Math.max(0, offset - (offsetAt(end, topic, partition) ?? 0)),
  )
  if (behind.length === 0) return {}
  const average = behind.reduce((sum, count) => sum + count, 0) / behind.length
  return {
    metrics: {
      avgOffsetsBehindLatest: (Math.round(average * 10) / 10).toFixed(1),
      maxOffsetsBehindLatest: String(Math.max(...behind)),
      minOffsetsBehindLatest: String(Math.min(...behind)),
    },
  }
}
