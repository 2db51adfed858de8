import type { Column } from '../../../src/expressions/column.ts'
import { max, min } from '../../../src/expressions/functions/aggregates.ts'
import { approxCountDistinct, median, percentileApprox } from '../../../src/expressions/functions/aggregates-distribution.ts'
import { stddevSamp } from '../../../src/expressions/functions/aggregates-statistics.ts'
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
import { window } from '../../../src/expressions/functions/window.ts'
import { integer, string, struct } from '../../../src/schema/data-type.ts'
import { type Aggregates, grouped, type Row } from '../aggregates-cases.ts'
import { type Case, row, streaming } from '../case.ts'

export const cases: readonly Case[] = [
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
  grouped(
    'first, last and any value',
    {
      first: ['F.first("i")', t => first(t.i)],
      firstText: ['F.first("t", True)', t => first(t.t, true)],
      last: ['F.last("l")', t => last(t.l)],
      lastDouble: ['F.last("d", True)', t => last(t.d, true)],
      lastMap: ['F.last("p", True)', t => last(t.p, true)],
      any: ['F.any_value("t")', t => anyValue(t.t)],
      anyStruct: ['F.any_value("g", True)', t => anyValue(t.g, true)],
    },
    { inOrder: true },
  ),
  grouped(
    'max_by and min_by',
    {
      a: ['F.max_by("t", "i")', t => maxBy(t.t, t.i)],
      b: ['F.min_by("t", "i")', t => minBy(t.t, t.i)],
      c: ['F.max_by("d", "d")', t => maxBy(t.d, t.d)],
      d: ['F.min_by("l", "t")', t => minBy(t.l, t.t)],
      e: ['F.max_by("g", "e")', t => maxBy(t.g, t.e)],
      f: ['F.max_by("p", "y")', t => maxBy(t.p, t.y)],
      g: ['F.min_by("c", "m")', t => minBy(t.c, t.m)],
    },
    { inOrder: true },
  ),
  grouped(
    'max_by and min_by with k',
    {
      a: ['F.max_by("t", "i", 3)', t => maxBy(t.t, t.i, 3)],
      b: ['F.min_by("i", "y", 5)', t => minBy(t.i, t.y, 5)],
      c: ['F.max_by("l", "t", 4)', t => maxBy(t.l, t.t, 4)],
      d: ['F.min_by("g", "m", 100)', t => minBy(t.g, t.m, 100)],
    },
    { inOrder: true },
  ),
  grouped(
    'lists of every type',
    {
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
    },
    { inOrder: true },
  ),
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
  grouped('sets of lists and structs', {
    e: ['F.collect_set("e")', t => collectSet(t.e)],
    g: ['F.collect_set("g")', t => collectSet(t.g)],
    w: ['F.collect_set("w")', t => collectSet(t.w)],
    h: ['F.collect_set("h")', t => collectSet(t.h)],
  }),
  grouped(
    'most frequent values',
    {
      least: ['F.mode("i", True)', t => mode(t.i, true)],
      text: ['F.mode("t", True)', t => mode(t.t, true)],
      any: ['F.mode("i")', t => mode(t.i)],
      anyText: ['F.mode("t")', t => mode(t.t)],
      bool: ['F.mode("y")', t => mode(t.y)],
      date: ['F.mode("a")', t => mode(t.a)],
    },
    { inOrder: true },
  ),
  streaming({
    name: 'windows that close take their lists, sets and registers with them',
    schema: struct({ v: integer(), w: string() }),
    steps: [
      [row({ v: 1, w: 'a' }, { at: 5 }), row({ v: 2, w: 'b' }, { at: 6 }), row({ v: 2, w: 'b' }, { at: 12 })],
      [row({ v: 3, w: 'c' }, { at: 7 }), row({ v: 4, w: 'a' }, { at: 31 }), row({ v: 9, w: null }, { at: 15 })],
      'restart',
      [row({ v: 5, w: 'd' }, { at: 33 }), row({ v: 6, w: 'late' }, { at: 8 }), row({ v: 7, w: 'e' }, { at: 70 })],
      [row({ v: 8, w: 'f' }, { at: 120 })],
    ],
    pyspark: `t.withWatermark('ts', '5 seconds').groupBy(F.window('ts', '10 seconds').alias('window')).agg(
  F.collect_list('v').alias('list'), F.collect_set('w').alias('set'), F.approx_count_distinct('w').alias('distinct'),
  F.percentile_approx('v', 0.5).alias('middle'), F.median('v').alias('median'), F.max_by('w', 'v').alias('most'),
  F.last('w', True).alias('last'), F.stddev('v').alias('deviation'), F.mode('w', True).alias('mode'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '5 seconds')
        .groupBy(r => ({ window: window(r.ts, '10 seconds') }))
        .agg(r => ({
          list: collectList(r.v),
          set: collectSet(r.w),
          distinct: approxCountDistinct(r.w),
          middle: percentileApprox(r.v, 0.5),
          median: median(r.v),
          most: maxBy(r.w, r.v),
          last: last(r.w, true),
          deviation: stddevSamp(r.v),
          mode: mode(r.w, true),
        })),
  }),
]

/** The least and the greatest of one column. */
function extremes(column: string, make: (t: Row) => readonly [Column, Column]): Aggregates<Row> {
  return {
    [`min_${column}`]: [`F.min("${column}")`, t => make(t)[0]],
    [`max_${column}`]: [`F.max("${column}")`, t => make(t)[1]],
  }
}
