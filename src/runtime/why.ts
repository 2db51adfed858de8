import { formatTimestamp } from '../formats/time/timestamp-text.ts'
import type { Plan } from '../plan/plan.ts'
import { stepsOf } from '../plan/plan.ts'
import type { OutputMode } from '../plan/sink.ts'
import { type Offsets, offsetsToJson } from '../sources/offsets.ts'
import { durationText } from '../util/duration.ts'
import type { RunBatch } from './batch-run.ts'
import type { MicroBatchExecution } from './micro-batch.ts'

interface Asked {
  readonly plan: Plan
  readonly outputMode: OutputMode
  readonly timeZone: string
}

/** Why a batch has no rows, in a sentence for the one who sees the empty table. */
export function whyEmpty(
  run: Pick<RunBatch, 'ledger' | 'endOffsets'> | null,
  execution: MicroBatchExecution,
  asked: Asked,
): string {
  if (run === null) {
    const { committed } = execution.standing
    return nothingNew(committed, execution, asked)
  }
  const { offsets, filtered, late, gap, bad } = run.ledger.total
  if (offsets === 0) return nothingNew(run.endOffsets, execution, asked)
  if (filtered === offsets - gap - bad && filtered > 0) return `None of the ${filtered} records passed the filter.`
  if (late === offsets - gap - bad && late > 0) return `All ${late} records came too late: their windows had closed.`
  if (gap === offsets) return `All ${gap} offsets were without a record (control records, aborted or compacted).`
  return whyWaiting(execution, asked)
}

function nothingNew(after: Offsets | null, execution: MicroBatchExecution, asked: Asked): string {
  const nothing = `There are no new records after ${after === null ? 'the start' : offsetsToJson(after)}.`
  const isHeldBack = asked.outputMode === 'append' && execution.state !== null && execution.state.size > 0
  return `${nothing} ${isHeldBack ? whyWaiting(execution, asked) : 'Produce some and run this cell again.'}`
}

/** What the output waits for: the watermark, what it is made of, and what closes the next window. */
export function whyWaiting(execution: MicroBatchExecution, { plan, outputMode, timeZone }: Asked): string {
  const watermark = stepsOf(plan).find(step => step.kind === 'watermark')
  if (outputMode !== 'append' || watermark?.kind !== 'watermark' || execution.state === null)
    return 'Nothing is held back: every batch shows what it changed.'
  const { watermarkMs } = execution.standing
  const delay = durationText(watermark.delayUs)
  const endUs = execution.state.earliestEndUs()
  if (watermarkMs === 0 && endUs === null)
    return `No window is open, and there is no watermark yet: no record with an event time was read.`
  const text = (us: number) => formatTimestamp(us, timeZone)
  const held = `the watermark is ${text(watermarkMs * 1000)}: the last event time seen (${text(watermarkMs * 1000 + watermark.delayUs)}) less the delay of ${delay}`
  if (endUs === null) return `No window is open; ${held}.`
  if (endUs <= watermarkMs * 1000)
    return `The window that ends at ${text(endUs)} is final, because ${held}. The next batch gives it.`
  return `The earliest open window ends at ${text(endUs)} and ${held}. It closes once an event at or after ${text(endUs + watermark.delayUs)} has been read.`
}
