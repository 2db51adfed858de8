import type { Plan } from '../plan/plan.ts'
import type { OutputMode, Sink } from '../plan/sink.ts'
import { SluiceError } from '../util/error.ts'
import type { WatermarkPolicy } from '../windows/watermark.ts'
import type { Clock } from './clock.ts'
import type { Surroundings } from './surroundings.ts'

/** What a query of the embedded engine is made of. */
export interface QueryParts {
  readonly plan: Plan
  readonly sink: Sink
  readonly outputMode: OutputMode
  readonly checkpointLocation: string | null
  readonly name: string | null
  readonly timeZone: string
  readonly clock: Clock
  readonly surroundings: Surroundings
  readonly multipleWatermarkPolicy: WatermarkPolicy
  readonly noDataMicroBatches: boolean
  /** The query waits for it: the one before must have given up the checkpoint. */
  readonly after: Promise<void>
  /** Called when the query has given everything back. */
  readonly onClosed?: () => void
}

/** @throws INVALID_OPTION unless it is a whole number, 0 or more */
export function checkMaxRecords(maxRecords: number | undefined): void {
  if (maxRecords === undefined || (Number.isSafeInteger(maxRecords) && maxRecords >= 0)) return
  throw new SluiceError('INVALID_OPTION', `Cannot take maxRecords: ${maxRecords}. Give a whole number, 0 or more.`)
}

export const STOPPED = 'Stopped before anything was read. Run this cell again to go on.'
export const NONE_ASKED = 'maxRecords is 0: nothing was asked for.'
/** How often an idle query looks for new records. @see Spark conf spark.sql.streaming.pollingDelay */
export const POLLING_MS = 10
/** Idle that long, a query gives its connections back; the next call opens them again. */
export const IDLE_CLOSE_MS = 30_000
