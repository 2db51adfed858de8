// Operators with state that follow each other: the watermark passes through them.
import { count, sum } from '../../../src/expressions/functions/aggregates.ts'
import { interval } from '../../../src/expressions/functions/interval.ts'
import { window, windowTime } from '../../../src/expressions/functions/window.ts'
import { type Case, joined, type Parsed, streaming } from '../case.ts'
import { seconds, secondsIn, VALUE } from '../records.ts'

const a = (...list: number[]) => secondsIn({ source: 'a' }, ...list)
const b = (...list: number[]) => secondsIn({ source: 'b' }, ...list)
const TWO = { a: VALUE, b: VALUE } as const
type Two = { readonly streams: { readonly [K in 'a' | 'b']: Parsed<(typeof VALUE)['fields']> } }

/** Both with a delay of 2 s, and names of their own. */
const SIDES = `(lambda s: (s['a'].withWatermark('ts', '2 seconds').select(F.col('value').alias('va'), F.col('ts').alias('ta')),
  s['b'].withWatermark('ts', '2 seconds').select(F.col('value').alias('vb'), F.col('ts').alias('tb'))))(streams)`
const sidesOf = ({ streams }: Two) => ({
  left: streams.a.withWatermark('ts', '2 seconds').select(r => ({ va: r.value, ta: r.ts })),
  right: streams.b.withWatermark('ts', '2 seconds').select(r => ({ vb: r.value, tb: r.ts })),
})
const steps = [
  [...a(1, 3, 6, 11), ...b(1, 6, 7)],
  a(12),
  b(12, 13),
  a(25),
  b(26),
  a(3),
  b(11),
  a(40),
  b(42),
  'restart' as const,
  a(60),
  b(61),
  a(80),
  b(81),
]
const WITHIN = "F.expr('va = vb and tb >= ta and tb <= ta + interval 5 seconds')"
const windowed = `.groupBy(F.window('ta', '5 seconds').alias('w')).agg(F.count('*').alias('n'), F.count('vb').alias('m'))`

export const cases: readonly Case[] = [
  joined({
    name: 'inner join on a key -> window agg',
    schemas: TWO,
    steps,
    pyspark: `(lambda l, r: l.join(r, F.expr('va = vb'))${windowed})(*${SIDES})`,
    sluice: given => {
      const { left, right } = sidesOf(given)
      return left
        .join(right, (l, r) => l.va.eq(r.vb))
        .groupBy(r => ({ w: window(r.ta, '5 seconds') }))
        .agg(r => ({ n: count(), m: count(r.vb) }))
    },
  }),
  joined({
    name: 'inner join in a time range -> window agg',
    schemas: TWO,
    steps,
    pyspark: `(lambda l, r: l.join(r, ${WITHIN})${windowed})(*${SIDES})`,
    sluice: given => {
      const { left, right } = sidesOf(given)
      return left
        .join(right, (l, r) =>
          l.va
            .eq(r.vb)
            .and(r.tb.geq(l.ta))
            .and(r.tb.leq(l.ta.plus(interval('5 seconds')))),
        )
        .groupBy(r => ({ w: window(r.ta, '5 seconds') }))
        .agg(r => ({ n: count(), m: count(r.vb) }))
    },
  }),
  joined({
    name: 'left outer join in a time range -> window agg',
    schemas: TWO,
    steps,
    pyspark: `(lambda l, r: l.join(r, ${WITHIN}, 'leftOuter')${windowed})(*${SIDES})`,
    sluice: given => {
      const { left, right } = sidesOf(given)
      return left
        .join(
          right,
          (l, r) =>
            l.va
              .eq(r.vb)
              .and(r.tb.geq(l.ta))
              .and(r.tb.leq(l.ta.plus(interval('5 seconds')))),
          'left',
        )
        .groupBy(r => ({ w: window(r.ta, '5 seconds') }))
        .agg(r => ({ n: count(), m: count(r.vb) }))
    },
  }),
  joined({
    name: 'window agg and window agg -> join on the window',
    schemas: TWO,
    steps,
    pyspark: `(lambda l, r: l.groupBy(F.window('ta', '5 seconds').alias('w')).agg(F.count('*').alias('na'))
      .join(r.groupBy(F.window('tb', '5 seconds').alias('w')).agg(F.count('*').alias('nb')), 'w', 'leftOuter'))(*${SIDES})`,
    sluice: given => {
      const { left, right } = sidesOf(given)
      const counts = right.groupBy(r => ({ w: window(r.tb, '5 seconds') })).agg(() => ({ nb: count() }))
      return left
        .groupBy(r => ({ w: window(r.ta, '5 seconds') }))
        .agg(() => ({ na: count() }))
        .join(counts, 'w', 'left')
    },
  }),
  joined({
    name: 'window agg -> join with a stream',
    schemas: TWO,
    steps,
    pyspark: `(lambda l, r: l.groupBy(F.window('ta', '5 seconds').alias('w')).agg(F.count('*').alias('na'))
      .join(r.select(F.window('tb', '5 seconds').alias('w'), 'vb'), 'w'))(*${SIDES})`,
    sluice: given => {
      const { left, right } = sidesOf(given)
      return left
        .groupBy(r => ({ w: window(r.ta, '5 seconds') }))
        .agg(() => ({ na: count() }))
        .join(
          right.select(r => ({ w: window(r.tb, '5 seconds'), vb: r.vb })),
          'w',
        )
    },
  }),
  joined({
    name: 'a join with two event times on one side',
    schemas: TWO,
    steps: [[...a(1), ...b(1)]],
    pyspark: `(lambda l, r: l.join(r.withColumn('w', F.window('tb', '5 seconds')), F.expr('va = vb')))(*${SIDES})`,
    sluice: given => {
      const { left, right } = sidesOf(given)
      return left.join(
        right.withColumn('w', r => window(r.tb, '5 seconds')),
        (l, r) => l.va.eq(r.vb),
      )
    },
  }),
  joined({
    name: 'dropDuplicates -> join -> window agg -> window agg',
    schemas: TWO,
    steps: [[...a(1, 1, 3, 6, 11), ...b(1, 6, 6, 7)], a(1, 12), b(12, 12), a(25), b(26), a(60), b(61), a(90), b(91)],
    pyspark: `(lambda l, r: l.dropDuplicates(['va', 'ta']).join(r.dropDuplicates(['vb', 'tb']), ${WITHIN})
      .groupBy(F.window('ta', '5 seconds').alias('w')).agg(F.count('*').alias('n'))
      .groupBy(F.window('w', '10 seconds').alias('w')).agg(F.sum('n').alias('n')))(*${SIDES})`,
    sluice: given => {
      const { left, right } = sidesOf(given)
      return left
        .dropDuplicates('va', 'ta')
        .join(right.dropDuplicates('vb', 'tb'), (l, r) =>
          l.va
            .eq(r.vb)
            .and(r.tb.geq(l.ta))
            .and(r.tb.leq(l.ta.plus(interval('5 seconds')))),
        )
        .groupBy(r => ({ w: window(r.ta, '5 seconds') }))
        .agg(() => ({ n: count() }))
        .groupBy(r => ({ w: window(r.w, '10 seconds') }))
        .agg(r => ({ n: sum(r.n) }))
    },
  }),
  streaming({
    name: 'window agg -> dropDuplicates on the window and the count',
    schema: VALUE,
    steps: [seconds(1, 2, 6, 7, 11), seconds(13), seconds(22), seconds(40), seconds(41)],
    pyspark: `(t.withWatermark('ts', '1 second').groupBy(F.window('ts', '5 seconds').alias('w'), 'value').agg(F.count('*').alias('n'))
      .dropDuplicates(['w', 'n']).select('w', 'n'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '1 second')
        .groupBy(r => ({ w: window(r.ts, '5 seconds'), value: r.value }))
        .agg(() => ({ n: count() }))
        .dropDuplicates('w', 'n')
        .select(r => ({ w: r.w, n: r.n })),
  }),
  streaming({
    name: 'dropDuplicatesWithinWatermark -> window agg',
    schema: VALUE,
    steps: [seconds(1, 1, 2, 6), seconds(6, 7), seconds(1, 30), seconds(31), seconds(60)],
    pyspark: `(t.withWatermark('ts', '5 seconds').dropDuplicatesWithinWatermark(['value'])
      .groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('n')))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '5 seconds')
        .dropDuplicatesWithinWatermark('value')
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() })),
  }),
  streaming({
    name: 'limit -> window agg',
    schema: VALUE,
    steps: [seconds(1, 2), seconds(3, 20), seconds(21, 22), seconds(60), seconds(90)],
    pyspark: `t.withWatermark('ts', '1 second').limit(5).groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('n'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '1 second')
        .limit(5)
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() })),
  }),
  streaming({
    name: 'window agg -> limit',
    schema: VALUE,
    steps: [seconds(1, 6), seconds(11, 16), seconds(40), seconds(60)],
    pyspark: `t.withWatermark('ts', '1 second').groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('n')).limit(3)`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '1 second')
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() }))
        .limit(3),
  }),
  streaming({
    name: 'aggregation -> sort -> limit in complete mode',
    schema: VALUE,
    outputMode: 'complete',
    ordered: true,
    steps: [seconds(1, 2, 2, 3, 3, 3), seconds(1, 1, 1)],
    pyspark: `t.groupBy('value').agg(F.count('*').alias('n')).orderBy('n').limit(2)`,
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ value: r.value }))
        .agg(() => ({ n: count() }))
        .orderBy(r => r.n)
        .limit(2),
  }),
  streaming({
    name: 'dropDuplicates -> aggregation without watermark in update mode',
    schema: VALUE,
    outputMode: 'update',
    steps: [seconds(1, 1, 2), seconds(2, 3), 'restart', seconds(3, 4)],
    pyspark: `t.select('value', (F.col('value') % 2).alias('odd')).dropDuplicates(['value']).groupBy('odd').agg(F.sum('value').alias('s'))`,
    sluice: ({ t }) =>
      t
        .select(r => ({ value: r.value, odd: r.value.mod(2) }))
        .dropDuplicates('value')
        .groupBy(r => ({ odd: r.odd }))
        .agg(r => ({ s: sum(r.value) })),
  }),
  streaming({
    name: 'sliding windows over windows by window_time',
    schema: VALUE,
    steps: [seconds(1, 4, 8), seconds(16), seconds(31), seconds(70)],
    pyspark: `(t.withWatermark('ts', '0 seconds').groupBy(F.window('ts', '4 seconds').alias('w')).agg(F.count('*').alias('n'))
      .groupBy(F.window(F.window_time('w'), '10 seconds', '5 seconds').alias('w')).agg(F.sum('n').alias('n')))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '0 seconds')
        .groupBy(r => ({ w: window(r.ts, '4 seconds') }))
        .agg(() => ({ n: count() }))
        .groupBy(r => ({ w: window(windowTime(r.w), '10 seconds', '5 seconds') }))
        .agg(r => ({ n: sum(r.n) })),
  }),
]
