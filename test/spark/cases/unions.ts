// Streams put together, each with its watermark.
import { count, sum } from '../../../src/expressions/functions/aggregates.ts'
import { window } from '../../../src/expressions/functions/window.ts'
import { double, integer, long, string, struct } from '../../../src/schema/data-type.ts'
import { type Case, joined, row, streaming } from '../case.ts'
import { seconds, secondsIn, VALUE } from '../records.ts'

const a = (...list: number[]) => secondsIn({ source: 'a' }, ...list)
const b = (...list: number[]) => secondsIn({ source: 'b' }, ...list)
const TWO = { a: VALUE, b: VALUE } as const

const policy = (name: 'min' | 'max') =>
  joined({
    name: `14.26 the policy ${name}`,
    schemas: TWO,
    conf: { 'spark.sql.streaming.multipleWatermarkPolicy': name },
    steps: [[...a(20), ...b(30)], a(0), 'restart', a(0), a(120), b(130), a(0), name === 'max' ? a(150) : b(150), a(0)],
    pyspark: `streams['a'].withWatermark('ts', '10 seconds').union(streams['b'].withWatermark('ts', '15 seconds'))`,
    sluice: ({ streams }) => streams.a.withWatermark('ts', '10 seconds').union(streams.b.withWatermark('ts', '15 seconds')),
  })

export const cases: readonly Case[] = [
  joined({
    name: '14.25 watermark with 2 streams',
    schemas: TWO,
    steps: [
      a(11),
      a(0),
      b(6),
      a(0),
      b(8),
      a(0),
      a(21),
      a(0),
      b(17, 28, 39),
      a(0),
      a(31),
      a(0),
      a(41),
      a(0),
      a(51),
      a(0),
      a(100),
      b(100),
      a(0),
      a(200),
      b(190),
      a(0),
      'restart',
      a(0),
      b(200),
      a(0),
      a(200),
      a(0),
    ],
    pyspark: `streams['a'].withWatermark('ts', '10 seconds').union(streams['b'].withWatermark('ts', '5 seconds'))`,
    sluice: ({ streams }) => streams.a.withWatermark('ts', '10 seconds').union(streams.b.withWatermark('ts', '5 seconds')),
  }),
  policy('min'),
  policy('max'),
  joined({
    name: 'windows over two streams close when both have passed them',
    schemas: TWO,
    steps: [[...a(1, 20), ...b(2)], b(12), a(30), b(31)],
    pyspark: `(streams['a'].withWatermark('ts', '0 seconds').union(streams['b'].withWatermark('ts', '3 seconds'))
      .groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('n')))`,
    sluice: ({ streams }) =>
      streams.a
        .withWatermark('ts', '0 seconds')
        .union(streams.b.withWatermark('ts', '3 seconds'))
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() })),
  }),
  joined({
    name: 'a union with a watermark on its first stream alone',
    schemas: TWO,
    steps: [[...a(1, 20), ...b(2)], b(12), a(30)],
    pyspark: `(streams['a'].withWatermark('ts', '0 seconds').union(streams['b'])
      .groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('n')))`,
    sluice: ({ streams }) =>
      streams.a
        .withWatermark('ts', '0 seconds')
        .union(streams.b)
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() })),
  }),
  joined({
    name: 'a union with a watermark on its second stream alone',
    schemas: TWO,
    steps: [a(1)],
    pyspark: `(streams['a'].union(streams['b'].withWatermark('ts', '0 seconds'))
      .groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('n')))`,
    sluice: ({ streams }) =>
      streams.a
        .union(streams.b.withWatermark('ts', '0 seconds'))
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() })),
  }),
  joined({
    name: 'a filter above a union is pushed below the watermarks of both',
    schemas: TWO,
    steps: [
      [...a(1, 50), ...b(2, 60)],
      [...a(3), ...b(4)],
      [...a(12, 55), ...b(13, 70)],
    ],
    pyspark: `(streams['a'].withWatermark('ts', '0 seconds').union(streams['b'].withWatermark('ts', '0 seconds')).filter('value < 40')
      .groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('n')))`,
    sluice: ({ streams }) =>
      streams.a
        .withWatermark('ts', '0 seconds')
        .union(streams.b.withWatermark('ts', '0 seconds'))
        .filter(r => r.value.lt(40))
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() })),
  }),
  joined({
    name: 'a union of two aggregations in update mode',
    schemas: TWO,
    outputMode: 'update',
    steps: [[...a(1, 2), ...b(1)], b(1, 7), a(30), b(40)],
    pyspark: `(streams['a'].withWatermark('ts', '1 second').groupBy(F.window('ts', '5 seconds').alias('w')).agg(F.count('*').alias('n'))
      .union(streams['b'].withWatermark('ts', '1 second').groupBy(F.window('ts', '10 seconds').alias('w')).agg(F.sum('value').alias('n'))))`,
    sluice: ({ streams }) =>
      streams.a
        .withWatermark('ts', '1 second')
        .groupBy(r => ({ w: window(r.ts, '5 seconds') }))
        .agg(() => ({ n: count() }))
        .union(
          streams.b
            .withWatermark('ts', '1 second')
            .groupBy(r => ({ w: window(r.ts, '10 seconds') }))
            .agg(r => ({ n: sum(r.value) })),
        ),
  }),
  joined({
    name: 'a union brings numbers to the wider type',
    schemas: { a: struct({ n: integer(), x: long() }), b: struct({ n: long(), x: double() }) },
    steps: [[row({ n: 1, x: 2 }, { source: 'a' }), row({ n: 3_000_000_000, x: 0.5 }, { source: 'b' })]],
    pyspark: `streams['a'].select('n', 'x').union(streams['b'].select('n', 'x'))`,
    sluice: ({ streams }) =>
      streams.a.select(r => ({ n: r.n, x: r.x })).union(streams.b.select(r => ({ n: r.n, x: r.x })) as never),
  }),
  joined({
    name: 'a union by name, with columns that one side lacks',
    schemas: { a: struct({ n: integer(), x: string() }), b: struct({ y: string(), n: integer() }) },
    steps: [[row({ n: 1, x: 'a' }, { source: 'a' }), row({ n: 2, y: 'b' }, { source: 'b' })]],
    pyspark: `streams['a'].select('n', 'x').unionByName(streams['b'].select('y', 'n'), allowMissingColumns=True)`,
    sluice: ({ streams }) =>
      streams.a
        .select(r => ({ n: r.n, x: r.x }))
        .unionByName(
          streams.b.select(r => ({ y: r.y, n: r.n })),
          { allowMissingColumns: true },
        ),
  }),
  joined({
    name: 'a union by name lacks a column',
    schemas: { a: struct({ n: integer(), x: string() }), b: struct({ n: integer(), y: string() }) },
    steps: [[]],
    pyspark: `streams['a'].select('n', 'x').unionByName(streams['b'].select('n', 'y'))`,
    sluice: ({ streams }) =>
      streams.a.select(r => ({ n: r.n, x: r.x })).unionByName(streams.b.select(r => ({ n: r.n, y: r.y })) as never),
  }),
  joined({
    name: 'a union of different numbers of columns',
    schemas: TWO,
    steps: [[]],
    pyspark: `streams['a'].union(streams['b'].select('value'))`,
    sluice: ({ streams }) => streams.a.union(streams.b.select(r => ({ value: r.value })) as never),
  }),
  joined({
    name: 'a union of types that do not fit',
    schemas: { a: struct({ n: integer() }), b: struct({ n: integer() }) },
    steps: [[]],
    pyspark: `streams['a'].select('n').union(streams['b'].select('ts'))`,
    sluice: ({ streams }) => streams.a.select(r => ({ n: r.n })).union(streams.b.select(r => ({ n: r.ts })) as never),
  }),
  streaming({
    name: 'a stream united with itself is read twice',
    schema: VALUE,
    steps: [seconds(1, 2), seconds(3)],
    pyspark: 't.union(t.filter("value > 1"))',
    sluice: ({ t }) => t.union(t.filter(r => r.value.gt(1))),
  }),
]
