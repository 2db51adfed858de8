import { parseDuration } from '../../util/duration.ts'
import { Interval } from '../interval.ts'

/**
 * A length of time, to be added to a time or taken from it. In the condition of a join of two streams it bounds how
 * long rows wait for each other.
 *
 * @param text e.g. '1 hour 30 minutes'; no months: how long they are depends on the month
 * @throws CANNOT_PARSE_INTERVAL
 * @see Spark `expr("interval 1 hour 30 minutes")`, `TimestampAddInterval`
 * @example t.time.plus(interval('5 minutes'))
 */
export function interval(text: string): Interval {
  return new Interval(parseDuration(text))
}
