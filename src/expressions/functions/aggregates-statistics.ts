import type { DoubleColumn, NumericColumn } from '../column.ts'
import type { NumericType } from '../numeric-type.ts'
import { aggregate } from './call.ts'

type Numbers = NumericColumn<NumericType>

const double = (name: string, ...columns: readonly Numbers[]) => aggregate(name, columns) as DoubleColumn

/**
 * The standard deviation of a sample: nulls are left out; null for fewer than two values; NaN with a NaN.
 *
 * @example stddevSamp(t.amount)
 * @see Spark `StddevSamp`, `CentralMomentAgg`
 */
export function stddevSamp(column: Numbers): DoubleColumn {
  return double('stddev_samp', column)
}

/** The same as `stddevSamp`. */
export const stddev = stddevSamp

/**
 * The standard deviation of all values: nulls are left out; null without a value.
 *
 * @example stddevPop(t.amount)
 * @see Spark `StddevPop`
 */
export function stddevPop(column: Numbers): DoubleColumn {
  return double('stddev_pop', column)
}

/**
 * The variance of a sample: nulls are left out; null for fewer than two values.
 *
 * @example varSamp(t.amount)
 * @see Spark `VarianceSamp`
 */
export function varSamp(column: Numbers): DoubleColumn {
  return double('var_samp', column)
}

/** The same as `varSamp`. */
export const variance = varSamp

/**
 * The variance of all values: nulls are left out; null without a value.
 *
 * @example varPop(t.amount)
 * @see Spark `VariancePop`
 */
export function varPop(column: Numbers): DoubleColumn {
  return double('var_pop', column)
}

/**
 * How lopsided values are; null without a value or where all are the same.
 *
 * @example skewness(t.amount)
 * @see Spark `Skewness`
 */
export function skewness(column: Numbers): DoubleColumn {
  return double('skewness', column)
}

/**
 * How heavy the tails are, zero for a normal distribution; null without a value or where all are the same.
 *
 * @example kurtosis(t.amount)
 * @see Spark `Kurtosis`
 */
export function kurtosis(column: Numbers): DoubleColumn {
  return double('kurtosis', column)
}

/**
 * The covariance of all pairs without a null; null without a pair.
 *
 * @example covarPop(t.amount, t.amount)
 * @see Spark `CovPopulation`
 */
export function covarPop(x: Numbers, y: Numbers): DoubleColumn {
  return double('covar_pop', x, y)
}

/**
 * The covariance of a sample: pairs with a null are left out; null for fewer than two pairs.
 *
 * @example covarSamp(t.amount, t.amount)
 * @see Spark `CovSample`
 */
export function covarSamp(x: Numbers, y: Numbers): DoubleColumn {
  return double('covar_samp', x, y)
}

/**
 * Pearson's correlation: pairs with a null are left out; null for fewer than two pairs.
 *
 * @throws DIVIDE_BY_ZERO when the batch runs and a column has one value in all rows of a group, as Spark does in ANSI mode
 * @example corr(t.amount, t.amount)
 * @see Spark `Corr`
 */
export function corr(x: Numbers, y: Numbers): DoubleColumn {
  return double('corr', x, y)
}
