import type { StateOperatorProgress, StreamingQueryProgress } from '../plan/streaming-query.ts'
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
  readonly stateOperator: StateOperatorProgress | null
  readonly sourceDescription: string
  readonly startOffsets: Offsets | null
  readonly endOffsets: Offsets | null
  readonly latestOffsets: Offsets | null
  readonly sinkDescription: string
}

const iso = (ms: number) => new Date(ms).toISOString()
const oneDecimal = (value: number) => (Number.isFinite(value) ? Math.round(value * 10) / 10 : 0)

/** One batch in the shape and order of Spark's JSON. @see Spark `progress.scala`, `ProgressReporter.scala` */
export function progressOf(parts: ProgressParts): StreamingQueryProgress {
  const seconds = (parts.triggerEndMs - parts.triggerStartMs) / 1000
  const inputRowsPerSecond =
    parts.previousTriggerMs === null
      ? 0
      : oneDecimal(parts.numInputRows / ((parts.triggerStartMs - parts.previousTriggerMs) / 1000))
  const processedRowsPerSecond = oneDecimal(parts.numInputRows / Math.max(seconds, 0.001))
  return {
    id: parts.id,
    runId: parts.runId,
    name: parts.name,
    timestamp: iso(parts.triggerStartMs),
    batchId: parts.batchId,
    batchDuration: parts.triggerEndMs - parts.triggerStartMs,
    numInputRows: parts.numInputRows,
    inputRowsPerSecond,
    processedRowsPerSecond,
    durationMs: Object.fromEntries(Object.entries(parts.durationMs).sort(([a], [b]) => (a < b ? -1 : 1))),
    eventTime: eventTime(parts),
    stateOperators: parts.stateOperator === null ? [] : [parts.stateOperator],
    sources: [
      {
        description: parts.sourceDescription,
        startOffset: plain(parts.startOffsets),
        endOffset: plain(parts.endOffsets),
        latestOffset: plain(parts.latestOffsets),
        numInputRows: parts.numInputRows,
        inputRowsPerSecond,
        processedRowsPerSecond,
        ...lag(parts.endOffsets, parts.latestOffsets),
      },
    ],
    sink: { description: parts.sinkDescription, numOutputRows: parts.numOutputRows },
  }
}

function eventTime({ watermarkMs, eventTimes }: ProgressParts): StreamingQueryProgress['eventTime'] {
  if (watermarkMs === null) return {}
  const [stats] = eventTimes
  const seen =
    stats === undefined || stats.count === 0
      ? {}
      : { avg: iso(Math.floor(stats.avgMs)), max: iso(stats.maxMs), min: iso(stats.minMs) }
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
      avgOffsetsBehindLatest: Number.isInteger(average) ? average.toFixed(1) : String(average),
      maxOffsetsBehindLatest: String(Math.max(...behind)),
      minOffsetsBehindLatest: String(Math.min(...behind)),
    },
  }
}
