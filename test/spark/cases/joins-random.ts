import type { BooleanColumn } from '../../../src/expressions/column.ts'
import { interval } from '../../../src/expressions/functions/interval.ts'
import { seeded } from '../../support/seeded.ts'
import type { Case, CaseRecord, Step, Writable } from '../case.ts'
import { type Left, l, type Right, r, two } from '../join-streams.ts'

/** A condition in both languages. */
type Part = readonly [sql: string, sluice: (x: RowOf<Left>, y: RowOf<Right>) => BooleanColumn]
type RowOf<S> = S extends { filter(condition: (row: infer C) => BooleanColumn): unknown } ? C : never

const seconds = (count: number) => interval(`${count} seconds`)

const RANGES: readonly (readonly Part[])[] = [
  [
    ['ts2 >= ts - interval 5 seconds', (x, y) => y.ts2.geq(x.ts.minus(seconds(5)))],
    ['ts2 <= ts + interval 4 seconds', (x, y) => y.ts2.leq(x.ts.plus(seconds(4)))],
  ],
  [
    ['ts2 > ts', (x, y) => y.ts2.gt(x.ts)],
    ['ts2 - interval 6 seconds < ts', (x, y) => y.ts2.minus(seconds(6)).lt(x.ts)],
  ],
  [['ts <= ts2 + interval 3 seconds', (x, y) => x.ts.leq(y.ts2.plus(seconds(3)))]],
  [['ts2 <= ts + interval 3 seconds', (x, y) => y.ts2.leq(x.ts.plus(seconds(3)))]],
  [['ts = ts2', (x, y) => x.ts.eq(y.ts2)]],
]
const OTHERS: readonly Part[] = [
  ['v > 2', x => x.v.gt(2)],
  ['v2 < 8', (_, y) => y.v2.lt(8)],
  ['v is not null', x => x.v.isNotNull()],
  ['v2 is null', (_, y) => y.v2.isNull()],
  ['v < v2', (x, y) => x.v.lt(y.v2)],
  ['v + v2 > 5', (x, y) => x.v.plus(y.v2).gt(5)],
  ["k <> 'a'", x => x.k.notEqual('a')],
  ["(v > 4 or k2 = 'b')", (x, y) => x.v.gt(4).or(y.k2.eq('b'))],
  ['v <=> v2', (x, y) => x.v.eqNullSafe(y.v2)],
]
const HOW = { inner: 'inner', left: 'left_outer', right: 'right_outer', full: 'full_outer', leftSemi: 'left_semi' } as const
type How = keyof typeof HOW

/** What comes after a join of both sides. */
const AFTER: readonly (readonly [pyspark: string, sluice: (t: ReturnType<typeof joinedRows>) => Writable])[] = [
  ['', t => t],
  [".filter('v2 is null')", t => t.filter(x => x.v2.isNull())],
  [".filter('v2 > 3')", t => t.filter(x => x.v2.gt(3))],
  [".filter('v < 6 and v2 < 6')", t => t.filter(x => x.v.lt(6).and(x.v2.lt(6)))],
  ['.filter("ts2 > timestamp\'1970-01-01 00:00:20\'")', t => t.filter(x => x.ts2.gt(new Date(20_000)))],
  [".select('k', 'v', 'v2')", t => t.select(x => ({ k: x.k, v: x.v, v2: x.v2 }))],
]

const joinedRows = (a: Left, b: Right, on: (x: RowOf<Left>, y: RowOf<Right>) => BooleanColumn, how: Exclude<How, 'leftSemi'>) =>
  a.join(b, on, how)

function randomCase(seed: number, trigger: 'availableNow' | 'once'): Case {
  const random = seeded(seed)
  const how = random.pick(Object.keys(HOW) as How[])
  const parts: readonly Part[] = [
    ['k = k2', (x, y) => x.k.eq(y.k2)],
    ...random.pick(RANGES),
    ...OTHERS.filter(() => random.int(0, 5) === 0),
  ]
  const sql = parts.map(([text]) => text).join(' and ')
  const on: Part[1] = (x, y) => parts.map(([, make]) => make(x, y)).reduce((left, right) => left.and(right))
  const [markLeft, markRight] = [random.int(0, 9) > 0, random.int(0, 9) > 0]
  const [afterPy, after] = random.pick(AFTER)
  const left = markLeft ? `a.withWatermark('ts', '3 seconds')` : 'a'
  const right = markRight ? `b.withWatermark('ts2', '5 seconds')` : 'b'
  return two(
    `${seed}: ${trigger === 'once' ? 'once, ' : ''}${HOW[how]} on ${sql}${markLeft ? '' : ', no watermark on the left'}${markRight ? '' : ', none on the right'}${how === 'leftSemi' ? '' : afterPy}`,
    randomSteps(random),
    `${left}.join(${right}, F.expr("""${sql}"""), '${HOW[how]}')${how === 'leftSemi' ? '' : afterPy}`,
    (a, b) => {
      const marked = [
        markLeft ? a.withWatermark('ts', '3 seconds') : a,
        markRight ? b.withWatermark('ts2', '5 seconds') : b,
      ] as const
      return how === 'leftSemi' ? marked[0].join(marked[1], on, 'leftSemi') : after(joinedRows(...marked, on, how))
    },
    { trigger },
  )
}

function randomSteps(random: ReturnType<typeof seeded>): readonly Step[] {
  const key = () => random.pick(['a', 'b', 'b', 'c', null])
  const value = () => (random.int(0, 6) === 0 ? null : random.int(0, 9))
  return [10, 16, 24, 45, 60].map((around, step) => {
    const records = (make: typeof l): CaseRecord[] =>
      Array.from({ length: random.int(step === 0 ? 1 : 0, 3) }, () => make(key(), value(), around + random.int(-6, 6)))
    const both = [...records(l), ...records(r)]
    return both.length > 0 ? both : [l('a', 1, around)]
  })
}

// With `once` no batch without data comes between: what is late and what is closed then have different watermarks.
export const cases: readonly Case[] = Array.from({ length: 48 }, (_, i) => randomCase(i + 1, i < 32 ? 'availableNow' : 'once'))
