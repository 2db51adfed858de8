import { formatTimestamp } from '../formats/time/timestamp-text.ts'
import { type Plan, type PlanOf, stepsOf } from '../plan/plan.ts'
import type { OutputMode } from '../plan/sink.ts'
import { type Offsets, offsetsToJson } from '../sources/offsets.ts'
import { durationText } from '../util/duration.ts'
import type { RunBatch } from './batch-run.ts'
import type { Clock } from './clock.ts'
import type { MicroBatchExecution } from './micro-batch.ts'
import { whyNotTimedOut } from './why-timeouts.ts'

interface Asked {
  readonly plan: Plan
  readonly outputMode: OutputMode
  readonly timeZone: string
  readonly clock: Clock
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

function nothingNew(after: readonly Offsets[] | null, execution: MicroBatchExecution, asked: Asked): string {
  const where = after === null ? 'the start' : after.map(offsetsToJson).join(' and ')
  const { heldBack } = execution.sources
  if (heldBack > 0)
    return `${heldBack} offsets wait after ${where}: minOffsetsPerTrigger are not there yet, and maxTriggerDelay has not passed.`
  const nothing = `There are no new records after ${where}.`
  const isHeldBack = (asked.outputMode === 'append' && held(execution)) || timeoutsOf(execution).some(({ next }) => next !== null)
  return `${nothing} ${isHeldBack ? whyWaiting(execution, asked) : 'Produce some and run this cell again.'}`
}

const held = ({ states }: MicroBatchExecution) => states.some(({ tables }) => tables.some(table => table.size > 0))

const timeoutsOf = ({ states }: MicroBatchExecution) => states.flatMap(state => state.nextTimeout?.() ?? [])

/** What the output waits for: the watermark, what it is made of, and what closes the next window; and timeouts of groups. */
export function whyWaiting(execution: MicroBatchExecution, asked: Asked): string {
  const { plan, outputMode, timeZone } = asked
  const watermarks = stepsOf(plan).filter(step => step.kind === 'watermark')
  const [watermark] = watermarks
  const waiting = execution.states.filter(state => state.earliestEndUs !== undefined)
  const isHeldBack = outputMode === 'append' && watermark !== undefined && waiting.length > 0
  const closing = isHeldBack ? [whyOpen(execution, asked, watermarks)] : []
  const timeouts = timeoutsOf(execution).map(timeout => {
    const { watermarkMs } = execution.standing
    const madeOf = watermark === undefined ? '' : watermarkText(execution, asked, watermarks)
    const delayUs = watermarks.length === 1 ? watermark!.delayUs : null
    return whyNotTimedOut(timeout, { watermarkMs, madeOf, delayUs, nowMs: asked.clock.now(), timeZone })
  })
  const said = [...closing, ...timeouts]
  return said.length === 0 ? 'Nothing is held back: every batch shows what it changed.' : said.join(' ')
}

/** Where the watermark stands, and of what it is made. */
function watermarkText(
  { standing: { watermarkMs }, policy }: MicroBatchExecution,
  { timeZone }: Asked,
  watermarks: readonly PlanOf<'watermark'>[],
): string {
  const text = (us: number) => formatTimestamp(us, timeZone)
  const made =
    watermarks.length === 1
      ? `the last event time seen (${text(watermarkMs * 1000 + watermarks[0]!.delayUs)}) less the delay of ${durationText(watermarks[0]!.delayUs)}`
      : `the ${policy === 'min' ? 'least' : 'greatest'} of ${watermarks.length}, one of each withWatermark (${watermarks.map(({ column, delayUs }) => `${column} less ${durationText(delayUs)}`).join(', ')})`
  return `the watermark is ${text(watermarkMs * 1000)}: ${made}`
}

function whyOpen(execution: MicroBatchExecution, asked: Asked, watermarks: readonly PlanOf<'watermark'>[]): string {
  const { watermarkMs } = execution.standing
  const waiting = execution.states.filter(state => state.earliestEndUs !== undefined)
  const ends = waiting.map(state => state.earliestEndUs?.() ?? null).filter(end => end !== null)
  const endUs = ends.length === 0 ? null : Math.min(...ends)
  if (watermarkMs === 0 && endUs === null)
    return `No window is open, and there is no watermark yet: no record with an event time was read.`
  const text = (us: number) => formatTimestamp(us, asked.timeZone)
  const isOne = watermarks.length === 1
  const because = watermarkText(execution, asked, watermarks)
  if (endUs === null) return `No window is open; ${because}.`
  if (endUs <= watermarkMs * 1000)
    return `The window that ends at ${text(endUs)} is final, because ${because}. The next batch gives it.`
  const closes = isOne
    ? `an event at or after ${text(endUs + watermarks[0]!.delayUs)} has been read`
    : `${execution.policy === 'min' ? 'all of them have' : 'one of them has'} passed it`
  return `The earliest open window ends at ${text(endUs)} and ${because}. It closes once ${closes}.`
}
