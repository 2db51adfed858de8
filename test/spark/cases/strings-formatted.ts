// Numbers and other values written as texts.
import type { IntegerColumn, NumericColumn } from '../../../src/expressions/column.ts'
import { chr } from '../../../src/expressions/functions/text.ts'
import { formatNumber, formatString, printf } from '../../../src/expressions/functions/text-edit.ts'
import type { NumericType } from '../../../src/expressions/numeric-type.ts'
import {
  boolean,
  byte,
  date,
  decimal,
  double,
  float,
  integer,
  long,
  short,
  string,
  struct,
  timestamp,
} from '../../../src/schema/data-type.ts'
import { type Case, expressions } from '../case.ts'

export const cases: readonly Case[] = [
  expressions({
    name: 'numbers as texts',
    schema: struct({ i: integer(), l: long(), d: double(), f: float(), m: decimal(12, 3), n: integer() }),
    rows: [
      { i: 65, l: 1234567890123, d: 12332.123456, f: 0.1, m: 1234.565, n: 2 },
      { i: -1, l: -1, d: -0.0, f: -2.5, m: -0.005, n: 0 },
      { i: 256, l: 300, d: 2.675, f: 1e10, m: 0.125, n: 2 },
      { i: 0, l: 0, d: 1e20, f: 1.005, m: 999999999.999, n: 1 },
      '{"i":233,"l":9223372036854775807,"d":"NaN","f":"Infinity","m":1,"n":3}',
      { i: 97, l: 97, d: 0.045, f: 0.045, m: 0.045, n: 2 },
      { i: 97, l: 97, d: 1.5, f: 1.5, m: 1.5, n: -1 },
      '{"i":2147483647,"l":-9007199254740993,"d":1e-7,"f":1e-7,"m":0.001,"n":20}',
      {},
    ],
    expressions: [
      { pyspark: 'F.chr(t.i)', sluice: t => chr(t.i) },
      { pyspark: 'F.chr(t.l)', sluice: t => chr(t.l) },
      ...(['i', 'l', 'd', 'f', 'm'] as const).map(name => ({
        pyspark: `F.expr('format_number(${name}, n)')`,
        sluice: (t: Readonly<Record<typeof name, NumericColumn<NumericType>>> & { readonly n: IntegerColumn }) =>
          formatNumber(t[name], t.n),
      })),
      {
        pyspark: "F.format_string('%s|%5d|%-8.2f|%x|%b', t.m, t.i, t.d, t.l, t.n)",
        sluice: t => formatString('%s|%5d|%-8.2f|%x|%b', t.m, t.i, t.d, t.l, t.n),
      },
      {
        pyspark: "F.format_string('%,d %+d %(d %08d %o', t.l, t.i, t.i, t.i, t.i)",
        sluice: t => formatString('%,d %+d %(d %08d %o', t.l, t.i, t.i, t.i, t.i),
      },
      {
        pyspark: "F.format_string('%e %.0e %f %.1f %,.2f', t.d, t.d, t.f, t.f, t.d)",
        sluice: t => formatString('%e %.0e %f %.1f %,.2f', t.d, t.d, t.f, t.f, t.d),
      },
      {
        pyspark: "F.format_string('%2$s %1$s %%%n%S', t.i, t.f, t.d)",
        sluice: t => formatString('%2$s %1$s %%%n%S', t.i, t.f, t.d),
      },
      { pyspark: "F.format_string('%d', t.d)", sluice: t => formatString('%d', t.d) },
      { pyspark: "F.format_string('%s %s', t.i)", sluice: t => formatString('%s %s', t.i) },
      { pyspark: "F.format_string('%c', t.i)", sluice: t => formatString('%c', t.i) },
      { pyspark: "F.printf(F.lit('%-5s|%.2s'), t.i, t.l)", sluice: t => printf('%-5s|%.2s', t.i, t.l) },
    ],
  }),
  expressions({
    name: 'other values as texts',
    schema: struct({ b: boolean(), y: byte(), h: short(), d: date(), t: timestamp(), s: string() }),
    rows: [{ b: true, y: -1, h: -2, d: '1970-01-03', t: '1970-01-01 00:00:00.000007', s: 'x😀' }, {}],
    expressions: [
      {
        pyspark: "F.format_string('%s %x %x %b %s', t.b, t.y, t.h, t.b, t.s)",
        sluice: t => formatString('%s %x %x %b %s', t.b, t.y, t.h, t.b, t.s),
      },
      { pyspark: "F.format_string('%d %s %d', t.d, t.d, t.t)", sluice: t => formatString('%d %s %d', t.d, t.d, t.t) },
      { pyspark: 'F.format_string("%5s|%-5s|%.1s", t.s, t.s, t.s)', sluice: t => formatString('%5s|%-5s|%.1s', t.s, t.s, t.s) },
    ],
  }),
]
