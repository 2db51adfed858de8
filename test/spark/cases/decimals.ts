import type { NumericColumn } from '../../../src/expressions/column.ts'
import * as functions from '../../../src/expressions/functions/math-arithmetic.ts'
import type { NumericType } from '../../../src/expressions/numeric-type.ts'
import { byte, decimal, double, float, integer, long, simpleString, struct } from '../../../src/schema/data-type.ts'
import { type Case, expressions } from '../case.ts'

const NINES = '9'.repeat(38)
const TYPES: readonly (readonly [NumericType, readonly string[]])[] = [
  [decimal(10, 2), ['0', '0.01', '-123.45', '99999999.99', '1.5']],
  [decimal(38, 10), ['0', '0.0000000001', '-1234.5678901234', `${NINES.slice(10)}.${NINES.slice(28)}`, '3']],
  [decimal(5, 5), ['0', '0.99999', '-0.00001', '0.33333']],
  [decimal(38, 0), ['0', NINES, '7', `-1${'0'.repeat(37)}`]],
  [byte(), ['0', '127', '-3']],
  [integer(), ['0', '2147483647', '-3']],
  [long(), ['0', '9223372036854775807', '-3']],
  [float(), ['0', '1.5', '0.1']],
  [double(), ['0', '1.5', '"NaN"', '-0.1']],
]

interface Pair {
  readonly x: NumericColumn<NumericType>
  readonly y: NumericColumn<NumericType>
}
const OPERATIONS: readonly (readonly [string, (t: Pair) => NumericColumn<NumericType>])[] = [
  ['t.x + t.y', t => t.x.plus(t.y)],
  ['t.x - t.y', t => t.x.minus(t.y)],
  ['t.x * t.y', t => t.x.multiply(t.y)],
  ['t.x / t.y', t => t.x.divide(t.y)],
  ['t.x % t.y', t => t.x.mod(t.y)],
  ['F.pmod(t.x, t.y)', t => functions.pmod(t.x, t.y)],
  ['F.try_multiply(t.x, t.y)', t => functions.tryMultiply(t.x, t.y)],
]
const whole = ({ kind }: NumericType) => kind !== 'float' && kind !== 'double'

/** A decimal on one side at least; each pair of types once. */
const pairs = TYPES.slice(0, 4).flatMap(([left, lefts], i) =>
  TYPES.slice(i).map(([right, rights]) => ({ left, right, rows: lefts.flatMap(x => rights.map(y => `{"x":${x},"y":${y}}`)) })),
)

export const cases: readonly Case[] = pairs.map(({ left, right, rows }) =>
  expressions({
    name: `${simpleString(left)} and ${simpleString(right)}`,
    schema: struct({ x: left, y: right }),
    rows,
    expressions: [
      ...OPERATIONS.map(([pyspark, sluice]) => ({ pyspark, sluice: (t: Pair) => sluice(t) })),
      { pyspark: 't.y / t.x', sluice: (t: Pair) => t.y.divide(t.x) },
      { pyspark: 't.x == t.y', sluice: (t: Pair) => t.x.eq(t.y) },
      { pyspark: 't.x < t.y', sluice: (t: Pair) => t.x.lt(t.y) },
      ...(whole(left) && whole(right)
        ? [
            {
              pyspark: "F.expr('x div y')",
              sluice: (t: Pair) => functions.div(t.x as NumericColumn<never>, t.y as NumericColumn<never>),
            },
          ]
        : []),
    ],
  }),
)
