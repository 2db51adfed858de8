import { interval } from '../../../src/expressions/functions/interval.ts'
import type { Case } from '../case.ts'
import { bothPy, inRange, mixed, two } from '../join-streams.ts'

export const cases: readonly Case[] = [
  two('update mode is refused: left', mixed.slice(0, 1), `${bothPy()}, 'left')`, (a, b) => inRange(a, b, 'left'), {
    outputMode: 'update',
  }),
  two('complete mode is refused', mixed.slice(0, 1), `${bothPy()}, 'inner')`, (a, b) => inRange(a, b, 'inner'), {
    outputMode: 'complete',
  }),
  two(
    'three streams with two event times on one side are refused',
    mixed.slice(0, 1),
    `(${bothPy()}).join(b.select(F.col('k2').alias('k3'), F.col('ts2').alias('ts3')), F.expr('k = k3')))`,
    (a, b) =>
      inRange(a, b, 'inner').join(
        b.select(t => ({ k3: t.k2, ts3: t.ts2 })),
        (x, y) => x.k.eq(y.k3),
      ),
  ),
  two('an inner join of two streams without an equality is refused', mixed.slice(0, 1), `a.join(b, F.expr('v < v2'))`, (a, b) =>
    a.join(b, (x, y) => x.v.lt(y.v2)),
  ),
  ...(['left', 'right', 'full'] as const).map(how =>
    two(
      `${how} join of two streams without a watermark is refused`,
      mixed.slice(0, 1),
      `a.join(b, F.expr('k = k2'), '${how}')`,
      (a, b) => a.join(b, (x, y) => x.k.eq(y.k2), how),
    ),
  ),
  two(
    'left join of two streams with a range in the wrong direction is refused',
    mixed.slice(0, 1),
    `a.withWatermark('ts', '10 seconds').join(b.withWatermark('ts2', '10 seconds'), F.expr('k = k2 and ts2 >= ts - interval 5 seconds'), 'left')`,
    (a, b) =>
      a
        .withWatermark('ts', '10 seconds')
        .join(
          b.withWatermark('ts2', '10 seconds'),
          (x, y) => x.k.eq(y.k2).and(y.ts2.geq(x.ts.minus(interval('5 seconds')))),
          'left',
        ),
  ),
  two('leftAnti join of two streams is refused', mixed.slice(0, 1), `a.join(b, F.expr('k = k2'), 'left_anti')`, (a, b) =>
    a.join(b, (x, y) => x.k.eq(y.k2), 'leftAnti'),
  ),
]
