// Maps, structs, and functions over the elements of arrays and maps.
import { arrayOf, elementAt, size, tryElementAt } from '../../../src/expressions/functions/arrays.ts'
import { lit } from '../../../src/expressions/functions/lit.ts'
import {
  createMap,
  mapConcat,
  mapContainsKey,
  mapEntries,
  mapFilter,
  mapFromArrays,
  mapFromEntries,
  mapKeys,
  mapValues,
  strToMap,
  transformKeys,
  transformValues,
} from '../../../src/expressions/functions/maps.ts'
import { namedStruct, structOf } from '../../../src/expressions/functions/structs.ts'
import { concat, upper } from '../../../src/expressions/functions/text.ts'
import { array, double, integer, map, string, struct } from '../../../src/schema/data-type.ts'
import { type Case, expressions } from '../case.ts'

const maps = struct({
  m: map(string(), integer()),
  o: map(string(), integer()),
  k: array(string()),
  v: array(integer()),
  d: array(double()),
  e: array(struct({ key: string(), value: integer() })),
  x: string(),
  i: integer(),
  p: double(),
})
const mapRows = [
  '{"m":{"a":1,"b":2},"o":{"c":3},"k":["a","b"],"v":[1,2],"d":[1.5,2],"e":[{"key":"a","value":1},{"key":"b"}],"x":"a","i":1,"p":1.5}',
  '{"m":{},"o":{},"k":[],"v":[],"d":[],"e":[],"x":"","i":0,"p":-0.0}',
  '{"m":{"a":null},"o":{"a":5},"k":["a","a"],"v":[1,2],"d":["NaN","NaN"],"e":[{"key":"a","value":1},{"key":"a","value":2}],"x":"b","i":2,"p":"NaN"}',
  '{"x":"a","k":["a"],"e":[null,{"key":"a"}],"d":[0.0,-0.0],"v":[3,4]}',
  '{"m":{"b":7,"a":1,"b":8},"o":{"z":0},"k":["a",null],"v":[1,2],"d":[-0.0],"e":[{"value":3}],"i":-1}',
  '{"m":{"é":4},"o":{"😀":5},"k":["q"],"v":[null],"e":[{"key":"z","value":9}],"x":"é","i":5}',
]
const texts = struct({ s: string(), p: string(), q: string() })

export const cases: readonly Case[] = [
  expressions({
    name: 'maps',
    schema: maps,
    rows: mapRows,
    expressions: [
      { pyspark: 'F.size(t.m)', sluice: t => size(t.m) },
      { pyspark: 'F.map_keys(t.m)', sluice: t => mapKeys(t.m) },
      { pyspark: 'F.map_values(t.m)', sluice: t => mapValues(t.m) },
      { pyspark: 'F.map_entries(t.m)', sluice: t => mapEntries(t.m) },
      { pyspark: 'F.map_contains_key(t.m, "a")', sluice: t => mapContainsKey(t.m, 'a') },
      { pyspark: 'F.map_contains_key(t.m, t.x)', sluice: t => mapContainsKey(t.m, t.x) },
      { pyspark: 'F.element_at(t.m, t.x)', sluice: t => elementAt(t.m, t.x) },
      { pyspark: 'F.element_at(t.m, "b")', sluice: t => elementAt(t.m, 'b') },
      { pyspark: 'F.try_element_at(t.m, t.x)', sluice: t => tryElementAt(t.m, t.x) },
      { pyspark: 't.m[t.x]', sluice: t => t.m.getItem(t.x) },
      { pyspark: 'F.create_map(t.x, t.i)', sluice: t => createMap([t.x, t.i]) },
      { pyspark: 'F.create_map(F.lit("a"), t.i, F.lit("b"), F.lit(2))', sluice: t => createMap(['a', t.i], ['b', lit(2)]) },
      { pyspark: 'F.create_map(F.lit("a"), t.i, t.x, t.i)', sluice: t => createMap([lit('a'), t.i], [t.x, t.i]) },
      { pyspark: 'F.create_map(t.p, t.x)', sluice: t => createMap([t.p, t.x]) },
      { pyspark: 'F.create_map(t.p, t.x, F.lit(0.0), t.x)', sluice: t => createMap([t.p, t.x], [lit(0.5).minus(0.5), t.x]) },
      { pyspark: 'F.map_from_arrays(t.k, t.v)', sluice: t => mapFromArrays(t.k, t.v) },
      { pyspark: 'F.map_from_arrays(t.d, t.d)', sluice: t => mapFromArrays(t.d, t.d) },
      { pyspark: 'F.map_from_entries(t.e)', sluice: t => mapFromEntries(t.e) },
      { pyspark: 'F.map_concat(t.m, t.o)', sluice: t => mapConcat(t.m, t.o) },
      { pyspark: 'F.map_concat(t.o)', sluice: t => mapConcat(t.o) },
      { pyspark: 'F.map_filter(t.m, lambda k, v: v > 1)', sluice: t => mapFilter(t.m, (_, v) => v.gt(1)) },
      {
        pyspark: 'F.map_filter(t.m, lambda k, v: (k == t.x) | v.isNull())',
        sluice: t => mapFilter(t.m, (k, v) => k.eq(t.x).or(v.isNull())),
      },
      { pyspark: 'F.transform_keys(t.m, lambda k, v: F.upper(k))', sluice: t => transformKeys(t.m, k => upper(k)) },
      { pyspark: 'F.transform_keys(t.m, lambda k, v: v)', sluice: t => transformKeys(t.m, (_, v) => v) },
      {
        pyspark: 'F.transform_values(t.m, lambda k, v: F.concat(k, t.x))',
        sluice: t => transformValues(t.m, k => concat(k, t.x)),
      },
      { pyspark: 'F.transform_values(t.m, lambda k, v: v / t.i)', sluice: t => transformValues(t.m, (_, v) => v.divide(t.i)) },
      { pyspark: 'F.map_concat(t.m, F.create_map(F.lit(1), t.i))', sluice: t => mapConcat(t.m, createMap([1, t.i]) as never) },
      { pyspark: 'F.element_at(t.m, t.i)', sluice: t => elementAt(t.m, t.i as never) },
    ],
  }),
  expressions({
    name: 'maps of texts',
    schema: texts,
    rows: [
      { s: 'a:1,b:2', p: ',', q: ':' },
      { s: '', p: ',', q: ':' },
      { s: 'a:1,a:2', p: ';', q: '=' },
      { s: 'a,b:2:3', p: '[,;]', q: ':+' },
      { s: 'a.1|b.2', p: '[|]', q: '[.]' },
      { s: 'abc', p: '', q: '' },
      { s: 'é:😀;b', p: ';', q: ':' },
      { p: ',', q: ':' },
      { s: 'a:1,', q: ':' },
    ],
    expressions: [
      { pyspark: 'F.str_to_map(t.s)', sluice: t => strToMap(t.s) },
      { pyspark: 'F.str_to_map(t.s, F.lit(";"))', sluice: t => strToMap(t.s, ';') },
      { pyspark: 'F.str_to_map(t.s, t.p, t.q)', sluice: t => strToMap(t.s, t.p, t.q) },
    ],
  }),
  expressions({
    name: 'structs',
    schema: struct({ a: integer(), s: string(), n: struct({ p: integer(), q: string() }), l: array(integer()) }),
    rows: ['{"a":1,"s":"x","n":{"p":2,"q":"y"},"l":[1]}', '{"s":"z","n":{}}', '{"a":3,"l":[null]}'],
    expressions: [
      { pyspark: 'F.struct(t.a, t.s)', sluice: t => structOf({ a: t.a, s: t.s }) },
      { pyspark: 'F.struct(t.n, t.l, F.lit(1).alias("one"))', sluice: t => structOf({ n: t.n, l: t.l, one: 1 }) },
      { pyspark: 'F.named_struct(F.lit("k"), t.a, F.lit("v"), t.n.p)', sluice: t => namedStruct({ k: t.a, v: t.n.p }) },
      { pyspark: 'F.struct(t.a, t.s).s', sluice: t => structOf({ a: t.a, s: t.s }).s },
      { pyspark: 't.n.withField("p", t.s)', sluice: t => t.n.withField('p', t.s) },
      { pyspark: 't.n.withField("r", F.lit(1))', sluice: t => t.n.withField('r', lit(1)) },
      { pyspark: 't.n.withField("r", t.a).r', sluice: t => t.n.withField('r', t.a).r },
      { pyspark: 't.n.dropFields("p")', sluice: t => t.n.dropFields('p') },
      { pyspark: 't.n.dropFields("p", "q")', sluice: t => t.n.dropFields('p', 'q') },
      { pyspark: 'F.array(t.n, t.n)', sluice: t => arrayOf(t.n, t.n) },
      { pyspark: 'F.array(t.n, t.n).q', sluice: t => arrayOf(t.n, t.n).field('q') },
      { pyspark: 'F.array(t.n.withField("r", t.a)).r', sluice: t => arrayOf(t.n.withField('r', t.a)).field('r') },
    ],
  }),
]
