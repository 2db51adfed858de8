import { count } from '../../../src/expressions/functions/aggregates.ts'
import { window } from '../../../src/expressions/functions/window.ts'
import type { OutputMode } from '../../../src/plan/sink.ts'
import { date, decimal, double, integer, long, string, struct, timestamp } from '../../../src/schema/data-type.ts'
import { csvSink } from '../../../src/sinks/csv-sink.ts'
import { parquetSink } from '../../../src/sinks/parquet-sink.ts'
import { type Case, type CaseSink, row, streaming } from '../case.ts'
import { seconds, VALUE, type Values, values } from '../records.ts'

const parquet = (partitionBy: readonly string[] = []): CaseSink => ({
  format: 'parquet',
  partitionBy,
  sluice: ({ path }) => parquetSink({ path, partitionBy }),
})
const counts = {
  schema: VALUE,
  pyspark: `t.groupBy('value').agg(F.count('*').alias('n'))`,
  sluice: ({ t }: Values) => t.groupBy(r => ({ value: r.value })).agg(() => ({ n: count() })),
}
const refused = (outputMode: OutputMode): Case =>
  streaming({ name: `14.81 parquet in ${outputMode} mode`, ...counts, outputMode, sink: parquet(), steps: [values(1)] })

const all = struct({ id: integer(), s: string(), l: long(), d: double(), m: decimal(12, 2), day: date(), x: timestamp() })

export const cases: readonly Case[] = [
  streaming({
    name: '14.80 parquet with aggregation',
    schema: VALUE,
    sink: parquet(),
    steps: [seconds(100), seconds(104, 123), seconds(140)],
    pyspark: `(t.withWatermark('ts', '10 seconds').groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('n'))
      .select(F.col('w.start').alias('start'), F.col('w.end').alias('end'), 'n'))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() }))
        .select(r => ({ start: r.w.start, end: r.w.end, n: r.n })),
  }),
  refused('update'),
  refused('complete'),
  streaming({
    name: '14.81 parquet partitioned by a column',
    schema: VALUE,
    sink: parquet(['id']),
    steps: [values(1, 2, 3), 'restart', values(2, 4)],
    pyspark: `t.select((t.value % 2).alias('id'), 'value')`,
    sluice: ({ t }) => t.select(r => ({ id: r.value.mod(2), value: r.value })),
  }),
  streaming({
    name: 'a partition value that no folder can be named by',
    schema: struct({ k: string(), n: integer() }),
    sink: { format: 'csv', partitionBy: ['k'], sluice: ({ path }) => csvSink({ path, partitionBy: ['k'] }) },
    steps: [[row({ k: 'short', n: 1 }), row({ k: 'é'.repeat(127), n: 2 })]],
    pyspark: `t.select('k', 'n')`,
    sluice: ({ t }) => t.select(r => ({ k: r.k, n: r.n })),
  }),
  streaming({
    name: 'the longest partition value',
    schema: struct({ k: string(), n: integer() }),
    sink: parquet(['k']),
    steps: [[row({ k: `x${'é'.repeat(126)}`, n: 2 })]],
    pyspark: `t.select('k', 'n')`,
    sluice: ({ t }) => t.select(r => ({ k: r.k, n: r.n })),
  }),
  streaming({
    name: 'parquet of every type, nulls and odd partition values',
    schema: all,
    sink: parquet(['s']),
    steps: [
      [
        row({ id: 1, s: 'a b', l: 1, d: 0.1, m: 1.25, day: '2020-02-29', x: '2020-02-29T12:30:45.123456Z' }),
        row({ id: 2, s: 'ü/=%:?', l: -1, d: 'NaN', m: -1.25, day: '0001-01-01', x: '1969-12-31T23:59:59.999999Z' }),
        row({ id: 3, s: null }),
        row({ id: 4, s: '' }),
      ],
    ],
    pyspark: `t.drop('ts')`,
    sluice: ({ t }) => t.drop('ts'),
  }),
]
