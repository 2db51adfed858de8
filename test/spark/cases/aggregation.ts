import { avg, count, max, min, sum } from '../../../src/expressions/functions/aggregates.ts'
import { last } from '../../../src/expressions/functions/aggregates-values.ts'
import { arrayOf } from '../../../src/expressions/functions/arrays.ts'
import { explode } from '../../../src/expressions/functions/generators.ts'
import { interval } from '../../../src/expressions/functions/interval.ts'
import { desc } from '../../../src/expressions/functions/sort.ts'
import { currentTimestamp } from '../../../src/expressions/functions/time.ts'
import { window } from '../../../src/expressions/functions/window.ts'
import { boolean, decimal, double, integer, long, string, struct } from '../../../src/schema/data-type.ts'
import { type Case, type CaseRecord, row, streaming } from '../case.ts'
import { seconds, VALUE, type Values, values } from '../records.ts'

const counts = {
  schema: VALUE,
  pyspark: `t.groupBy('value').agg(F.count('*').alias('count'))`,
  sluice: ({ t }: Values) => t.groupBy(r => ({ value: r.value })).agg(() => ({ count: count() })),
}
/** Counts per 5 s window, 10 s of delay. */
const windows = {
  schema: VALUE,
  pyspark: `t.withWatermark('ts', '10 seconds').groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('n'))`,
  sluice: ({ t }: Values) =>
    t
      .withWatermark('ts', '10 seconds')
      .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
      .agg(() => ({ n: count() })),
}

const numbers = struct({ k: string(), i: integer(), l: long(), d: double(), m: decimal(12, 2) })
const number = (value: object, partition = 0): CaseRecord => row(value, { partition })
const all = {
  schema: numbers,
  outputMode: 'update' as const,
  pyspark: `t.groupBy('k').agg(F.count('i').alias('n'), F.sum('i').alias('si'), F.sum('l').alias('sl'), F.sum('d').alias('sd'),
    F.sum('m').alias('sm'), F.avg('i').alias('ai'), F.avg('d').alias('ad'), F.avg('m').alias('am'), F.min('d').alias('nd'),
    F.max('d').alias('xd'), F.min('m').alias('nm'), F.max('l').alias('xl'))`,
}

export const cases: readonly Case[] = [
  streaming({
    name: '14.35 simple count, update mode',
    outputMode: 'update',
    ...counts,
    steps: [values(3), values(3, 2), 'restart', values(3, 2, 1), values(4, 4, 4, 4)],
  }),
  streaming({
    name: '14.36 simple count, complete mode',
    outputMode: 'complete',
    ...counts,
    steps: [values(3), values(2), 'restart', values(3, 2, 1), values(4, 4, 4, 4)],
  }),
  streaming({ name: '14.37 simple count, append mode', ...counts, steps: [values(3)] }),
  streaming({
    name: '14.38 sort after aggregate in complete mode',
    outputMode: 'complete',
    ordered: true,
    schema: VALUE,
    steps: [values(3), values(2, 3), 'restart', values(3, 2, 1), values(4, 4, 4, 4)],
    pyspark: `t.groupBy('value').agg(F.count('*').alias('count')).orderBy(F.desc('count'))`,
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ value: r.value }))
        .agg(() => ({ count: count() }))
        .orderBy(r => desc(r.count)),
  }),
  streaming({ name: '14.39 state metrics, append mode', ...windows, steps: [seconds(15), seconds(10, 12, 14), seconds(25)] }),
  ...(['update', 'complete'] as const).map(outputMode =>
    streaming({
      name: `14.40 state metrics, ${outputMode} mode`,
      outputMode,
      schema: VALUE,
      steps: [values(1), values(2, 3)],
      pyspark: `t.select(F.explode(F.array(t.value, t.value + 1)).alias('v')).groupBy('v').agg(F.count('*').alias('n'))`,
      sluice: ({ t }) =>
        t
          .select(r => ({ v: explode(arrayOf(r.value, r.value.plus(1))) }))
          .groupBy(r => ({ v: r.v }))
          .agg(() => ({ n: count() })),
    }),
  ),
  streaming({
    name: '14.43 last changes with new batches',
    outputMode: 'complete',
    schema: VALUE,
    steps: [values(1, 2, 3), values(4, 5, 6), [], values(0)],
    pyspark: `t.agg(F.last('value').alias('last'))`,
    sluice: ({ t }) => t.groupBy().agg(r => ({ last: last(r.value) })),
  }),
  streaming({
    name: '14.45 results are pruned by the time of the batch',
    outputMode: 'complete',
    schema: VALUE,
    steps: [seconds(10, 20, 4_000_000_000), seconds(30, 4_000_000_000), 'restart', seconds(4_000_000_001)],
    pyspark: `(t.groupBy('ts').agg(F.count('*').alias('n'))
      .filter(F.col('ts') >= F.current_timestamp() - F.expr("interval 10 seconds")))`,
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ ts: r.ts }))
        .agg(() => ({ n: count() }))
        .filter(r => r.ts.geq(currentTimestamp().minus(interval('10 seconds')))),
  }),
  streaming({
    name: '14.41 multiple keys',
    outputMode: 'update',
    schema: VALUE,
    steps: [values(1, 2), values(1, 2)],
    pyspark: `t.groupBy('value', (t.value + 1).alias('next')).agg(F.count('*').alias('n'))`,
    sluice: ({ t }) => t.groupBy(r => ({ value: r.value, next: r.value.plus(1) })).agg(() => ({ n: count() })),
  }),
  streaming({
    name: '14.42 a failure within a batch',
    outputMode: 'complete',
    schema: VALUE,
    steps: [values(1, 2, 3, 4), 'restart', values(1)],
    pyspark: `t.select((t.value / (4 - t.value) if start == 0 else t.value / 1).alias('v')).groupBy('v').agg(F.count('*').alias('n'))`,
    sluice: ({ t, start }) =>
      t
        .select(r => ({ v: start === 0 ? r.value.divide(r.value.minus(4).multiply(-1)) : r.value.divide(1) }))
        .groupBy(r => ({ v: r.v }))
        .agg(() => ({ n: count() })),
  }),
  streaming({
    name: '14.44 groups in update mode',
    outputMode: 'update',
    ...counts,
    steps: [values(3, 2, 1, 3), values(1, 4)],
  }),
  streaming({ name: '14.44 windows that are removed', ...windows, steps: [seconds(3, 2, 1, 9), seconds(25)] }),
  streaming({
    name: 'null keys, null values and no values at all',
    steps: [
      [number({ k: 'a', i: 1, l: 1, d: 1.5, m: 1.25 }), number({ k: 'a' }), number({ k: null, i: 2 }), number({})],
      [number({ k: 'b', d: null }), number({ k: 'a', i: -1, l: -1, d: -1.5, m: '-1.25' })],
    ],
    ...all,
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ k: r.k }))
        .agg(r => ({
          n: count(r.i),
          si: sum(r.i),
          sl: sum(r.l),
          sd: sum(r.d),
          sm: sum(r.m),
          ai: avg(r.i),
          ad: avg(r.d),
          am: avg(r.m),
          nd: min(r.d),
          xd: max(r.d),
          nm: min(r.m),
          xl: max(r.l),
        })),
  }),
  streaming({
    name: 'NaN, infinities and minus zero',
    schema: struct({ k: integer(), d: double() }),
    outputMode: 'update',
    steps: [
      [
        row({ k: 1, d: 'NaN' }),
        row({ k: 1, d: 1 }),
        row({ k: 2, d: 'Infinity' }),
        row({ k: 2, d: '-Infinity' }),
        row({ k: 3, d: 0 }),
        '{"k": 3, "d": -0.0}',
        row({ k: 4, d: 'Infinity' }),
        '{"k": 5, "d": -0.0}',
      ].map(record => (typeof record === 'string' ? { ...row({}), value: record } : record)),
    ],
    pyspark: `t.groupBy('k').agg(F.sum('d').alias('s'), F.avg('d').alias('a'), F.min('d').alias('n'), F.max('d').alias('x'), F.count('d').alias('c'))`,
    sluice: ({ t }) =>
      t.groupBy(r => ({ k: r.k })).agg(r => ({ s: sum(r.d), a: avg(r.d), n: min(r.d), x: max(r.d), c: count(r.d) })),
  }),
  streaming({
    name: 'double keys: NaN is one group, and the two zeros are one',
    schema: struct({ d: double() }),
    outputMode: 'complete',
    steps: [['NaN', '0.0', '-0.0', 'NaN', '1e400', '1.5'].map(d => ({ ...row({}), value: `{"d": "${d}"}` }))],
    pyspark: `t.select(F.col('d')).groupBy('d').agg(F.count('*').alias('n'))`,
    sluice: ({ t }) => t.groupBy(r => ({ d: r.d })).agg(() => ({ n: count() })),
  }),
  streaming({
    name: 'the last bit of a sum over three partitions and batches',
    schema: struct({ d: double() }),
    outputMode: 'update',
    steps: [
      [0.1, 0.2, 0.3, 0.7, 1e16, 3.3, -1e16, 0.1, 0.7].map((d, i) => row({ d }, { partition: i % 3 })),
      [0.3, 0.6, 1e-9, 123456.789, 0.1].map((d, i) => row({ d }, { partition: i % 3 })),
    ],
    pyspark: `t.agg(F.sum('d').alias('s'), F.avg('d').alias('a'))`,
    sluice: ({ t }) => t.groupBy().agg(r => ({ s: sum(r.d), a: avg(r.d) })),
  }),
  streaming({
    name: 'a sum of longs that overflows',
    schema: struct({ l: long() }),
    outputMode: 'update',
    steps: [[row({ l: 1 })], [{ ...row({}), value: '{"l": 9223372036854775807}' }]],
    pyspark: `t.agg(F.sum('l').alias('s'))`,
    sluice: ({ t }) => t.groupBy().agg(r => ({ s: sum(r.l) })),
  }),
  streaming({
    name: 'a sum of decimals that overflows',
    schema: struct({ m: decimal(38, 0) }),
    outputMode: 'update',
    steps: [Array.from({ length: 3 }, () => ({ ...row({}), value: '{"m": 99999999999999999999999999999999999999}' }))],
    pyspark: `t.agg(F.sum('m').alias('s'))`,
    sluice: ({ t }) => t.groupBy().agg(r => ({ s: sum(r.m) })),
  }),
  streaming({
    name: 'a global aggregate of no rows',
    outputMode: 'complete',
    schema: VALUE,
    steps: [[], values(1), []],
    pyspark: `t.agg(F.count('*').alias('n'), F.sum('value').alias('s'), F.min('value').alias('m'))`,
    sluice: ({ t }) => t.groupBy().agg(r => ({ n: count(), s: sum(r.value), m: min(r.value) })),
  }),
  streaming({
    name: 'text and boolean keys and extremes',
    schema: struct({ s: string(), b: boolean() }),
    outputMode: 'complete',
    steps: [
      [
        row({ s: 'b', b: true }),
        row({ s: 'a', b: true }),
        row({ s: 'é', b: false }),
        row({ s: '', b: null }),
        row({ s: 'Z', b: false }),
      ],
      [row({ s: '\u{1F600}', b: true }), row({ s: '\uFFFD', b: true })],
    ],
    pyspark: `t.groupBy('b').agg(F.min('s').alias('n'), F.max('s').alias('x'), F.count('s').alias('c'))`,
    sluice: ({ t }) => t.groupBy(r => ({ b: r.b })).agg(r => ({ n: min(r.s), x: max(r.s), c: count(r.s) })),
  }),
]
