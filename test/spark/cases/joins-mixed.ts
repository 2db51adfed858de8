import { interval } from '../../../src/expressions/functions/interval.ts'
import type { Case, Step } from '../case.ts'
import { bothPy, inRange, l, mixed, r, two } from '../join-streams.ts'

/** The same records twice. */
const twice = mixed.map((step): Step => (step === 'restart' ? step : [...step, ...step]))

export const cases: readonly Case[] = [
  two(
    'both sides without duplicates, then a join',
    twice,
    `a.withWatermark('ts', '10 seconds').dropDuplicates().join(b.withWatermark('ts2', '10 seconds').dropDuplicates(), F.expr('k = k2 and ts2 between ts - interval 5 seconds and ts + interval 5 seconds'), 'left')`,
    (a, b) =>
      a
        .withWatermark('ts', '10 seconds')
        .dropDuplicates()
        .join(
          b.withWatermark('ts2', '10 seconds').dropDuplicates(),
          (x, y) => x.k.eq(y.k2).and(y.ts2.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds')))),
          'left',
        ),
  ),
  two('a join, then no duplicates', twice, `${bothPy()}, 'left').drop('ts2').dropDuplicates()`, (a, b) =>
    inRange(a, b, 'left').drop('ts2').dropDuplicates(),
  ),
  two('a join, then its first rows', mixed, `${bothPy()}, 'full').select('k', 'k2').limit(100)`, (a, b) =>
    inRange(a, b, 'full')
      .select(t => ({ k: t.k, k2: t.k2 }))
      .limit(100),
  ),
  two(
    'a union joined with a stream',
    mixed,
    `a.withWatermark('ts', '10 seconds').union(b.withWatermark('ts2', '5 seconds')).join(b.select(F.col('k2').alias('key'), F.col('ts2').alias('time')).withWatermark('time', '10 seconds'), F.expr('k = key and time between ts - interval 5 seconds and ts + interval 5 seconds'), 'left')`,
    (a, b) =>
      a
        .withWatermark('ts', '10 seconds')
        .union(b.withWatermark('ts2', '5 seconds').select(t => ({ k: t.k2, v: t.v2, ts: t.ts2 })))
        .join(
          b.select(t => ({ key: t.k2, time: t.ts2 })).withWatermark('time', '10 seconds'),
          (x, y) => x.k.eq(y.key).and(y.time.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds')))),
          'left',
        ),
  ),
  two('a union of joins', mixed, `(${bothPy()}).select('k', 'v').union(${bothPy()}).select('k2', 'v2')))`, (a, b) =>
    inRange(a, b, 'inner')
      .select(t => ({ k: t.k, v: t.v }))
      .union(inRange(a, b, 'inner').select(t => ({ k: t.k2, v: t.v2 }))),
  ),
  two(
    'topics with several partitions',
    mixed.map(step => (step === 'restart' ? step : step.map((record, i) => ({ ...record, partition: i % 3 })))),
    `${bothPy()}, 'full')`,
    (a, b) => inRange(a, b, 'full'),
  ),
  two(
    'a watermark of the joined rows, above a join without one',
    [[l('a', 1, 10), r('a', 2, 10)], [l('a', 3, 50), r('a', 4, 51)], [l('a', 5, 12)]],
    `a.join(b, F.expr('k = k2')).withWatermark('ts', '10 seconds').dropDuplicates(['ts', 'v', 'v2'])`,
    (a, b) =>
      a
        .join(b, (x, y) => x.k.eq(y.k2))
        .withWatermark('ts', '10 seconds')
        .dropDuplicates('ts', 'v', 'v2'),
  ),
]
