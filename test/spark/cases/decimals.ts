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

/** Where a second rounding would show: Spark cuts products off at 39 digits and rounds quotients once. */
const manyDigits = expressions({
  name: 'many digits',
  schema: struct({ a: decimal(38, 10), b: decimal(38, 10), c: decimal(38, 38), d: decimal(38, 0) }),
  rows: [
    '{"a":698655623985471399259.7366614191,"b":-63963173197.0549029072,"c":0.00000007776844332368055016014898602907,"d":8021549074010612466047184557}',
    '{"a":1,"b":3,"c":-0.00000000000000000000008649803822275846,"d":-167013804}',
    '{"a":-2,"b":3,"c":-0.00000000000000000639631731970549029072,"d":6158}',
  ],
  expressions: [
    { pyspark: 't.a * t.b', sluice: t => t.a.multiply(t.b) },
    { pyspark: 't.a / t.b', sluice: t => t.a.divide(t.b) },
    { pyspark: 't.c / t.d', sluice: t => t.c.divide(t.d) },
    { pyspark: 't.c * t.a', sluice: t => t.c.multiply(t.a) },
    { pyspark: 't.a % t.b', sluice: t => t.a.mod(t.b) },
  ],
})

const ofPairs = pairs.map(({ left, right, rows }) =>
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

export const cases: readonly Case[] = [...ofPairs, manyDigits]
