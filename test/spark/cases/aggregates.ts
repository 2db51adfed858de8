import type { Columns } from '../../../src/expressions/column.ts'
import {
  avg,
  bitAnd,
  bitOr,
  bitXor,
  boolAnd,
  boolOr,
  count,
  countDistinct,
  countIf,
  max,
  min,
  product,
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
  covarPop,
  covarSamp,
  kurtosis,
  skewness,
  stddevPop,
  stddevSamp,
  varPop,
  varSamp,
} from '../../../src/expressions/functions/aggregates-statistics.ts'
import {
  anyValue,
  collectList,
  collectSet,
  first,
  last,
  listagg,
  maxBy,
  minBy,
  mode,
} from '../../../src/expressions/functions/aggregates-values.ts'
import type { OutputMode } from '../../../src/plan/sink.ts'
import type { ColumnsOf } from '../../../src/plan/stream.ts'
import {
  array,
  binary,
  boolean,
  byte,
  date,
  decimal,
  double,
  type Fields,
  float,
  integer,
  long,
  map,
  type StructType,
  short,
  string,
  struct,
  timestamp,
} from '../../../src/schema/data-type.ts'
import { mixedRows } from '../aggregates-rows.ts'
import { type Case, raw, streaming } from '../case.ts'

const values = {
  b: byte(),
  s: short(),
  i: integer(),
  l: long(),
  f: float(),
  d: double(),
  m: decimal(12, 3),
  w: decimal(30, 5),
  t: string(),
  y: boolean(),
  a: date(),
  c: timestamp(),
  n: binary(),
  e: array(integer()),
  g: struct({ x: integer(), z: string() }),
  p: map(string(), integer()),
} as const
const schema = struct({ k: string(), ...values })
type Row = ColumnsOf<(typeof schema)['fields']>

/** Aggregates by name: how PySpark writes one, and how sluice does. */
type Aggregates<R> = Readonly<Record<string, readonly [pyspark: string, sluice: (t: R) => Columns[string]]>>

const inPython = (aggregates: Aggregates<never>) =>
  Object.entries(aggregates).map(([name, [pyspark]]) => `${pyspark}.alias('${name}')`)

/** Rows of several types, partitions and batches, grouped by `k`. */
function grouped(name: string, aggregates: Aggregates<Row>, given: { outputMode?: OutputMode } = {}): Case {
  return streaming({
    name,
    schema,
    outputMode: given.outputMode ?? 'update',
    steps: mixedRows,
    // The rows of a step come in several partitions; only so are they all in one batch.
    trigger: 'availableNow',
    pyspark: `t.groupBy('k').agg(${inPython(aggregates).join(', ')})`,
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ k: r.k }))
        .agg(r => Object.fromEntries(Object.entries(aggregates).map(([as, [, make]]) => [as, make(r as unknown as Row)]))),
  })
}

/** A few rows given as JSON text, all in one group. */
function over<F extends Fields>(
  name: string,
  fields: StructType<F>,
  rows: readonly string[],
  aggregates: Aggregates<ColumnsOf<F>>,
): Case {
  return streaming({
    name,
    schema: fields,
    outputMode: 'complete',
    steps: [rows.map(text => raw(text))],
    pyspark: `t.groupBy().agg(${inPython(aggregates).join(', ')})`,
    sluice: ({ t }) =>
      t
        .groupBy()
        .agg(r =>
          Object.fromEntries(Object.entries(aggregates).map(([as, [, make]]) => [as, make(r as unknown as ColumnsOf<F>)])),
        ),
  })
}

const MAX_LONG = '9223372036854775807'
const MAX_DECIMAL = '9'.repeat(38)
const longs = struct({ x: long() })
const doubles = struct({ x: double() })
const wide = struct({ x: decimal(38, 0) })
const xs = (...numbers: readonly (number | string | null)[]) => numbers.map(x => `{"x": ${x}}`)

export const cases: readonly Case[] = [
  grouped('counts', {
    rows: ['F.count("*")', () => count()],
    ones: ['F.count("i")', t => count(t.i)],
    pairs: ['F.expr("count(i, d)")', t => count(t.i, t.d)],
    trues: ['F.count_if("y")', t => countIf(t.y)],
    all: ['F.bool_and("y")', t => boolAnd(t.y)],
    any: ['F.bool_or("y")', t => boolOr(t.y)],
  }),
  grouped('sums of every numeric type', {
    b: ['F.sum("b")', t => sum(t.b)],
    s: ['F.sum("s")', t => sum(t.s)],
    i: ['F.sum("i")', t => sum(t.i)],
    l: ['F.sum("l")', t => sum(t.l)],
    f: ['F.sum("f")', t => sum(t.f)],
    d: ['F.sum("d")', t => sum(t.d)],
    m: ['F.sum("m")', t => sum(t.m)],
    w: ['F.sum("w")', t => sum(t.w)],
    tl: ['F.try_sum("l")', t => trySum(t.l)],
    tm: ['F.try_sum("m")', t => trySum(t.m)],
    td: ['F.try_sum("d")', t => trySum(t.d)],
    product: ['F.product("f")', t => product(t.f)],
  }),
  grouped('means of every numeric type', {
    b: ['F.avg("b")', t => avg(t.b)],
    s: ['F.avg("s")', t => avg(t.s)],
    i: ['F.avg("i")', t => avg(t.i)],
    l: ['F.mean("l")', t => avg(t.l)],
    f: ['F.avg("f")', t => avg(t.f)],
    d: ['F.avg("d")', t => avg(t.d)],
    m: ['F.avg("m")', t => avg(t.m)],
    w: ['F.avg("w")', t => avg(t.w)],
    tm: ['F.try_avg("m")', t => tryAvg(t.m)],
    tl: ['F.try_avg("l")', t => tryAvg(t.l)],
  }),
  grouped(
    'least and greatest of every type, complete mode',
    {
      ...extremes('b', t => [min(t.b), max(t.b)]),
      ...extremes('s', t => [min(t.s), max(t.s)]),
      ...extremes('i', t => [min(t.i), max(t.i)]),
      ...extremes('l', t => [min(t.l), max(t.l)]),
      ...extremes('f', t => [min(t.f), max(t.f)]),
      ...extremes('d', t => [min(t.d), max(t.d)]),
      ...extremes('m', t => [min(t.m), max(t.m)]),
      ...extremes('t', t => [min(t.t), max(t.t)]),
      ...extremes('y', t => [min(t.y), max(t.y)]),
      ...extremes('a', t => [min(t.a), max(t.a)]),
      ...extremes('c', t => [min(t.c), max(t.c)]),
      ...extremes('n', t => [min(t.n), max(t.n)]),
      ...extremes('e', t => [min(t.e), max(t.e)]),
      ...extremes('g', t => [min(t.g), max(t.g)]),
    },
    { outputMode: 'complete' },
  ),
  grouped('first, last and any value', {
    first: ['F.first("i")', t => first(t.i)],
    firstText: ['F.first("t", True)', t => first(t.t, true)],
    last: ['F.last("l")', t => last(t.l)],
    lastDouble: ['F.last("d", True)', t => last(t.d, true)],
    lastMap: ['F.last("p", True)', t => last(t.p, true)],
    any: ['F.any_value("t")', t => anyValue(t.t)],
    anyStruct: ['F.any_value("g", True)', t => anyValue(t.g, true)],
  }),
  grouped('max_by and min_by', {
    a: ['F.max_by("t", "i")', t => maxBy(t.t, t.i)],
    b: ['F.min_by("t", "i")', t => minBy(t.t, t.i)],
    c: ['F.max_by("d", "d")', t => maxBy(t.d, t.d)],
    d: ['F.min_by("l", "t")', t => minBy(t.l, t.t)],
    e: ['F.max_by("g", "e")', t => maxBy(t.g, t.e)],
    f: ['F.max_by("p", "y")', t => maxBy(t.p, t.y)],
    g: ['F.min_by("c", "m")', t => minBy(t.c, t.m)],
  }),
  grouped('central moments', {
    a: ['F.stddev("d")', t => stddevSamp(t.d)],
    b: ['F.stddev_pop("d")', t => stddevPop(t.d)],
    c: ['F.variance("d")', t => varSamp(t.d)],
    d: ['F.var_pop("i")', t => varPop(t.i)],
    e: ['F.skewness("d")', t => skewness(t.d)],
    f: ['F.kurtosis("d")', t => kurtosis(t.d)],
    g: ['F.kurtosis("m")', t => kurtosis(t.m)],
    h: ['F.skewness("l")', t => skewness(t.l)],
    i: ['F.stddev("f")', t => stddevSamp(t.f)],
  }),
  grouped('covariance and correlation', {
    a: ['F.corr("i", "f")', t => corr(t.i, t.f)],
    b: ['F.covar_pop("i", "f")', t => covarPop(t.i, t.f)],
    c: ['F.covar_samp("i", "d")', t => covarSamp(t.i, t.d)],
    d: ['F.corr("m", "s")', t => corr(t.m, t.s)],
  }),
  grouped('bits', {
    a: ['F.bit_and("l")', t => bitAnd(t.l)],
    b: ['F.bit_or("i")', t => bitOr(t.i)],
    c: ['F.bit_xor("l")', t => bitXor(t.l)],
    d: ['F.bit_xor("b")', t => bitXor(t.b)],
    e: ['F.bit_or("s")', t => bitOr(t.s)],
  }),
  grouped('lists of every type', {
    b: ['F.collect_list("b")', t => collectList(t.b)],
    i: ['F.collect_list("i")', t => collectList(t.i)],
    l: ['F.collect_list("l")', t => collectList(t.l)],
    d: ['F.collect_list("d")', t => collectList(t.d)],
    m: ['F.collect_list("m")', t => collectList(t.m)],
    t: ['F.collect_list("t")', t => collectList(t.t)],
    y: ['F.collect_list("y")', t => collectList(t.y)],
    c: ['F.collect_list("c")', t => collectList(t.c)],
    n: ['F.collect_list("n")', t => collectList(t.n)],
    e: ['F.collect_list("e")', t => collectList(t.e)],
    g: ['F.collect_list("g")', t => collectList(t.g)],
    p: ['F.collect_list("p")', t => collectList(t.p)],
    joined: ['F.listagg("t", ", ")', t => listagg(t.t, ', ')],
    bytes: ['F.listagg("n")', t => listagg(t.n)],
  }),
  grouped('sets in the order of the hash table', {
    b: ['F.collect_set("b")', t => collectSet(t.b)],
    s: ['F.collect_set("s")', t => collectSet(t.s)],
    i: ['F.collect_set("i")', t => collectSet(t.i)],
    l: ['F.collect_set("l")', t => collectSet(t.l)],
    f: ['F.collect_set("f")', t => collectSet(t.f)],
    d: ['F.collect_set("d")', t => collectSet(t.d)],
    t: ['F.collect_set("t")', t => collectSet(t.t)],
    y: ['F.collect_set("y")', t => collectSet(t.y)],
    a: ['F.collect_set("a")', t => collectSet(t.a)],
    c: ['F.collect_set("c")', t => collectSet(t.c)],
    n: ['F.collect_set("n")', t => collectSet(t.n)],
  }),
  grouped('sets of decimals', { m: ['F.collect_set("m")', t => collectSet(t.m)] }),
  grouped('approximate distinct counts of every type', {
    b: ['F.approx_count_distinct("b")', t => approxCountDistinct(t.b)],
    s: ['F.approx_count_distinct("s", 0.39)', t => approxCountDistinct(t.s, 0.39)],
    i: ['F.approx_count_distinct("i", 0.2)', t => approxCountDistinct(t.i, 0.2)],
    l: ['F.approx_count_distinct("l", 0.3)', t => approxCountDistinct(t.l, 0.3)],
    f: ['F.approx_count_distinct("f", 0.3)', t => approxCountDistinct(t.f, 0.3)],
    d: ['F.approx_count_distinct("d", 0.3)', t => approxCountDistinct(t.d, 0.3)],
    m: ['F.approx_count_distinct("m", 0.3)', t => approxCountDistinct(t.m, 0.3)],
    w: ['F.approx_count_distinct("w", 0.3)', t => approxCountDistinct(t.w, 0.3)],
    t: ['F.approx_count_distinct("t", 0.3)', t => approxCountDistinct(t.t, 0.3)],
    y: ['F.approx_count_distinct("y")', t => approxCountDistinct(t.y)],
    a: ['F.approx_count_distinct("a", 0.3)', t => approxCountDistinct(t.a, 0.3)],
    c: ['F.approx_count_distinct("c", 0.3)', t => approxCountDistinct(t.c, 0.3)],
    n: ['F.approx_count_distinct("n", 0.3)', t => approxCountDistinct(t.n, 0.3)],
    e: ['F.approx_count_distinct("e", 0.3)', t => approxCountDistinct(t.e, 0.3)],
    g: ['F.approx_count_distinct("g", 0.3)', t => approxCountDistinct(t.g, 0.3)],
    p: ['F.approx_count_distinct("p", 0.3)', t => approxCountDistinct(t.p, 0.3)],
  }),
  grouped('approximate percentiles', {
    i: ['F.percentile_approx("i", 0.5)', t => percentileApprox(t.i, 0.5)],
    coarse: ['F.percentile_approx("i", [0.9, 0.25, 0.5], 10)', t => percentileApprox(t.i, [0.9, 0.25, 0.5], 10)],
    rough: ['F.percentile_approx("d", [0.1, 0.5, 0.99], 3)', t => percentileApprox(t.d, [0.1, 0.5, 0.99], 3)],
    one: ['F.percentile_approx("l", 0.4, 1)', t => percentileApprox(t.l, 0.4, 1)],
    b: ['F.percentile_approx("b", [0.0, 1.0])', t => percentileApprox(t.b, [0, 1])],
    f: ['F.percentile_approx("f", 0.3, 20)', t => percentileApprox(t.f, 0.3, 20)],
    m: ['F.percentile_approx("m", 0.7)', t => percentileApprox(t.m, 0.7)],
    w: ['F.percentile_approx("w", 0.7)', t => percentileApprox(t.w, 0.7)],
    a: ['F.percentile_approx("a", 0.5)', t => percentileApprox(t.a, 0.5)],
    c: ['F.approx_percentile("c", 0.5)', t => percentileApprox(t.c, 0.5)],
  }),
  grouped('exact percentiles', {
    i: ['F.percentile("i", 0.3)', t => percentile(t.i, 0.3)],
    d: ['F.percentile("d", [0.1, 0.5, 0.999])', t => percentile(t.d, [0.1, 0.5, 0.999])],
    m: ['F.percentile("m", 0.25)', t => percentile(t.m, 0.25)],
    f: ['F.median("f")', t => median(t.f)],
    l: ['F.median("l")', t => median(t.l)],
  }),
  grouped('most frequent values', {
    least: ['F.mode("i", True)', t => mode(t.i, true)],
    text: ['F.mode("t", True)', t => mode(t.t, true)],
    any: ['F.mode("i")', t => mode(t.i)],
    anyText: ['F.mode("t")', t => mode(t.t)],
    bool: ['F.mode("y")', t => mode(t.y)],
    date: ['F.mode("a")', t => mode(t.a)],
  }),
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

/** The least and the greatest of one column. */
function extremes(column: string, make: (t: Row) => readonly [Columns[string], Columns[string]]): Aggregates<Row> {
  return {
    [`min_${column}`]: [`F.min("${column}")`, t => make(t)[0]],
    [`max_${column}`]: [`F.max("${column}")`, t => make(t)[1]],
  }
}
