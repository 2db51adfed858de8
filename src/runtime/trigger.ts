import type { StartOptions } from '../plan/streaming-query.ts'
import { parseDuration } from '../util/duration.ts'
import { SluiceError } from '../util/error.ts'
import { checkMaxRecords } from './query-parts.ts'

/** When the batches of a started query run, checked. */
export type Trigger =
  | { readonly kind: 'processingTime'; readonly intervalMs: number; readonly maxRecords: number | undefined }
  | { readonly kind: 'once' }
  | { readonly kind: 'availableNow'; readonly maxRecords: number | undefined }

const TRIGGERS = ['processingTime', 'once', 'availableNow'] as const

/**
 * Reads the options of `start`.
 *
 * @throws INVALID_OPTION, CANNOT_PARSE_INTERVAL
 * @see PySpark `DataStreamWriter.trigger`
 */
export function triggerOf(options: StartOptions): Trigger {
  const given = options as Readonly<Record<string, unknown>>
  const unknown = Object.keys(given).find(name => name !== 'maxRecords' && !(TRIGGERS as readonly string[]).includes(name))
  if (unknown !== undefined)
    throw new SluiceError(
      'INVALID_OPTION',
      `Cannot start: unknown option "${unknown}". There are: ${TRIGGERS.join(', ')}, maxRecords.`,
    )
  const [first, second] = TRIGGERS.filter(name => given[name] !== undefined)
  if (second !== undefined)
    throw new SluiceError(
      'INVALID_OPTION',
      `[ONLY_ALLOW_SINGLE_TRIGGER] Only a single trigger is allowed, not both ${first} and ${second}.`,
    )
  const maxRecords = given.maxRecords as number | undefined
  checkMaxRecords(maxRecords)
  if (first === 'once' || first === 'availableNow') {
    if (given[first] !== true)
      throw new SluiceError(
        'INVALID_OPTION',
        `[VALUE_NOT_TRUE] Value for \`${first}\` should be True, got '${String(given[first])}'.`,
      )
    return first === 'once' ? { kind: 'once' } : { kind: 'availableNow', maxRecords }
  }
  return { kind: 'processingTime', intervalMs: intervalOf(given.processingTime), maxRecords }
}

function intervalOf(processingTime: unknown): number {
  if (processingTime === undefined) return 0
  if (typeof processingTime !== 'string' || processingTime.trim() === '')
    throw new SluiceError(
      'INVALID_OPTION',
      `[VALUE_NOT_NON_EMPTY_STR] Value for \`processingTime\` should be a non-empty string such as "10 seconds", got '${String(processingTime)}'.`,
    )
  const intervalMs = parseDuration(processingTime) / 1000
  if (intervalMs < 0)
    throw new SluiceError('INVALID_OPTION', `Cannot trigger every "${processingTime}": the interval must not be negative.`)
  return intervalMs
}

/**
 * When the trigger after the one that began at `startMs` is due: the next multiple of the interval since the epoch.
 *
 * @see Spark `ProcessingTimeExecutor.nextBatchTime`
 */
export function nextTriggerMs(startMs: number, intervalMs: number): number {
  return Math.floor(startMs / intervalMs) * intervalMs + intervalMs
}
