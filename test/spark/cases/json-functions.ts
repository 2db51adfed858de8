import { getJsonObject, jsonArrayLength, jsonObjectKeys, toJson } from '../../../src/expressions/functions/json-functions.ts'
import { lit } from '../../../src/expressions/functions/lit.ts'
import {
  array,
  binary,
  boolean,
  byte,
  date,
  decimal,
  double,
  float,
  integer,
  long,
  map,
  string,
  struct,
  timestamp,
} from '../../../src/schema/data-type.ts'
import { type Case, expressions } from '../case.ts'

const JSON_TEXTS = [
  null,
  '',
  '{"a":1,"b":{"c":[1,2,{"d":"x"}]},"a":2}',
  '{"a":null,"a":3,"A":4}',
  '{"a":"s","e":"\\u00e9\\n","f":1.0,"g":1e2,"h":12345678901234567890,"i":true}',
  '{"a":-0,"b":-0.0,"c":1.10,"d":1E400,"f":1e-7}',
  '[1,[2,3],{"a":4},null,"s"]',
  '[{"a":1},{"a":2},{"b":3}]',
  '[[1,2],[3,4]]',
  '[]',
  '{}',
  '"s"',
  '1',
  'null',
  '{"a":1',
  '{"a":1} x',
  '[1,2] x',
  '[1,2',
  '{"b":1,"a":2,x}',
  "{'a':'q'}",
  '{"a b":1,"c.d":2,"":3,"*":5}',
  '{"a":"😀","b":["😀"]}',
  '{"a":[{"b":"😀"},{"b":[1,2]}]}',
  '{"a":"x\ty"}',
  '{"a":NaN}',
  '{a:1}',
  '{"a":01}',
  '  {"a":[[{"b":1}],[{"b":2},{"b":3}]]}',
  '{"a":{"x":"\\"q\\"","y":"\\/","z":"\\x"}}',
  '\ufeff{"a":1}',
]

const PATHS = [
  '$',
  '$.a',
  '$.b.c',
  '$.b.c[2].d',
  '$.b.c[0]',
  '$.b.c[*]',
  '$[0]',
  '$[1]',
  '$[1][0]',
  '$[*]',
  '$[*].a',
  '$[*][*]',
  '$[*][0]',
  '$.*',
  '$.a[*]',
  '$.a[*].b',
  '$.a[*][*].b',
  '$.a[0].b',
  '$.a.x',
  '$.e',
  '$.f',
  '$.g',
  '$.h',
  "$['a']",
  "$['a b']",
  '$.a b',
  "$['c.d']",
  '$. a',
  ' $.a',
  '$ .a',
  '$.a ',
  '$[ 0]',
  '$[0 ]',
  "$[' a']",
  'a',
  '',
  '$a',
  '$.',
  '$..a',
  '$[a]',
  '$[-1]',
  "$['']",
  "$['*']",
  '$[0',
  null,
]

const scalars = struct({
  o: boolean(),
  y: byte(),
  l: long(),
  f: float(),
  d: double(),
  m: decimal(20, 10),
  t: timestamp(),
  e: date(),
  b: binary(),
  s: string(),
})

const scalarRows = [
  '{"v":{"o":true,"y":-1,"l":9223372036854775807,"f":1.1,"d":1e20,"m":0.0000001,"t":"2020-01-01 00:00:00.123456","e":"2020-02-29","b":"AP8Q","s":"a\\"b\\\\c/\\n\\u0001\\u007f\\u2028😀<"}}',
  '{"v":{"f":"NaN","d":"-Infinity","m":1.10,"t":"1960-01-01 00:00:00.000001","e":"0001-01-01","b":"","s":""}}',
  '{"v":{"f":1e10,"d":-0.0,"m":0,"t":"0001-01-01 00:00:00","e":"9999-12-31","b":"/w==","s":"x"}}',
  '{"v":{"f":1e-5,"d":0.001,"m":-123456789.0000000001,"t":"9999-12-31 23:59:59.999999","b":"YQ=="}}',
  '{"v":{"b":"","s":null}}',
]

const nested = {
  a: array(integer()),
  k: map(string(), double()),
  n: struct({ x: integer(), y: array(struct({ z: string() })) }),
}

const nestedRows = [
  { a: [1, null], k: { x: null, '': 1.5, 'q"': 2 }, n: { x: null, y: [{ z: 'w' }, null, { z: null }] } },
  { a: [], k: {}, n: { x: 1, y: [] } },
  { a: [2], k: { a: 'NaN' }, n: { x: 1 } },
  {},
]

export const cases: readonly Case[] = [
  expressions({
    name: 'paths',
    schema: struct({ j: string(), p: string() }),
    rows: JSON_TEXTS.flatMap(j => PATHS.map(p => ({ j, p }))),
    expressions: [{ pyspark: "F.expr('get_json_object(j, p)')", sluice: t => getJsonObject(t.j, t.p) }],
  }),
  expressions({
    name: 'JSON texts',
    schema: struct({ j: string() }),
    rows: JSON_TEXTS.map(j => ({ j })),
    expressions: [
      { pyspark: 'F.json_array_length(t.j)', sluice: t => jsonArrayLength(t.j) },
      { pyspark: 'F.json_object_keys(t.j)', sluice: t => jsonObjectKeys(t.j) },
      { pyspark: "F.get_json_object(t.j, '$.a')", sluice: t => getJsonObject(t.j, '$.a') },
      {
        pyspark: 'F.get_json_object(F.lit(\'{"a":[1,{"b":2}]}\'), \'$.a[1].b\')',
        sluice: () => getJsonObject(lit('{"a":[1,{"b":2}]}'), '$.a[1].b'),
      },
    ],
  }),
  expressions({
    name: 'values as JSON',
    schema: struct({ v: scalars }),
    rows: scalarRows,
    expressions: [
      { pyspark: 'F.to_json(t.v)', sluice: t => toJson(t.v) },
      { pyspark: "F.to_json(t.v, {'ignoreNullFields': 'false'})", sluice: t => toJson(t.v, { ignoreNullFields: false }) },
      {
        pyspark:
          "F.to_json(t.v, {'timestampFormat': 'yyyy/MM/dd HH:mm:ss.SSSSSS', 'dateFormat': 'dd.MM.yy', 'timeZone': 'Asia/Tokyo'})",
        sluice: t =>
          toJson(t.v, { timestampFormat: 'yyyy/MM/dd HH:mm:ss.SSSSSS', dateFormat: 'dd.MM.yy', timeZone: 'Asia/Tokyo' }),
      },
      { pyspark: "F.to_json(t.v, {'timestampFormat': 'bad{'})", sluice: t => toJson(t.v, { timestampFormat: 'bad{' }) },
      { pyspark: 'F.to_json(t.v.s)', sluice: t => toJson(t.v.s as never) },
    ],
  }),
  expressions({
    name: 'nested values as JSON',
    schema: struct(nested),
    rows: nestedRows,
    expressions: [
      { pyspark: 'F.to_json(t.a)', sluice: t => toJson(t.a) },
      { pyspark: 'F.to_json(t.k)', sluice: t => toJson(t.k) },
      { pyspark: 'F.to_json(t.n.y)', sluice: t => toJson(t.n.y) },
      { pyspark: 'F.to_json(t.n)', sluice: t => toJson(t.n) },
      { pyspark: "F.to_json(t.n, {'ignoreNullFields': 'false'})", sluice: t => toJson(t.n, { ignoreNullFields: false }) },
    ],
  }),
  ...['America/Los_Angeles', 'Asia/Kathmandu'].map(zone =>
    expressions({
      name: `moments as JSON in ${zone}`,
      schema: struct({ v: struct({ t: timestamp(), e: date() }) }),
      conf: { 'spark.sql.session.timeZone': zone },
      rows: ['2020-07-01 12:00:00.5', '1900-01-01 00:00:00', '0001-01-03 00:00:00', '2021-03-14 02:30:00'].map(t => ({
        v: { t, e: t.slice(0, 10) },
      })),
      expressions: [{ pyspark: 'F.to_json(t.v)', sluice: t => toJson(t.v) }],
    }),
  ),
]
