import { interval } from '../../../src/expressions/functions/interval.ts'
import { window } from '../../../src/expressions/functions/window.ts'
import type { Case } from '../case.ts'
import { bothPy, HOW, inRange, kinds, l, mixed, r, running, two, windows, windowsPy } from '../join-streams.ts'

export const cases: readonly Case[] = [
  running(
    '14.55 inner join on non-time column',
    [
      [l('1', 2, 1)],
      [r('1', 3, 1), r('10', 30, 1)],
      [l('10', 20, 1)],
      [r('1', 3, 1)],
      'restart',
      [l('1', 2, 1)],
      [l('100', 200, 1), r('100', 300, 1)],
    ],
    `a.join(b, F.expr('k = k2')).drop('ts', 'ts2')`,
    (a, b) => a.join(b, (x, y) => x.k.eq(y.k2)).drop('ts', 'ts2'),
  ),
  running(
    '14.56 inner join on windows - with watermark',
    [[l('1', 2, 1)], [r('1', 3, 1)], [l('25', 50, 25)], [r('25', 75, 25)], [r('1', 3, 1)], [l('5', 10, 5)]],
    `a.withWatermark('ts', '10 seconds').select('k', F.window('ts', '10 seconds').alias('w'), 'v').join(b.select(F.col('k2').alias('k'), F.window('ts2', '10 seconds').alias('w'), 'v2'), ['k', 'w'])`,
    (a, b) =>
      a
        .withWatermark('ts', '10 seconds')
        .select(x => ({ k: x.k, w: window(x.ts, '10 seconds'), v: x.v }))
        .join(
          b.select(y => ({ k: y.k2, w: window(y.ts2, '10 seconds'), v2: y.v2 })),
          ['k', 'w'],
        ),
  ),
  ...(['left', 'right', 'full'] as const).map(how =>
    running(
      `14.57 windowed ${how} outer join`,
      [
        [...[1, 2, 3, 4, 5].map(i => l(String(i), 2 * i, i)), ...[3, 4, 5, 6, 7].map(i => r(String(i), 3 * i, i))],
        [l('21', 42, 21), r('22', 66, 22)],
        [l('22', 44, 22)],
        'restart',
        [l('40', 80, 40), r('41', 123, 41)],
      ],
      windowsPy(HOW[how]),
      (a, b) => windows(a, b, how),
    ),
  ),
  running(
    '14.58 left outer with watermark range condition',
    [
      [l('1', 0, 5), l('3', 0, 5)],
      [r('1', 0, 10), r('2', 0, 5)],
      [r('1', 0, 11)],
      [l('1', 0, 7), l('1', 0, 30)],
      [r('0', 0, 30)],
    ],
    `${bothPy()}, 'left').select('k', 'k2', 'ts', 'ts2')`,
    (a, b) => inRange(a, b, 'left').select(t => ({ k: t.k, k2: t.k2, ts: t.ts, ts2: t.ts2 })),
  ),
  ...kinds.map(how =>
    two(`range, nulls, late rows and restarts: ${how}`, mixed, `${bothPy()}, '${HOW[how]}')`, (a, b) => inRange(a, b, how)),
  ),
  two('range, nulls, late rows and restarts: leftSemi', mixed, `${bothPy()}, 'left_semi')`, (a, b) =>
    a
      .withWatermark('ts', '10 seconds')
      .join(
        b.withWatermark('ts2', '10 seconds'),
        (x, y) => x.k.eq(y.k2).and(y.ts2.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds')))),
        'leftSemi',
      ),
  ),
  ...kinds.map(how =>
    two(`windows, nulls, late rows and restarts: ${how}`, mixed, windowsPy(HOW[how]), (a, b) => windows(a, b, how)),
  ),
  ...(['left', 'full'] as const).map(how =>
    running(
      `range, nulls and late rows in one run: ${how}`,
      [...mixed.slice(0, 4), 'restart', ...mixed.slice(4)],
      `${bothPy()}, '${HOW[how]}')`,
      (a, b) => inRange(a, b, how),
    ),
  ),
  two(
    'strict bounds',
    [
      [l('a', 1, 15), r('a', 2, 20), r('a', 3, 14)],
      [l('a', 4, 31), r('a', 5, 30)],
      [l('a', 6, 20), r('a', 7, 26)],
      [l('a', 8, 60), r('a', 9, 64)],
    ],
    `a.withWatermark('ts', '10 seconds').join(b.withWatermark('ts2', '10 seconds'), F.expr('k = k2 and ts2 > ts - interval 5 seconds and ts2 < ts + interval 5 seconds'), 'full')`,
    (a, b) =>
      a.withWatermark('ts', '10 seconds').join(
        b.withWatermark('ts2', '10 seconds'),
        (x, y) =>
          x.k
            .eq(y.k2)
            .and(y.ts2.gt(x.ts.minus(interval('5 seconds'))))
            .and(y.ts2.lt(x.ts.plus(interval('5 seconds')))),
        'full',
      ),
  ),
  two(
    'watermark on the right side alone',
    [
      [l('a', 1, 15), r('a', 2, 16)],
      [r('a', 3, 40), l('a', 4, 38)],
      [l('a', 5, 12), r('a', 6, 20), l('b', 5, 1)],
      [r('c', 1, 90)],
    ],
    `a.join(b.withWatermark('ts2', '10 seconds'), F.expr('k = k2 and ts2 between ts - interval 5 seconds and ts + interval 5 seconds'), 'left')`,
    (a, b) =>
      a.join(
        b.withWatermark('ts2', '10 seconds'),
        (x, y) => x.k.eq(y.k2).and(y.ts2.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds')))),
        'left',
      ),
  ),
  two(
    'event times as keys',
    [
      [l('a', 1, 15), r('a', 2, 15), l('b', 1, 16)],
      [r('b', 3, 16), l('a', 4, 40), r('a', 5, 41)],
      [l('a', 6, 20), r('a', 7, 31)],
      [r('a', 7, 60), l('a', 7, 60)],
    ],
    `a.withWatermark('ts', '10 seconds').join(b.withWatermark('ts2', '5 seconds'), F.expr('ts = ts2 and k = k2'), 'left')`,
    (a, b) =>
      a
        .withWatermark('ts', '10 seconds')
        .join(b.withWatermark('ts2', '5 seconds'), (x, y) => x.ts.eq(y.ts2).and(x.k.eq(y.k2)), 'left'),
  ),
]
