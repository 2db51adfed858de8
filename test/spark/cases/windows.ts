import { avg, count, sum } from '../../../src/expressions/functions/aggregates.ts'
import { window, windowTime } from '../../../src/expressions/functions/window.ts'
import { integer, string, struct, timestamp } from '../../../src/schema/data-type.ts'
import { type Case, type Parsed, row, streaming } from '../case.ts'
import { utc } from '../records.ts'

const schema = struct({ time: timestamp(), value: integer() })
type Given = { readonly t: Parsed<(typeof schema)['fields']> }

/** Records with a time in the JSON: Kafka's own cannot be null or before 1970. */
const timed = (...rows: (readonly [time: string | null, value: number])[]) =>
  rows.map(([time, value]) => row({ time: time === null ? null : `${time.replace(' ', 'T')}Z`, value }))

/** A day of Spark's suite. */
const day = (time: string) => `2016-03-27 ${time}`

/** Counts per window, all of them after each batch. */
const counts = (duration: string, slide = duration, start = '0 seconds') => ({
  outputMode: 'complete' as const,
  schema,
  pyspark: `t.groupBy(F.window('time', '${duration}', '${slide}', '${start}').alias('window')).agg(F.count('*').alias('n'))`,
  sluice: ({ t }: Given) => t.groupBy(r => ({ window: window(r.time, duration, slide, start) })).agg(() => ({ n: count() })),
})

/** The window of each row, beside its value. */
const assigned = (duration: string, slide = duration, start = '0 seconds') => ({
  schema,
  pyspark: `t.select(F.window('time', '${duration}', '${slide}', '${start}').alias('window'), 'value')`,
  sluice: ({ t }: Given) => t.select(r => ({ window: window(r.time, duration, slide, start), value: r.value })),
})

/** A window that is refused before anything runs. */
const refused = (name: string, duration: string, slide?: string, start?: string, differs?: string): Case => {
  const given = [duration, slide, start].filter(text => text !== undefined)
  return streaming({
    name,
    schema,
    ...(differs === undefined ? {} : { differs }),
    steps: [timed([day('19:39:34'), 1])],
    pyspark: `t.select(F.window('time', ${given.map(text => `'${text}'`).join(', ')}).alias('window'))`,
    sluice: ({ t }) => t.select(r => ({ window: window(r.time, duration, slide, start) })),
  })
}

const three = timed([day('19:39:34'), 1], [day('19:39:56'), 2], [day('19:39:27'), 4])
const durations = ['1 second', '2 seconds 500 milliseconds', '1 week', '36 hours', '1 day 1 hour', "interval '10' minutes"]

export const cases: readonly Case[] = [
  streaming({
    name: '14.1 tumbling window with a record at its start',
    steps: [timed([day('19:39:30'), 1])],
    ...counts('10 seconds'),
  }),
  streaming({
    name: '14.2 tumbling window with a negative start time',
    steps: [timed([day('19:39:30'), 1], [day('19:39:25'), 2])],
    ...counts('10 seconds', '10 seconds', '-5 seconds'),
  }),
  streaming({ name: '14.3 sliding window grouping', steps: [three], ...counts('10 seconds', '3 seconds') }),
  streaming({
    name: '14.4 null timestamps',
    steps: [timed([day('09:00:05'), 1], [day('09:00:32'), 2], [null, 3], [null, 4])],
    ...assigned('10 seconds'),
  }),
  streaming({
    name: '14.5 negative timestamps',
    steps: [timed(['1970-01-01 00:00:02', 1], ['1970-01-01 00:00:12', 2], ['1968-12-31 00:00:02', 3])],
    ...assigned('10 seconds', '10 seconds', '5 seconds'),
  }),
  streaming({
    name: '14.6 millisecond precision sliding windows',
    steps: [timed([day('09:00:00.41'), 1], [day('09:00:00.62'), 2], [day('09:00:00.715'), 3])],
    ...counts('200 milliseconds', '40 milliseconds'),
  }),
  streaming({
    name: '14.7 time window in SQL with three expressions',
    steps: [three],
    ...assigned('10 seconds', '10 seconds', '5 seconds'),
    pyspark: `t.select(F.expr("window(time, '10 seconds', '10 seconds', '5 seconds')").alias('window'), 'value')`,
  }),
  streaming({
    name: '14.8 window_time of a window',
    schema,
    outputMode: 'complete',
    steps: [timed([day('19:38:18'), 1])],
    pyspark: `(t.groupBy(F.window('time', '10 seconds').alias('w')).agg(F.count('*').alias('n'))
      .select(F.col('w.end').alias('end'), F.window_time('w').alias('time'), 'n'))`,
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ w: window(r.time, '10 seconds') }))
        .agg(() => ({ n: count() }))
        .select(r => ({ end: r.w.end, time: windowTime(r.w), n: r.n })),
  }),
  streaming({
    name: '14.9 an average over sums over counts, each in windows of the last',
    schema: struct({ user: string(), time: timestamp() }),
    steps: [
      [
        ['user1', '00:00:00'],
        ['user1', '00:00:30'],
        ['user2', '00:01:00'],
        ['user2', '00:01:30'],
        ['user1', '00:07:00'],
        ['user1', '00:11:00'],
        ['user1', '00:11:30'],
        ['user1', '00:11:45'],
      ].map(([user, time]) => row({ user, time: `2024-09-30T${time}Z` })),
      [row({ user: 'user9', time: '2024-09-30T02:00:00Z' })],
    ],
    pyspark: `(t.withWatermark('time', '0 seconds').groupBy(F.window('time', '1 minute').alias('w'), 'user').agg(F.count('*').alias('n'))
      .groupBy(F.window('w', '10 minutes').alias('large'), 'user').agg(F.sum('n').alias('n'))
      .groupBy(F.col('large')).agg(F.avg('n').alias('average')).select(F.col('large.end').alias('end'), 'average'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('time', '0 seconds')
        .groupBy(r => ({ w: window(r.time, '1 minute'), user: r.user }))
        .agg(() => ({ n: count() }))
        .groupBy(r => ({ large: window(r.w, '10 minutes'), user: r.user }))
        .agg(r => ({ n: sum(r.n) }))
        .groupBy(r => ({ large: r.large }))
        .agg(r => ({ average: avg(r.n) }))
        .select(r => ({ end: r.large.end, average: r.average })),
  }),
  streaming({
    name: '14.10 two windows in one operator',
    schema,
    outputMode: 'complete',
    steps: [timed([day('19:38:18'), 1])],
    pyspark: `t.groupBy(F.window('time', '10 seconds').alias('a'), F.window('time', '20 seconds').alias('b')).agg(F.count('*').alias('n'))`,
    sluice: ({ t }) =>
      t.groupBy(r => ({ a: window(r.time, '10 seconds'), b: window(r.time, '20 seconds') })).agg(() => ({ n: count() })),
  }),
  refused('14.11 slide above the window', '1 second', '2 seconds'),
  refused('14.11 window of zero', '0 seconds'),
  refused('14.11 negative window', '-1 second'),
  refused('14.11 slide of zero', '1 second', '0 seconds'),
  refused('14.11 negative slide', '1 second', '-1 second'),
  refused('14.11 start at the slide', '1 second', '1 second', '1 second'),
  refused('14.11 negative start beyond the slide', '1 second', '1 second', '-2 seconds'),
  refused('14.11 no interval', '2 apples'),
  refused('14.11 a month', '1 month'),
  refused('a year', '1 year'),
  refused(
    'an empty duration',
    '',
    undefined,
    undefined,
    'PySpark itself refuses an empty text; sluice says that it is no interval',
  ),
  refused('a duration without a unit', '10'),
  streaming({
    name: '14.12 the example of the documentation, start 0',
    steps: [timed([day('12:05:00'), 1])],
    ...assigned('12 minutes', '5 minutes'),
  }),
  streaming({
    name: '14.12 the example of the documentation, start 2 minutes',
    steps: [timed([day('12:05:00'), 1])],
    ...assigned('12 minutes', '5 minutes', '2 minutes'),
  }),
  ...durations.map(duration =>
    streaming({ name: `duration ${duration}`, steps: [three], ...assigned(duration.replaceAll("'", "\\'")), ...plain(duration) }),
  ),
  streaming({
    name: 'bounds and microseconds',
    steps: [
      timed(
        [day('19:39:29.999999'), 1],
        [day('19:39:30'), 2],
        [day('19:39:30.000001'), 3],
        ['1969-12-31 23:59:59.999999', 4],
        ['0001-01-01 00:00:00', 5],
        ['9999-12-31 23:59:59.999999', 6],
      ),
    ],
    ...assigned('10 seconds'),
  }),
  streaming({
    name: 'windows are aligned to UTC whatever the session zone',
    conf: { 'spark.sql.session.timeZone': 'America/Sao_Paulo' },
    steps: [timed([day('19:39:34'), 1], [day('01:00:00'), 2])],
    ...assigned('1 day'),
  }),
  streaming({
    name: 'the window of the time of the record',
    schema: struct({ value: integer() }),
    steps: [[row({ value: 1 }, { at: utc(day('19:39:34')) }), row({ value: 2 }, { at: utc(day('19:39:56')) })]],
    pyspark: `t.select(F.window('ts', '1 minute').alias('window'), 'value')`,
    sluice: ({ t }) => t.select(r => ({ window: window(r.ts, '1 minute'), value: r.value })),
  }),
]

function plain(duration: string) {
  return { sluice: ({ t }: Given) => t.select(r => ({ window: window(r.time, duration), value: r.value })) }
}
