// Generators in streaming queries: explode and its like, beside filters, watermarks, aggregation and deduplication.
import { count, sum } from '../../../src/expressions/functions/aggregates.ts'
import {
  explode,
  explodeOuter,
  inline,
  inlineOuter,
  posexplode,
  posexplodeOuter,
} from '../../../src/expressions/functions/generators.ts'
import { array, integer, map, string, struct } from '../../../src/schema/data-type.ts'
import { type Case, type Parsed, row, streaming } from '../case.ts'

const schema = struct({
  id: integer(),
  tags: array(string()),
  n: array(array(integer())),
  m: map(string(), integer()),
  s: array(struct({ p: integer(), q: string() })),
})
type Given = { readonly t: Parsed<(typeof schema)['fields']> }

const all = [
  row({ id: 1, tags: ['a', 'b', null], n: [[1, 2], [3]], m: { x: 1, y: null }, s: [{ p: 1, q: 'z' }, null] }),
  row({ id: 2, tags: [], n: [], m: {}, s: [] }),
  row({ id: 3 }),
  row({ id: 4, tags: ['a'], n: [null, []], m: { z: 9 }, s: [{ q: 'only' }] }, { partition: 1 }),
  row({ id: 5, tags: ['c', 'c'], n: [[], [7]], m: { x: 2 }, s: [null] }),
]
const steps = [all, [], [all[0]!, all[2]!]]

export const cases: readonly Case[] = [
  streaming({
    name: 'explode of an array',
    schema,
    steps,
    pyspark: `t.select('id', F.explode('tags').alias('tag'))`,
    sluice: ({ t }: Given) => t.select(r => ({ id: r.id, tag: explode(r.tags) })),
  }),
  streaming({
    name: 'explodeOuter of an array',
    schema,
    steps,
    pyspark: `t.select('id', F.explode_outer('tags').alias('tag'))`,
    sluice: ({ t }: Given) => t.select(r => ({ id: r.id, tag: explodeOuter(r.tags) })),
  }),
  streaming({
    name: 'posexplode of an array',
    schema,
    steps,
    pyspark: `t.select(F.posexplode('tags'), 'id')`,
    sluice: ({ t }: Given) => t.select(r => ({ ...posexplode(r.tags), id: r.id })),
  }),
  streaming({
    name: 'posexplodeOuter of an array',
    schema,
    steps,
    pyspark: `t.select('id', F.posexplode_outer('tags'))`,
    sluice: ({ t }: Given) => t.select(r => ({ id: r.id, ...posexplodeOuter(r.tags) })),
  }),
  streaming({
    name: 'explode of a map',
    schema,
    steps,
    pyspark: `t.select('id', F.explode('m'))`,
    sluice: ({ t }: Given) => t.select(r => ({ id: r.id, ...explode(r.m) })),
  }),
  streaming({
    name: 'posexplodeOuter of a map',
    schema,
    steps,
    pyspark: `t.select('id', F.posexplode_outer('m').alias('place', 'k', 'v'))`,
    sluice: ({ t }: Given) =>
      t.select(r => {
        const { pos, key, value } = posexplodeOuter(r.m)
        return { id: r.id, place: pos, k: key, v: value }
      }),
  }),
  streaming({
    name: 'inline',
    schema,
    steps,
    pyspark: `t.select('id', F.inline('s'))`,
    sluice: ({ t }: Given) => t.select(r => ({ id: r.id, ...inline(r.s) })),
  }),
  streaming({
    name: 'inlineOuter',
    schema,
    steps,
    pyspark: `t.select('id', F.inline_outer('s'))`,
    sluice: ({ t }: Given) => t.select(r => ({ id: r.id, ...inlineOuter(r.s) })),
  }),
  streaming({
    name: 'withColumn in place of the array',
    schema,
    steps,
    pyspark: `t.withColumn('tags', F.explode('tags')).select('id', 'tags', 'm')`,
    sluice: ({ t }: Given) => t.withColumn('tags', r => explode(r.tags)).select(r => ({ id: r.id, tags: r.tags, m: r.m })),
  }),
  streaming({
    name: 'an array of structs, then a field',
    schema,
    steps,
    pyspark: `t.select('id', F.explode('s').alias('e')).select('id', 'e.p', F.col('e').isNull().alias('none'))`,
    sluice: ({ t }: Given) =>
      t.select(r => ({ id: r.id, e: explode(r.s) })).select(r => ({ id: r.id, p: r.e.p, none: r.e.isNull() })),
  }),
  streaming({
    name: 'lists of lists, one after the other',
    schema,
    steps,
    pyspark: `t.select('id', F.explode('n').alias('l')).select('id', F.explode_outer('l').alias('x'))`,
    sluice: ({ t }: Given) => t.select(r => ({ id: r.id, l: explode(r.n) })).select(r => ({ id: r.id, x: explodeOuter(r.l) })),
  }),
  streaming({
    name: 'two generators in one select',
    schema,
    steps,
    pyspark: `t.select('id', F.explode('tags').alias('tag'), F.explode_outer('s').alias('e'))`,
    sluice: ({ t }: Given) => t.select(r => ({ id: r.id, tag: explode(r.tags), e: explodeOuter(r.s) })),
  }),
  streaming({
    name: 'filters of what is generated and of what is not',
    schema,
    steps,
    pyspark: `t.select('id', F.explode('tags').alias('tag')).filter((F.col('tag') != 'b') & (F.col('id') < 5))`,
    sluice: ({ t }: Given) =>
      t.select(r => ({ id: r.id, tag: explode(r.tags) })).filter(r => r.tag.notEqual('b').and(r.id.lt(5))),
  }),
  streaming({
    name: 'counts by element, with a restart',
    schema,
    outputMode: 'update',
    steps: [all, 'restart', [all[4]!]],
    pyspark: `t.select(F.explode('tags').alias('tag')).groupBy('tag').agg(F.count('*').alias('n'))`,
    sluice: ({ t }: Given) =>
      t
        .select(r => ({ tag: explode(r.tags) }))
        .groupBy(r => ({ tag: r.tag }))
        .agg(() => ({ n: count() })),
  }),
  streaming({
    name: 'sums by key of a map, complete',
    schema,
    outputMode: 'complete',
    steps,
    pyspark: `t.select(F.explode('m')).groupBy('key').agg(F.sum('value').alias('total'))`,
    sluice: ({ t }: Given) =>
      t
        .select(r => ({ ...explode(r.m) }))
        .groupBy(r => ({ key: r.key }))
        .agg(r => ({ total: sum(r.value) })),
  }),
  streaming({
    name: 'a generator inside an expression',
    schema,
    steps: [all],
    pyspark: `t.select(F.upper(F.explode('tags')).alias('tag'))`,
    sluice: ({ t }: Given) => t.select(r => ({ tag: explode(r.tags).isNull() })),
  }),
  streaming({
    name: 'a generator in a filter',
    schema,
    steps: [all],
    pyspark: `t.filter(F.explode('tags') == 'a')`,
    sluice: ({ t }: Given) => t.filter(r => explode(r.tags).eq('a')),
  }),
]
