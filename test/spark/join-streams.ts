// What the cases of joins share: two streams, and the joins most of them are about.
import { interval } from '../../src/expressions/functions/interval.ts'
import { window } from '../../src/expressions/functions/window.ts'
import { integer, string, struct } from '../../src/schema/data-type.ts'
import { type Case, joined, type Parsed, row, type Step, type Writable } from './case.ts'

export const left = struct({ k: string(), v: integer() })
export const right = struct({ k2: string(), v2: integer() })
export type Left = Parsed<typeof left.fields>
const renamed = (b: Parsed<typeof right.fields>) => b.withColumnRenamed('ts', 'ts2')
export type Right = ReturnType<typeof renamed>

export const l = (k: string | null, v: number | null, at: number) => row({ k, v }, { at, source: 'a' })
export const r = (k2: string | null, v2: number | null, at: number) => row({ k2, v2 }, { at, source: 'b' })

/**
 * After the first step one topic at a time: a running query asks one after the other where they end, so records that come
 * to both at once may fall into two batches.
 */
const apart = (steps: readonly Step[]): readonly Step[] =>
  steps.flatMap((step, i): Step[] => {
    if (step === 'restart' || i === 0) return [step]
    return ['a', 'b'].map(source => step.filter(record => record.source === source)).filter(records => records.length > 0)
  })

/** A case over two streams: `a` (k, v, ts) and `b` (k2, v2, ts2). A start for each step, so that both sides come at once. */
export function two(
  name: string,
  steps: readonly Step[],
  pyspark: string,
  sluice: (a: Left, b: Right) => Writable,
  more: {
    readonly outputMode?: 'append' | 'update' | 'complete'
    readonly trigger?: 'availableNow' | 'once'
    readonly differs?: string
  } = {},
): Case {
  return joined({
    name,
    schemas: { a: left, b: right },
    trigger: 'availableNow',
    steps,
    pyspark: `a = streams['a']; b = streams['b'].withColumnRenamed('ts', 'ts2')\nresult = ${pyspark}`,
    sluice: ({ streams }) => sluice(streams.a, renamed(streams.b)),
    ...more,
  })
}

/** The same in one running query. */
export function running(...[name, steps, pyspark, sluice]: Parameters<typeof two>): Case {
  return { ...two(name, apart(steps), pyspark, sluice), trigger: 'steps' } as Case
}

/** Python for `inRange`, without the kind of join; `more` adds to the condition. */
export const bothPy = (more = '') =>
  `a.withWatermark('ts', '10 seconds').join(b.withWatermark('ts2', '10 seconds'), F.expr('k = k2 and ts2 between ts - interval 5 seconds and ts + interval 5 seconds${more}')`
export const inRange = (a: Left, b: Right, how: 'inner' | 'left' | 'right' | 'full') =>
  a
    .withWatermark('ts', '10 seconds')
    .join(
      b.withWatermark('ts2', '10 seconds'),
      (x, y) => x.k.eq(y.k2).and(y.ts2.between(x.ts.minus(interval('5 seconds')), x.ts.plus(interval('5 seconds')))),
      how,
    )

/** Rows with null keys and null values, late ones, ones that never meet. */
export const mixed: readonly Step[] = [
  [l('a', 1, 15), l(null, 2, 16), l('z', 3, 17), r('a', 10, 20), r(null, 11, 16), r('y', 12, 18)],
  [r('a', 13, 21), l('a', 4, 16)],
  [l('b', 5, 50), r('b', 14, 50)],
  [l('a', 6, 17), r('a', 15, 22), l('b', 7, 46)],
  [r('b', 16, 48), l('c', 8, 80), r('d', 17, 85)],
  [l('e', 9, 120), r('e', 18, 120)],
]

export const windows = (a: Left, b: Right, how: 'inner' | 'left' | 'right' | 'full') =>
  a
    .withWatermark('ts', '10 seconds')
    .select(x => ({ k: x.k, w: window(x.ts, '10 seconds'), v: x.v }))
    .join(
      b.withWatermark('ts2', '10 seconds').select(y => ({ k: y.k2, w: window(y.ts2, '10 seconds'), v2: y.v2 })),
      ['k', 'w'],
      how,
    )
export const windowsPy = (how: string) =>
  `a.withWatermark('ts', '10 seconds').select('k', F.window('ts', '10 seconds').alias('w'), 'v').join(b.withWatermark('ts2', '10 seconds').select(F.col('k2').alias('k'), F.window('ts2', '10 seconds').alias('w'), 'v2'), ['k', 'w'], '${how}')`

export const HOW = { inner: 'inner', left: 'left_outer', right: 'right_outer', full: 'full_outer' } as const
export const kinds = Object.keys(HOW) as (keyof typeof HOW)[]
