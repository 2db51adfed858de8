import { formatTimestamp } from '../formats/time/timestamp-text.ts'
import type { NextTimeout } from '../state/operator-state.ts'
import { durationText } from '../util/duration.ts'

interface Standing {
  readonly watermarkMs: number
  /** Where the watermark stands and of what it is made, as part of a sentence. */
  readonly madeOf: string
  /** Of the only watermark, microseconds; `null` where there are several, or none. */
  readonly delayUs: number | null
  readonly nowMs: number
  readonly timeZone: string
}

/** Why no group has timed out yet: whose timeout is next, and what has to happen first. */
export function whyNotTimedOut({ clock, numGroups, next }: NextTimeout, standing: Standing): string {
  if (next === null) {
    return numGroups === 0
      ? 'No group is kept, so none can time out.'
      : `None of the ${numGroups} groups kept has a timeout: a timeout holds until the next call of its group, which has to set it again.`
  }
  const { watermarkMs, madeOf, delayUs, nowMs, timeZone } = standing
  const text = (timeMs: number) => formatTimestamp(timeMs * 1000, timeZone)
  const { group, timeoutMs } = next
  const first = `The next timeout is that of group ${group}, at ${text(timeoutMs)}`
  if (clock === 'processingTime') {
    if (timeoutMs < nowMs) return `${first}, which has passed: the next batch calls it.`
    return `${first}, in ${durationText((timeoutMs - nowMs) * 1000)}. The first batch that begins after it calls it, also one without records.`
  }
  if (timeoutMs < watermarkMs) return `${first}, and ${madeOf}. The next batch calls it.`
  const needed =
    delayUs === null ? 'The watermark must get past it' : `An event after ${text(timeoutMs + delayUs / 1000)} must be read`
  return `${first}, and ${madeOf}. ${needed}; the batch after that calls it.`
}
