// Several operators with state, sorts, and what becomes of event times.
import { count, max, sum } from '../../../src/expressions/functions/aggregates.ts'
import { asc, desc, descNullsFirst } from '../../../src/expressions/functions/sort.ts'
import { window, windowTime } from '../../../src/expressions/functions/window.ts'
import { integer, string, struct } from '../../../src/schema/data-type.ts'
import { type Case, row, streaming } from '../case.ts'
import { seconds, VALUE, type Values } from '../records.ts'

/** Counts per 5 s, then windows and their sum per 10 s. */
const chained = {
  schema: VALUE,
  pyspark: `(t.withWatermark('ts', '0 seconds').groupBy(F.window('ts', '5 seconds')).agg(F.count('*').alias('n'))
    .groupBy(F.window('window', '10 seconds')).agg(F.count('*').alias('windows'), F.sum('n').alias('total'))
    .select(F.col('window.start').alias('start'), 'windows', 'total'))`,
  sluice: ({ t }: Values) =>
    t
      .withWatermark('ts', '0 seconds')
      .groupBy(r => ({ window: window(r.ts, '5 seconds') }))
      .agg(() => ({ n: count() }))
      .groupBy(r => ({ window: window(r.window, '10 seconds') }))
      .agg(r => ({ windows: count(), total: sum(r.n) }))
      .select(r => ({ start: r.window.start, windows: r.windows, total: r.total })),
}
const range = (from: number, to: number) => seconds(...Array.from({ length: to - from + 1 }, (_, i) => from + i))

const SORTED = struct({ k: string(), v: integer() })
const sortedRows = [
  [row({ k: 'a', v: 1 }), row({ k: 'b', v: 2 }), row({ k: null, v: 3 }), row({ k: 'c' })],
  [row({ k: 'c', v: 7 }), row({ k: 'a', v: 1 })],
]

export const cases: readonly Case[] = [
  streaming({
    name: '14.34 window agg -> window agg, append mode',
    ...chained,
    steps: [range(10, 21), range(10, 29), seconds(30, 31)],
  }),
  streaming({
    name: 'window agg -> window agg, restarted',
    ...chained,
    steps: [range(10, 21), 'restart', seconds(22), seconds(26), 'restart', seconds(40), seconds(41)],
  }),
  streaming({ name: 'window agg -> window agg, update mode', ...chained, outputMode: 'update', steps: [seconds(1)] }),
  streaming({ name: 'window agg -> window agg, complete mode', ...chained, outputMode: 'complete', steps: [seconds(1)] }),
  streaming({
    name: 'window agg -> filter -> window agg by window_time -> max',
    schema: VALUE,
    steps: [seconds(1, 2, 6, 11), seconds(13, 22), seconds(31), seconds(50), seconds(70)],
    pyspark: `(t.withWatermark('ts', '1 second').groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('n'))
      .filter('n > 1').select(F.window_time('w').alias('at'), 'n')
      .groupBy(F.window('at', '20 seconds').alias('w')).agg(F.max('n').alias('most')))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '1 second')
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() }))
        .filter(r => r.n.gt(1))
        .select(r => ({ at: windowTime(r.w), n: r.n }))
        .groupBy(r => ({ w: window(r.at, '20 seconds') }))
        .agg(r => ({ most: max(r.n) })),
  }),
  streaming({
    name: 'three aggregations, one over the other',
    schema: VALUE,
    steps: [range(0, 19), seconds(22), seconds(45), seconds(46), seconds(90)],
    pyspark: `(t.withWatermark('ts', '0 seconds').groupBy(F.window('ts', '5 seconds')).agg(F.count('*').alias('n'))
      .groupBy(F.window('window', '10 seconds')).agg(F.sum('n').alias('n'))
      .groupBy(F.window('window', '20 seconds')).agg(F.sum('n').alias('n')))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '0 seconds')
        .groupBy(r => ({ window: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() }))
        .groupBy(r => ({ window: window(r.window, '10 seconds') }))
        .agg(r => ({ n: sum(r.n) }))
        .groupBy(r => ({ window: window(r.window, '20 seconds') }))
        .agg(r => ({ n: sum(r.n) })),
  }),
  streaming({
    name: 'two aggregations that start together and are united',
    schema: VALUE,
    steps: [seconds(1, 2, 7), seconds(16), seconds(33)],
    pyspark: `(lambda w: w.groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('n'))
      .union(w.groupBy(F.window('ts', '10 seconds').alias('w')).agg(F.count('*').alias('n'))))(t.withWatermark('ts', '1 second'))`,
    sluice: ({ t }) => {
      const marked = t.withWatermark('ts', '1 second')
      return marked
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() }))
        .union(marked.groupBy(r => ({ w: window(r.ts, '10 seconds') })).agg(() => ({ n: count() })))
    },
  }),
  streaming({
    name: 'a watermark on the result of an aggregation stays where it is',
    schema: VALUE,
    steps: [seconds(1, 12), seconds(40), seconds(80)],
    pyspark: `(t.withWatermark('ts', '1 second').groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('n'))
      .withWatermark('w', '1 second').groupBy(F.window('w', '10 seconds').alias('w')).agg(F.sum('n').alias('n')))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '1 second')
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() }))
        .withWatermark('w', '1 second')
        .groupBy(r => ({ w: window(r.w, '10 seconds') }))
        .agg(r => ({ n: sum(r.n) })),
  }),
  streaming({
    name: 'a watermark above an aggregation in update mode',
    differs: 'the event time of a window is its end; Spark reads where the struct lies in memory',
    schema: VALUE,
    outputMode: 'update',
    steps: [seconds(1, 12), seconds(40), seconds(80)],
    pyspark: `(t.withWatermark('ts', '1 second').groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('n'))
      .withWatermark('w', '1 second'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '1 second')
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() }))
        .withWatermark('w', '1 second'),
  }),
  streaming({
    name: 'a watermark defined twice on the same column',
    schema: VALUE,
    steps: [seconds(20), seconds(40), seconds(80)],
    pyspark: `t.withWatermark('ts', '1 second').withWatermark('ts', '2 seconds')`,
    sluice: ({ t }) => t.withWatermark('ts', '1 second').withWatermark('ts', '2 seconds'),
    differs: 'refused before the query runs; Spark fails in the first batch after the watermark has moved',
  }),
  streaming({
    name: '14.38 sort after aggregate in complete mode',
    schema: VALUE,
    outputMode: 'complete',
    ordered: true,
    steps: [seconds(3), seconds(2, 3), 'restart', seconds(3, 2, 1), seconds(4, 4, 4, 4)],
    pyspark: `t.groupBy('value').agg(F.count('*').alias('n')).orderBy(F.desc('n'), 'value').select('value', 'n')`,
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ value: r.value }))
        .agg(() => ({ n: count() }))
        .orderBy(r => [desc(r.n), r.value])
        .select(r => ({ value: r.value, n: r.n })),
  }),
  streaming({
    name: 'nulls in an order',
    schema: SORTED,
    outputMode: 'complete',
    ordered: true,
    steps: sortedRows,
    pyspark: `t.groupBy('k').agg(F.sum('v').alias('v')).orderBy(F.desc_nulls_first('v'), F.asc('k'))`,
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ k: r.k }))
        .agg(r => ({ v: sum(r.v) }))
        .orderBy(r => [descNullsFirst(r.v), asc(r.k)]),
  }),
  ...(['append', 'update', 'complete'] as const).map(outputMode =>
    streaming({
      name: `a sort without an aggregation in ${outputMode} mode`,
      schema: VALUE,
      outputMode,
      steps: [seconds(1)],
      pyspark: `t.orderBy('value')`,
      sluice: ({ t }) => t.orderBy(r => r.value),
    }),
  ),
  streaming({
    name: 'a sort of an aggregation in update mode',
    schema: VALUE,
    outputMode: 'update',
    steps: [seconds(1)],
    pyspark: `t.groupBy('value').count().orderBy('count')`,
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ value: r.value }))
        .count()
        .orderBy(r => r.count),
  }),
  streaming({
    name: 'drop and withColumnRenamed, and the watermark goes with the new name',
    schema: VALUE,
    steps: [seconds(1, 2), seconds(20)],
    pyspark: `(t.withWatermark('ts', '1 second').withColumnRenamed('ts', 'time').drop('value')
      .groupBy(F.window('time', '5 seconds').alias('w')).agg(F.count('*').alias('n')))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '1 second')
        .withColumnRenamed('ts', 'time')
        .drop('value')
        .groupBy(r => ({ w: window(r.time, '5 seconds') }))
        .agg(() => ({ n: count() })),
  }),
  streaming({
    name: 'an event time that nobody reads drops nothing below dropDuplicates',
    schema: VALUE,
    steps: [seconds(100), seconds(10), seconds(20)],
    pyspark: `t.withWatermark('ts', '1 second').dropDuplicates(['value']).select('value')`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '1 second')
        .dropDuplicates('value')
        .select(r => ({ value: r.value })),
  }),
  streaming({
    name: 'availableNow runs the batches that close windows',
    schema: VALUE,
    trigger: 'availableNow',
    options: { maxOffsetsPerTrigger: 2 },
    steps: [seconds(1, 2, 3, 12, 14, 30), seconds(31)],
    pyspark: `t.withWatermark('ts', '1 second').groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('n'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '1 second')
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() })),
  }),
]
