// Functions with several names, under those names that no other case calls them by; and orders of nulls.
import { countDistinct, every, some, sumDistinct } from '../../../src/expressions/functions/aggregates.ts'
import { approxCountDistinct } from '../../../src/expressions/functions/aggregates-distribution.ts'
import { stddevSamp } from '../../../src/expressions/functions/aggregates-statistics.ts'
import { arrayAgg, stringAgg } from '../../../src/expressions/functions/aggregates-values.ts'
import { power, sign } from '../../../src/expressions/functions/math.ts'
import { negate } from '../../../src/expressions/functions/math-arithmetic.ts'
import { ceiling } from '../../../src/expressions/functions/math-round.ts'
import { ascNullsFirst, ascNullsLast, descNullsLast } from '../../../src/expressions/functions/sort.ts'
import { currentDate, currentTimestamp, now } from '../../../src/expressions/functions/time.ts'
import { dateDiff } from '../../../src/expressions/functions/time-dates.ts'
import type { SortOrder } from '../../../src/expressions/sort-order.ts'
import { boolean, date, double, integer, long, string, struct } from '../../../src/schema/data-type.ts'
import { type Case, expressions, row, streaming } from '../case.ts'
import { VALUE, values } from '../records.ts'

type Value = Parameters<typeof ascNullsFirst>[0]

const ordered = (pyspark: string, order: (value: Value) => SortOrder): Case =>
  streaming({
    name: `rows in the order of ${pyspark}`,
    schema: VALUE,
    outputMode: 'complete',
    ordered: true,
    steps: [values(2, null, 1, 2)],
    pyspark: `t.groupBy('value').count().orderBy(F.${pyspark}('value'))`,
    sluice: ({ t }) =>
      t
        .groupBy(r => ({ value: r.value }))
        .count()
        .orderBy(r => order(r.value)),
  })

export const cases: readonly Case[] = [
  ordered('asc_nulls_first', ascNullsFirst),
  ordered('asc_nulls_last', ascNullsLast),
  ordered('desc_nulls_last', descNullsLast),
  streaming({
    name: 'aggregates under their other names',
    schema: struct({ b: boolean(), s: string(), x: integer() }),
    outputMode: 'update',
    steps: [[row({ b: true, s: 'a', x: 1 }), row({ b: false, s: 'b', x: 3 }), row({})], [row({ b: true, s: 'c', x: 3 })]],
    pyspark: `t.groupBy().agg(F.every('b').alias('every'), F.some('b').alias('some'), F.array_agg('x').alias('list'),
      F.string_agg('s', F.lit('-')).alias('text'), F.stddev_samp('x').alias('deviation'),
      F.approxCountDistinct('x').alias('distinct'))`,
    sluice: ({ t }) =>
      t.groupBy().agg(r => ({
        every: every(r.b),
        some: some(r.b),
        list: arrayAgg(r.x),
        text: stringAgg(r.s, '-'),
        deviation: stddevSamp(r.x),
        distinct: approxCountDistinct(r.x),
      })),
  }),
  streaming({
    name: 'a distinct count under its old name is refused',
    schema: VALUE,
    outputMode: 'update',
    steps: [values(1)],
    pyspark: `t.groupBy().agg(F.countDistinct('value').alias('n'))`,
    sluice: ({ t }) => t.groupBy().agg(r => ({ n: countDistinct(r.value) })),
  }),
  streaming({
    name: 'a distinct sum under its old name is refused',
    schema: VALUE,
    outputMode: 'update',
    steps: [values(1)],
    pyspark: `t.groupBy().agg(F.sumDistinct('value').alias('n'))`,
    sluice: ({ t }) => t.groupBy().agg(r => ({ n: sumDistinct(r.value) })),
  }),
  expressions({
    name: 'functions under their other names',
    schema: struct({ i: integer(), l: long(), d: double(), a: date(), b: date() }),
    rows: [
      { i: 3, l: 4, d: 2.5, a: '2024-02-28', b: '2024-03-01' },
      { i: -3, l: -4, d: -2.5, a: '2024-03-01', b: '2023-03-01' },
      { i: 0, l: 0, d: -0, a: '1969-12-31', b: '1970-01-01' },
      { i: 2147483647, l: -9007199254740991, d: 'NaN', a: '0001-01-01', b: '9999-12-31' },
      {},
    ],
    expressions: [
      { pyspark: 'F.ceiling(t.d)', sluice: t => ceiling(t.d) },
      { pyspark: 'F.negate(t.i)', sluice: t => negate(t.i) },
      { pyspark: 'F.negate(t.d)', sluice: t => negate(t.d) },
      { pyspark: 'F.power(t.d, t.i)', sluice: t => power(t.d, t.i) },
      { pyspark: 'F.sign(t.l)', sluice: t => sign(t.l) },
      { pyspark: 'F.date_diff(t.b, t.a)', sluice: t => dateDiff(t.b, t.a) },
      { pyspark: 'F.now() == F.current_timestamp()', sluice: () => now().eq(currentTimestamp()) },
      {
        pyspark: 'F.current_date() == F.current_timestamp().cast("date")',
        sluice: () => currentDate().eq(currentTimestamp().cast('date')),
      },
    ],
  }),
]
