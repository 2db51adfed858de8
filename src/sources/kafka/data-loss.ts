import { SluiceError } from '../../util/error.ts'

/** Offsets `[startOffset, endOffset)` of a partition that were to be read and are not there any more. */
export interface LostOffsets {
  readonly topic: string
  readonly partition: number
  readonly startOffset: number
  readonly endOffset: number
  readonly reason: string
}

/**
 * Why a query stops rather than skip records (`failOnDataLoss`).
 *
 * @see Spark `kafka-error-conditions.json`, KAFKA_DATA_LOSS
 */
export function dataLossError(lost: LostOffsets): SluiceError {
  const { topic, partition, startOffset, endOffset, reason } = lost
  const count = Math.max(0, endOffset - startOffset)
  const what = count > 0 ? `${count} offset${count === 1 ? '' : 's'} ${count === 1 ? 'is' : 'are'} gone` : 'offsets are gone'
  return new SluiceError(
    'KAFKA_DATA_LOSS',
    `Cannot read on at ${topic}-${partition}@${startOffset}: ${what}, ${reason}. To go on without them, set failOnDataLoss: false (the ledger then counts them as lost); to start over, use a new checkpoint.`,
    { topic, partition, startOffset, endOffset, count, reason },
  )
}
