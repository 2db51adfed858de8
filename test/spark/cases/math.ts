import type { Column, DoubleColumn, NumericColumn, StringColumn } from '../../../src/expressions/column.ts'
import * as roots from '../../../src/expressions/functions/math.ts'
import * as angles from '../../../src/expressions/functions/math-angles.ts'
import * as arithmetic from '../../../src/expressions/functions/math-arithmetic.ts'
import * as bits from '../../../src/expressions/functions/math-bits.ts'
import { bround, ceil, floor, round } from '../../../src/expressions/functions/math-round.ts'
import type { NumericType } from '../../../src/expressions/numeric-type.ts'
import { byte, decimal, double, float, integer, long, short, string, struct } from '../../../src/schema/data-type.ts'
import { type Case, type ExpressionCase, expressions } from '../case.ts'

type Numbers = NumericColumn<NumericType>
interface Cells {
  readonly v: Numbers
}

/** Functions of one number, by their PySpark name. */
const one = (functions: Readonly<Record<string, (x: Numbers) => Column>>) =>
  Object.entries(functions).map(([name, of]) => ({ pyspark: `F.${name}(t.v)`, sluice: (t: Cells) => of(t.v) }))

const ROOTS = one({
  sqrt: roots.sqrt,
  cbrt: roots.cbrt,
  exp: roots.exp,
  expm1: roots.expm1,
  ln: roots.ln,
  log10: roots.log10,
  log2: roots.log2,
  log1p: roots.log1p,
  signum: roots.signum,
  rint: roots.rint,
})

const ANGLES = one({
  asin: angles.asin,
  acos: angles.acos,
  atan: angles.atan,
  sinh: angles.sinh,
  cosh: angles.cosh,
  tanh: angles.tanh,
  asinh: angles.asinh,
  acosh: angles.acosh,
  atanh: angles.atanh,
  degrees: angles.degrees,
  radians: angles.radians,
})

const SIGNS = one({ abs: arithmetic.abs, negative: arithmetic.negative, ceil: x => ceil(x), floor: x => floor(x) })

const DIGITS = [0, 1, 2, 5, -1, -2, -10, 20]
const ROUNDED = DIGITS.flatMap(digits => [
  { pyspark: `F.round(t.v, ${digits})`, sluice: ({ v }: Cells) => round(v, digits) },
  { pyspark: `F.bround(t.v, ${digits})`, sluice: ({ v }: Cells) => bround(v, digits) },
  { pyspark: `F.ceil(t.v, F.lit(${digits}))`, sluice: ({ v }: Cells) => ceil(v, digits) },
  { pyspark: `F.floor(t.v, F.lit(${digits}))`, sluice: ({ v }: Cells) => floor(v, digits) },
])

const rows = (values: readonly string[]) => values.map(v => `{"v":${v}}`)

const DOUBLES = rows([
  '0',
  '-0.0',
  '1',
  '-1',
  '2.5',
  '3.5',
  '-2.5',
  '0.5',
  '-0.5',
  '1.005',
  '-1.005',
  '2.675',
  '0.125',
  '123.456',
  '-123.456',
  '1e15',
  '123456789012345.6',
  '1e22',
  '1e300',
  '5e-324',
  '1e-7',
  '0.045',
  '1234567.895',
  '15',
  '-150',
  '0.49999999999999994',
  '4503599627370495.5',
  '1e19',
  '-1e19',
  '"NaN"',
  '"Infinity"',
  '"-Infinity"',
  'null',
])
const WHOLES = rows(['0', '1', '-1', '5', '15', '25', '-25', '100', 'null'])
const INTEGERS = [...WHOLES, ...rows(['2147483647', '-2147483648', '12345', '99'])]
const LONGS = [...INTEGERS, ...rows(['9223372036854775807', '-9223372036854775808', '9007199254740993', '4999999999999999999'])]

function numbers(
  name: string,
  type: NumericType,
  given: readonly string[],
  list: readonly ExpressionCase<{ v: NumericType }>[],
): Case {
  return expressions({ name, schema: struct({ v: type }), rows: given, expressions: list })
}
const all = [...ROOTS, ...SIGNS, ...ROUNDED]

const pairs = [0, 1, -7.5, 3, 'NaN', 'Infinity', 1e308, null].flatMap(x =>
  [0, 2, -2, 0.5, 3, 'NaN', '-Infinity'].map(y => ({ x, y })),
)
const two = (functions: Readonly<Record<string, (x: DoubleColumn, y: DoubleColumn) => Column>>) =>
  Object.entries(functions).map(([name, of]) => ({
    pyspark: name.includes('(') ? name : `F.${name}(t.x, t.y)`,
    sluice: (t: { readonly x: DoubleColumn; readonly y: DoubleColumn }) => of(t.x, t.y),
  }))

const BASES: readonly (readonly [number, number])[] = [
  [10, 16],
  [16, 10],
  [2, 10],
  [10, -16],
  [16, -10],
  [10, 10],
  [1, 10],
  [10, 37],
  [36, 16],
]

export const cases: readonly Case[] = [
  numbers('doubles', double(), DOUBLES, [...all, ...ANGLES]),
  numbers('floats', float(), rows(['0', '1.15', '2.5', '-2.5', '0.1', '1e10', '"NaN"', '3e38', 'null']), all),
  numbers('bytes', byte(), rows(['0', '1', '-1', '127', '-128', '15', 'null']), [...SIGNS, ...ROUNDED]),
  numbers('shorts', short(), rows(['0', '25', '32767', '-32768']), [...SIGNS, ...ROUNDED]),
  numbers('ints', integer(), INTEGERS, all),
  numbers('longs', long(), LONGS, all),
  numbers('decimals', decimal(5, 3), rows(['0', '12.345', '-12.345', '99.999', '-99.999', '0.5', '1.5', '2.5', 'null']), all),
  numbers('large decimals', decimal(38, 0), rows(['0', '5', `${'9'.repeat(38)}`, `-${'9'.repeat(38)}`, '15']), all),
  expressions({
    name: 'two doubles',
    schema: struct({ x: double(), y: double() }),
    rows: pairs,
    expressions: two({
      pow: roots.pow,
      atan2: angles.atan2,
      hypot: roots.hypot,
      "F.expr('log(x, y)')": roots.log,
      pmod: arithmetic.pmod,
      try_add: arithmetic.tryAdd,
      try_subtract: arithmetic.trySubtract,
      try_multiply: arithmetic.tryMultiply,
      try_divide: arithmetic.tryDivide,
      try_mod: arithmetic.tryMod,
      'F.width_bucket(t.x, F.lit(-2.5), t.y, F.lit(5))': (x, y) => arithmetic.widthBucket(x, -2.5, y, 5),
    }),
  }),
  numbers(
    'angles',
    double(),
    // Elsewhere the last bit depends on the processor that Java runs on.
    rows(['0', '-0.0', '1', '-1', '"NaN"', '"Infinity"', 'null']),
    one({ sin: angles.sin, cos: angles.cos, tan: angles.tan, cot: angles.cot, sec: angles.sec, csc: angles.csc }),
  ),
  expressions({
    name: 'bits',
    schema: struct({ v: long(), i: integer(), b: byte() }),
    rows: [
      '{"v":0,"i":0,"b":0}',
      '{"v":-8,"i":-8,"b":-8}',
      '{"v":9223372036854775807,"i":2147483647,"b":127}',
      '{"v":5,"i":null,"b":5}',
    ],
    expressions: [
      ...[0, 1, 33, 65, -1].flatMap(by => [
        {
          pyspark: `F.shiftleft(t.i, ${by})`,
          sluice: (t: { readonly i: NumericColumn<ReturnType<typeof integer>> }) => bits.shiftleft(t.i, by),
        },
        {
          pyspark: `F.shiftright(t.v, ${by})`,
          sluice: (t: { readonly v: NumericColumn<ReturnType<typeof long>> }) => bits.shiftright(t.v, by),
        },
        {
          pyspark: `F.shiftrightunsigned(t.i, ${by})`,
          sluice: (t: { readonly i: NumericColumn<ReturnType<typeof integer>> }) => bits.shiftrightunsigned(t.i, by),
        },
        {
          pyspark: `F.shiftleft(t.b, ${by})`,
          sluice: (t: { readonly b: NumericColumn<ReturnType<typeof byte>> }) => bits.shiftleft(t.b, by),
        },
      ]),
      { pyspark: 't.v.bitwiseAND(t.i)', sluice: t => t.v.bitwiseAND(t.i) },
      { pyspark: 't.v.bitwiseOR(t.b)', sluice: t => t.v.bitwiseOR(t.b) },
      { pyspark: 't.i.bitwiseXOR(t.b)', sluice: t => t.i.bitwiseXOR(t.b) },
      { pyspark: 'F.bitwise_not(t.b)', sluice: t => bits.bitwiseNot(t.b) },
      { pyspark: 'F.bit_count(t.i)', sluice: t => bits.bitCount(t.i) },
      { pyspark: 'F.getbit(t.v, F.lit(3))', sluice: t => bits.getbit(t.v, 3) },
      { pyspark: 'F.getbit(t.b, F.lit(8))', sluice: t => bits.getbit(t.b, 8) },
      { pyspark: 'F.bin(t.i)', sluice: t => arithmetic.bin(t.i) },
      { pyspark: 'F.factorial(t.i)', sluice: t => arithmetic.factorial(t.i) },
    ],
  }),
  expressions({
    name: 'bases',
    schema: struct({ v: string() }),
    rows: ['100', '-10', 'ff', '9223372036854775808', '18446744073709551616', '', ' 15x ', '-1', 'xyz', '-', '+5', null].map(
      v => ({ v }),
    ),
    expressions: BASES.map(([from, to]) => ({
      pyspark: `F.conv(t.v, ${from}, ${to})`,
      sluice: (t: { readonly v: StringColumn }) => arithmetic.conv(t.v, from, to),
    })),
  }),
]
