import type { GroupState, GroupTimeout } from '../plan/plan-map-groups.ts'
import type { Stored } from '../schema/column-builder.ts'
import type { Value } from '../schema/row.ts'
import type { KeptGroup } from '../state/keyed-state.ts'
import { parseDuration } from '../util/duration.ts'
import { SluiceError } from '../util/error.ts'

type Row = Record<string, Value>

/** What all groups of a batch share. */
export interface GroupTimes {
  readonly timeout: GroupTimeout
  /** When the batch began. */
  readonly batchTimestampMs: number
  /** `null` where the stream has no watermark. */
  readonly watermarkMs: number | null
  /** Of the state: as it is stored, and as the function sees it. */
  stored(state: unknown): readonly Stored[]
  shown(stored: readonly Stored[]): Row
}

/** The handle that a call is given, and what the call did with it. @see Spark `GroupStateImpl` */
export interface GroupCall {
  readonly state: GroupState<Row>
  /** `keep` as it was, `remove` it, or what is to be kept. */
  outcome(): 'keep' | 'remove' | KeptGroup
}

export function groupCall(before: KeptGroup | undefined, hasTimedOut: boolean, times: GroupTimes): GroupCall {
  let current = before?.state ?? null
  let [isUpdated, isRemoved] = [false, false]
  let timeoutMs: number | null = null
  const state: GroupState<Row> = {
    hasTimedOut,
    get exists() {
      return current !== null
    },
    get get() {
      if (current === null) throw usage('State is either not defined or has already been removed. Ask state.exists before.')
      return times.shown(current)
    },
    get getOption() {
      return current === null ? null : times.shown(current)
    },
    update(value) {
      if (value === null || value === undefined) throw usage("'null' is not a valid state value. Use remove() to forget it.")
      current = times.stored(value)
      isUpdated = true
      isRemoved = false
    },
    remove() {
      current = null
      isUpdated = false
      isRemoved = true
    },
    setTimeoutDuration(duration) {
      requireTimeout(times.timeout, 'processingTime', 'duration')
      const durationMs = typeof duration === 'string' ? millisecondsOf(duration) : Math.floor(duration)
      if (!(durationMs > 0)) throw usage(`Timeout duration must be positive, not ${duration}.`)
      timeoutMs = timestampWithin(times.batchTimestampMs + durationMs, `duration ${duration}`)
    },
    setTimeoutTimestamp(timestamp, additionalDuration) {
      requireTimeout(times.timeout, 'eventTime', 'timestamp')
      const more = additionalDuration === undefined ? 0 : millisecondsOf(additionalDuration)
      const timestampMs = Math.floor(Number(timestamp)) + more
      if (!(timestampMs > 0)) throw usage(`Timeout timestamp must be positive, not ${timestampMs}.`)
      const { watermarkMs } = times
      if (watermarkMs !== null && timestampMs < watermarkMs) {
        throw usage(`Timeout timestamp (${timestampMs}) cannot be earlier than the current watermark (${watermarkMs}).`)
      }
      timeoutMs = timestampWithin(timestampMs, `timestamp ${timestampMs}`)
    },
    getCurrentWatermarkMs() {
      if (times.watermarkMs !== null) return times.watermarkMs
      throw new SluiceError(
        'UNSUPPORTED_OPERATION',
        'Cannot get event time watermark timestamp without setting watermark before [map|flatMap]GroupsWithState. Add withWatermark(…).',
      )
    },
    getCurrentProcessingTimeMs: () => times.batchTimestampMs,
  }
  return {
    state,
    outcome() {
      if (isRemoved && timeoutMs === null) return 'remove'
      const isChanged = isUpdated || isRemoved || timeoutMs !== (before?.timeoutMs ?? null)
      return isChanged ? { state: current, timeoutMs } : 'keep'
    },
  }
}

function requireTimeout(timeout: GroupTimeout, needed: 'processingTime' | 'eventTime', what: string): void {
  if (timeout === needed) return
  const words = needed === 'processingTime' ? 'processing time' : 'event time'
  throw new SluiceError(
    'UNSUPPORTED_OPERATION',
    `Cannot set timeout ${what} without enabling ${words} timeout in [map|flatMap]GroupsWithState. Give timeout: '${needed}'.`,
  )
}

/** The last millisecond of the year 9999, where timestamps end. @see Spark `TimestampType` */
const LAST_MS = 253_402_300_799_999

function timestampWithin(timeoutMs: number, what: string): number {
  if (timeoutMs <= LAST_MS) return timeoutMs
  throw usage(`Timeout ${what} lies after the year 9999, where timestamps end. Set no timeout for a group that has none.`)
}

const millisecondsOf = (duration: string) => Math.floor(parseDuration(duration, { months: true }) / 1000)
const usage = (message: string) => new SluiceError('USAGE', message)
