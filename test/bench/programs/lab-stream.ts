import {
  avg,
  count,
  double,
  fromJson,
  openWorkbook,
  string,
  struct,
  sum,
  type Workbook,
  when,
  window,
} from '../../../src/index.ts'
import type { AnswerRow } from '../answers.ts'
import { type ProgramOptions, programOptions } from './program-options.ts'

export const Transaction = struct({
  transaction_id: string(),
  user_id: string(),
  amount: double(),
  type: string(),
  timestamp: string(),
  location: string(),
})

/** The transactions of a topic, as the lab reads them. */
export function labStream(lab: Workbook, topic: string) {
  return lab.readStream
    .kafka({ subscribe: topic, startingOffsets: 'earliest' })
    .select(r => ({ data: fromJson(r.value.cast('string'), Transaction), processing_time: r.timestamp }))
    .select(t => ({ ...t.data, processing_time: t.processing_time }))
}

/** Five minutes by type: the lab's aggregation. */
export function byType(lab: Workbook, topic: string) {
  return labStream(lab, topic)
    .withWatermark('processing_time', '1 minute')
    .groupBy(t => ({ window: window(t.processing_time, '5 minutes'), type: t.type }))
    .agg(t => ({ transaction_count: count(), total_amount: sum(t.amount), avg_amount: avg(t.amount) }))
}

/** The lab's filter. */
export function suspicious(lab: Workbook, topic: string) {
  return labStream(lab, topic)
    .filter(t => t.amount.gt(500).and(t.type.eq('withdrawal')).and(t.location.eq('online')))
    .withColumn('amount_category', t => when(t.amount.lt(100), 'small').when(t.amount.lt(500), 'medium').otherwise('large'))
}

export interface LabRow {
  readonly window: { readonly start: Date }
  readonly type: string | null
  readonly transaction_count: number
  readonly total_amount: number | null
  readonly avg_amount: number | null
}

/** Update mode tells a group again when it grows: the last row counts. */
export function lastRows(rows: readonly LabRow[]): AnswerRow[] {
  const last = new Map<string, AnswerRow>()
  for (const { window, type, transaction_count, total_amount, avg_amount } of rows) {
    const startMs = window.start.getTime()
    const numbers = [transaction_count, total_amount ?? Number.NaN, avg_amount ?? Number.NaN] as const
    last.set(`${startMs} ${type}`, [startMs, String(type), ...numbers])
  }
  return [...last.values()]
}

/** Seconds of `work`, by the program's own clock. */
export async function timed<T>(work: () => Promise<T>): Promise<{ readonly seconds: number; readonly result: T }> {
  const startMs = performance.now()
  const result = await work()
  return { seconds: (performance.now() - startMs) / 1000, result }
}

/** Opens a workbook, does the work, lets go of everything. */
export async function withLab(work: (lab: Workbook, options: ProgramOptions) => Promise<void>): Promise<void> {
  const options = programOptions()
  const lab = await openWorkbook({ brokers: options.brokers })
  try {
    await work(lab, options)
  } finally {
    await lab.close()
  }
}
