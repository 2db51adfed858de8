import { count, sum } from '../../../src/expressions/functions/aggregates.ts'
import { desc } from '../../../src/expressions/functions/sort.ts'
import { window } from '../../../src/expressions/functions/window.ts'
import { double, integer, string, struct } from '../../../src/schema/data-type.ts'
import { type Case, type CaseRecord, row, streaming } from '../case.ts'
import { seconds, VALUE } from '../records.ts'

const PAIR = struct({ k: string(), n: integer() })
const pair = (k: string | null, n: number, at = 0, partition = 0): CaseRecord => row({ k, n }, { at, partition })
const letter = (k: string, at: number): CaseRecord => row({ k, n: 0 }, { at })
const five = (...times: number[]) => seconds(...times, ...times, ...times, ...times, ...times)

export const cases: readonly Case[] = [
  streaming({
    name: '14.47 deduplicate with all columns',
    schema: struct({ k: string() }),
    steps: [[row({ k: 'a' }, { at: 1 })], [row({ k: 'a' }, { at: 1 })], [row({ k: 'b' }, { at: 1 })]],
    pyspark: `t.select('k').dropDuplicates()`,
    sluice: ({ t }) => t.select(r => ({ k: r.k })).dropDuplicates(),
  }),
  streaming({
    name: '14.47 deduplicate with some columns',
    schema: PAIR,
    steps: [[pair('a', 1)], [pair('a', 2)], [pair('b', 1)]],
    pyspark: `t.dropDuplicates(['k'])`,
    sluice: ({ t }) => t.dropDuplicates('k'),
  }),
  streaming({
    name: 'null, NaN and -0.0 are keys',
    schema: struct({ k: string(), d: double() }),
    steps: [
      [row({ k: null, d: 0 }), '{"k": null, "d": -0.0}', '{"k": "x", "d": "NaN"}', '{"k": "x", "d": "NaN"}'].map(value =>
        typeof value === 'string' ? { ...row({}), value } : value,
      ),
      [row({ k: null, d: null }), row({ d: null }), row({ k: '', d: 0 })],
    ],
    pyspark: `t.select('k', 'd').dropDuplicates()`,
    sluice: ({ t }) => t.select(r => ({ k: r.k, d: r.d })).dropDuplicates(),
  }),
  streaming({
    name: '14.48 deduplicate with watermark',
    schema: VALUE,
    steps: [five(10, 11, 12, 13, 14, 15), seconds(25), seconds(10), seconds(45)],
    pyspark: `t.withWatermark('ts', '10 seconds').dropDuplicates()`,
    sluice: ({ t }) => t.withWatermark('ts', '10 seconds').dropDuplicates(),
  }),
  streaming({
    name: '14.48 in update mode',
    outputMode: 'update',
    schema: VALUE,
    steps: [five(10, 11, 12, 13, 14, 15), seconds(25), seconds(10), seconds(45)],
    pyspark: `t.withWatermark('ts', '10 seconds').dropDuplicates()`,
    sluice: ({ t }) => t.withWatermark('ts', '10 seconds').dropDuplicates(),
  }),
  streaming({
    name: '14.49 deduplicate with aggregate, append mode',
    schema: VALUE,
    steps: [five(10, 11, 12, 13, 14, 15), seconds(25), seconds(10), seconds(40)],
    pyspark: `(t.withWatermark('ts', '10 seconds').dropDuplicates().withColumn('window', F.window('ts', '5 seconds'))
    .groupBy('window').agg(F.count('*').alias('count')).select(F.col('window.start').alias('start'), 'count'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .dropDuplicates()
        .withColumn('window', r => window(r.ts, '5 seconds'))
        .groupBy(r => ({ window: r.window }))
        .agg(() => ({ count: count() }))
        .select(r => ({ start: r.window.start, count: r.count })),
  }),
  ...(['update', 'complete'] as const).map(outputMode =>
    streaming({
      name: `14.50 deduplicate with aggregate, ${outputMode} mode`,
      outputMode,
      schema: PAIR,
      steps: [[pair('a', 1)], [pair('a', 1)], [pair('a', 2)], [pair('b', 1)]],
      pyspark: `t.select('k', 'n').dropDuplicates().groupBy('k').agg(F.sum('n').alias('sum'))`,
      sluice: ({ t }) =>
        t
          .select(r => ({ k: r.k, n: r.n }))
          .dropDuplicates()
          .groupBy(r => ({ k: r.k }))
          .agg(r => ({ sum: sum(r.n) })),
    }),
  ),
  streaming({
    name: '14.51 SPARK-19841: time and id, delay 1 s',
    schema: struct({ id: integer() }),
    steps: [
      [row({ id: 1 }, { at: 1 }), row({ id: 1 }, { at: 1 }), row({ id: 2 }, { at: 1 })],
      [row({ id: 1 }, { at: 1 }), row({ id: 3 }, { at: 2 }), row({ id: 4 }, { at: 2 })],
      [row({ id: 0 }, { at: 1 }), row({ id: 1 }, { at: 1 }), row({ id: 5 }, { at: 3 }), row({ id: 6 }, { at: 3 })],
      [row({ id: 0 }, { at: 1 }), row({ id: 7 }, { at: 4 })],
    ],
    pyspark: `t.withWatermark('ts', '1 second').dropDuplicates(['id', 'ts']).select('id')`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '1 second')
        .dropDuplicates('id', 'ts')
        .select(r => ({ id: r.id })),
  }),
  streaming({
    name: '14.52 SPARK-21546: the time is no key',
    schema: struct({ id: string() }),
    steps: [[row({ id: 'id1' }, { at: 1 }), row({ id: 'id1' }, { at: 2 }), row({ id: 'id2' }, { at: 2 })]],
    pyspark: `t.withWatermark('ts', '10 seconds').dropDuplicates(['id'])`,
    sluice: ({ t }) => t.withWatermark('ts', '10 seconds').dropDuplicates('id'),
  }),
  streaming({
    name: 'the time is no key: late rows are dropped, keys stay for ever',
    schema: PAIR,
    steps: [
      [pair('a', 1, 10), pair('b', 1, 30)],
      [pair('a', 2, 15), pair('c', 1, 12), pair('d', 1, 40)],
      'restart',
      [pair('a', 3, 50), pair('e', 1, 25), pair('f', 1, 31)],
      [pair('a', 4, 90)],
    ],
    pyspark: `t.withWatermark('ts', '5 seconds').dropDuplicates(['k'])`,
    sluice: ({ t }) => t.withWatermark('ts', '5 seconds').dropDuplicates('k'),
  }),
  streaming({
    name: 'an event time that nobody reads: nothing is late',
    schema: PAIR,
    steps: [
      [pair('a', 1, 10), pair('b', 1, 30)],
      [pair('a', 2, 15), pair('c', 1, 12)],
    ],
    pyspark: `t.withWatermark('ts', '5 seconds').dropDuplicates(['k']).select('k')`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '5 seconds')
        .dropDuplicates('k')
        .select(r => ({ k: r.k })),
  }),
  streaming({
    name: 'a window as a key',
    schema: PAIR,
    steps: [
      [pair('a', 1, 10), pair('a', 2, 12), pair('b', 1, 19)],
      [pair('a', 3, 11), pair('a', 4, 40)],
      [pair('a', 5, 14), pair('b', 2, 33)],
      [pair('c', 1, 90)],
    ],
    pyspark: `t.withWatermark('ts', '5 seconds').withColumn('w', F.window('ts', '10 seconds')).dropDuplicates(['k', 'w']).select('k', 'n', 'w')`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '5 seconds')
        .withColumn('w', r => window(r.ts, '10 seconds'))
        .dropDuplicates('k', 'w')
        .select(r => ({ k: r.k, n: r.n, w: r.w })),
  }),
  streaming({
    name: '14.53 within the watermark, all columns',
    schema: VALUE,
    steps: [five(10, 11, 12, 13, 14, 15), five(13, 14, 15, 16, 17), seconds(5), seconds(35), seconds(55)],
    pyspark: `t.withWatermark('ts', '10 seconds').dropDuplicatesWithinWatermark()`,
    sluice: ({ t }) => t.withWatermark('ts', '10 seconds').dropDuplicatesWithinWatermark(),
  }),
  streaming({
    name: '14.54 within the watermark, the event time is not in the subset',
    schema: PAIR,
    steps: [
      [letter('a', 17)],
      [letter('a', 16)],
      [letter('a', 13)],
      [letter('b', 22), letter('c', 21)],
      [letter('a', 21)],
      'restart',
      [letter('d', 25), letter('b', 23)],
    ],
    pyspark: `t.withWatermark('ts', '2 seconds').dropDuplicatesWithinWatermark(['k'])`,
    sluice: ({ t }) => t.withWatermark('ts', '2 seconds').dropDuplicatesWithinWatermark('k'),
  }),
  streaming({
    name: 'within the watermark, without one',
    schema: PAIR,
    steps: [[pair('a', 1)]],
    pyspark: `t.dropDuplicatesWithinWatermark(['k'])`,
    sluice: ({ t }) => t.dropDuplicatesWithinWatermark('k'),
  }),
  streaming({
    name: 'deduplication in complete mode without an aggregation',
    outputMode: 'complete',
    schema: PAIR,
    steps: [[pair('a', 1)]],
    pyspark: `t.dropDuplicates(['k'])`,
    sluice: ({ t }) => t.dropDuplicates('k'),
  }),
  streaming({
    name: 'over three partitions, in batches',
    schema: PAIR,
    trigger: 'availableNow',
    options: { maxOffsetsPerTrigger: 6 },
    steps: [
      Array.from({ length: 30 }, (_, i) => pair('abcdefg'[(i * 5) % 7]!, i, 10 + i * 3, i % 3)),
      Array.from({ length: 12 }, (_, i) => pair('abcdefg'[(i * 3) % 7]!, i, 80 + i * 2, i % 3)),
    ],
    pyspark: `t.withWatermark('ts', '10 seconds').dropDuplicatesWithinWatermark(['k'])`,
    sluice: ({ t }) => t.withWatermark('ts', '10 seconds').dropDuplicatesWithinWatermark('k'),
  }),
  streaming({
    name: 'distinct',
    schema: PAIR,
    steps: [[pair('a', 1), pair('a', 1), pair('a', 2)], [pair('a', 2)]],
    pyspark: `t.select('k', 'n').distinct()`,
    sluice: ({ t }) => t.select(r => ({ k: r.k, n: r.n })).distinct(),
  }),
  streaming({
    name: '14.59 streaming limit with state',
    schema: VALUE,
    steps: [seconds(1, 2), seconds(3, 4, 5, 6), seconds(7, 8, 9)],
    pyspark: `t.limit(4)`,
    sluice: ({ t }) => t.limit(4),
  }),
  streaming({
    name: '14.59 streaming limit with other operators',
    schema: VALUE,
    steps: [seconds(1, 2, 3, 4, 5), 'restart', seconds(6, 7, 8, 9), seconds(10, 11, 12)],
    pyspark: `t.where('value % 2 = 1').limit(4)`,
    sluice: ({ t }) => t.where(r => r.value.mod(2).eq(1)).limit(4),
  }),
  streaming({
    name: '14.59 streaming limit before agg in complete mode',
    differs:
      'Spark stops reading a partition once the limit is reached, and counts fewer input rows; sluice accounts for every offset.',
    outputMode: 'complete',
    schema: VALUE,
    steps: [seconds(1, 2, 3), seconds(1, 2, 3, 4, 5, 6, 7, 8, 9)],
    pyspark: `t.limit(5).groupBy('value').agg(F.count('*').alias('n'))`,
    sluice: ({ t }) =>
      t
        .limit(5)
        .groupBy(r => ({ value: r.value }))
        .agg(() => ({ n: count() })),
  }),
  streaming({
    name: '14.59 streaming limit in update mode',
    outputMode: 'update',
    schema: VALUE,
    steps: [seconds(1)],
    pyspark: `t.limit(5)`,
    sluice: ({ t }) => t.limit(5),
  }),
  streaming({
    name: 'limit after a sorted aggregation, complete mode',
    outputMode: 'complete',
    ordered: true,
    schema: VALUE,
    steps: [seconds(1, 2, 2, 3, 3, 3), seconds(1, 1, 1, 1, 4)],
    pyspark: `t.groupBy('value').agg(F.count('*').alias('n')).orderBy(F.desc('n'), 'value').limit(2)`,
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ value: r.value }))
        .agg(() => ({ n: count() }))
        .orderBy(r => [desc(r.n), r.value])
        .limit(2),
  }),
]
