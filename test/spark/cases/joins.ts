import { count, sum } from '../../../src/expressions/functions/aggregates.ts'
import { interval } from '../../../src/expressions/functions/interval.ts'
import { lit } from '../../../src/expressions/functions/lit.ts'
import { upper } from '../../../src/expressions/functions/text.ts'
import { window } from '../../../src/expressions/functions/window.ts'
import { staticTable } from '../../../src/plan/static-table.ts'
import { double, integer, long, string, struct } from '../../../src/schema/data-type.ts'
import { type Case, joined, type Parsed, row, type Step, streaming, type Writable } from '../case.ts'

const left = struct({ k: string(), v: integer() })
const right = struct({ k2: string(), v2: integer() })
type Left = Parsed<typeof left.fields>
const renamed = (b: Parsed<typeof right.fields>) => b.withColumnRenamed('ts', 'ts2')
type Right = ReturnType<typeof renamed>

const l = (k: string | null, v: number | null, at: number) => row({ k, v }, { at, source: 'a' })
const r = (k2: string | null, v2: number | null, at: number) => row({ k2, v2 }, { at, source: 'b' })

/**
 * After the first step one topic at a time: a running query asks one after the other where they end, so records that come
 * to both at once may fall into two batches.
 */
const apart = (steps: readonly Step[]): readonly Step[] =>
  steps.flatMap((step, i): Step[] => {
    if (step === 'restart' || i === 0) return [step]
    return ['a', 'b'].map(source => step.filter(record => record.source === source)).filter(records => records.length > 0)
  })

/** A case over two streams: `a` (k, v, ts) and `b` (k2, v2, ts2). A start for each step, so that both sides come at once. */
function two(
  name: string,
  steps: readonly Step[],
  pyspark: string,
  sluice: (a: Left, b: Right) => Writable,
  more: { readonly outputMode?: 'append' | 'update' | 'complete'; readonly differs?: string } = {},
): Case {
  return joined({
    name,
    schemas: { a: left, b: right },
    trigger: 'availableNow',
    steps,
    pyspark: `a = streams['a']; b = streams['b'].withColumnRenamed('ts', 'ts2')\nresult = ${pyspark}`,
    sluice: ({ streams }) => sluice(streams.a, renamed(streams.b)),
    ...more,
  })
}

/** The same in one running query. */
function running(...[name, steps, pyspark, sluice]: Parameters<typeof two>): Case {
  return { ...two(name, apart(steps), pyspark, sluice), trigger: 'steps' } as Case
}

/** Python for `inRange`, without the kind of join; `more` adds to the condition. */
const bothPy = (more = '') =>
  `a.withWatermark('ts', '10 seconds').join(b.withWatermark('ts2', '10 seconds'), F.expr('k = k2 and ts2 between ts - interval 5 seconds and ts + interval 5 seconds${more}')`
const inRange = (a: Left, b: Right, how: 'inner' | 'left' | 'right' | 'full') =>
  a
    .withWatermark('ts', '10 seconds')
    .join(
      b.withWatermark('ts2', '10 seconds'),
      (x, y) => x.k.eq(y.k2).and(y.ts2.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds')))),
      how,
    )

/** Rows with null keys and null values, late ones, ones that never meet. */
const mixed: readonly Step[] = [
  [l('a', 1, 15), l(null, 2, 16), l('z', 3, 17), r('a', 10, 20), r(null, 11, 16), r('y', 12, 18)],
  [r('a', 13, 21), l('a', 4, 16)],
  [l('b', 5, 50), r('b', 14, 50)],
  [l('a', 6, 17), r('a', 15, 22), l('b', 7, 46)],
  [r('b', 16, 48), l('c', 8, 80), r('d', 17, 85)],
  [l('e', 9, 120), r('e', 18, 120)],
]

const windows = (a: Left, b: Right, how: 'inner' | 'left' | 'right' | 'full') =>
  a
    .withWatermark('ts', '10 seconds')
    .select(x => ({ k: x.k, w: window(x.ts, '10 seconds'), v: x.v }))
    .join(
      b.withWatermark('ts2', '10 seconds').select(y => ({ k: y.k2, w: window(y.ts2, '10 seconds'), v2: y.v2 })),
      ['k', 'w'],
      how,
    )
const windowsPy = (how: string) =>
  `a.withWatermark('ts', '10 seconds').select('k', F.window('ts', '10 seconds').alias('w'), 'v').join(b.withWatermark('ts2', '10 seconds').select(F.col('k2').alias('k'), F.window('ts2', '10 seconds').alias('w'), 'v2'), ['k', 'w'], '${how}')`

const HOW = { inner: 'inner', left: 'left_outer', right: 'right_outer', full: 'full_outer' } as const
const kinds = Object.keys(HOW) as (keyof typeof HOW)[]

const streamStream: readonly Case[] = [
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
  two(
    'a condition on the left side of a left join sends rows on at once, and keeps the left rows for ever',
    [
      [l('a', 1, 15), l('a', 2, 16), r('a', 3, 16)],
      [l('b', 1, 50), r('b', 2, 50)],
      [l('c', 1, 90), l('c', 5, 90), r('c', 2, 90)],
    ],
    `${bothPy(' and v > 1')}, 'left')`,
    (a, b) =>
      a.withWatermark('ts', '10 seconds').join(
        b.withWatermark('ts2', '10 seconds'),
        (x, y) =>
          x.k
            .eq(y.k2)
            .and(y.ts2.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds'))))
            .and(x.v.gt(1)),
        'left',
      ),
  ),
  two(
    'conditions of one side in a left, right, full and semi join: full',
    [
      [l('a', 1, 15), l('a', 2, 16), r('a', 3, 16), r('a', 9, 16)],
      [l('b', 1, 50), r('b', 2, 50)],
      [l('c', 1, 90), r('c', 2, 90)],
    ],
    `${bothPy(' and v > 1 and v2 < 5')}, 'full')`,
    (a, b) =>
      a.withWatermark('ts', '10 seconds').join(
        b.withWatermark('ts2', '10 seconds'),
        (x, y) =>
          x.k
            .eq(y.k2)
            .and(y.ts2.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds'))))
            .and(x.v.gt(1))
            .and(y.v2.lt(5)),
        'full',
      ),
  ),
  two('a condition over both sides beside the key', mixed, `${bothPy(' and v + v2 > 15')}, 'left')`, (a, b) =>
    a.withWatermark('ts', '10 seconds').join(
      b.withWatermark('ts2', '10 seconds'),
      (x, y) =>
        x.k
          .eq(y.k2)
          .and(y.ts2.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds'))))
          .and(x.v.plus(y.v2).gt(15)),
      'left',
    ),
  ),
  two(
    'keys that are expressions, equal with nulls',
    [
      [l('a', 1, 1), l(null, 2, 2), l('b', null, 3)],
      [r('A', 1, 1), r(null, 2, 2), r('B', 9, 3)],
      [l(null, 3, 1), r(null, null, 1)],
    ],
    `a.join(b, F.col('k').eqNullSafe(F.col('k2')) & (F.col('v') + 1 == F.col('v2') + 1))`,
    (a, b) => a.join(b, (x, y) => x.k.eqNullSafe(y.k2).and(x.v.plus(1).eq(y.v2.plus(1)))),
  ),
  two(
    'an event time that nobody reads is no event time',
    [
      [l('a', 1, 50), r('a', 10, 50)],
      [l('a', 2, 5), r('a', 11, 50)],
      [l('a', 3, 100), r('a', 12, 100)],
    ],
    `a.withWatermark('ts', '10 seconds').join(b.withWatermark('ts2', '10 seconds'), F.expr('k = k2')).select('k', 'v', 'v2')`,
    (a, b) =>
      a
        .withWatermark('ts', '10 seconds')
        .join(b.withWatermark('ts2', '10 seconds'), (x, y) => x.k.eq(y.k2))
        .select(t => ({ k: t.k, v: t.v, v2: t.v2 })),
  ),
  two(
    'a filter on one side holds on the other side of an equality, below its watermark',
    [
      [l('5', 5, 20), l('1', 1, 30), r('1', 1, 60), r('7', 7, 22)],
      [l('5', 5, 11), r('5', 5, 21)],
      [l('6', 6, 50), r('6', 6, 50)],
      [l('5', 5, 21)],
    ],
    `a.withWatermark('ts', '10 seconds').filter("v > 3").join(b.withWatermark('ts2', '10 seconds'), F.expr('v = v2 and ts2 between ts - interval 5 seconds and ts + interval 5 seconds'))`,
    (a, b) =>
      a
        .withWatermark('ts', '10 seconds')
        .filter(t => t.v.gt(3))
        .join(b.withWatermark('ts2', '10 seconds'), (x, y) =>
          x.v.eq(y.v2).and(y.ts2.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds')))),
        ),
  ),
  two(
    'a filter above a left join that refuses nulls makes it an inner one',
    mixed,
    `${bothPy()}, 'left').filter('v2 > 10')`,
    (a, b) => inRange(a, b, 'left').filter(t => t.v2.gt(10)),
  ),
  two('a filter above a left join that takes nulls', mixed, `${bothPy()}, 'left').filter('v2 is null and v > 2')`, (a, b) =>
    inRange(a, b, 'left').filter(t => t.v2.isNull().and(t.v.gt(2))),
  ),
  two('filters above a full join of names', mixed, `${windowsPy('full')}.filter("v > 1 and k <> 'b'")`, (a, b) =>
    windows(a, b, 'full').filter(t => t.v.gt(1).and(t.k.notEqual('b'))),
  ),
  two(
    'several rows of one key on both sides',
    [
      [l('a', 1, 1), l('a', 2, 1), r('a', 1, 1), r('a', 2, 1)],
      [l('a', 3, 1), r('a', 3, 1)],
    ],
    `a.join(b, F.expr('k = k2 and v <= v2'))`,
    (a, b) => a.join(b, (x, y) => x.k.eq(y.k2).and(x.v.leq(y.v2))),
  ),
  two('update mode gives what append gives: inner', mixed, `${bothPy()}, 'inner')`, (a, b) => inRange(a, b, 'inner'), {
    outputMode: 'update',
  }),
  two('update mode is refused: left', mixed.slice(0, 1), `${bothPy()}, 'left')`, (a, b) => inRange(a, b, 'left'), {
    outputMode: 'update',
  }),
  two('complete mode is refused', mixed.slice(0, 1), `${bothPy()}, 'inner')`, (a, b) => inRange(a, b, 'inner'), {
    outputMode: 'complete',
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
    `a.join(a.select('k', F.col('v').alias('w'), F.col('ts').alias('t')), 'k')`,
    a =>
      a.join(
        a.select(t => ({ k: t.k, w: t.v, t: t.ts })),
        'k',
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
  two(
    'left join on a range given with seconds as numbers',
    mixed,
    `a.withWatermark('ts', '10 seconds').join(b.withWatermark('ts2', '10 seconds'), F.expr('k = k2 and cast(ts2 as double) <= cast(ts as double) + 5 and cast(ts2 as long) >= cast(ts as long) - 5'), 'left')`,
    (a, b) =>
      a.withWatermark('ts', '10 seconds').join(
        b.withWatermark('ts2', '10 seconds'),
        (x, y) =>
          x.k
            .eq(y.k2)
            .and(y.ts2.cast('double').leq(x.ts.cast('double').plus(5)))
            .and(y.ts2.cast('long').geq(x.ts.cast('long').minus(5))),
        'left',
      ),
  ),
  two('leftAnti join of two streams is refused', mixed.slice(0, 1), `a.join(b, F.expr('k = k2'), 'left_anti')`, (a, b) =>
    a.join(b, (x, y) => x.k.eq(y.k2), 'leftAnti'),
  ),
]

const tableSchema = struct({ id: string(), name: string(), n: integer() })
const table = staticTable(
  [
    { id: 'a', name: 'one', n: 1 },
    { id: 'a', name: 'uno', n: 5 },
    { id: 'b', name: 'two', n: 2 },
    { id: null, name: 'none', n: 3 },
    { id: 'x', name: null, n: null },
  ],
  tableSchema,
)
const tablePy = `s = t.sparkSession.createDataFrame([('a', 'one', 1), ('a', 'uno', 5), ('b', 'two', 2), (None, 'none', 3), ('x', None, None)], 'id string, name string, n int')\nresult = `
const streamSteps: readonly Step[] = [
  [row({ k: 'a', v: 1 }), row({ k: 'b', v: 9 }), row({ k: null, v: 3 }), row({ k: 'c', v: null })],
  [row({ k: 'a', v: 4 })],
  'restart',
  [row({ k: 'x', v: 2 }), row({ k: 'b', v: 1 })],
]

function withTable(name: string, pyspark: string, sluice: (t: Left) => Writable, steps = streamSteps): Case {
  return streaming({ name, schema: left, steps, pyspark: `${tablePy}${pyspark}.drop('ts')`, sluice: ({ t }) => sluice(t) })
}

const streamStatic: readonly Case[] = [
  streaming({
    name: '14.46 SPARK-19690 a stream with a table',
    schema: struct({ value: integer() }),
    steps: [[0, 1, 2, 3].map(value => row({ value })), [0, 1, 2, 3].map(value => row({ value }))],
    pyspark: `t.drop('ts').join(t.sparkSession.createDataFrame([(0, 2), (1, 3)], 'parity int, out int'), F.expr('value = parity'))`,
    sluice: ({ t }) =>
      t.drop('ts').join(
        staticTable(
          [
            { parity: 0, out: 2 },
            { parity: 1, out: 3 },
          ],
          struct({ parity: integer(), out: integer() }),
        ),
        (x, y) => x.value.eq(y.parity),
      ),
  }),
  ...(['inner', 'left'] as const).map(how =>
    withTable(`stream with table: ${how}`, `t.join(s, F.expr('k = id'), '${how}')`, t =>
      t.join(table, (x, y) => x.k.eq(y.id), how).drop('ts'),
    ),
  ),
  withTable('stream with table: leftSemi', `t.join(s, F.expr('k = id'), 'left_semi')`, t =>
    t.join(table, (x, y) => x.k.eq(y.id), 'leftSemi').drop('ts'),
  ),
  withTable('stream with table: leftAnti', `t.join(s, F.expr('k = id'), 'left_anti')`, t =>
    t.join(table, (x, y) => x.k.eq(y.id), 'leftAnti').drop('ts'),
  ),
  withTable('stream with table: cross', 't.crossJoin(s)', t => t.crossJoin(table).drop('ts')),
  withTable('stream with table: no equality, inner', `t.join(s, F.expr('v < n'))`, t =>
    t.join(table, (x, y) => x.v.lt(y.n)).drop('ts'),
  ),
  withTable('stream with table: no equality, left', `t.join(s, F.expr('v < n and v > 1'), 'left')`, t =>
    t.join(table, (x, y) => x.v.lt(y.n).and(x.v.gt(1)), 'left').drop('ts'),
  ),
  withTable('stream with table: no equality, leftAnti', `t.join(s, F.expr('v < n'), 'left_anti')`, t =>
    t.join(table, (x, y) => x.v.lt(y.n), 'leftAnti').drop('ts'),
  ),
  withTable('stream with table: equality and more, left', `t.join(s, F.expr('k = id and v < n'), 'left')`, t =>
    t.join(table, (x, y) => x.k.eq(y.id).and(x.v.lt(y.n)), 'left').drop('ts'),
  ),
  withTable('stream with table: nulls equal', `t.join(s, F.col('k').eqNullSafe(F.col('id')), 'left')`, t =>
    t.join(table, (x, y) => x.k.eqNullSafe(y.id), 'left').drop('ts'),
  ),
  withTable('stream with table: by name', `t.withColumnRenamed('k', 'id').join(s, 'id', 'left')`, t =>
    t.withColumnRenamed('k', 'id').join(table, 'id', 'left').drop('ts'),
  ),
  withTable(
    'stream with table: by name, leftSemi',
    `t.select('v', F.col('k').alias('id'), 'ts').join(s, ['id'], 'left_semi')`,
    t =>
      t
        .select(x => ({ v: x.v, id: x.k, ts: x.ts }))
        .join(table, ['id'], 'leftSemi')
        .drop('ts'),
  ),
  withTable(
    'stream with table: verbs of the table',
    `t.join(s.filter('n < 3').select(F.upper('name').alias('label'), F.col('id').alias('key')).withColumn('one', F.lit(1)), F.expr('k = key'), 'left')`,
    t =>
      t
        .join(
          table
            .filter(x => x.n.lt(3))
            .select(x => ({ label: upper(x.name), key: x.id }))
            .withColumn('one', () => lit(1)),
          (x, y) => x.k.eq(y.key),
          'left',
        )
        .drop('ts'),
  ),
  ...(['inner', 'right'] as const).map(how =>
    withTable(`table with stream: ${how}`, `s.join(t, F.expr('id = k'), '${how}')`, t =>
      table.join(t, (x, y) => x.id.eq(y.k), how).drop('ts'),
    ),
  ),
  withTable('table with stream: cross', 's.crossJoin(t)', t => table.crossJoin(t).drop('ts')),
  withTable('table with stream: by name, right', `s.join(t.withColumnRenamed('k', 'id'), 'id', 'right')`, t =>
    table.join(t.withColumnRenamed('k', 'id'), 'id', 'right').drop('ts'),
  ),
  ...(['right', 'full'] as const).map(how =>
    withTable(
      `stream with table: ${how} is refused`,
      `t.join(s, F.expr('k = id'), '${how}')`,
      t => t.join(table, (x, y) => x.k.eq(y.id), how).drop('ts'),
      streamSteps.slice(0, 1),
    ),
  ),
  ...(['left', 'full'] as const).map(how =>
    withTable(
      `table with stream: ${how} is refused`,
      `s.join(t, F.expr('id = k'), '${how}')`,
      t => table.join(t, (x, y) => x.id.eq(y.k), how).drop('ts'),
      streamSteps.slice(0, 1),
    ),
  ),
  ...(['leftSemi', 'leftAnti'] as const).map(how =>
    withTable(
      `table with stream: ${how} is refused`,
      `s.join(t, F.expr('id = k'), '${how.toLowerCase()}')`,
      t => table.join(t, (x, y) => x.id.eq(y.k), how),
      streamSteps.slice(0, 1),
    ),
  ),
  streaming({
    name: 'stream with table: doubles as keys',
    schema: struct({ d: double(), i: integer() }),
    steps: [
      ['{"d": 0.0, "i": 1}', '{"d": -0.0, "i": 2}', '{"d": "NaN", "i": 3}', '{"d": 1, "i": 4}'].map(text => ({
        ...row({}),
        value: text,
      })),
    ],
    pyspark: `t.drop('ts').join(t.sparkSession.createDataFrame([(-0.0, 'zero'), (float('nan'), 'nan'), (1.0, 'one')], 'e double, name string'), F.expr('d = e'), 'left')`,
    sluice: ({ t }) =>
      t.drop('ts').join(
        staticTable(
          [
            { e: -0, name: 'zero' },
            { e: Number.NaN, name: 'nan' },
            { e: 1, name: 'one' },
          ],
          struct({ e: double(), name: string() }),
        ),
        (x, y) => x.d.eq(y.e),
        'left',
      ),
  }),
  streaming({
    name: 'stream with table: an int equals a long and a double',
    schema: struct({ i: integer() }),
    steps: [[row({ i: 1 }), row({ i: 2 }), row({ i: 3 })]],
    pyspark: `t.drop('ts').join(t.sparkSession.createDataFrame([(1, 1.0), (2, 2.5)], 'g long, e double'), F.expr('i = g and i = e'), 'left')`,
    sluice: ({ t }) =>
      t.drop('ts').join(
        staticTable(
          [
            { g: 1, e: 1 },
            { g: 2, e: 2.5 },
          ],
          struct({ g: long(), e: double() }),
        ),
        (x, y) => x.i.eq(y.g).and(x.i.eq(y.e)),
        'left',
      ),
  }),
]

export const cases: readonly Case[] = [...streamStream, ...streamStatic]
