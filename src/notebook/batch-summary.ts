import { cellText } from '../formats/cell-text.ts'
import type { Batch } from '../plan/streaming-query.ts'
import type { ResultBatch } from '../runtime/batch.ts'
import { vectorOf } from '../schema/column-builder.ts'
import type { BatchSummary, LeftOut, PartitionRange } from './card.ts'

/** The figures of a batch for its card. */
export function batchSummary(batch: ResultBatch<unknown>): BatchSummary {
  const { progress, ledger, emptyBecause } = batch
  const { watermark } = progress.eventTime
  return {
    ...(progress.name === null ? {} : { queryName: progress.name }),
    batchId: batch.id,
    numInputRows: progress.numInputRows,
    numOutputRows: batch.output.numRows,
    inputRowsPerSecond: progress.processedRowsPerSecond,
    durationMs: progress.durationMs,
    offsets: offsetsOf(batch),
    ...(watermark === undefined ? {} : { watermark: timestampText(Date.parse(watermark), batch.timeZone) }),
    counted: ledger.total.counted,
    leftOut: leftOutOf(batch),
    sources: progress.sources.map(({ description, numInputRows }) => ({ description, numInputRows })),
    stateOperators: progress.stateOperators.map(({ operatorName, numRowsTotal }) => ({ operatorName, numRowsTotal })),
    ...(emptyBecause === null ? {} : { emptyBecause }),
  }
}

function offsetsOf({ ledger, progress }: Batch<unknown>): PartitionRange[] {
  const ofSources = progress.sources.map(({ latestOffset }) => (latestOffset ?? {}) as Record<string, Record<string, number>>)
  return ledger.partitions.map(({ topic, partition, startOffset, endOffset }) => {
    const latestOffset = ofSources.find(latest => Object.hasOwn(latest, topic))?.[topic]?.[partition]
    return { topic, partition, startOffset, endOffset, ...(latestOffset === undefined ? {} : { latestOffset }) }
  })
}

function leftOutOf({ ledger }: Batch<unknown>): LeftOut[] {
  const late = ledger.lateWindows.map(({ windowEnd, records, lateByMs }) => ({
    kind: 'late' as const,
    reason: `the window up to ${windowEnd} had closed ${(lateByMs / 1000).toLocaleString('en-US')} s before`,
    count: records,
  }))
  const bad = [...ledger.badReasons].map(([reason, count]) => ({ kind: 'bad' as const, reason, count }))
  const filtered =
    ledger.total.filtered === 0
      ? []
      : [{ kind: 'filtered' as const, reason: 'did not pass a filter', count: ledger.total.filtered }]
  const gaps = Object.entries(ledger.gaps).flatMap(([reason, count]) =>
    count === 0 ? [] : [{ kind: 'gap' as const, reason, count }],
  )
  return [...late, ...bad, ...filtered, ...gaps]
}

function timestampText(ms: number, timeZone: string): string {
  return cellText(vectorOf({ kind: 'timestamp' }, [ms * 1000]), 0, timeZone)
}
