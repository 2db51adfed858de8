import { count, sum } from '../../../src/expressions/functions/aggregates.ts'
import { interval } from '../../../src/expressions/functions/interval.ts'
import { window } from '../../../src/expressions/functions/window.ts'
import { staticTable } from '../../../src/plan/static-table.ts'
import { string, struct } from '../../../src/schema/data-type.ts'
import type { Case } from '../case.ts'
import { bothPy, inRange, l, mixed, r, two } from '../join-streams.ts'

export const cases: readonly Case[] = [
  two('update mode gives what append gives: inner', mixed, `${bothPy()}, 'inner')`, (a, b) => inRange(a, b, 'inner'), {
    outputMode: 'update',
  }),
  two(
    'an aggregation over a join in append mode',
    mixed,
    `${bothPy()}).groupBy(F.window('ts', '10 seconds').alias('w')).agg(F.count('*').alias('n'), F.sum('v2').alias('s'))`,
    (a, b) =>
      inRange(a, b, 'inner')
        .groupBy(t => ({ w: window(t.ts, '10 seconds') }))
        .agg(t => ({ n: count(), s: sum(t.v2) })),
  ),
  two(
    'an aggregation over a left join in append mode',
    mixed,
    `${bothPy()}, 'left').groupBy(F.window('ts', '10 seconds').alias('w')).agg(F.count('*').alias('n'), F.sum('v2').alias('s'))`,
    (a, b) =>
      inRange(a, b, 'left')
        .groupBy(t => ({ w: window(t.ts, '10 seconds') }))
        .agg(t => ({ n: count(), s: sum(t.v2) })),
  ),
  two(
    'an aggregation over a join in update mode',
    mixed.slice(0, 4),
    `a.join(b, F.expr('k = k2')).groupBy('k').agg(F.count('*').alias('n'))`,
    (a, b) =>
      a
        .join(b, (x, y) => x.k.eq(y.k2))
        .groupBy(t => ({ k: t.k }))
        .agg(() => ({ n: count() })),
    { outputMode: 'update' },
  ),
  two(
    'aggregations of both sides joined by their windows',
    mixed,
    `a.withWatermark('ts', '10 seconds').groupBy(F.window('ts', '10 seconds').alias('w')).agg(F.count('*').alias('n')).join(b.withWatermark('ts2', '10 seconds').groupBy(F.window('ts2', '10 seconds').alias('w')).agg(F.count('*').alias('m')), 'w')`,
    (a, b) =>
      a
        .withWatermark('ts', '10 seconds')
        .groupBy(t => ({ w: window(t.ts, '10 seconds') }))
        .agg(() => ({ n: count() }))
        .join(
          b
            .withWatermark('ts2', '10 seconds')
            .groupBy(t => ({ w: window(t.ts2, '10 seconds') }))
            .agg(() => ({ m: count() })),
          'w',
        ),
  ),
  two(
    'a stream joined with itself',
    [
      [l('a', 1, 1), l('a', 2, 1), l('b', 1, 1)],
      [l('a', 3, 1), l(null, 1, 1)],
    ],
    `a.filter('v < 3').join(a.select('k', F.col('v').alias('w'), F.col('ts').alias('t')), 'k')`,
    a =>
      a
        .filter(t => t.v.lt(3))
        .join(
          a.select(t => ({ k: t.k, w: t.v, t: t.ts })),
          'k',
        ),
  ),
  two(
    'windows that slide, as keys',
    [
      [l('a', 1, 15), r('a', 2, 18)],
      [l('a', 3, 41), r('a', 4, 44), r('b', 5, 21)],
      [l('b', 6, 22), l('c', 7, 90), r('c', 8, 90)],
    ],
    `a.withWatermark('ts', '10 seconds').select('k', F.window('ts', '10 seconds', '5 seconds').alias('w'), 'v').join(b.withWatermark('ts2', '10 seconds').select(F.col('k2').alias('k'), F.window('ts2', '10 seconds', '5 seconds').alias('w'), 'v2'), ['w', 'k'], 'full')`,
    (a, b) =>
      a
        .withWatermark('ts', '10 seconds')
        .select(x => ({ k: x.k, w: window(x.ts, '10 seconds', '5 seconds'), v: x.v }))
        .join(
          b.withWatermark('ts2', '10 seconds').select(y => ({ k: y.k2, w: window(y.ts2, '10 seconds', '5 seconds'), v2: y.v2 })),
          ['w', 'k'],
          'full',
        ),
  ),
  two(
    'windows of two lengths never meet',
    [
      [l('a', 1, 15), r('a', 2, 15)],
      [l('a', 3, 90), r('a', 4, 90)],
    ],
    `a.withWatermark('ts', '10 seconds').select(F.window('ts', '10 seconds').alias('w'), 'v').join(b.withWatermark('ts2', '10 seconds').select(F.window('ts2', '20 seconds').alias('w'), 'v2'), 'w', 'left')`,
    (a, b) =>
      a
        .withWatermark('ts', '10 seconds')
        .select(x => ({ w: window(x.ts, '10 seconds'), v: x.v }))
        .join(
          b.withWatermark('ts2', '10 seconds').select(y => ({ w: window(y.ts2, '20 seconds'), v2: y.v2 })),
          'w',
          'left',
        ),
  ),
  two(
    'update mode gives what append gives: leftSemi',
    mixed,
    `${bothPy()}, 'left_semi')`,
    (a, b) =>
      a
        .withWatermark('ts', '10 seconds')
        .join(
          b.withWatermark('ts2', '10 seconds'),
          (x, y) => x.k.eq(y.k2).and(y.ts2.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds')))),
          'leftSemi',
        ),
    { outputMode: 'update' },
  ),
  two(
    'left join on a range that an unrelated number bounds too',
    mixed,
    `a.withWatermark('ts', '10 seconds').join(b.withWatermark('ts2', '10 seconds'), F.expr('k = k2 and ts2 <= ts + interval 5 seconds and ts2 - interval 1 minute < ts + interval 2 seconds'), 'left')`,
    (a, b) =>
      a.withWatermark('ts', '10 seconds').join(
        b.withWatermark('ts2', '10 seconds'),
        (x, y) =>
          x.k
            .eq(y.k2)
            .and(y.ts2.leq(x.ts.plus(interval('5 seconds'))))
            .and(y.ts2.minus(interval('1 minute')).lt(x.ts.plus(interval('2 seconds')))),
        'left',
      ),
  ),
  two(
    'three streams, one event time carried on',
    mixed,
    `(${bothPy()}).drop('ts2').join(b.select(F.col('k2').alias('k3'), F.col('ts2').alias('ts3'), F.col('v2').alias('v3')).withWatermark('ts3', '10 seconds'), F.expr('k = k3 and ts3 between ts - interval 5 seconds and ts + interval 5 seconds'), 'left'))`,
    (a, b) =>
      inRange(a, b, 'inner')
        .drop('ts2')
        .join(
          b.select(t => ({ k3: t.k2, ts3: t.ts2, v3: t.v2 })).withWatermark('ts3', '10 seconds'),
          (x, y) => x.k.eq(y.k3).and(y.ts3.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds')))),
          'left',
        ),
  ),
  two(
    'two streams, then a table',
    mixed,
    `(${bothPy()}).join(a.sparkSession.createDataFrame([('a', 'one'), ('b', 'two')], 'id string, name string'), F.expr('k = id'), 'left'))`,
    (a, b) =>
      inRange(a, b, 'inner').join(
        staticTable(
          [
            { id: 'a', name: 'one' },
            { id: 'b', name: 'two' },
          ],
          struct({ id: string(), name: string() }),
        ),
        (x, y) => x.k.eq(y.id),
        'left',
      ),
  ),
  two(
    'a stream with a table, then another stream',
    mixed,
    `a.withWatermark('ts', '10 seconds').join(a.sparkSession.createDataFrame([('a', 'one'), ('b', 'two')], 'id string, name string'), F.expr('k = id'), 'left').join(b.withWatermark('ts2', '10 seconds'), F.expr('k = k2 and ts2 between ts - interval 5 seconds and ts + interval 5 seconds'), 'full')`,
    (a, b) =>
      a
        .withWatermark('ts', '10 seconds')
        .join(
          staticTable(
            [
              { id: 'a', name: 'one' },
              { id: 'b', name: 'two' },
            ],
            struct({ id: string(), name: string() }),
          ),
          (x, y) => x.k.eq(y.id),
          'left',
        )
        .join(
          b.withWatermark('ts2', '10 seconds'),
          (x, y) => x.k.eq(y.k2).and(y.ts2.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds')))),
          'full',
        ),
  ),
]
