import { interval } from '../../../src/expressions/functions/interval.ts'
import { window } from '../../../src/expressions/functions/window.ts'
import type { Case, Step } from '../case.ts'
import {
  bothPy,
  HOW,
  inRange,
  kinds,
  type Left,
  l,
  mixed,
  type Right,
  r,
  running,
  two,
  windows,
  windowsPy,
} from '../join-streams.ts'

/** Rows whose keys are null on both sides: in time for each other and not, of one value and of two. */
const nullKeys: readonly Step[] = [
  [l(null, 1, 15), l(null, 2, 16), r(null, 1, 17), r('a', 2, 16), l('a', null, 15), r('a', null, 15)],
  [r(null, 2, 20), l(null, 1, 18), l(null, 3, 15), r(null, 3, 30)],
  [l(null, null, 50), r(null, null, 50), l('b', 1, 50)],
  [l('c', 1, 90), r('c', 1, 90)],
]

/** A semi join with a right side of which the key alone is read. */
const filteredPy = (right: string) =>
  `a.withWatermark('ts', '10 seconds').join(${right}, F.expr('k = k2 and ts2 between ts - interval 5 seconds and ts + interval 5 seconds'), 'left_semi')`
const filtered = (a: Left, b: Right) =>
  a
    .withWatermark('ts', '10 seconds')
    .join(
      b,
      (x, y) => x.k.eq(y.k2).and(y.ts2.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds')))),
      'leftSemi',
    )

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
  // The others leave a null key out before the join, where it cannot matter; a full outer join keeps all rows, and finds its
  // partners by the bytes of the keys: null meets null there, and only there.
  ...kinds.map(how =>
    two(`null keys on both sides: ${how}`, nullKeys, `${bothPy(' and v = v2')}, '${HOW[how]}')`, (a, b) =>
      a.withWatermark('ts', '10 seconds').join(
        b.withWatermark('ts2', '10 seconds'),
        (x, y) =>
          x.k
            .eq(y.k2)
            .and(y.ts2.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds'))))
            .and(x.v.eq(y.v2)),
        how,
      ),
    ),
  ),
  // Of the right side one field of the text is read and it is the one that is filtered: Spark then filters the left side by it.
  two(
    'a filter of the right side is one of the left side too: leftSemi',
    [
      [l('a', 1, 15), l('x', 2, 16), l(null, 3, 17), r('a', 1, 15), r('x', 2, 16)],
      [l('a', 4, 17), l('x', 5, 18), r('b', 6, 18)],
      [l('x', 7, 90), r('x', 8, 19)],
    ],
    `${filteredPy("b.filter(\"k2 <> 'x'\").withWatermark('ts2', '10 seconds')")}`,
    (a, b) => filtered(a, b.filter(t => t.k2.notEqual('x')).withWatermark('ts2', '10 seconds')),
  ),
  ...(['below', 'above'] as const).map(place =>
    two(
      `a filter of the right side, ${place} its watermark, in batches that have no new row of it: leftSemi`,
      [
        [l('a', 1, 15), l('x', 2, 16)],
        [l('a', 3, 17), l('x', 4, 18)],
        [r('a', 5, 18), r('x', 6, 18)],
        [l('x', 7, 19), l('a', 8, 20)],
        [l('x', 9, 60)],
        [l('a', 10, 30), r('a', 11, 61), l('a', 12, 80)],
      ],
      place === 'below'
        ? filteredPy("b.filter(\"k2 <> 'x'\").withWatermark('ts2', '10 seconds')")
        : filteredPy("b.withWatermark('ts2', '10 seconds').filter(\"k2 <> 'x'\")"),
      (a, b) =>
        filtered(
          a,
          place === 'below'
            ? b.filter(t => t.k2.notEqual('x')).withWatermark('ts2', '10 seconds')
            : b.withWatermark('ts2', '10 seconds').filter(t => t.k2.notEqual('x')),
        ),
    ),
  ),
  ...(['below', 'above'] as const).map(place =>
    two(
      `a filter of the right side, ${place} its watermark, of which two fields are read: inner`,
      [
        [l('a', 1, 15), l('x', 2, 16)],
        [l('a', 3, 17), l('x', 4, 18), r('b', 3, 18)],
        [r('a', 5, 18), r('x', 6, 18)],
        [l('x', 7, 19), l('a', 8, 20)],
        [r('x', 9, 60)],
        [l('a', 10, 30), r('a', 11, 61), l('a', 12, 80)],
      ],
      place === 'below'
        ? `a.withWatermark('ts', '10 seconds').join(b.filter("k2 <> 'x'").withWatermark('ts2', '10 seconds'), F.expr('k = k2 and ts2 between ts - interval 5 seconds and ts + interval 5 seconds'))`
        : `a.withWatermark('ts', '10 seconds').join(b.withWatermark('ts2', '10 seconds').filter("k2 <> 'x'"), F.expr('k = k2 and ts2 between ts - interval 5 seconds and ts + interval 5 seconds'))`,
      (a, b) =>
        a
          .withWatermark('ts', '10 seconds')
          .join(
            place === 'below'
              ? b.filter(t => t.k2.notEqual('x')).withWatermark('ts2', '10 seconds')
              : b.withWatermark('ts2', '10 seconds').filter(t => t.k2.notEqual('x')),
            (x, y) => x.k.eq(y.k2).and(y.ts2.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds')))),
          ),
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
