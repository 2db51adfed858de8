import { SluiceError } from '../../util/error.ts'

/** @see Spark `MathUtils.withOverflow` */
export function longOverflow(): SluiceError {
  return new SluiceError(
    'ARITHMETIC_OVERFLOW',
    '[ARITHMETIC_OVERFLOW] overflow: a sum of whole numbers left the 64 bits of a long on the way. ' +
      'Use trySum(…) for null instead, or cast the column to a decimal or double before sum(…).',
  )
}

/** @see Spark `QueryExecutionErrors.overflowInSumOfDecimalError` */
export function decimalOverflow(name: 'sum' | 'avg'): SluiceError {
  const tolerant = name === 'sum' ? 'trySum' : 'tryAvg'
  return new SluiceError(
    'ARITHMETIC_OVERFLOW',
    `[ARITHMETIC_OVERFLOW] Overflow in sum of decimals: it needs more than 38 digits. Use ${tolerant}(…) for null instead, ` +
      `or cast the column to a decimal with fewer digits before ${name}(…).`,
  )
}

/** @see Spark `QueryExecutionErrors.cannotChangeDecimalPrecisionError` */
export function meanOutOfRange(text: string, type: string): SluiceError {
  return new SluiceError(
    'ARITHMETIC_OVERFLOW',
    `[NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION] ${text} cannot be represented as ${type}, the type of this mean. ` +
      'Use tryAvg(…) for null instead, or cast the column to a decimal with fewer digits before avg(…).',
  )
}
