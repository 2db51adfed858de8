// What random queries brought to light.

import type { LongColumn } from '../../../src/expressions/column.ts'
import { count } from '../../../src/expressions/functions/aggregates.ts'
import { interval } from '../../../src/expressions/functions/interval.ts'
import { lit } from '../../../src/expressions/functions/lit.ts'
import { pmod, tryAdd, tryDivide } from '../../../src/expressions/functions/math-arithmetic.ts'
import { floor } from '../../../src/expressions/functions/math-round.ts'
import { dayofyear } from '../../../src/expressions/functions/time-fields.ts'
import { dateTrunc } from '../../../src/expressions/functions/time-moments.ts'
import { window } from '../../../src/expressions/functions/window.ts'
import { decimal, integer, long, short, string, struct, timestamp } from '../../../src/schema/data-type.ts'
import { type Case, expressions, row, streaming } from '../case.ts'

export const cases: readonly Case[] = [
  streaming({
    name: 'a condition on the event time says of its other columns that they are not null, below the watermark',
    schema: struct({ c: integer() }),
    steps: [
      [row({ c: 5 }, { at: 100 }), row({ c: null }, { at: 900 })],
      [row({ c: 5 }, { at: 200 }), row({ c: 1 }, { at: 950 })],
    ],
    pyspark: `(t.withWatermark('ts', '10 seconds').filter(F.dayofyear(t.ts) != t.c).groupBy(F.window('ts', '50 seconds').alias('w'))
      .agg(F.count('*').alias('n')))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .filter(r => dayofyear(r.ts).notEqual(r.c))
        .groupBy(r => ({ w: window(r.ts, '50 seconds') }))
        .agg(() => ({ n: count() })),
  }),
  streaming({
    name: 'a cast in a condition on the event time says that its column is not null, below the watermark',
    schema: struct({ c: string() }),
    steps: [
      [row({ c: '1970-01-01 00:01:40' }, { at: 100 }), row({ c: null }, { at: 900 })],
      [row({ c: 'x' }, { at: 200 }), row({ c: '1970-01-01 00:15:50' }, { at: 950 })],
    ],
    pyspark: `(t.withWatermark('ts', '10 seconds').filter(t.ts == t.c.try_cast('timestamp')).groupBy(F.window('ts', '50 seconds').alias('w'))
      .agg(F.count('*').alias('n')))`,
    sluice: ({ t }) =>
      t
        .withWatermark('ts', '10 seconds')
        .filter(r => r.ts.eq(r.c.tryCast('timestamp')))
        .groupBy(r => ({ w: window(r.ts, '50 seconds') }))
        .agg(() => ({ n: count() })),
  }),
  expressions({
    name: 'a right side beside null is not evaluated',
    schema: struct({ l: long(), s: string(), i: integer() }),
    rows: [
      { l: 1, s: '2' },
      { l: null, s: 'x' },
      { l: 3, s: null },
      { l: null, s: null, i: 0 },
      { l: 4, s: 'x', i: 0 },
    ],
    expressions: [
      { pyspark: 't.l + t.s.cast("double")', sluice: t => t.l.plus(t.s.cast('double')) },
      { pyspark: 't.l < t.s.cast("bigint")', sluice: t => t.l.lt(t.s.cast('long')) },
      { pyspark: 't.l.isin(t.l, t.s.cast("bigint"))', sluice: t => t.l.isin(t.l, t.s.cast('long')) },
      { pyspark: 't.l.isin(F.lit(3), t.s.cast("bigint"))', sluice: t => t.l.isin(lit(3), t.s.cast('long')) },
      { pyspark: 't.l / (F.lit(1) / t.i)', sluice: t => t.l.divide(lit(1).divide(t.i)) },
      { pyspark: 'F.try_add(t.l, t.s.cast("bigint"))', sluice: t => tryAdd(t.l, t.s.cast('long')) },
      { pyspark: 'F.try_divide(t.s.cast("bigint"), t.l)', sluice: t => tryDivide(t.s.cast('long'), t.l) },
      { pyspark: 'F.pmod(t.s.cast("bigint"), t.l)', sluice: t => pmod(t.s.cast('long'), t.l) },
    ],
  }),
  expressions({
    name: 'integer constants beside decimals',
    schema: struct({ m: decimal(10, 2) }),
    rows: [{ m: 1.25 }, { m: -9.99 }, {}],
    expressions: [
      { pyspark: 'F.floor(t.m) / F.lit(7)', sluice: t => floor(t.m).divide(lit(7)) },
      { pyspark: 't.m * F.lit(46341)', sluice: t => t.m.multiply(lit(46341)) },
      { pyspark: 'F.lit(-3) % t.m', sluice: t => lit(-3).mod(t.m) },
      { pyspark: 'F.try_divide(t.m, F.lit(-3))', sluice: t => tryDivide(t.m, lit(-3)) },
    ],
  }),
  expressions({
    name: 'days into an hour that the clock shows twice',
    schema: struct({ x: timestamp() }),
    conf: { 'spark.sql.session.timeZone': 'America/Los_Angeles' },
    rows: [
      '2024-11-04T08:30:00Z',
      '2024-11-04T09:30:00Z',
      '2024-11-02T08:30:00Z',
      '2024-11-03T09:30:00Z',
      '2024-03-09T10:30:00Z',
    ].map(x => ({ x })),
    expressions: [
      { pyspark: 't.x - F.expr("interval 1 day")', sluice: t => t.x.minus(interval('1 day')) },
      { pyspark: 't.x + F.expr("interval 1 day")', sluice: t => t.x.plus(interval('1 day')) },
      { pyspark: 't.x + F.expr("interval 1 day 90 minutes")', sluice: t => t.x.plus(interval('1 day 90 minutes')) },
    ],
  }),
  expressions({
    name: 'a positive remainder by the least number',
    schema: struct({ i: integer(), j: integer(), a: long(), b: long(), m: short(), n: short() }),
    rows: [
      '{"i": -5, "j": -2147483648, "a": -5, "b": -9223372036854775808, "m": -5, "n": -32768}',
      '{"i": -2147483648, "j": -2147483647, "a": -9223372036854775807, "b": -9223372036854775808, "m": -32768, "n": -32767}',
    ],
    expressions: [
      { pyspark: 'F.pmod(t.i, t.j)', sluice: t => pmod(t.i, t.j) },
      { pyspark: 'F.pmod(t.a, t.b)', sluice: t => pmod(t.a, t.b) },
      { pyspark: 'F.pmod(t.i, t.b)', sluice: t => pmod(t.i, t.b) },
      { pyspark: 'F.pmod(t.m, t.n)', sluice: t => pmod(t.m, t.n) },
    ],
  }),
  expressions({
    name: 'truncated beyond the first moment',
    schema: struct({ l: long() }),
    rows: [{ l: -9223372036854 }, { l: -9223372036000 }, { l: 9223372036854 }, { l: null }],
    expressions: ['year', 'week', 'day', 'minute', 'second', 'nothing'].map(unit => ({
      pyspark: `F.date_trunc('${unit}', t.l.cast('timestamp'))`,
      sluice: (t: { readonly l: LongColumn }) => dateTrunc(unit, t.l.cast('timestamp')),
    })),
  }),
]
