import { typeOf } from '../expressions/type-of.ts'
import { parseDuration } from '../util/duration.ts'
import { SluiceError } from '../util/error.ts'
import { inputsOf, type Plan } from './plan.ts'
import { columnNode } from './row-columns.ts'

/**
 * The plan of `withWatermark`.
 *
 * @throws TYPE_MISMATCH, CANNOT_PARSE_INTERVAL, INVALID_OPTION; UNSUPPORTED_OPERATION for a second one on the same rows
 */
export function planWatermark(input: Plan, column: string, delayThreshold: string): Plan {
  const type = typeOf(columnNode(column), input.schema)
  const isEventTime = type.kind === 'timestamp' || (type.kind === 'struct' && type.fields.end?.kind === 'timestamp')
  if (!isEventTime) {
    throw new SluiceError(
      'TYPE_MISMATCH',
      `[EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE] The event time \`${column}\` has the invalid type "${type.kind.toUpperCase()}", but expected "TIMESTAMP". Cast it: .withColumn("${column}", t => t.${column}.cast("timestamp")).`,
    )
  }
  if (isWatermarked(input)) {
    throw new SluiceError(
      'UNSUPPORTED_OPERATION',
      'Redefining watermark is disallowed. Call withWatermark once per stream, on the column whose windows you group by.',
    )
  }
  const delayUs = parseDuration(delayThreshold, { months: true })
  if (delayUs < 0)
    throw new SluiceError(
      'INVALID_OPTION',
      `Cannot use a watermark of "${delayThreshold}": delay threshold (${delayThreshold}) should not be negative.`,
    )
  return { kind: 'watermark', input, column, delayUs, schema: input.schema }
}

/**
 * Whether rows have a watermark already. Spark fails in the first batch after it has moved, which is certain to come;
 * above an aggregation in append mode it never moves, so there it is the batch that decides.
 */
function isWatermarked(plan: Plan): boolean {
  if (plan.kind === 'aggregate') return false
  return plan.kind === 'watermark' || inputsOf(plan).some(isWatermarked)
}
