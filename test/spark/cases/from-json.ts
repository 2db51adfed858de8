import { fromJson } from '../../../src/expressions/functions/json.ts'
import type { FromJsonOptions } from '../../../src/expressions/node.ts'
import { array, double, float, integer, long, map, string, struct, timestamp } from '../../../src/schema/data-type.ts'
import { type Case, raw, streaming } from '../case.ts'
import { field, isGood, texts, whole } from '../json-expressions.ts'

const A = struct({ a: integer() })
const AB = struct({ a: integer(), b: integer() })
const UNPARSED = struct({ a: integer(), b: integer(), _unparsed: string() })
const KEPT: FromJsonOptions = { columnNameOfCorruptRecord: '_unparsed' }
const FAILFAST: FromJsonOptions = { mode: 'FAILFAST' }
const RECORD = struct({ a: integer(), b: string(), _corrupt_record: string() })
const VALUES = [
  raw('{"a":1,"b":"x"}'),
  raw(null),
  raw(''),
  raw('{"a":"x","b":"y"}'),
  raw('{"b":"y","a":2} and more'),
  raw('[{"a":1}]'),
  raw('{"a":1'),
  raw(Buffer.from('{"b":"\xe9","a":3}', 'latin1')),
  raw('\ufeff{"a":4}'),
]

export const cases: readonly Case[] = [
  streaming({
    name: 'records of a topic as they come',
    schema: RECORD,
    steps: [VALUES],
    pyspark: 't.select("a", "b", F.col("_corrupt_record").alias("bad"))',
    sluice: ({ t }) => t.select(r => ({ a: r.a, b: r.b, bad: r._corrupt_record })),
  }),
  streaming({
    name: 'a tombstone and a blank value are the NULL struct, a malformed record is not',
    schema: RECORD,
    steps: [VALUES],
    pyspark: `kafka.select(
      F.col("value").isNull().alias("tombstone"),
      F.from_json(F.col("value").cast("string"), "struct<a:int,b:string>").isNull().alias("none"),
    )`,
    sluice: ({ kafka }) =>
      kafka.select(r => ({
        tombstone: r.value.isNull(),
        none: fromJson(r.value.cast('string'), struct({ a: integer(), b: string() })).isNull(),
      })),
  }),
  streaming({
    name: 'arrays and maps out of a topic',
    schema: RECORD,
    steps: [VALUES],
    pyspark: `kafka.select(
      F.from_json(F.col("value").cast("string"), "array<struct<a:int>>").alias("list"),
      F.from_json(F.col("value").cast("string"), "map<string,string>").alias("map"),
    )`,
    sluice: ({ kafka }) =>
      kafka.select(r => ({
        list: fromJson(r.value.cast('string'), array(A)),
        map: fromJson(r.value.cast('string'), map(string(), string())),
      })),
  }),
  ...['{"a":"x"}', '{"a":1', '[]', '{"b":1.5}'].map(value =>
    streaming({
      name: `FAILFAST ends the query: ${value}`,
      schema: A,
      steps: [[raw('{"a":1}'), raw(null), raw('')], [raw(value)]],
      pyspark:
        'kafka.select(F.from_json(F.col("value").cast("string"), "struct<a:int,b:string>", {"mode": "FAILFAST"}).alias("r"))',
      sluice: ({ kafka }) =>
        kafka.select(r => ({ r: fromJson(r.value.cast('string'), struct({ a: integer(), b: string() }), FAILFAST) })),
    }),
  ),
  ...(
    [
      ['14.61 DROPMALFORMED', { mode: 'DROPMALFORMED' as 'FAILFAST' }],
      ['a zone that is none', { timeZone: 'nowhere' }],
      ['an offset beyond 18 hours', { timeZone: '+19:00' }],
    ] as const
  ).map(([name, options]) =>
    streaming({
      name: `${name} is refused`,
      schema: A,
      steps: [[raw('{"a":1}')]],
      pyspark: `kafka.select(F.from_json(F.col("value").cast("string"), "struct<a:int>", ${JSON.stringify(options)}).alias("r"))`,
      sluice: ({ kafka }) => kafka.select(r => ({ r: fromJson(r.value.cast('string'), A, options) })),
    }),
  ),
  texts('14.60 records and fields', ['{"a": 1}', '{"b": 1}', '{  }', ' ', '', null, 'null', '{"A": 2}'], [whole(A), whole(AB)]),
  texts(
    '14.61 invalid json, modes',
    ['{"a" 1, "b": 11}', '{"a": 2, "b": 12}'],
    [
      whole(UNPARSED, KEPT),
      whole(UNPARSED, { ...KEPT, mode: 'PERMISSIVE' }),
      whole(UNPARSED, { ...KEPT, mode: 'FAILFAST' }),
      whole(UNPARSED, { MODE: 'failfast' } as FromJsonOptions),
    ],
  ),
  texts(
    '14.62 SPARK-36069 a field of the wrong type',
    ['{"a": "1", "b": 11}'],
    [whole(UNPARSED, KEPT), whole(UNPARSED, { ...KEPT, mode: 'FAILFAST' })],
  ),
  texts(
    '14.63 corrupt record column in the middle',
    ['{"a" 1, "b": 11}', '{"a": 2, "b": 12}', '{"a": 1, "_unparsed": "x"}'],
    [
      whole(struct({ a: integer(), _unparsed: string(), b: integer() }), KEPT),
      whole(struct({ a: integer(), _unparsed: integer() }), KEPT),
      whole(struct({ a: integer(), _corrupt_record: integer() })),
      whole(struct({ a: integer(), _corrupt_record: integer() }), KEPT),
    ],
  ),
  texts(
    'the corrupt-record column alone',
    ['{"v": 1}', '{"v": "x"}', '{"v"'],
    [
      {
        ...isGood(integer(), {}),
        differs:
          'Spark reads no other field where the corrupt-record column alone is taken, and finds no record bad (OptimizeJsonExprs); sluice finds the same records bad whatever is taken',
      },
      isGood(integer()),
    ],
  ),
  texts(
    '14.64 arrays and structs',
    ['[{"a": 1}]', '[{"a": 1}, {"a": 2}]', '[]', '{"a": 1}', '{ }', '[ ]', '[null]', '[{"a":"x"}]'],
    [
      whole(A),
      whole(struct({ a: integer(), _corrupt_record: string() })),
      whole(array(A)),
      whole(A, FAILFAST),
      whole(array(A), FAILFAST),
    ],
  ),
  texts(
    '14.65 SPARK-33134 an array of structs that is none',
    ['{"c2": [19], "c1": 123456}', '{"data":{"c2": [19], "c1": 123456}}'],
    [
      whole(struct({ c1: long(), c2: array(struct({ c3: long() })) })),
      whole(struct({ data: struct({ c1: long(), c2: array(struct({ c3: long() })) }) })),
    ],
  ),
  texts(
    '14.66 SPARK-40646 partial results',
    [
      '{"c1": {"k1": 1, "k2": "A", "k3": 3}, "c2": "abc"}',
      '["a","b","c"]',
      '[{"c1": [{"c2": ["a"]}]}]',
      '{"c1": {"k1": 1, "k1": 2}, "c2": [1]}',
    ],
    [
      whole(struct({ c1: map(string(), integer()), c2: string() })),
      whole(array(struct({ c: array(integer()) }))),
      whole(array(struct({ c1: array(struct({ c2: array(integer()) })) }))),
      whole(struct({ c1: map(string(), long()), c2: array(double()) })),
    ],
  ),
  texts(
    '14.67 SPARK-48863 one object for an array',
    ['{"a": "b", "c": "1"}', '{"a": "b", "c": 1}'],
    [whole(array(struct({ a: string(), c: integer() })))],
  ),
  texts(
    '14.68 options',
    ['{"time": "26/08/2015 18:00"}', '{"int": 0018}', '{"str": \'World\'}', '{"int": +Infinity}', '{"str": "\\$10"}'],
    [
      {},
      { timestampFormat: 'dd/MM/yyyy HH:mm' },
      { allowNumericLeadingZeros: true },
      { allowSingleQuotes: false },
      { allowNonNumericNumbers: false },
      { allowBackslashEscapingAnyCharacter: true },
      { multiLine: true, primitivesAsString: true, encoding: 'UTF-8' } as FromJsonOptions,
      { locale: 'en-US' as const },
    ].map(options => whole(struct({ time: timestamp(), int: float(), str: string() }), options)),
  ),
  texts(
    '14.69 timestamps and zones',
    ['{"v": "2016-01-01T00:00:00.123Z"}', '{"v": "2016-01-01T00:00:00"}'],
    ['UTC', 'America/Los_Angeles', '+05:30', 'GMT-8', 'PST'].map(timeZone => field(timestamp(), { timeZone })),
  ),
  texts(
    '14.70 whole numbers as timestamps',
    ['{"v":1451732645}', '{"v":-1}', '{"v":1451732645123}', '{"v":1.5}'],
    [field(timestamp())],
  ),
  texts(
    '14.71 SPARK-18772 named doubles',
    ['NaN', '+INF', '-INF', 'Infinity', '+Infinity', '-Infinity', 'nan', 'inf', 'infinity', 'INF'].map(name => `{"v":"${name}"}`),
    [
      field(double()),
      field(float()),
      isGood(double()),
      field(double(), { allowNonNumericNumbers: false }),
      field(double(), FAILFAST),
      field(float(), FAILFAST),
    ],
  ),
  texts('14.72 missing fields', ['{"a": 1,"c": "foo"}'], [whole(struct({ a: long(), b: string(), c: string() }))]),
  texts(
    '14.73 inexact strings',
    [
      '{"data": {"white":    "space"}}',
      '{"data": {"v": -999.99999999999999999999999999999999995}}',
      '{"data": [1.0, 2.50, {"é":"\\u00e9"}]}',
    ],
    [whole(struct({ data: string() }))],
  ),
]
