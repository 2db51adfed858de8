import { fromJson } from '../../../src/expressions/functions/json.ts'
import type { FromJsonOptions } from '../../../src/expressions/node.ts'
import {
  array,
  binary,
  date,
  double,
  float,
  integer,
  long,
  map,
  string,
  struct,
  timestamp,
} from '../../../src/schema/data-type.ts'
import { type Case, type ExpressionTable, expressions, raw, streaming } from '../case.ts'
import { field, isGood, type JsonExpression, whole } from '../json-expressions.ts'

const texts = (name: string, rows: readonly (string | null)[], list: readonly JsonExpression[]): ExpressionTable =>
  expressions({ name, schema: struct({ v: string() }), rows: rows.map(v => ({ v })), expressions: list })

const A = struct({ a: integer() })
const AB = struct({ a: integer(), b: integer() })
const UNPARSED = struct({ a: integer(), b: integer(), _unparsed: string() })
const KEPT: FromJsonOptions = { columnNameOfCorruptRecord: '_unparsed' }
const FAILFAST: FromJsonOptions = { mode: 'FAILFAST' }
const EVERY = struct({
  a: integer(),
  b: integer(),
  d: double(),
  f: float(),
  s: string(),
  sx: integer(),
  bin: binary(),
  _corrupt_record: string(),
})

/** Records in which one switch or another makes the difference. */
const SWITCHED = [
  '{"a":1}//c',
  '{"a"/*x*/:/*y*/1/*z*/,/**/"b":2}',
  '/*a*/{"a":1}',
  '//x\n{"a":1}',
  '//x',
  '/*x',
  '/**/',
  '//x\r{"a":1}',
  '{"a":1/x}',
  '{"a":1//}\n,"b":2}',
  '{"a":1,//\u0001\n"b":2}',
  '/* ** / */{"a":1}',
  '{/**/}',
  '#x\n{"a":1}',
  '{a:1}',
  '{a :1,b:2}',
  '{a-b:1}',
  '{12:1,a:2}',
  '{$a:1,a.b:1}',
  '{a.b:1}',
  '{é:1,日本:1,a:2}',
  '{😀:1,a:2}',
  '{@a:1,#b:2,*:3,+:4,-:5,a:6}',
  '{a b:1}',
  '{null:1,a:2}',
  "{'a':1}",
  "{'a':'x','b':2}",
  '{\'a"\':1,"a":2}',
  '{"s":\'x"y\'}',
  '{"s":"x\\\'y"}',
  "{'a':1,b:2}",
  '{"a":007}',
  '{"a":-007,"b":00}',
  '{"a":-00}',
  '{"a":0018,"b":09}',
  '{"a":01x}',
  '{"d":007.5,"s":00.10}',
  '{"d":-0012,"s":-00}',
  '{"d":00.}',
  '{"d":NaN}',
  '{"d":+Infinity,"f":-INF}',
  '{"d":"NaN","f":"-INF"}',
  '{"s":NaN}',
  '{"a":1,"d":NaNx}',
  '{"a":1,"d":-I}',
  '{"x":NaN,"b":1}',
  '{"s":"\\$10"}',
  '{"s":"\\a\\q\\\'"}',
  '{"s":"\\u00"}',
  '{"s\\x":1,"sx":2}',
  '{"bin":"Q\\UI="}',
  '{"s":"a\nb"}',
  '{"s":"a\tb","b":1}',
  '{"s\t":1,"b":2}',
  '{"x":"a\nb","b":2}',
  '\u0001{"a":1}',
  '{"a":1,}',
]
const SWITCHES: readonly FromJsonOptions[] = [
  {},
  { allowComments: true },
  { allowUnquotedFieldNames: true },
  { allowSingleQuotes: false },
  { allowNumericLeadingZeros: true },
  { allowNonNumericNumbers: false },
  { allowBackslashEscapingAnyCharacter: true },
  { allowUnquotedControlChars: true },
]

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
  texts('14.60 records and fields', ['{"a": 1}', '{"b": 1}', '{  }', ' ', '', null, 'null', '{"A": 2}'], [whole(A), whole(AB)]),
  texts(
    '14.61 invalid json, modes',
    ['{"a" 1, "b": 11}', '{"a": 2, "b": 12}'],
    [
      whole(UNPARSED, KEPT),
      whole(UNPARSED, { ...KEPT, mode: 'PERMISSIVE' }),
      whole(UNPARSED, { ...KEPT, mode: 'FAILFAST' }),
      whole(UNPARSED, { ...KEPT, mode: 'DROPMALFORMED' as 'FAILFAST' }),
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
    ['UTC', 'America/Los_Angeles', '+05:30', 'GMT-8', 'PST', 'nowhere', '+19:00'].map(timeZone =>
      field(timestamp(), { timeZone }),
    ),
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
  texts(
    'switches, one by one',
    SWITCHED,
    SWITCHES.map(options => whole(EVERY, options)),
  ),
  texts(
    'FAILFAST',
    [
      '{"a":1}',
      '',
      ' ',
      '{"a":"x"}',
      '[1]',
      '[]',
      '{"d":"x"}',
      '{"f":"x"}',
      'x',
      'null',
      '1',
      '{"a":1',
      '{"d":""}',
      '{"a":"x","d":"y"}',
      '{"d":"y","a":"x"}',
      '{"m":{"k":"x"}}',
      '{"st":{"d":"x"}}',
      '{"ar":[{"d":"x"}]}',
      '{"ar":[1]}',
      '{"t":"x"}',
      '{"t":5}',
    ],
    [
      whole(
        struct({
          a: integer(),
          d: double(),
          f: float(),
          m: map(string(), double()),
          st: struct({ d: double() }),
          ar: array(struct({ d: double() })),
          t: timestamp(),
        }),
        FAILFAST,
      ),
      whole(array(integer()), FAILFAST),
      whole(map(string(), integer()), FAILFAST),
      whole(array(struct({ d: double() })), FAILFAST),
    ],
  ),
  texts(
    'schemas and options that are refused',
    ['{"a":"2015"}'],
    [
      whole(struct({ a: map(integer(), string()) })),
      whole(map(integer(), string())),
      whole(struct({ a: timestamp() }), { timestampFormat: 'YYYY' }),
      whole(struct({ a: timestamp() }), { timestampFormat: 'EEE yyyy' }),
      whole(struct({ a: date() }), { dateFormat: 'yyyy-MM-dd aaa' }),
      {
        ...whole(struct({ a: timestamp() }), { timestampFormat: 'n' }),
        differs:
          'Spark makes every value of the field null where neither parser of its own knows the pattern; sluice refuses the pattern',
      },
      {
        ...whole(struct({ a: integer() }), { locale: 'de' as 'en-US' }),
        differs: 'sluice has the month names and decimal signs of en-US alone, and says so',
      },
      {
        ...whole(struct({ a: integer() }), { alowComments: true } as FromJsonOptions),
        differs: 'Spark ignores an option that it does not know; sluice names the options there are',
      },
      {
        ...whole(struct({ a: integer() }), { mode: 'STRICT' as 'FAILFAST' }),
        differs: 'Spark takes an unknown mode for PERMISSIVE; sluice refuses it',
      },
      {
        ...whole(struct({ a: array(double()) }), { mode: 'FAILFAST', allowComments: true }),
        pyspark: 'F.from_json(F.lit(\'{"a":["x"]}\'), "struct<a:array<double>>", {"mode": "FAILFAST"})',
        differs: 'Spark fails with a NullPointerException where the bad text stands in an array; sluice names the value',
      },
    ],
  ),
]
