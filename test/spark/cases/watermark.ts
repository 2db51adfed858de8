import { count, sum } from '../../../src/expressions/functions/aggregates.ts'
import { window } from '../../../src/expressions/functions/window.ts'
import { integer, struct, timestamp } from '../../../src/schema/data-type.ts'
import { type Case, row, streaming } from '../case.ts'
import { seconds, secondsIn, VALUE, type Values } from '../records.ts'

/** The query of most of Spark's watermark tests: counts per 5 s window, 10 s of delay. */
const counted = {
  schema: VALUE,
  pyspark: `(t.withWatermark('ts', '10 seconds').groupBy(F.window('ts', '5 seconds').alias('window'))
    .agg(F.count('*').alias('count')).select(F.col('window.start').alias('start'), 'count'))`,
  sluice: ({ t }: Values) =>
    t
      .withWatermark('ts', '10 seconds')
      .groupBy(r => ({ window: window(r.ts, '5 seconds') }))
      .agg(() => ({ count: count() }))
      .select(r => ({ start: r.window.start, count: r.count })),
}

const delayed = (delay: string) =>
  streaming({
    name: `14.31 a delay of ${delay}`,
    schema: VALUE,
    steps: [seconds(40_000_000), seconds(40_000_001)],
    pyspark: `t.withWatermark('ts', "${delay}").groupBy(F.window('ts', '5 seconds').alias('window')).agg(F.count('*').alias('n'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', delay)
        .groupBy(r => ({ window: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() })),
  })

const negative = (delay: string) =>
  streaming({
    name: `14.30 a delay of ${delay}`,
    schema: VALUE,
    steps: [seconds(10)],
    pyspark: `t.withWatermark('ts', '${delay}')`,
    sluice: ({ t }) => t.withWatermark('ts', delay),
  })

export const cases: readonly Case[] = [
  streaming({ name: '14.19 append mode', ...counted, steps: [seconds(10, 11, 12, 13, 14, 15), seconds(25), seconds(10)] }),
  streaming({
    name: '14.20 update mode',
    outputMode: 'update',
    ...counted,
    steps: [seconds(10, 11, 12, 13, 14, 15), seconds(25), seconds(10, 25), seconds(10)],
  }),
  streaming({
    name: '14.21 complete mode',
    outputMode: 'complete',
    ...counted,
    steps: [seconds(10, 11, 12), seconds(25), seconds(25), seconds(10), seconds(25)],
  }),
  streaming({
    name: '14.22 event time and watermark metrics',
    ...counted,
    steps: [seconds(15), seconds(10, 12, 14), seconds(25)],
  }),
  streaming({
    name: '14.23 with Trigger.Once',
    trigger: 'once',
    ...counted,
    steps: [seconds(15), seconds(10, 12, 14), seconds(25), seconds(50), seconds(50)],
  }),
  streaming({
    name: '14.24 recovery',
    ...counted,
    steps: [seconds(10, 11, 12, 13, 14, 15), seconds(25), 'restart', seconds(10, 27, 30), 'restart', seconds(17), seconds(40)],
  }),
  streaming({
    name: '14.27 group by on raw timestamp',
    schema: VALUE,
    steps: [seconds(10), seconds(25)],
    pyspark: `t.withWatermark('ts', '10 seconds').groupBy('ts').agg(F.count('*').alias('count'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .groupBy(r => ({ ts: r.ts }))
        .agg(() => ({ count: count() })),
  }),
  streaming({
    name: '14.28 no-data batches switched off',
    conf: { 'spark.sql.streaming.noDataMicroBatches.enabled': 'false' },
    ...counted,
    steps: [seconds(10, 11, 12, 13, 14, 15), seconds(25), seconds(26)],
  }),
  streaming({
    name: '14.29 a window named before the grouping',
    schema: VALUE,
    steps: [seconds(10, 11, 12, 13, 14, 15), seconds(25), seconds(10)],
    pyspark: `(t.withWatermark('ts', '10 seconds').select(F.window('ts', '5 seconds').alias('w'), 'value')
      .groupBy('w').agg(F.count('*').alias('count')).select(F.col('w.start').alias('start'), 'count'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .select(r => ({ w: window(r.ts, '5 seconds'), value: r.value }))
        .groupBy(r => ({ w: r.w }))
        .agg(() => ({ count: count() }))
        .select(r => ({ start: r.w.start, count: r.count })),
  }),
  ...['-1 year', '1 year -13 months', '1 month -40 days', '-10 seconds'].map(negative),
  ...['3 days', 'Interval 3 day', "inTerval '3' day", '1 months', '1 years', '0 seconds', '1 hour 30 minutes'].map(delayed),
  streaming({
    name: '14.32 no interval',
    schema: VALUE,
    steps: [seconds(10)],
    pyspark: `t.withWatermark('ts', 'soon')`,
    sluice: ({ t }) => t.withWatermark('ts', 'soon'),
  }),
  streaming({
    name: '14.33 statistics over several partitions and batches',
    schema: struct({ value: integer(), time: timestamp() }),
    steps: [
      [
        ...secondsIn({ partition: 0 }, 100, 10).map(record => ({ ...record, value: withTime(record.timestampMs) })),
        ...secondsIn({ partition: 1 }, 1, 2, 8).map(record => ({ ...record, value: withTime(record.timestampMs) })),
        row({ value: 0, time: null }, { partition: 2 }),
      ],
      [row({ value: 1, time: '1970-01-01T00:00:50.0009Z' }), row({ value: 1, time: '1970-01-01T00:00:50.9999Z' })],
    ],
    pyspark: `t.withWatermark('time', '10 seconds').groupBy(F.window('time', '5 seconds').alias('w')).agg(F.sum('value').alias('n'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('time', '10 seconds')
        .groupBy(r => ({ w: window(r.time, '5 seconds') }))
        .agg(r => ({ n: sum(r.value) })),
  }),
  streaming({
    name: 'a filter is pushed below the watermark',
    ...counted,
    steps: [seconds(10, 11), seconds(1000), seconds(12, 13)],
    pyspark: `(t.withWatermark('ts', '10 seconds').filter('value < 500').groupBy(F.window('ts', '5 seconds').alias('w'))
      .agg(F.count('*').alias('count')))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .filter(r => r.value.lt(500))
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ count: count() })),
  }),
  streaming({
    name: 'a filter on the event time stays above the watermark',
    ...counted,
    steps: [seconds(10, 11), seconds(1000), seconds(12, 13)],
    pyspark: `(t.withWatermark('ts', '10 seconds').filter("ts < timestamp'1970-01-01 00:05:00'")
      .groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('count')))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .filter(r => r.ts.lt(new Date(300_000)))
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ count: count() })),
  }),
  streaming({
    name: 'group keys without the event time, update mode',
    outputMode: 'update',
    schema: VALUE,
    steps: [seconds(10, 11, 12), seconds(100), seconds(10)],
    pyspark: `t.withWatermark('ts', '10 seconds').groupBy('value').agg(F.count('*').alias('n'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .groupBy(r => ({ value: r.value }))
        .agg(() => ({ n: count() })),
  }),
  streaming({
    name: 'a global aggregate comes again in batches without data',
    outputMode: 'update',
    schema: VALUE,
    steps: [seconds(10, 11), seconds(100)],
    pyspark: `t.withWatermark('ts', '10 seconds').agg(F.count('*').alias('n'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .groupBy()
        .agg(() => ({ n: count() })),
  }),
  streaming({
    name: 'a stateless query with a watermark drops nothing',
    schema: VALUE,
    steps: [seconds(100), seconds(10)],
    pyspark: `t.withWatermark('ts', '10 seconds').select('value')`,
    sluice: ({ t }) => t.withWatermark('ts', '10 seconds').select(r => ({ value: r.value })),
  }),
  streaming({
    name: 'a query that starts before there is anything',
    ...counted,
    steps: [[], seconds(10, 11), seconds(40)],
  }),
]

function withTime(timestampMs: number): string {
  return JSON.stringify({ value: 1, time: new Date(timestampMs).toISOString() })
}
