import type { DataType, DecimalType } from '../../schema/data-type.ts'
import type { AggregateFunction } from './aggregate-function.ts'
import { type BitOperator, BitsAccumulator } from './bits.ts'
import { CountAccumulator } from './count.ts'
import { COMOMENT_RESULTS, CovarianceAccumulator } from './covariance.ts'
import { MOMENT_RESULTS, MomentsAccumulator } from './moments.ts'
import type { NumberLike } from './number-cells.ts'
import { ProductAccumulator } from './product.ts'
import { isIntegralType, isNumberType, oneInput, requireInputs } from './require-inputs.ts'
import { SumDecimalAccumulator } from './sum-decimal.ts'
import { SumDoubleAccumulator } from './sum-double.ts'
import { SumLongAccumulator } from './sum-long.ts'

const DOUBLE = { kind: 'double' } as const
const LONG = { kind: 'long' } as const

const numeric = (name: string, inputs: readonly DataType[]) => oneInput(name, inputs, isNumberType, 'numbers')

/** @see Spark `Sum.resultType` */
function sumType(name: string, inputs: readonly DataType[]): DataType {
  const input = numeric(name, inputs)
  if (input.kind === 'decimal') return { ...input, precision: Math.min(input.precision + 10, 38) }
  return isIntegralType(input) ? LONG : DOUBLE
}

/** @see Spark `Average.resultType` */
function avgType(name: string, inputs: readonly DataType[]): DataType {
  const input = numeric(name, inputs)
  if (input.kind !== 'decimal') return DOUBLE
  return { kind: 'decimal', precision: Math.min(input.precision + 4, 38), scale: Math.min(input.scale + 4, 38) }
}

function sum(name: string, tolerant: boolean): AggregateFunction {
  return {
    name,
    type: inputs => sumType(name, inputs),
    newAccumulator([input], result) {
      if (result.kind === 'decimal') return new SumDecimalAccumulator(input as DecimalType, result, false, tolerant)
      return result.kind === 'long' ? new SumLongAccumulator(tolerant) : new SumDoubleAccumulator(false)
    },
  }
}

function avg(name: string, tolerant: boolean): AggregateFunction {
  return {
    name,
    type: inputs => avgType(name, inputs),
    newAccumulator: ([input], result) =>
      result.kind === 'decimal'
        ? new SumDecimalAccumulator(input as DecimalType, result, true, tolerant)
        : new SumDoubleAccumulator(true),
  }
}

function moments(name: keyof typeof MOMENT_RESULTS, order: 2 | 3 | 4): AggregateFunction {
  return {
    name,
    type(inputs) {
      numeric(name, inputs)
      return DOUBLE
    },
    newAccumulator: () => new MomentsAccumulator(order, MOMENT_RESULTS[name]),
  }
}

function comoments(name: keyof typeof COMOMENT_RESULTS): AggregateFunction {
  return {
    name,
    type(inputs) {
      requireInputs(name, inputs, 2, isNumberType, 'numbers')
      return DOUBLE
    },
    newAccumulator: () => new CovarianceAccumulator(COMOMENT_RESULTS[name]),
  }
}

function bits(operator: BitOperator): AggregateFunction {
  const name = `bit_${operator}`
  return {
    name,
    type: inputs => oneInput(name, inputs, isIntegralType, 'whole numbers'),
    newAccumulator: (_, result) => new BitsAccumulator(result as NumberLike, operator),
  }
}

/** Aggregates that compute with numbers. */
export const NUMERIC_AGGREGATES: readonly AggregateFunction[] = [
  { name: 'count', type: () => LONG, newAccumulator: () => new CountAccumulator() },
  {
    name: 'count_if',
    type(inputs) {
      oneInput('count_if', inputs, type => type.kind === 'boolean', 'conditions')
      return LONG
    },
    newAccumulator: () => new CountAccumulator(true),
  },
  sum('sum', false),
  sum('try_sum', true),
  avg('avg', false),
  avg('try_avg', true),
  {
    name: 'product',
    type(inputs) {
      numeric('product', inputs)
      return DOUBLE
    },
    newAccumulator: () => new ProductAccumulator(),
  },
  moments('stddev_samp', 2),
  moments('stddev_pop', 2),
  moments('var_samp', 2),
  moments('var_pop', 2),
  moments('skewness', 3),
  moments('kurtosis', 4),
  comoments('covar_pop'),
  comoments('covar_samp'),
  comoments('corr'),
  bits('and'),
  bits('or'),
  bits('xor'),
]
