import type { DataType } from '../../schema/data-type.ts'
import type { Parameter } from '../node.ts'
import type { AggregateFunction } from './aggregate-function.ts'
import { ApproxCountDistinctAccumulator } from './approx-count-distinct.ts'
import { ApproxPercentileAccumulator } from './approx-percentile.ts'
import { precisionOf } from './hyper-log-log.ts'
import { PercentileAccumulator } from './percentile.ts'
import { isNumberType, oneInput, requireRange } from './require-inputs.ts'

const DEFAULT_RSD = 0.05
const DEFAULT_ACCURACY = 10_000
const MAX_INT = 2 ** 31 - 1

/** One percentage or several. @throws USAGE where one is not between 0 and 1 */
function percentagesOf(name: string, parameter: Parameter | undefined): readonly number[] {
  const percentages = typeof parameter === 'object' ? parameter : [Number(parameter)]
  for (const percentage of percentages)
    requireRange(name, 'percentage', percentage, percentage >= 0 && percentage <= 1, '[0.0, 1.0]')
  return percentages
}

function accuracyOf(name: string, parameter: Parameter | undefined): number {
  const accuracy = Number(parameter ?? DEFAULT_ACCURACY)
  const isWithin = Number.isInteger(accuracy) && accuracy > 0 && accuracy <= MAX_INT
  requireRange(name, 'accuracy', accuracy, isWithin, '(0, 2147483647]')
  return accuracy
}

/** Several percentages give a list. */
const perPercentage = (type: DataType, parameter: Parameter | undefined): DataType =>
  typeof parameter === 'object' ? { kind: 'array', element: type } : type

const hasDistance = (type: DataType) => isNumberType(type) || type.kind === 'date' || type.kind === 'timestamp'

/** Aggregates over the distribution of values. */
export const APPROXIMATE_AGGREGATES: readonly AggregateFunction[] = [
  {
    name: 'approx_count_distinct',
    type(inputs, [rsd]) {
      oneInput('approx_count_distinct', inputs, () => true, 'any type')
      precisionOf(Number(rsd ?? DEFAULT_RSD))
      return { kind: 'long' }
    },
    newAccumulator: (_, __, [rsd]) => new ApproxCountDistinctAccumulator(Number(rsd ?? DEFAULT_RSD)),
  },
  {
    name: 'percentile_approx',
    type(inputs, [percentage, accuracy]) {
      const input = oneInput('percentile_approx', inputs, hasDistance, 'numbers, dates or timestamps')
      percentagesOf('percentile_approx', percentage)
      accuracyOf('percentile_approx', accuracy)
      return perPercentage(input, percentage)
    },
    newAccumulator: ([input], result, [percentage, accuracy]) =>
      new ApproxPercentileAccumulator(
        input!,
        result,
        percentagesOf('percentile_approx', percentage),
        accuracyOf('percentile_approx', accuracy),
      ),
  },
  {
    name: 'percentile',
    type(inputs, [percentage]) {
      oneInput('percentile', inputs, isNumberType, 'numbers')
      percentagesOf('percentile', percentage)
      return perPercentage({ kind: 'double' }, percentage)
    },
    newAccumulator: (_, result, [percentage]) => new PercentileAccumulator(result, percentagesOf('percentile', percentage)),
  },
  {
    name: 'median',
    type(inputs) {
      oneInput('median', inputs, isNumberType, 'numbers')
      return { kind: 'double' }
    },
    newAccumulator: (_, result) => new PercentileAccumulator(result, [0.5]),
  },
]
