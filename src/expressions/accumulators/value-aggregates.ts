import type { BinaryType, DataType, StringType } from '../../schema/data-type.ts'
import type { Parameter } from '../node.ts'
import type { Accumulator } from './accumulator.ts'
import type { AggregateFunction } from './aggregate-function.ts'
import { CollectListAccumulator } from './collect-list.ts'
import { CollectSetAccumulator } from './collect-set.ts'
import { ExtremeAccumulator } from './extreme.ts'
import { ExtremeNumberAccumulator } from './extreme-number.ts'
import { FirstAccumulator } from './first.ts'
import { ListAggAccumulator } from './list-agg.ts'
import { MaxByAccumulator } from './max-by.ts'
import { MaxByKAccumulator } from './max-by-k.ts'
import { ModeAccumulator } from './mode.ts'
import { isNumberLike } from './number-cells.ts'
import { oneInput, requireInputs, requireNoMap, requireOrdered, requireRange } from './require-inputs.ts'

const anyType = () => true
const ANY = 'any type'
/** How many rows `max_by` keeps at most. @see Spark `MaxMinByK` */
const MOST_K = 100_000

function extremeOf(type: DataType, sign: 1 | -1): Accumulator {
  return isNumberLike(type) ? new ExtremeNumberAccumulator(type, sign) : new ExtremeAccumulator(type, sign)
}

function extreme(name: 'min' | 'max', sign: 1 | -1): AggregateFunction {
  return {
    name,
    type(inputs) {
      const input = oneInput(name, inputs, anyType, ANY)
      requireOrdered(name, input)
      return input
    },
    newAccumulator: (_, result) => extremeOf(result, sign),
  }
}

/** All conditions true is their least, any of them true their greatest. @see Spark `BoolAnd`, `BoolOr` */
function condition(name: 'bool_and' | 'bool_or', sign: 1 | -1): AggregateFunction {
  return {
    name,
    type: inputs => oneInput(name, inputs, type => type.kind === 'boolean', 'conditions'),
    newAccumulator: (_, result) => extremeOf(result, sign),
  }
}

function first(name: string, last: boolean): AggregateFunction {
  return {
    name,
    type: inputs => oneInput(name, inputs, anyType, ANY),
    newAccumulator: (_, result, [ignoreNulls]) => new FirstAccumulator(result, ignoreNulls === true, last),
  }
}

function maxBy(name: 'max_by' | 'min_by', sign: 1 | -1): AggregateFunction {
  return {
    name,
    type(inputs, [k]) {
      requireInputs(name, inputs, 2, anyType, ANY)
      requireOrdered(name, inputs[1]!)
      if (k === undefined) return inputs[0]!
      requireRange(name, '`k`', Number(k), Number.isInteger(k) && Number(k) >= 1 && Number(k) <= MOST_K, `[1, ${MOST_K}]`)
      return { kind: 'array', element: inputs[0]! }
    },
    newAccumulator: ([value, ordering], result, [k]) =>
      k === undefined ? new MaxByAccumulator(result, ordering!, sign) : new MaxByKAccumulator(value!, ordering!, Number(k), sign),
  }
}

function collect(
  name: string,
  newAccumulator: (element: DataType, parameters: readonly Parameter[]) => Accumulator,
): AggregateFunction {
  return {
    name,
    type(inputs) {
      const element = oneInput(name, inputs, anyType, ANY)
      if (name === 'collect_set') requireNoMap(name, element)
      return { kind: 'array', element }
    },
    newAccumulator: ([element], _, parameters) => newAccumulator(element!, parameters),
  }
}

/** Aggregates that hold values as they are. */
export const VALUE_AGGREGATES: readonly AggregateFunction[] = [
  extreme('min', -1),
  extreme('max', 1),
  condition('bool_and', -1),
  condition('bool_or', 1),
  first('first', false),
  first('last', true),
  first('any_value', false),
  maxBy('max_by', 1),
  maxBy('min_by', -1),
  collect('collect_list', element => new CollectListAccumulator(element)),
  collect('collect_set', element => new CollectSetAccumulator(element)),
  {
    name: 'listagg',
    type: inputs =>
      oneInput('listagg', inputs, type => type.kind === 'string' || type.kind === 'binary', 'texts or byte strings'),
    newAccumulator: (_, result, [delimiter]) =>
      new ListAggAccumulator(result as StringType | BinaryType, String(delimiter ?? '')),
  },
  {
    name: 'mode',
    type: inputs => oneInput('mode', inputs, anyType, ANY),
    newAccumulator: (_, result, [deterministic]) => new ModeAccumulator(result, deterministic === true),
  },
]
