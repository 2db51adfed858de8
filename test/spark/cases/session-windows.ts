import { avg, count, sum } from '../../../src/expressions/functions/aggregates.ts'
import { sessionWindow } from '../../../src/expressions/functions/window.ts'
import { double, integer, string, struct, timestamp } from '../../../src/schema/data-type.ts'
import { type Case, type CaseRecord, type Parsed, row, streaming } from '../case.ts'
import { utc } from '../records.ts'

const KEYED = struct({ k: string(), n: integer() })
type Keyed = { readonly t: Parsed<(typeof KEYED)['fields']> }
const at = (time: string, k: string | null, n = 1, partition = 0): CaseRecord =>
  row({ k, n }, { at: utc(`2016-03-27 19:${time}`), partition })
const words = (text: string, second: number): CaseRecord[] => text.split(' ').map(k => row({ k, n: 1 }, { at: second }))

const far = (k: string, time: string, gap = '1 second'): CaseRecord => row({ k, gap, time: `9999-06-01T${time}Z` })

/** Sessions per key with their number of rows and their sum. */
const perKey = (gap: string) => ({
  schema: KEYED,
  pyspark: `(t.withWatermark('ts', '30 seconds').groupBy(F.session_window('ts', '${gap}').alias('session'), 'k')
    .agg(F.count('*').alias('rows'), F.sum('n').alias('total')))`,
  sluice: ({ t }: Keyed) =>
    t
      .withWatermark('ts', '30 seconds')
      .groupBy(r => ({ session: sessionWindow(r.ts, gap), k: r.k }))
      .agg(r => ({ rows: count(), total: sum(r.n) })),
})

const perRow = {
  schema: struct({ k: string(), gap: string() }),
  pyspark: `(t.withWatermark('ts', '10 seconds').groupBy(F.session_window('ts', F.col('gap')).alias('session'), 'k')
    .agg(F.count('*').alias('rows')))`,
}

const SENTENCES = [
  [...words('hello world spark streaming', 40), ...words('world hello structured streaming', 41)],
  words('spark streaming', 25),
  words('spark streaming', 30),
  words('hello apache spark', 60),
  words('structured streaming', 90),
]

/** Rows of a few keys, out of order, some in the same moment, over three partitions. */
const scattered = (seed: number): CaseRecord[] =>
  Array.from({ length: 60 }, (_, i) => {
    const mixed = (i * 7919 + seed * 104_729) % 997
    return row({ k: 'abc'[mixed % 3]!, d: mixed / 7 }, { at: 1000 + i * 2 - (mixed % 5) * 6, partition: i % 3 })
  })

export const cases: readonly Case[] = [
  streaming({
    name: '14.13 session window with multiple keys',
    outputMode: 'complete',
    ...perKey('10 seconds'),
    steps: [[at('39:34', 'a'), at('39:39', 'a'), at('39:56', 'a', 2), at('40:04', 'a', 2), at('39:27', 'b', 4)]],
  }),
  streaming({
    name: '14.14 keys overlapped with sessions',
    outputMode: 'complete',
    ...perKey('10 seconds'),
    steps: [[at('39:34', 'a'), at('39:39', 'b'), at('39:40', 'a', 2), at('39:45', 'b', 2), at('39:27', 'b', 4)]],
  }),
  streaming({
    name: '14.15 SPARK-36465: gaps that are zero, negative or no duration',
    outputMode: 'complete',
    ...perRow,
    steps: [
      [
        row({ k: 'v1', gap: '0 seconds' }, { at: 34 }),
        row({ k: 'v2', gap: '-10 seconds' }, { at: 56 }),
        row({ k: 'v4', gap: '5 seconds' }, { at: 27 }),
        row({ k: 'v5', gap: 'x sec' }, { at: 27 }),
        row({ k: 'v6', gap: null }, { at: 27 }),
      ],
      [
        row({ k: 'v1', gap: '2 seconds' }, { at: 34 }),
        row({ k: 'v2', gap: '1 month' }, { at: 56 }),
        row({ k: 'v4', gap: '20 seconds' }, { at: 27 }),
        row({ k: 'v7', gap: '1 day 2 hours' }, { at: 27 }),
      ],
    ],
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .groupBy(r => ({ session: sessionWindow(r.ts, r.gap), k: r.k }))
        .agg(() => ({ rows: count() })),
  }),
  streaming({
    name: '14.15 an invalid literal gap',
    differs: 'Spark sees before it reads that no row can pass, and so observes no event time: its watermark stays where it is.',
    outputMode: 'complete',
    ...perKey('x sec'),
    steps: [[at('39:34', 'a')], [at('39:39', 'a')]],
  }),
  streaming({ name: '14.16 complete mode', outputMode: 'complete', ...perKey('10 seconds'), steps: SENTENCES }),
  streaming({
    name: '14.17 append mode',
    ...perKey('10 seconds'),
    steps: [SENTENCES[0]!, words('spark streaming', 0), words('spark streaming', 25), ...SENTENCES.slice(2)],
  }),
  streaming({
    name: '14.17 append mode, with restarts',
    ...perKey('10 seconds'),
    steps: [
      SENTENCES[0]!,
      'restart',
      words('spark streaming', 0),
      words('spark streaming', 25),
      'restart',
      ...SENTENCES.slice(2),
      'restart',
      words('late late', 20),
      words('end', 200),
    ],
  }),
  streaming({
    name: '14.18 no other key',
    outputMode: 'complete',
    schema: KEYED,
    steps: [[at('39:34', 'a')]],
    pyspark: `t.withWatermark('ts', '30 seconds').groupBy(F.session_window('ts', '10 seconds').alias('session')).agg(F.count('*').alias('rows'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '30 seconds')
        .groupBy(r => ({ session: sessionWindow(r.ts, '10 seconds') }))
        .agg(() => ({ rows: count() })),
  }),
  streaming({ name: 'update mode is refused', outputMode: 'update', ...perKey('10 seconds'), steps: [[at('39:34', 'a')]] }),
  streaming({
    name: 'append mode without a watermark is refused',
    schema: KEYED,
    steps: [[at('39:34', 'a')]],
    pyspark: `t.groupBy(F.session_window('ts', '10 seconds').alias('session'), 'k').agg(F.count('*').alias('rows'))`,
    sluice: ({ t }) => t.groupBy(r => ({ session: sessionWindow(r.ts, '10 seconds'), k: r.k })).agg(() => ({ rows: count() })),
  }),
  streaming({
    name: 'a row joins two open sessions',
    ...perKey('10 seconds'),
    steps: [
      [at('39:00', 'a'), at('39:15', 'a', 2), at('39:40', 'a', 3), at('39:00', 'b')],
      [at('39:10', 'a', 4), at('39:28', 'a', 5)],
      [at('39:33', 'a', 6)],
      [at('42:00', 'c')],
    ],
  }),
  streaming({
    name: 'microseconds of the year 9999, which no double holds',
    outputMode: 'append',
    schema: struct({ k: string(), gap: string(), time: timestamp() }),
    pyspark: `(t.withWatermark('time', '10 seconds').groupBy(F.session_window('time', F.col('gap')).alias('session'), 'k')
    .agg(F.count('*').alias('rows')))`,
    sluice: ({ t }) =>
      t
        .withWatermark('time', '10 seconds')
        .groupBy(r => ({ session: sessionWindow(r.time, r.gap), k: r.k }))
        .agg(() => ({ rows: count() })),
    // A row at the end of a session belongs to it, one a microsecond later does not.
    steps: [
      [
        far('a', '00:00:00.000001'),
        far('a', '00:00:01.000001'),
        far('a', '00:00:02.000002'),
        far('b', '00:00:00.000007', '1 month'),
      ],
      [far('a', '00:00:03.000002'), far('a', '00:00:04.000003'), far('c', '00:00:05.123457', '1 day 1 microsecond')],
      [far('a', '00:01:00.000000')],
      [row({ k: 'a', gap: '1 second', time: '9999-12-01T00:00:00.000Z' })],
    ],
  }),
  streaming({
    name: 'rows of one moment, and an exact gap',
    ...perKey('5 seconds'),
    steps: [
      [at('39:00', 'a'), at('39:00', 'a', 2), at('39:05', 'a', 3), at('39:10', null, 4), at('39:10.001', null, 5)],
      [at('39:15', null, 6), at('39:15.002', 'a', 7)],
      [at('41:00', 'z')],
    ],
  }),
  ...[1, 2, 3].map(seed =>
    streaming({
      name: `scattered rows over three partitions, ${seed}`,
      schema: struct({ k: string(), d: double() }),
      trigger: 'availableNow',
      options: { maxOffsetsPerTrigger: 12 },
      steps: [scattered(seed), scattered(seed + 10)],
      pyspark: `(t.withWatermark('ts', '15 seconds').groupBy('k', F.session_window('ts', '6 seconds').alias('session'))
    .agg(F.count('*').alias('rows'), F.sum('d').alias('total'), F.avg('d').alias('mean')))`,
      sluice: ({ t }) =>
        t
          .withWatermark('ts', '15 seconds')
          .groupBy(r => ({ k: r.k, session: sessionWindow(r.ts, '6 seconds') }))
          .agg(r => ({ rows: count(), total: sum(r.d), mean: avg(r.d) })),
    }),
  ),
]
