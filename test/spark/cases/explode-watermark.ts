// Which rows a generator hides from a watermark.
import { count, sum } from '../../../src/expressions/functions/aggregates.ts'
import { filter } from '../../../src/expressions/functions/arrays-lambda.ts'
import { explode, explodeOuter } from '../../../src/expressions/functions/generators.ts'
import { window } from '../../../src/expressions/functions/window.ts'
import { array, integer, string, struct } from '../../../src/schema/data-type.ts'
import { type Case, type Parsed, row, streaming } from '../case.ts'

const schema = struct({
  tags: array(string()),
  d: struct({ tags: array(string()), more: integer() }),
  o: struct({ tags: array(string()) }),
})
type Given = { readonly t: Parsed<(typeof schema)['fields']> }

/** A late row and one that would advance the watermark but has no elements. */
const at = (at: number, ...words: string[]) => row({ tags: words, d: { tags: words, more: at }, o: { tags: words } }, { at })
const timedSteps = [[at(10, 'a', 'b'), at(12, 'a')], [at(100)], [at(11, 'c')], [at(60, 'd')], [at(5, 'e')]]
const perWindow = (pyspark: string) =>
  `(${pyspark}).groupBy(F.window('ts', '10 seconds').alias('w')).agg(F.count('*').alias('n')).select(F.col('w.start').alias('start'), 'n')`

export const cases: readonly Case[] = [
  streaming({
    name: 'a row without elements does not advance the watermark',
    schema,
    steps: timedSteps,
    pyspark: perWindow(`t.withWatermark('ts', '5 seconds').select('ts', F.explode('tags').alias('tag'))`),
    sluice: ({ t }: Given) =>
      t
        .withWatermark('ts', '5 seconds')
        .select(r => ({ ts: r.ts, tag: explode(r.tags) }))
        .groupBy(r => ({ w: window(r.ts, '10 seconds') }))
        .agg(() => ({ n: count() }))
        .select(r => ({ start: r.w.start, n: r.n })),
  }),
  streaming({
    name: 'the same of a field of a struct',
    schema,
    steps: timedSteps,
    pyspark: perWindow(`t.withWatermark('ts', '5 seconds').select('ts', F.explode('d.tags').alias('tag'))`),
    sluice: ({ t }: Given) =>
      t
        .withWatermark('ts', '5 seconds')
        .select(r => ({ ts: r.ts, tag: explode(r.d.tags) }))
        .groupBy(r => ({ w: window(r.ts, '10 seconds') }))
        .agg(() => ({ n: count() }))
        .select(r => ({ start: r.w.start, n: r.n })),
  }),
  streaming({
    name: 'the same with withColumn',
    schema,
    steps: timedSteps,
    pyspark: perWindow(`t.withWatermark('ts', '5 seconds').withColumn('tag', F.explode('d.tags'))`),
    sluice: ({ t }: Given) =>
      t
        .withWatermark('ts', '5 seconds')
        .withColumn('tag', r => explode(r.d.tags))
        .groupBy(r => ({ w: window(r.ts, '10 seconds') }))
        .agg(() => ({ n: count() }))
        .select(r => ({ start: r.w.start, n: r.n })),
  }),
  streaming({
    name: 'but it does of the only field of a struct',
    schema,
    steps: timedSteps,
    pyspark: perWindow(`t.withWatermark('ts', '5 seconds').select('ts', F.explode('o.tags').alias('tag'))`),
    sluice: ({ t }: Given) =>
      t
        .withWatermark('ts', '5 seconds')
        .select(r => ({ ts: r.ts, tag: explode(r.o.tags) }))
        .groupBy(r => ({ w: window(r.ts, '10 seconds') }))
        .agg(() => ({ n: count() }))
        .select(r => ({ start: r.w.start, n: r.n })),
  }),
  streaming({
    name: 'not where the other field is not read in the end',
    schema,
    steps: timedSteps,
    pyspark: perWindow(`t.withWatermark('ts', '5 seconds').select('ts', F.explode('d.tags').alias('tag'), 'd.more')`),
    sluice: ({ t }: Given) =>
      t
        .withWatermark('ts', '5 seconds')
        .select(r => ({ ts: r.ts, tag: explode(r.d.tags), more: r.d.more }))
        .groupBy(r => ({ w: window(r.ts, '10 seconds') }))
        .agg(() => ({ n: count() }))
        .select(r => ({ start: r.w.start, n: r.n })),
  }),
  streaming({
    name: 'and of two fields that are all it has',
    schema,
    steps: timedSteps,
    pyspark: `t.withWatermark('ts', '5 seconds').select('ts', F.explode('d.tags').alias('tag'), 'd.more').groupBy(F.window('ts', '10 seconds').alias('w')).agg(F.sum('more').alias('n')).select(F.col('w.start').alias('start'), 'n')`,
    sluice: ({ t }: Given) =>
      t
        .withWatermark('ts', '5 seconds')
        .select(r => ({ ts: r.ts, tag: explode(r.d.tags), more: r.d.more }))
        .groupBy(r => ({ w: window(r.ts, '10 seconds') }))
        .agg(r => ({ n: sum(r.more) }))
        .select(r => ({ start: r.w.start, n: r.n })),
  }),
  streaming({
    name: 'with explodeOuter it does',
    schema,
    steps: timedSteps,
    pyspark: perWindow(`t.withWatermark('ts', '5 seconds').select('ts', F.explode_outer('tags').alias('tag'))`),
    sluice: ({ t }: Given) =>
      t
        .withWatermark('ts', '5 seconds')
        .select(r => ({ ts: r.ts, tag: explodeOuter(r.tags) }))
        .groupBy(r => ({ w: window(r.ts, '10 seconds') }))
        .agg(() => ({ n: count() }))
        .select(r => ({ start: r.w.start, n: r.n })),
  }),
  streaming({
    name: 'of an expression it does',
    schema,
    steps: timedSteps,
    pyspark: perWindow(
      `t.withWatermark('ts', '5 seconds').select('ts', F.explode(F.filter('tags', lambda x: x != 'b')).alias('tag'))`,
    ),
    sluice: ({ t }: Given) =>
      t
        .withWatermark('ts', '5 seconds')
        .select(r => ({ ts: r.ts, tag: explode(filter(r.tags, x => x.notEqual('b'))) }))
        .groupBy(r => ({ w: window(r.ts, '10 seconds') }))
        .agg(() => ({ n: count() }))
        .select(r => ({ start: r.w.start, n: r.n })),
  }),
  streaming({
    name: 'a window and a generator in one select',
    schema,
    steps: timedSteps,
    pyspark: `t.withWatermark('ts', '5 seconds').select(F.window('ts', '10 seconds').alias('w'), F.explode('tags').alias('tag')).groupBy('w', 'tag').agg(F.count('*').alias('n'))`,
    sluice: ({ t }: Given) =>
      t
        .withWatermark('ts', '5 seconds')
        .select(r => ({ w: window(r.ts, '10 seconds'), tag: explode(r.tags) }))
        .groupBy(r => ({ w: r.w, tag: r.tag }))
        .agg(() => ({ n: count() })),
  }),
  streaming({
    name: 'duplicates of elements',
    schema,
    steps: timedSteps,
    pyspark: `t.withWatermark('ts', '5 seconds').select('ts', F.explode('tags').alias('tag')).dropDuplicates(['tag', 'ts'])`,
    sluice: ({ t }: Given) =>
      t
        .withWatermark('ts', '5 seconds')
        .select(r => ({ ts: r.ts, tag: explode(r.tags) }))
        .dropDuplicates('tag', 'ts'),
  }),
]
