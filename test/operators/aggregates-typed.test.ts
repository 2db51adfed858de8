import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type ArrayColumn,
  type BooleanColumn,
  type Column,
  type ColumnOf,
  columnOf,
  type DoubleColumn,
  expressionOf,
  type LongColumn,
  type MapColumn,
  type NumericColumn,
  type StringColumn,
  type TimestampColumn,
} from '../../src/expressions/column.ts'
import {
  avg,
  bitAnd,
  boolAnd,
  count,
  countDistinct,
  countIf,
  max,
  min,
  sum,
  sumDistinct,
  trySum,
} from '../../src/expressions/functions/aggregates.ts'
import {
  approxCountDistinct,
  median,
  percentile,
  percentileApprox,
} from '../../src/expressions/functions/aggregates-distribution.ts'
import { corr, stddev } from '../../src/expressions/functions/aggregates-statistics.ts'
import { collectList, collectSet, first, listagg, maxBy, mode } from '../../src/expressions/functions/aggregates-values.ts'
import {
  array,
  boolean,
  type DataType,
  decimal,
  double,
  float,
  type IntegerType,
  integer,
  map,
  type StringType,
  simpleString,
  string,
  struct,
  timestamp,
} from '../../src/schema/data-type.ts'
import { SluiceError } from '../../src/util/error.ts'

const named = <T extends DataType>(name: string, type: T) => columnOf({ node: { kind: 'column', name }, type }) as ColumnOf<T>
const text = named('text', string())
const flag = named('flag', boolean())
const whole = named('whole', integer())
const real = named('real', double())
const single = named('single', float())
const exact = named('exact', decimal(10, 2))
const time = named('time', timestamp())
const list = named('list', array(string()))
const pairs = named('pairs', map(string(), integer()))
const nested = named('nested', struct({ x: map(string(), integer()) }))

const typeOfColumn = (column: Column) => simpleString(expressionOf(column).type)

test('the compiler and the plan agree on what an aggregate gives', () => {
  const counted: LongColumn = count(text, real)
  const summed: LongColumn = sum(whole)
  const summedFloats: DoubleColumn = sum(single)
  const mean: DoubleColumn = avg(whole)
  const least: StringColumn = min(text)
  const longest: ArrayColumn<StringType> = max(list)
  const latest: StringColumn = maxBy(text, time)
  const latestThree: ArrayColumn<StringType> = maxBy(text, time, 3)
  const all: ArrayColumn<StringType> = collectList(text)
  const distinct: ArrayColumn<IntegerType> = collectSet(whole)
  const lists: MapColumn<StringType, IntegerType> = first(pairs, true)
  const middle: TimestampColumn = percentileApprox(time, 0.5)
  const quartiles: ArrayColumn<IntegerType> = percentileApprox(whole, [0.25, 0.75])
  const between: DoubleColumn = percentile(exact, 0.5)
  const bits: NumericColumn<IntegerType> = bitAnd(whole)
  const every: BooleanColumn = boolAnd(flag)
  const columns = [counted, summed, summedFloats, mean, least, longest, latest, latestThree, all, distinct, lists, middle]
  assert.deepEqual([...columns, quartiles, between, bits, every, sum(exact), avg(exact), trySum(exact)].map(typeOfColumn), [
    'bigint',
    'bigint',
    'double',
    'double',
    'string',
    'array<string>',
    'string',
    'array<string>',
    'array<string>',
    'array<int>',
    'map<string,int>',
    'timestamp',
    'array<int>',
    'double',
    'int',
    'boolean',
    'decimal(20,2)',
    'decimal(14,6)',
    'decimal(20,2)',
  ])
})

/** Each is also an error of the compiler. */
const WRONG: Readonly<Record<string, readonly [make: () => unknown, condition: string]>> = {
  // @ts-expect-error texts have no sum
  'the sum of texts': [() => sum(text), 'UNEXPECTED_INPUT_TYPE'],
  // @ts-expect-error moments have no mean
  'the mean of moments': [() => avg(time), 'UNEXPECTED_INPUT_TYPE'],
  // @ts-expect-error
  'the deviation of conditions': [() => stddev(flag), 'UNEXPECTED_INPUT_TYPE'],
  // @ts-expect-error
  'the correlation with texts': [() => corr(real, text), 'UNEXPECTED_INPUT_TYPE'],
  // @ts-expect-error maps have no order
  'the greatest map': [() => max(pairs), 'INVALID_ORDERING_TYPE'],
  // @ts-expect-error
  'an ordering by maps': [() => maxBy(text, pairs), 'INVALID_ORDERING_TYPE'],
  // @ts-expect-error maps have no equality
  'a set of maps': [() => collectSet(pairs), 'UNSUPPORTED_INPUT_TYPE'],
  // @ts-expect-error
  'a count of numbers that are true': [() => countIf(whole), 'UNEXPECTED_INPUT_TYPE'],
  // @ts-expect-error
  'all of texts': [() => boolAnd(text), 'UNEXPECTED_INPUT_TYPE'],
  // @ts-expect-error doubles have no bits to combine
  'bits of doubles': [() => bitAnd(real), 'UNEXPECTED_INPUT_TYPE'],
  // @ts-expect-error
  'numbers put together as texts': [() => listagg(whole), 'UNEXPECTED_INPUT_TYPE'],
  // @ts-expect-error
  'an approximate percentile of texts': [() => percentileApprox(text, 0.5), 'UNEXPECTED_INPUT_TYPE'],
  // @ts-expect-error
  'the median of moments': [() => median(time), 'UNEXPECTED_INPUT_TYPE'],
}

for (const [mistake, [make, condition]] of Object.entries(WRONG)) {
  test(`${mistake} is refused with Spark's condition, by the compiler and when it is made`, () => {
    assert.throws(make, (error: unknown) => {
      assert.ok(error instanceof SluiceError)
      assert.equal(error.code, 'TYPE_MISMATCH')
      assert.ok(error.message.startsWith(`[DATATYPE_MISMATCH.${condition}]`), error.message)
      return true
    })
  })
}

test('a map inside a struct has no order and no equality, which only the plan sees', () => {
  for (const make of [() => min(nested), () => maxBy(text, nested), () => collectSet(nested)])
    assert.throws(make, { code: 'TYPE_MISMATCH' })
  assert.equal(typeOfColumn(mode(nested)), 'struct<x:map<string,int>>')
})

test('parameters out of their range are refused when the aggregate is made', () => {
  const wrong: readonly (() => unknown)[] = [
    () => percentile(real, -0.1),
    () => percentile(real, Number.NaN),
    () => percentileApprox(real, [0.5, 1.01]),
    () => percentileApprox(real, 0.5, 0),
    () => percentileApprox(real, 0.5, 1.5),
    () => approxCountDistinct(text, 0.4),
    () => approxCountDistinct(text, 0),
    () => approxCountDistinct(text, Number.NaN),
    () => maxBy(text, real, 0),
    () => maxBy(text, real, 100_001),
  ]
  for (const make of wrong) assert.throws(make, { code: 'USAGE' }, String(make))
})

test('distinct aggregates are refused and say what to take instead', () => {
  for (const make of [() => countDistinct(text), () => countDistinct(text, real), () => sumDistinct(real)])
    assert.throws(make, { code: 'UNSUPPORTED_OPERATION', message: /^Distinct aggregations are not supported on streaming/ })
})
