import { parseDuration } from '../../util/duration.ts'
import { SluiceError } from '../../util/error.ts'
import {
  columnOf,
  expressionOf,
  nodeOf,
  type StringColumn,
  type StructColumn,
  type StructColumnBase,
  type TimestampColumn,
} from '../column.ts'
import type { Node } from '../node.ts'
import { WINDOW_TYPE } from '../type-of.ts'

type WindowFields = (typeof WINDOW_TYPE)['fields']

/**
 * The time window a moment falls into: `[start, end)`, aligned to 1970-01-01T00:00:00Z. With a slide shorter than the
 * duration a row falls into several and is multiplied. Rows without a time are dropped.
 *
 * @param time a timestamp; or a window, which counts at its last moment
 * @param windowDuration e.g. '5 minutes'; no months
 * @param slideDuration at most `windowDuration`; default: the same (tumbling)
 * @param startTime offset of the windows, e.g. '15 minutes'; smaller than the slide; may be negative
 * @throws CANNOT_PARSE_INTERVAL, TYPE_MISMATCH
 * @example window(t.time, '10 minutes', '5 minutes')
 * @see Spark `TimeWindow.scala`, `ResolveTimeWindows.scala`
 */
export function window(
  time: TimestampColumn | StructColumnBase<WindowFields>,
  windowDuration: string,
  slideDuration = windowDuration,
  startTime = '0 seconds',
): StructColumn<WindowFields> {
  const durationUs = parseDuration(windowDuration)
  const slideUs = parseDuration(slideDuration)
  const startUs = parseDuration(startTime)
  const refuse = (kind: 'VALUE_OUT_OF_RANGE' | 'PARAMETER_CONSTRAINT_VIOLATION', why: string) =>
    new SluiceError(
      'TYPE_MISMATCH',
      `[DATATYPE_MISMATCH.${kind}] Cannot make window(${[windowDuration, slideDuration, startTime].join(', ')}): ${why}.`,
    )
  if (durationUs <= 0) throw refuse('VALUE_OUT_OF_RANGE', 'the window duration must be above zero')
  if (slideUs <= 0) throw refuse('VALUE_OUT_OF_RANGE', 'the slide duration must be above zero')
  if (slideUs > durationUs)
    throw refuse('PARAMETER_CONSTRAINT_VIOLATION', 'the slide duration must be at most the window duration')
  if (Math.abs(startUs) >= slideUs)
    throw refuse('PARAMETER_CONSTRAINT_VIOLATION', 'the start time must be smaller than the slide duration')
  return columnOf({
    node: { kind: 'window', time: momentOf(time), window: { durationUs, slideUs, startUs } },
    type: WINDOW_TYPE,
  }) as StructColumn<WindowFields>
}

/**
 * The last moment of a window, one microsecond before its end. It carries the watermark of the window, so that windows
 * can be aggregated again: `window(windowTime(w.window), '1 hour')`.
 *
 * @example windowTime(window(t.time, '5 minutes'))
 * @see Spark `functions.window_time`
 */
export function windowTime(window: StructColumnBase<WindowFields>): TimestampColumn {
  const node: Node = { kind: 'call', name: 'window_time', args: [nodeOf(window)] }
  return columnOf({ node, type: { kind: 'timestamp' } }) as TimestampColumn
}

function momentOf(time: TimestampColumn | StructColumnBase<WindowFields>): Node {
  const isWindow = expressionOf(time).type.kind === 'struct'
  return isWindow ? nodeOf(windowTime(time as StructColumnBase<WindowFields>)) : nodeOf(time)
}

/**
 * The session a moment falls into, for `groupBy` with at least one other key: rows that follow each other by at most the
 * gap are one session, from its first moment to its last plus the gap. Rows without a time, or with a gap that is not
 * positive or cannot be read, are dropped. Output modes append and complete.
 *
 * @param gapDuration e.g. '5 minutes', or a column of such texts; months and days follow the calendar
 * @example sessionWindow(t.time, '5 minutes')
 * @see Spark `functions.session_window`, `SessionWindow.scala`
 */
export function sessionWindow(
  time: TimestampColumn | StructColumnBase<WindowFields>,
  gapDuration: string | StringColumn,
): StructColumn<WindowFields> {
  const gap: Node =
    typeof gapDuration === 'string' ? { kind: 'literal', value: gapDuration, type: { kind: 'string' } } : nodeOf(gapDuration)
  return columnOf({ node: { kind: 'sessionWindow', time: momentOf(time), gap }, type: WINDOW_TYPE }) as StructColumn<WindowFields>
}
