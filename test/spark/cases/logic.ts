import { coalesce, when } from '../../../src/expressions/functions/conditional.ts'
import { lit } from '../../../src/expressions/functions/lit.ts'
import { boolean, date, decimal, double, integer, long, string, struct, timestamp } from '../../../src/schema/data-type.ts'
import { type Case, expressions } from '../case.ts'

const truth = [true, false, null]
const pairs = truth.flatMap(p => truth.map(q => ({ p, q })))

const numbers = struct({ i: integer(), l: long(), d: double(), m: decimal(10, 2) })
const numberRows = [
  { i: 1, l: 1, d: 1, m: 1 },
  { i: 2, l: 1, d: 'NaN', m: 2.5 },
  { i: -1, l: 1, d: '-Infinity', m: -1 },
  '{"i":0,"l":9223372036854775807,"d":-0.0,"m":0.01}',
  '{"i":0,"l":-9223372036854775808,"d":9223372036854775807,"m":99999999.99}',
  { i: null, l: 2, d: null, m: null },
  { i: 3, l: null, d: 3.0000000000000004, m: 3 },
  '{"i":0,"l":9007199254740993,"d":9007199254740992}',
  {},
]

export const cases: readonly Case[] = [
  expressions({
    name: 'three-valued logic',
    schema: struct({ p: boolean(), q: boolean() }),
    rows: pairs,
    expressions: [
      { pyspark: 't.p & t.q', sluice: t => t.p.and(t.q) },
      { pyspark: 't.p | t.q', sluice: t => t.p.or(t.q) },
      { pyspark: '~t.p', sluice: t => t.p.not() },
      { pyspark: '~(t.p & t.q)', sluice: t => t.p.and(t.q).not() },
      { pyspark: 't.p == t.q', sluice: t => t.p.eq(t.q) },
      { pyspark: 't.p != t.q', sluice: t => t.p.notEqual(t.q) },
      { pyspark: 't.p < t.q', sluice: t => t.p.lt(t.q) },
      { pyspark: 't.p.eqNullSafe(t.q)', sluice: t => t.p.eqNullSafe(t.q) },
      { pyspark: 't.p.isNull() | t.q', sluice: t => t.p.isNull().or(t.q) },
      { pyspark: 't.p.isNotNull()', sluice: t => t.p.isNotNull() },
      { pyspark: 't.p.isin(True, t.q)', sluice: t => t.p.isin(true, t.q) },
      { pyspark: 't.p == True', sluice: t => t.p.eq(true) },
    ],
  }),
  expressions({
    name: 'comparison of numbers',
    schema: numbers,
    rows: numberRows,
    expressions: [
      { pyspark: 't.i < t.l', sluice: t => t.i.lt(t.l) },
      { pyspark: 't.i >= t.l', sluice: t => t.i.geq(t.l) },
      { pyspark: 't.l == t.d', sluice: t => t.l.eq(t.d) },
      { pyspark: 't.l < t.d', sluice: t => t.l.lt(t.d) },
      { pyspark: 't.i == t.d', sluice: t => t.i.eq(t.d) },
      { pyspark: 't.d > t.i', sluice: t => t.d.gt(t.i) },
      { pyspark: 't.d == t.d', sluice: t => t.d.eq(t.d) },
      { pyspark: 't.d == 0.0', sluice: t => t.d.eq(0) },
      { pyspark: 't.d <= t.d', sluice: t => t.d.leq(t.d) },
      { pyspark: 't.m == t.i', sluice: t => t.m.eq(t.i) },
      { pyspark: 't.m > t.l', sluice: t => t.m.gt(t.l) },
      { pyspark: 't.m < t.d', sluice: t => t.m.lt(t.d) },
      { pyspark: 't.i.eqNullSafe(t.l)', sluice: t => t.i.eqNullSafe(t.l) },
      { pyspark: 't.d.eqNullSafe(t.d)', sluice: t => t.d.eqNullSafe(t.d) },
      { pyspark: 't.i.isin(1, 2)', sluice: t => t.i.isin(1, 2) },
      { pyspark: 't.i.isin(1, t.l)', sluice: t => t.i.isin(1, t.l) },
      { pyspark: 't.i.isin(1.0, 2.5)', sluice: t => t.i.isin(lit(1).cast('double'), 2.5) },
      { pyspark: 't.l.isin(9007199254740992, 0.5)', sluice: t => t.l.isin(9007199254740992n, 0.5) },
      { pyspark: 't.l.isin(t.i, t.d)', sluice: t => t.l.isin(t.i, t.d) },
      { pyspark: 't.m.isin(2, 2.5)', sluice: t => t.m.isin(2, 2.5) },
      { pyspark: 't.m.isin(t.l, t.i)', sluice: t => t.m.isin(t.l, t.i) },
      { pyspark: "t.d.isin(float('nan'), 1.0)", sluice: t => t.d.isin(Number.NaN, 1) },
      { pyspark: 't.i.between(0, 2)', sluice: t => t.i.between(0, 2) },
      { pyspark: 't.i.between(t.l, 2)', sluice: t => t.i.between(t.l, 2) },
      { pyspark: 't.d.between(-1, 1)', sluice: t => t.d.between(-1, 1) },
    ],
  }),
  expressions({
    name: 'comparison of texts, days and moments',
    schema: struct({ s: string(), u: string(), a: date(), b: date(), x: timestamp(), y: timestamp() }),
    rows: [
      { s: 'a', u: 'b', a: '2020-02-29', b: '2020-03-01', x: '2020-02-29T12:00:00Z', y: '2020-02-29T12:00:00.000001Z' },
      { s: 'a', u: 'A', a: '1969-12-31', b: '1970-01-01', x: '1969-12-31T23:59:59.999999Z', y: '1970-01-01T00:00:00Z' },
      { s: '', u: null, a: '0001-01-01', b: null, x: '0001-01-01T00:00:00Z', y: null },
      { s: 'é', u: 'z', a: '2020-01-01', b: '2020-01-01', x: '2020-01-01T00:00:00Z', y: '2020-01-01T01:00:00+01:00' },
      { s: '\u{1F600}', u: '\uFFFD' },
      { s: 'ab', u: 'a', x: '9999-12-31T23:59:59.999999Z', y: '9999-12-31T23:59:59.999998Z' },
    ],
    expressions: [
      { pyspark: 't.s < t.u', sluice: t => t.s.lt(t.u) },
      { pyspark: 't.s >= t.u', sluice: t => t.s.geq(t.u) },
      { pyspark: 't.s == t.u', sluice: t => t.s.eq(t.u) },
      { pyspark: "t.s.isin('a', '')", sluice: t => t.s.isin('a', '') },
      { pyspark: "t.s.between('a', 'b')", sluice: t => t.s.between('a', 'b') },
      { pyspark: 't.a < t.b', sluice: t => t.a.lt(t.b) },
      { pyspark: 't.a == t.b', sluice: t => t.a.eq(t.b) },
      { pyspark: 't.x < t.y', sluice: t => t.x.lt(t.y) },
      { pyspark: 't.x == t.y', sluice: t => t.x.eq(t.y) },
      { pyspark: 't.x.eqNullSafe(t.y)', sluice: t => t.x.eqNullSafe(t.y) },
      { pyspark: 't.a.eqNullSafe(t.b)', sluice: t => t.a.eqNullSafe(t.b) },
    ],
  }),
  expressions({
    name: 'when and coalesce',
    schema: numbers,
    rows: numberRows,
    expressions: [
      { pyspark: "F.when(t.i > 1, 'big').otherwise('small')", sluice: t => when(t.i.gt(1), 'big').otherwise('small') },
      { pyspark: "F.when(t.i > 1, 'big')", sluice: t => when(t.i.gt(1), 'big').end() },
      {
        pyspark: 'F.when(t.i > 1, t.i).when(t.l > 1, t.l).otherwise(t.d)',
        sluice: t => when(t.i.gt(1), t.i).when(t.l.gt(1), t.l).otherwise(t.d),
      },
      { pyspark: 'F.when(t.i.isNull(), 0).otherwise(t.i / t.i)', sluice: t => when(t.i.isNull(), 0).otherwise(t.i.divide(t.i)) },
      {
        pyspark: 'F.when(t.i != 0, 10 / t.i).otherwise(-1.0)',
        sluice: t => when(t.i.notEqual(0), lit(10).divide(t.i)).otherwise(-1),
      },
      { pyspark: 'F.coalesce(t.i, t.l)', sluice: t => coalesce(t.i, t.l) },
      { pyspark: 'F.coalesce(t.i, F.lit(7))', sluice: t => coalesce(t.i, lit(7)) },
      { pyspark: 'F.coalesce(t.i, t.i / 0)', sluice: t => coalesce(t.i, t.i.divide(0)) },
      { pyspark: 'F.coalesce(t.m, t.i)', sluice: t => coalesce(t.m, t.i) },
      { pyspark: 'F.coalesce(t.d, t.m)', sluice: t => coalesce(t.d, t.m) },
    ],
  }),
]
