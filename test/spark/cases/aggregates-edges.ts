import {
  avg,
  bitAnd,
  bitXor,
  count,
  countDistinct,
  max,
  min,
  sum,
  sumDistinct,
  tryAvg,
  trySum,
} from '../../../src/expressions/functions/aggregates.ts'
import {
  approxCountDistinct,
  median,
  percentile,
  percentileApprox,
} from '../../../src/expressions/functions/aggregates-distribution.ts'
import {
  corr,
  covarSamp,
  kurtosis,
  skewness,
  stddevPop,
  stddevSamp,
  varPop,
  varSamp,
} from '../../../src/expressions/functions/aggregates-statistics.ts'
import { collectList, collectSet, first, last, maxBy, minBy, mode } from '../../../src/expressions/functions/aggregates-values.ts'
import { decimal, double, integer, long, struct } from '../../../src/schema/data-type.ts'
import { over } from '../aggregates-cases.ts'
import { type Case, raw, streaming } from '../case.ts'

const MAX_LONG = '9223372036854775807'
const MAX_DECIMAL = '9'.repeat(38)
const longs = struct({ x: long() })
const doubles = struct({ x: double() })
const wide = struct({ x: decimal(38, 0) })
const xs = (...numbers: readonly (number | string | null)[]) => numbers.map(x => `{"x": ${x}}`)

export const cases: readonly Case[] = [
  over('no rows', longs, [], {
    n: ['F.count("*")', () => count()],
    sum: ['F.sum("x")', t => sum(t.x)],
    avg: ['F.avg("x")', t => avg(t.x)],
    first: ['F.first("x")', t => first(t.x)],
    list: ['F.collect_list("x")', t => collectList(t.x)],
    set: ['F.collect_set("x")', t => collectSet(t.x)],
    distinct: ['F.approx_count_distinct("x")', t => approxCountDistinct(t.x)],
    percentile: ['F.percentile_approx("x", 0.5)', t => percentileApprox(t.x, 0.5)],
    percentiles: ['F.percentile_approx("x", [0.5])', t => percentileApprox(t.x, [0.5])],
    median: ['F.median("x")', t => median(t.x)],
    mode: ['F.mode("x")', t => mode(t.x)],
    stddev: ['F.stddev("x")', t => stddevSamp(t.x)],
    corr: ['F.corr("x", "x")', t => corr(t.x, t.x)],
    bits: ['F.bit_and("x")', t => bitAnd(t.x)],
    most: ['F.max_by("x", "x")', t => maxBy(t.x, t.x)],
  }),
  over('one row has no sample variance', doubles, xs(2.5), {
    a: ['F.stddev("x")', t => stddevSamp(t.x)],
    b: ['F.stddev_pop("x")', t => stddevPop(t.x)],
    c: ['F.var_samp("x")', t => varSamp(t.x)],
    d: ['F.var_pop("x")', t => varPop(t.x)],
    e: ['F.skewness("x")', t => skewness(t.x)],
    f: ['F.kurtosis("x")', t => kurtosis(t.x)],
    g: ['F.corr("x", "x")', t => corr(t.x, t.x)],
    h: ['F.covar_samp("x", "x")', t => covarSamp(t.x, t.x)],
  }),
  over('NaN and infinity', doubles, xs('"NaN"', 1.5, '"Infinity"', '"-Infinity"', null, '"NaN"'), {
    sum: ['F.sum("x")', t => sum(t.x)],
    avg: ['F.avg("x")', t => avg(t.x)],
    min: ['F.min("x")', t => min(t.x)],
    max: ['F.max("x")', t => max(t.x)],
    stddev: ['F.stddev("x")', t => stddevSamp(t.x)],
    list: ['F.collect_list("x")', t => collectList(t.x)],
    set: ['F.collect_set("x")', t => collectSet(t.x)],
    distinct: ['F.approx_count_distinct("x")', t => approxCountDistinct(t.x)],
    approx: ['F.percentile_approx("x", [0.1, 0.5, 0.9])', t => percentileApprox(t.x, [0.1, 0.5, 0.9])],
    exact: ['F.percentile("x", [0.0, 0.5, 1.0])', t => percentile(t.x, [0, 0.5, 1])],
  }),
  over('negative zero first', doubles, xs('-0.0', '0.0', '-0.0'), {
    sum: ['F.sum("x")', t => sum(t.x)],
    min: ['F.min("x")', t => min(t.x)],
    max: ['F.max("x")', t => max(t.x)],
    list: ['F.collect_list("x")', t => collectList(t.x)],
    set: ['F.collect_set("x")', t => collectSet(t.x)],
    distinct: ['F.approx_count_distinct("x")', t => approxCountDistinct(t.x)],
    by: ['F.max_by("x", "x")', t => maxBy(t.x, t.x)],
  }),
  over('longs near the limit', longs, xs(MAX_LONG, `-${MAX_LONG}`, 5, MAX_LONG, '-9223372036854775808', null), {
    min: ['F.min("x")', t => min(t.x)],
    max: ['F.max("x")', t => max(t.x)],
    sum: ['F.sum("x")', t => sum(t.x)],
    avg: ['F.avg("x")', t => avg(t.x)],
    list: ['F.collect_list("x")', t => collectList(t.x)],
    set: ['F.collect_set("x")', t => collectSet(t.x)],
    approx: ['F.percentile_approx("x", 0.9)', t => percentileApprox(t.x, 0.9)],
    distinct: ['F.approx_count_distinct("x")', t => approxCountDistinct(t.x)],
    xor: ['F.bit_xor("x")', t => bitXor(t.x)],
    last: ['F.last("x", True)', t => last(t.x, true)],
    by: ['F.min_by("x", "x")', t => minBy(t.x, t.x)],
    mode: ['F.mode("x")', t => mode(t.x)],
    median: ['F.median("x")', t => median(t.x)],
  }),
  over('a long sum that overflows', longs, xs(MAX_LONG, 1), { sum: ['F.sum("x")', t => sum(t.x)] }),
  over('a long sum that overflows on the way', longs, xs(MAX_LONG, 1, -1), { sum: ['F.sum("x")', t => sum(t.x)] }),
  over('try_sum and try_avg of longs that overflow', longs, xs(MAX_LONG, 1, -1), {
    sum: ['F.try_sum("x")', t => trySum(t.x)],
    avg: ['F.try_avg("x")', t => tryAvg(t.x)],
  }),
  streaming({
    name: 'a long sum that overflows in the third batch',
    schema: longs,
    outputMode: 'complete',
    steps: [xs(1).map(text => raw(text)), xs('9223372036854775806').map(text => raw(text)), xs(1).map(text => raw(text))],
    pyspark: "t.groupBy().agg(F.sum('x').alias('sum'), F.try_sum('x').alias('try'))",
    sluice: ({ t }) => t.groupBy().agg(r => ({ sum: sum(r.x), try: trySum(r.x) })),
  }),
  streaming({
    name: 'try_sum stays null once it has overflown',
    schema: longs,
    outputMode: 'complete',
    steps: [xs(MAX_LONG).map(text => raw(text)), xs(1).map(text => raw(text)), xs(-5).map(text => raw(text))],
    pyspark: "t.groupBy().agg(F.try_sum('x').alias('try'))",
    sluice: ({ t }) => t.groupBy().agg(r => ({ try: trySum(r.x) })),
  }),
  over('a decimal sum that overflows', wide, xs(MAX_DECIMAL, 1), { sum: ['F.sum("x")', t => sum(t.x)] }),
  over('try_sum and try_avg of decimals that overflow', wide, xs(MAX_DECIMAL, 1, -1), {
    sum: ['F.try_sum("x")', t => trySum(t.x)],
    avg: ['F.try_avg("x")', t => tryAvg(t.x)],
  }),
  over('a decimal mean whose sum overflows', wide, xs(MAX_DECIMAL, 1), { avg: ['F.avg("x")', t => avg(t.x)] }),
  over('a decimal mean that has too many digits', wide, xs(MAX_DECIMAL), { avg: ['F.avg("x")', t => avg(t.x)] }),
  over('try_avg of a decimal mean that has too many digits', wide, xs(MAX_DECIMAL), {
    avg: ['F.try_avg("x")', t => tryAvg(t.x)],
  }),
  over('means of decimals are rounded half up', struct({ x: decimal(5, 1) }), xs(0.1, 0.1, 0.2, -5.5, 7.3, 1.1), {
    avg: ['F.avg("x")', t => avg(t.x)],
    sum: ['F.sum("x")', t => sum(t.x)],
  }),
  over('no correlation with a constant', struct({ x: integer(), z: integer() }), ['{"x": 1, "z": 1}', '{"x": 1, "z": 2}'], {
    corr: ['F.corr("x", "z")', t => corr(t.x, t.z)],
  }),
  over('a distinct count is refused', longs, xs(1), { n: ['F.count_distinct("x")', t => countDistinct(t.x)] }),
  over('a distinct sum is refused', longs, xs(1), { n: ['F.sum_distinct("x")', t => sumDistinct(t.x)] }),
  over('a k of zero is refused', longs, xs(1), { n: ['F.max_by("x", "x", 0)', t => maxBy(t.x, t.x, 0)] }),
  over('no row has an ordering', longs, xs(null, null), {
    one: ['F.max_by("x", "x")', t => maxBy(t.x, t.x)],
    many: ['F.min_by("x", "x", 3)', t => minBy(t.x, t.x, 3)],
  }),
  over('an rsd above 0.39 is refused', longs, xs(1), {
    n: ['F.approx_count_distinct("x", 0.4)', t => approxCountDistinct(t.x, 0.4)],
  }),
  over('a percentage above one is refused', longs, xs(1), {
    p: ['F.percentile_approx("x", 1.5)', t => percentileApprox(t.x, 1.5)],
  }),
  over('an exact percentage below zero is refused', longs, xs(1), {
    p: ['F.percentile("x", -0.5)', t => percentile(t.x, -0.5)],
  }),
  over('an accuracy of zero is refused', longs, xs(1), {
    p: ['F.percentile_approx("x", 0.5, 0)', t => percentileApprox(t.x, 0.5, 0)],
  }),
]
